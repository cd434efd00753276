internal import Events

// The figures that count days of engagement.

extension Evidence {
    func schoolDays() throws -> Opened {
        try daysOpened { stretches in
            let days = stretches.reduce(0) { $0 + $1.count }
            return (days, "\(days) days")
        }
    }

    /// School-years, in ten-thousandths that add up to the figure.
    func schoolYears() throws -> Opened {
        var shares: [Share] = []
        var opened = try daysOpened { stretches in
            let parts = partsOfYears(stretches)
            shares.append(Share(parts * 10_000, over: partsOfYear))
            return (0, "\(stretches.reduce(0) { $0 + $1.count }) days")
        }
        for (index, adds) in apportioned(shares).enumerated() { opened.counted[index].adds = adds }
        return opened
    }

    /// Days of pairs of school and strand.
    func pointDays() throws -> Opened {
        let items = Dictionary(grouping: try pairs(), by: \.key).values.map { pairs in
            let days = pairs.reduce(0) { $0 + $1.to - $1.from }
            let last = pairs[pairs.count - 1]
            var item = last.item(adds: days, detail: "\(last.strand), \(days) days")
            item.events = pairs.flatMap(\.eventsOfDays)
            return item
        }
        return Opened(
            counted: items.sorted { $0.key < $1.key }, leftOut: try notEngagedInPeriod())
    }

    /// One item for each school with days, which `count` counts.
    private func daysOpened(
        _ count: ([Range<Int>]) -> (adds: Int, detail: String)
    ) throws -> Opened {
        let pairs = try pairs()
        let bySchool = Dictionary(grouping: pairs, by: \.school)
        let counted = schoolItems(pairs).map { school in
            var item = school
            let pairs = bySchool[school.key] ?? []
            (item.adds, item.detail) = count(united(pairs))
            item.events = pairs.flatMap(\.eventsOfDays)
            return item
        }
        return Opened(counted: counted, leftOut: try notEngagedInPeriod())
    }

    /// The days of any of the pairs, in stretches that do not overlap.
    private func united(_ pairs: [Pair]) -> [Range<Int>] {
        var stretches: [Range<Int>] = []
        var reached = Int.min
        for pair in pairs.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            let first = max(pair.from, reached)
            guard first < pair.to else { continue }
            stretches.append(first..<pair.to)
            reached = pair.to
        }
        return stretches
    }

    /// How much of a year the stretches are, each day by the length of its year.
    private func partsOfYears(_ stretches: [Range<Int>]) -> Int {
        years(from: from, through: options.asOf).reduce(0) { sum, year in
            let days = stretches.reduce(0) { $0 + $1.clamped(to: year).count }
            return sum + days * (partsOfYear / year.count)
        }
    }
}

/// The parts a year is counted in, which both 365 and 366 divide.
private let partsOfYear = 133_590
