internal import Events

/// Makes facts of every type about very few subjects, so that they collide.
struct RandomFacts {
    var random: SplitMix64

    private static let las: [LACode] = ["390", "391", "806"]
    static let authorities: [Slug] = ["aa", "bb", "cc", "dd"]
    static let urns: [URN] = ["900001", "900002", "900003", "900004", "900005", "900006"]
    static let trusts: [Slug] = ["t1", "t2"]
    private static let programmes: [Slug] = ["ei", "ep"]
    static let strands: [Slug] = ["s1", "s2", "s3"]
    static let days: [Day] = [
        "2020-01-01", "2020-09-01", "2021-03-01", "2021-09-01", "2022-04-01", "2022-04-02",
        "2022-09-01", "2023-04-01", "2023-09-01", "2024-05-07", "2024-09-01",
    ]
    private static let typeNames =
        makers.keys.filter { evidenceMakers[$0] == nil && localityMakers[$0] == nil }.sorted()
    /// The types of what is found, said and decided, and of localities.
    private static let findingNames = evidenceMakers.keys.sorted() + localityMakers.keys.sorted()
    /// What happens most in a programme, so that it does here too.
    private static let frequent = [
        "SchoolRegistered", "SchoolUrnSucceeded", "SchoolsMerged", "SchoolSplit", "SchoolClosed",
        "SchoolOptedIn", "SchoolOptedIn", "SchoolWithdrew", "StrandEnrolled", "StrandEnrolled",
        "StrandEnrolled", "StrandEnrolmentEnded", "StrandClosed", "StrandSucceeded",
        "AuthoritiesMerged", "LocalAuthorityReplaced", "SpendCommitted", "SpendRecorded",
        "CommitmentVaried",
    ]

    /// What most histories begin with; some of it may be missing or late.
    mutating func setting() -> [Told] {
        var told: [Told] = Self.las.map { laRegistered($0, from: "2020-01-01") }
        told += Self.trusts.map { trustRegistered($0, from: "2020-01-01") }
        told += Self.urns.prefix(4).map { urn in
            registered(urn, la: la, trust: random.chance(30) ? trust : nil, from: "2020-01-01")
        }
        told += Self.programmes.map {
            programmeOpened($0, lead: "authority:aa", from: "2020-01-01")
        }
        told += Self.strands.map { strandOpened($0, from: "2020-01-01") }
        told += [
            constituted("aa", ["390", "391"], from: "2020-01-01"),
            fundingApproved(300, as: "f1", from: "2020-01-01"),
        ]
        told += Self.urns.prefix(3).map { optedIn($0, from: "2020-09-01") }
        told += [
            indicatorDefined(from: "2020-01-01"), lensChosen(from: "2020-01-01"),
            cycleStarted(from: "2020-09-01"), practiceChanged(from: "2020-09-01"),
        ]
        return told.filter { _ in random.chance(85) }.map { one in
            random.chance(85) ? one : one.from(day)
        }
    }

    /// A fact of any type.
    mutating func fact() -> Told {
        let choice = random.below(100)
        if choice < 54 { return fact(of: random.one(of: Self.frequent)) }
        return fact(of: random.one(of: choice < 64 ? Self.findingNames : Self.typeNames))
    }

    mutating func fact(of type: String) -> Told {
        guard let maker = Self.makers[type] else { return programmeOpened(from: day) }
        return maker(&self)
    }

    private var la: LACode { mutating get { random.one(of: Self.las) } }
    private var authority: Slug { mutating get { random.one(of: Self.authorities) } }
    private var urn: URN { mutating get { random.one(of: Self.urns) } }
    private var trust: Slug { mutating get { random.one(of: Self.trusts) } }
    private var strand: Slug { mutating get { random.one(of: Self.strands) } }
    /// Mostly the first, so that there is something to collide with.
    private var programme: Slug { mutating get { random.chance(85) ? "ei" : "ep" } }
    var day: Day { mutating get { random.one(of: Self.days) } }
    private var pence: Int { mutating get { random.one(of: [50, 100, 150, 200]) } }
    private var name: String { mutating get { random.one(of: ["Oak", "Ash"]) } }
    private var lead: Body {
        mutating get { random.chance(70) ? Body(kind: .authority, id: authority.text) : "la:391" }
    }
    private var period: (from: Day, to: Day) {
        mutating get {
            let (a, b) = (day, day)
            return random.chance(90) ? (min(a, b), max(a, b)) : (a, b)
        }
    }

