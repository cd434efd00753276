internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// Schools engaged and points of contact at the end of every month since the first opt-in, and at
    /// the end of the day reported.
    ///
    /// Where areas are as they were, an authority is followed through mergers, as a movement is.
    func engagementOverTime(_ report: Report, _ options: ReportOptions) throws -> ReportTable? {
        let open = try open(.engagement, options, .followed)
        let parameters = options.parameters(from: nil)
        let stretches = try open.rows(EngagementSeries.pairs, parameters) {
            Stretch(school: $0.text(0), from: $0.integer(1), to: $0.integer(2))
        }
        guard let first = stretches.map(\.from).min(), first <= options.asOf.number else {
            return nil
        }
        let days = monthEnds(from: Day(number: first), through: options.asOf)
        let counts = zip(engaged(stretches, on: days), points(stretches, on: days))
        let rows = zip(days, counts).map { day, counts in
            ReportTable.Row(day.text, day.words, [.count(counts.0), .count(counts.1)])
        }
        let marks = try open.rows(EngagementSeries.mergers, parameters) { row in
            ReportTable.Chart.Mark(
                Day(number: row.integer(0)), "authorities merged into \(row.text(2))")
        }
        return ReportTable(
            "engagementOverTime", "Schools engaged at the end of each month", rows: "End of",
            columns: ["engagedSchools", "pointsOfContact"].map {
                .number($0, Figure($0, .missing).label)
            },
            rows, chart: chart(rows, marks),
            notes: options.canBeFollowed
                ? [
                    "before its authority was made or after it was merged, the area is that of the "
                        + "one that led the programme then"
                ] : [])
    }

    private func chart(
        _ rows: [ReportTable.Row], _ marks: [ReportTable.Chart.Mark]
    ) -> ReportTable.Chart? {
        guard rows.count > 1, let first = rows.first, let last = rows.last else { return nil }
        let (before, after) = (first.cells[0].words, last.cells[0].words)
        let most = rows.max { $0.number < $1.number } ?? last
        let mergers = marks.map { " On \($0.day.words) \($0.label)." }.joined()
        return .init(
            .line, of: "engagedSchools", title: "Schools engaged went from \(before) to \(after)",
            summary: "A line from \(before) schools at the end of \(first.name) to \(after) at the "
                + "end of \(last.name); the most were \(most.cells[0].words), at the end of "
                + "\(most.name).\(mergers)", marks: marks)
    }
}

extension ReportTable.Row {
    fileprivate var number: Int {
        if case .number(let value)? = cells.first { value.number ?? 0 } else { 0 }
    }
}

/// Days on which a pair of school and strand was active in the area: `from` is in it, `to` is not.
private struct Stretch {
    let school: String
    let from: Int
    let to: Int
}

/// How many pairs were active at the end of each day.
private func points(_ stretches: [Stretch], on days: [Day]) -> [Int] {
    counts(stretches.map { $0.from..<$0.to }, on: days)
}

/// How many schools had an active pair at the end of each day.
///
/// - Parameter stretches: In order of school and of first day.
private func engaged(_ stretches: [Stretch], on days: [Day]) -> [Int] {
    var spans: [Range<Int>] = []
    var last: Stretch?
    for stretch in stretches {
        if let before = last, before.school == stretch.school, stretch.from <= before.to {
            last = Stretch(
                school: before.school, from: before.from, to: max(before.to, stretch.to))
            continue
        }
        if let before = last { spans.append(before.from..<before.to) }
        last = stretch
    }
    if let before = last { spans.append(before.from..<before.to) }
    return counts(spans, on: days)
}

/// How many of `spans` each day is in; the days are in order.
private func counts(_ spans: [Range<Int>], on days: [Day]) -> [Int] {
    var changes = Array(repeating: 0, count: days.count + 1)
    for span in spans {
        changes[place(of: span.lowerBound, in: days)] += 1
        changes[place(of: span.upperBound, in: days)] -= 1
    }
    var sum = 0
    return days.indices.map { index in
        sum += changes[index]
        return sum
    }
}

/// The place of the first day that is not before `day`.
private func place(of day: Int, in days: [Day]) -> Int {
    var (low, high) = (0, days.count)
    while low < high {
        let middle = (low + high) / 2
        if days[middle].number < day { low = middle + 1 } else { high = middle }
    }
    return low
}

/// The last day of every month from that of `first` on, and `last`.
private func monthEnds(from first: Day, through last: Day) -> [Day] {
    var days: [Day] = []
    var (year, month, _) = first.civil
    while true {
        (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        guard let next = Day(year: year, month: month, day: 1), next <= last else { break }
        days.append(next + -1)
    }
    return days + (days.last == last ? [] : [last])
}
