internal import Events
internal import Programme

// The figures that count schools, each opened to what it counts and what it leaves out.

extension Evidence {
    func engagedSchools() throws -> Opened {
        Opened(counted: try schoolItems(pairsNow()), leftOut: try notEngaged())
    }

    func pointsOfContact() throws -> Opened {
        let now = try pairsNow()
        let keys = Set(now.map(\.key))
        let schools = Set(now.map(\.school))
        let ended = Dictionary(
            grouping: try pairs().filter { !keys.contains($0.key) }, by: \.key
        )
        .values.compactMap(\.last).filter { schools.contains($0.school) }
        return Opened(
            counted: now.map {
                $0.item(adds: 1, detail: "\($0.strand) since \(Day(number: $0.from))")
            },
            leftOut: ended.map(endedItem).sorted { $0.key < $1.key } + (try notEngaged()))
    }

    /// A pair that is no longer active, of a school that still is engaged.
    private func endedItem(_ pair: Pair) -> Explanation.Item {
        var item = pair.item(
            adds: 0, detail: "\(pair.strand) until \(Day(number: pair.to))"
        ).leftOut("no longer active in this strand")
        item.events += [pair.endedBy].compactMap(\.self)
        return item
    }

    func eligibleSchools() throws -> Opened {
        let rules = try rules()
        var opened = Opened(counted: [])
        for school in try schools() {
            if let item = school.notEligible(at: options.asOf, rules: rules) {
                opened.leftOut.append(item)
            } else {
                opened.counted.append(eligible(school))
            }
        }
        return opened
    }

    private func eligible(_ school: SchoolRow) -> Explanation.Item {
        var item = school.item(
            adds: 1, detail: "\(school.type), \(school.phase)",
            events: [school.rule, school.fromSeq])
        item.rules = [school.rule].compactMap(\.self)
        return item
    }

    func engagedEligibleSchools() throws -> Opened {
        let engaged = try schoolItems(pairsNow())
        let rules = try rules()
        let rule = Dictionary(
            try eligibleSchools().counted.map { ($0.key, $0.rules) }
        ) { first, _ in first }
        var opened = Opened(counted: [], leftOut: try notEngaged())
        for var item in engaged {
            item.rules = rule[item.key] ?? rules
            if rule[item.key] != nil {
                opened.counted.append(item)
            } else {
                item.detail = "engaged, not eligible"
                opened.leftOut.append(item.leftOut(item.detail))
            }
        }
        return opened
    }

    func everEngagedSchools() throws -> Opened {
        let pairs = try pairs()
        let united = Dictionary(grouping: pairs, by: \.finalSchool)
        var counted = schoolItems(pairs, by: \.finalSchool)
        for index in counted.indices {
            let seqs = united[counted[index].key]?.flatMap(\.unitedBy) ?? []
            counted[index].placedBy += seqs
        }
        return Opened(counted: counted, leftOut: try notEngagedInPeriod())
    }

    func trustsEngaged() throws -> Opened {
        let now = try pairsNow()
        let counted = Dictionary(grouping: now.filter { $0.trust != nil }) { $0.trust ?? "" }
            .map { trust, pairs in
                trustItem(trust, schools: pairs.map(\.urn), pairs.flatMap(\.events), pairs)
            }
        let trusts = Set(counted.map(\.key))
        let idle = Dictionary(grouping: try schools().filter(isInTrust)) { $0.trust ?? "" }
            .filter { !trusts.contains($0.key) }
            .map { trust, schools in
                let item = trustItem(trust, schools: schools.map(\.urn), schools.map(\.fromSeq), [])
                return item.leftOut("no school of the trust engaged")
            }
        let single = schoolItems(now.filter { $0.trust == nil })
            .map { $0.leftOut("engaged, in no trust") }
        return Opened(
            counted: counted.sorted { $0.key < $1.key },
            leftOut: idle.sorted { $0.key < $1.key } + single)
    }

    private func isInTrust(_ school: SchoolRow) -> Bool {
        school.isPlacedNow && school.trust != nil
    }

    private func trustItem(
        _ trust: String, schools: [String], _ events: [Int], _ pairs: [Pair]
    ) -> Explanation.Item {
        Explanation.Item(
            key: trust, name: trust, la: "", adds: 1,
            detail: Set(schools).sorted().joined(separator: ", "), events: events,
            placedBy: pairs.flatMap(\.placedBy))
    }
}

extension Evidence {
    /// One item for each school among the pairs.
    func schoolItems(
        _ pairs: [Pair], by key: (Pair) -> String = \.school
    ) -> [Explanation.Item] {
        Dictionary(grouping: pairs, by: key).map { key, pairs in
            let last = pairs[pairs.count - 1]
            return Explanation.Item(
                key: key, name: "\(last.urn) \(last.name)", la: last.la, adds: 1,
                detail: Set(pairs.map(\.strand)).sorted().joined(separator: ", "),
                events: pairs.flatMap(\.events), placedBy: pairs.flatMap(\.placedBy))
        }.sorted { $0.key < $1.key }
    }

    /// Every school not engaged at the end of the day reported, and why.
    func notEngaged() throws -> [Explanation.Item] {
        let engaged = Set(try pairsNow().map(\.school))
        let left = try schools().filter { !engaged.contains($0.school) }
        return try withRetractions(left.map { $0.notEngaged(at: options.asOf) })
    }

    /// Every school not engaged on any day of the period, and why.
    func notEngagedInPeriod() throws -> [Explanation.Item] {
        let pairs = try pairs()
        let engaged = Set(pairs.map(\.school)).union(pairs.map(\.finalSchool))
        let left = try schools().filter { !engaged.contains($0.school) }
        return try withRetractions(left.map { $0.notEngaged(from: from, to: options.asOf) })
    }

    /// The same items; those whose enrolment or opt-in was taken back say so.
    private func withRetractions(_ items: [Explanation.Item]) throws -> [Explanation.Item] {
        let retracted = try retractedParticipation()
        guard !retracted.isEmpty else { return items }
        let reasons: Set = ["not opted in", "opted in, not enrolled"]
        return items.map { item in
            guard let events = retracted[item.key], reasons.contains(item.reason ?? "") else {
                return item
            }
            var item = item
            item.reason = "opt-in or enrolment retracted"
            item.detail = "\(item.detail): opt-in or enrolment retracted"
            item.events += events
            return item
        }
    }

    /// The opt-ins and enrolments asked about that were taken back, by school.
    private func retractedParticipation() throws -> [String: [Int]] {
        let facts = try retracted().compactMap { retracted -> (String, Int)? in
            let reading = retracted.reading
            guard reading.validFrom <= options.asOf, case .programme(let fact) = reading.fact else {
                return nil
            }
            switch fact {
            case .schoolOptedIn(let data) where isAskedFor(data.programme):
                return (data.urn.text, reading.seq)
            case .strandEnrolled(let data)
            where isAskedFor(data.programme) && (options.strand ?? data.strand) == data.strand:
                return (data.urn.text, reading.seq)
            default: return nil
            }
        }
        guard !facts.isEmpty else { return [:] }
        let schools = try schoolOfURN()
        return Dictionary(facts.map { (schools[$0.0] ?? $0.0, [$0.1]) }, uniquingKeysWith: +)
    }

    func isAskedFor(_ programme: Slug) -> Bool { (options.programme ?? programme) == programme }
}