    private typealias Maker = @Sendable (inout RandomFacts) -> Told

    private static let makers: [String: Maker] =
        ledgerMakers.merging(registerMakers) { a, _ in a }.merging(schoolMakers) { a, _ in a }
        .merging(programmeMakers) { a, _ in a }.merging(moneyMakers) { a, _ in a }
        .merging(evidenceMakers) { a, _ in a }.merging(localityMakers) { a, _ in a }

    private static let ledgerMakers: [String: Maker] = [
        "LedgerCreated": { ledgerCreated(from: $0.day) },
        "MeasureDefined": { measureDefined($0.name, from: $0.day) },
        "ControlTotalRecorded": { controlTotal($0.pence, from: $0.day) },
        "PeriodClosed": { periodClosed($0.programme, days: $0.period, from: $0.day) },
        "ReportPublished": { reportPublished(from: $0.day) },
        "ConflictNoted": { conflictNoted($0.random.chance(80) ? $0.trust : nil, from: $0.day) },
        "ConflictResolved": { conflictResolved($0.trust, chosen: $0.name, from: $0.day) },
        "RegisterExtractImported": {
            extractImported($0.random.one(of: ["a", "b"]), from: $0.day)
        },
    ]

    private static let registerMakers: [String: Maker] = [
        "LocalAuthorityRegistered": { laRegistered($0.la, from: $0.day) },
        "LocalAuthorityCodeChanged": {
            laCodeChanged(
                $0.la, to: $0.random.one(of: ["E08000001", "E08000002"]), from: $0.day)
        },
        "LocalAuthorityReplaced": {
            let urns = $0.random.chance(40) ? $0.random.some(of: urns) : nil
            return laReplaced($0.la, by: $0.la, urns: urns, from: $0.day)
        },
        "AuthorityConstituted": {
            constituted($0.authority, $0.random.some(of: las), from: $0.day)
        },
        "AuthoritiesMerged": {
            authoritiesMerged(
                $0.random.some(of: Array(authorities.prefix(2))), into: $0.authority,
                $0.random.some(of: las), from: $0.day)
        },
        "LocalAuthorityJoinedAuthority": { laJoined($0.la, $0.authority, from: $0.day) },
        "LocalAuthorityLeftAuthority": { laLeft($0.la, $0.authority, from: $0.day) },
        "AuthorityCodeChanged": {
            authorityCodeChanged(
                $0.authority, to: $0.random.one(of: ["E47000001", "E47000002"]), from: $0.day)
        },
        "AuthorityRenamed": { authorityRenamed($0.authority, to: $0.name, from: $0.day) },
        "AuthorityAbolished": { authorityAbolished($0.authority, from: $0.day) },
        "TrustRegistered": { trustRegistered($0.trust, from: $0.day) },
        "TrustClosed": { trustClosed($0.trust, from: $0.day) },
    ]

    private static let schoolMakers: [String: Maker] = [
        "SchoolRegistered": {
            registered(
                $0.urn, la: $0.la, trust: $0.random.chance(30) ? $0.trust : nil, pupils: $0.pence,
                from: $0.day)
        },
        "SchoolRenamed": { renamed($0.urn, to: $0.name, from: $0.day) },
        "SchoolReclassified": {
            reclassified(
                $0.urn, phase: $0.random.one(of: [.primary, .secondary, nil]),
                type: $0.random.one(of: ["Academy converter", nil]), from: $0.day)
        },
        "SchoolMovedLocalAuthority": { moved($0.urn, to: $0.la, from: $0.day) },
        "SchoolRollCounted": { counted($0.urn, pupils: $0.pence, from: $0.day) },
        "SchoolUrnSucceeded": {
            succeeded(
                $0.urn, by: $0.urn, name: $0.random.chance(30) ? $0.name : nil,
                trust: $0.random.chance(30) ? $0.trust : nil, from: $0.day)
        },
        "SchoolsMerged": {
            let survivor = $0.urn
            let others = $0.random.some(of: urns.filter { $0 != survivor }).prefix(2)
            return schoolsMerged(Array(others), into: survivor, from: $0.day)
        },
        "SchoolSplit": {
            let children = Array($0.random.some(of: urns).prefix(2))
            let continuing = $0.random.chance(60) ? $0.urn : nil
            return split($0.urn, into: children, continuing: continuing, from: $0.day)
        },
        "SchoolClosed": { closed($0.urn, from: $0.day) },
        "SchoolReopened": { reopened($0.urn, from: $0.day) },
        "SchoolJoinedTrust": { joinedTrust($0.urn, $0.trust, from: $0.day) },
        "SchoolLeftTrust": { leftTrust($0.urn, $0.trust, from: $0.day) },
    ]

