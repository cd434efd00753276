internal import Events

extension RandomFacts {
    /// Years in which much of what is reported happens, in the places that ``setting()`` makes.
    mutating func busyYears() -> [Told] {
        schoolLife() + moneyLife() + changes() + findings() + localities() + details
    }

    private mutating func schoolLife() -> [Told] {
        var told = [
            ruleSet("ei", phases: [.primary], from: early),
            measureDefined("A pair", of: "points-of-contact", from: early),
        ]
        told += Self.urns.map { registered($0, la: one(["390", "391", "806"]), from: early) }
        told += Self.urns.prefix(5).map { optedIn($0, from: early) }
        told += (0..<9).map { _ in
            enrolled(random.one(of: Self.urns), random.one(of: Self.strands), from: early)
        }
        told += (0..<8).map { _ in
            enrolmentEnded(random.one(of: Self.urns), random.one(of: Self.strands), from: late)
        }
        told += [
            withdrew(random.one(of: Self.urns), on: late),
            joinedTrust(random.one(of: Self.urns), random.one(of: Self.trusts), from: early),
            joinedTrust(random.one(of: Self.urns), random.one(of: Self.trusts), from: early),
            reclassified(random.one(of: Self.urns), phase: .secondary, from: early),
        ]
        return told
    }

    private mutating func moneyLife() -> [Told] {
        var told = [
            fundingApproved(random.below(90_000) + 30_000, as: "f2", from: early),
            fundingApproved(random.below(9_000) + 1, as: "f3", for: "ep", from: late),
            forecast(amount, from: early), forecast(amount, from: late),
            forecast(amount, strand: "s1", from: late), forecast(amount, for: "ep", from: early),
        ]
        let commitments: [Slug] = ["k4", "k5", "k6"]
        told += commitments.map { committed($0, amount, strand: anyStrand, from: early) }
        told += (0..<12).map { number in
            let against: Slug? = random.chance(50) ? one(["k4", "k5", "k6"]) : nil
            return spent(
                Self.spends[number], amount, against: against,
                for: random.chance(85) ? "ei" : "ep", strand: anyStrand, bornBy: anyBearer,
                days: period, from: random.chance(70) ? early : late)
        }
        told += (0..<3).map { _ in
            contributed(
                .cash, for: random.chance(85) ? "ei" : "ep", by: anyBearer, days: period,
                from: day)
        }
        return told + [
            reversed("w1", from: late), reversed("w2", from: late),
            varied("k4", to: amount, from: late), released("k5", from: late),
        ]
    }

    /// Money of every kind, by which costs are taken apart.
    private var details: [Told] {
        let years: [FinancialYear] = [
            "2019-20", "2020-21", "2021-22", "2022-23", "2023-24", "2024-25", "2025-26",
        ]
        let index = Dictionary(
            uniqueKeysWithValues: years.enumerated().map {
                ($0.element, 94_000 + 2_000 * $0.offset)
            })
        let days: (from: Day, to: Day) = ("2020-09-01", "2022-09-01")
        return [
            seriesPublished("cpi", on: "2025-01-01", index: index, from: "2020-01-01"),
            contributed(
                .inKind, method: "as agreed", by: "trust:t1", days: days, from: "2020-09-01"),
            Told(
                BaselineCostRecorded(
                    activity: "Advisers", amountPence: 90_000, body: "la:390", confidence: .low,
                    financialYear: "2019-20", method: "Budget book"), from: "2020-01-01"),
            Told(
                SpendRecorded(
                    amountPence: 12_345, bornBy: "authority:aa", category: .grant, from: days.from,
                    passedTo: "la:390", programme: "ei", spend: "passed-on", to: days.to),
                from: "2020-09-01"),
            sharedCostRule(.fixed, weights: ["s1": 2, "s2": 1], from: "2021-03-01"),
            Told(
                ParticipationRecorded(
                    from: "2021-03-01", leads: 2, programme: "ei", pupils: 30, strand: "s1",
                    teachers: 5, to: "2021-03-02"), from: "2021-03-01"),
        ]
    }

    private mutating func changes() -> [Told] {
        let changes = [
            constituted("bb", ["806"], from: early),
            authoritiesMerged(["aa"], into: "cc", ["390", "391"], from: late),
            schoolsMerged(["900002"], into: "900001", from: late),
            closed("900003", from: late), programmeMoved(to: "authority:bb", from: late),
            strandClosed("s3", from: late),
        ]
        return changes.filter { _ in random.chance(60) }
    }

    private mutating func findings() -> [Told] {
        let inKind = contributed(
            .inKind, halfDays: 1 + random.below(9), ratePence: 100, by: anyBearer, from: early)
        return [
            supported("900001", from: early), supported(from: early), inKind,
            indicatorDefined("reading", from: early), observed(7, of: 10, "reading", from: late),
            rated(from: late), filed(from: late),
            viewed("view 3", la: one(["390", "391", nil]), position: .against, from: early),
            viewed("view 4", by: "parents", position: .mixed, on: .barrier, from: early),
            viewed("view 5", from: early),
            decided(one(["CAB-1", "CAB-3"]), from: one([early, late])),
            planAgreed(for: "authority:aa", from: early),
            milestoneMet("10", of: "authority:aa", from: late),
        ]
    }

    private mutating func localities() -> [Told] {
        [
            clusterFormed("north", ["900001", "900002"], from: early),
            lensChosen("transitions", from: "2020-01-01"),
            cycleStarted("c3", lens: "transitions", from: "2020-01-01"),
            cycleCompleted("c3", from: early), lessonAdopted("early", cycle: "c3", from: early),
            practiceChanged("visits", from: "2020-01-01"), adoptedElsewhere("visits", from: early),
            frameworkAdopted("voice", ["900001"], from: early), selfEvaluated(from: late),
            parentsConsulted("spring", urn: "900001", from: late),
        ]
    }

    private static let spends: [Slug] = [
        "w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9", "w10", "w11",
    ]
    private var early: Day { mutating get { random.one(of: Array(Self.days.prefix(5))) } }
    private var late: Day { mutating get { random.one(of: Array(Self.days.dropFirst(5))) } }
    private var amount: Int { mutating get { random.below(9_999) + 1 } }
    private var anyStrand: Slug? { mutating get { one([nil, "s1", "s2"]) } }
    private var anyBearer: Body {
        mutating get {
            one([
                "authority:aa", "authority:aa", "authority:bb", "la:390", "school:900001",
                "school:900002", "trust:t1",
            ])
        }
    }
    private var period: (from: Day, to: Day) {
        mutating get {
            let from = day + random.below(400)
            return (from, from + 1 + random.below(700))
        }
    }

    private mutating func one<T>(_ choices: [T]) -> T { random.one(of: choices) }
}