    private static let programmeMakers: [String: Maker] = [
        "ProgrammeOpened": { programmeOpened($0.programme, lead: $0.lead, from: $0.day) },
        "ProgrammeMoved": { programmeMoved($0.programme, to: $0.lead, from: $0.day) },
        "ProgrammeClosed": { programmeClosed($0.programme, from: $0.day) },
        "StrandOpened": { strandOpened($0.strand, in: $0.programme, from: $0.day) },
        "StrandClosed": { strandClosed($0.strand, in: $0.programme, from: $0.day) },
        "StrandSucceeded": {
            let old = Array($0.random.some(of: strands).prefix(2))
            return strandSucceeded(old, by: $0.strand, in: $0.programme, from: $0.day)
        },
        "EligibilityRuleSet": {
            ruleSet(
                $0.programme, phases: [$0.random.one(of: [.primary, .secondary])], from: $0.day)
        },
        "SchoolOptedIn": { optedIn($0.urn, to: $0.programme, from: $0.day) },
        "SchoolWithdrew": { withdrew($0.urn, from: $0.programme, on: $0.day) },
        "StrandEnrolled": { enrolled($0.urn, $0.strand, in: $0.programme, from: $0.day) },
        "StrandEnrolmentEnded": {
            enrolmentEnded($0.urn, $0.strand, in: $0.programme, from: $0.day)
        },
        "TrustOptedIn": { trustOptedIn($0.trust, to: $0.programme, from: $0.day) },
        "TrustWithdrew": { trustWithdrew($0.trust, from: $0.programme, on: $0.day) },
        "ParticipationRecorded": {
            participated(
                $0.strand, in: $0.programme, urn: $0.random.chance(50) ? $0.urn : nil,
                days: $0.period, from: $0.day)
        },
        "SupportProvided": {
            supported($0.random.chance(50) ? $0.urn : nil, in: $0.programme, from: $0.day)
        },
    ]

    private static let moneyMakers: [String: Maker] = [
        "FundingApproved": {
            fundingApproved(
                $0.pence, as: $0.random.one(of: ["f1", "f2"]), for: $0.programme, from: $0.day)
        },
        "BudgetAllocated": {
            budgetAllocated($0.pence, to: $0.strand, in: $0.programme, from: $0.day)
        },
        "SpendCommitted": {
            committed(
                $0.random.one(of: ["k1", "k2", "k3"]), $0.pence, for: $0.programme,
                decisionRef: $0.random.chance(20) ? "CAB-2" : nil, from: $0.day)
        },
        "CommitmentVaried": {
            varied($0.random.one(of: ["k1", "k2", "k3"]), to: $0.pence, from: $0.day)
        },
        "CommitmentReleased": { released($0.random.one(of: ["k1", "k2", "k3"]), from: $0.day) },
        "SpendRecorded": {
            let against: Slug? = $0.random.one(of: ["k1", "k2", "k3", nil])
            return spent(
                $0.random.one(of: ["v1", "v2", "v3", "v4"]), $0.pence, against: against,
                for: $0.programme, days: $0.period, from: $0.day)
        },
        "SpendReversed": { reversed($0.random.one(of: ["v1", "v2", "v3", "v4"]), from: $0.day) },
        "ForecastRevised": { forecast($0.pence, for: $0.programme, from: $0.day) },
        "ContributionRecorded": {
            contributed($0.random.one(of: [.cash, .inKind]), for: $0.programme, from: $0.day)
        },
        "BaselineCostRecorded": { baselineCost(from: $0.day) },
        "SharedCostRuleSet": { sharedCostRule(for: $0.programme, from: $0.day) },
        "PriceSeriesPublished": {
            seriesPublished(
                on: $0.random.one(of: ["2023-03-28", "2024-03-28"]),
                index: ["2022-23": $0.pence], from: $0.day)
        },
    ]
}
