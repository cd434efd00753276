internal import Events

extension RandomFacts {
    private static let localities: [Body] = ["la:391", "authority:aa", "partnership:pp"]

    /// Mostly the first, so that there is something to build on.
    private var locality: Body {
        mutating get { random.chance(60) ? Self.localities[0] : random.one(of: Self.localities) }
    }
    private var version: Label { mutating get { random.one(of: [.number(1), .word("draft")]) } }
    private var schools: [URN] { mutating get { Array(random.some(of: Self.urns).prefix(2)) } }
    private var programmeOrNone: Slug? { mutating get { random.one(of: ["ei", "ep", nil, nil]) } }
    private var oneURN: URN { mutating get { random.one(of: Self.urns) } }

    static let evidenceMakers: [String: @Sendable (inout RandomFacts) -> Told] = [
        "IndicatorDefined": {
            indicatorDefined(
                $0.random.one(of: ["absence", "reading"]),
                owner: $0.random.one(of: ["la:391", "la:390", "authority:aa"]), from: $0.day)
        },
        "IndicatorObserved": {
            let (a, b) = ($0.day, $0.day)
            return observed(
                $0.random.below(9), of: $0.random.chance(50) ? 10 : nil,
                $0.random.one(of: ["absence", "reading"]),
                cohort: $0.random.chance(30) ? "year-7" : nil, days: (min(a, b), max(a, b)),
                from: $0.day)
        },
        "QualityRated": {
            rated(
                $0.random.one(of: ["clarity-focus", "voice"]),
                $0.random.one(of: [.number(2), .word("secure"), nil]), from: $0.day)
        },
        "EvidenceFiled": {
            filed(
                $0.random.one(of: ["a", "b"]),
                under: $0.random.one(of: ["clarity-focus", "voice"]),
                from: $0.day)
        },
        "ViewRecorded": {
            viewed(
                $0.random.one(of: ["view 1", "view 2"]),
                la: $0.random.one(of: ["391", "390", nil]),
                position: $0.random.one(of: [.for, .against]), from: $0.day)
        },
        "DecisionTaken": {
            decided($0.random.one(of: ["CAB-1", "CAB 2: revised"]), from: $0.day)
        },
        "ActionPlanAgreed": { planAgreed($0.version, for: $0.locality, from: $0.day) },
        "MilestoneMet": {
            milestoneMet($0.random.one(of: ["10", "20"]), of: $0.locality, from: $0.day)
        },
    ]

    static let localityMakers: [String: @Sendable (inout RandomFacts) -> Told] = [
        "PartnershipConstituted": {
            partnershipConstituted(
                $0.random.one(of: ["pp", "qq"]),
                las: $0.random.one(of: [["391"], ["390", "391"]]),
                from: $0.day)
        },
        "ClusterFormed": {
            clusterFormed(
                $0.random.one(of: ["west", "east"]), $0.schools, of: $0.locality,
                in: $0.programmeOrNone, from: $0.day)
        },
        "LensChosen": {
            lensChosen(
                $0.random.one(of: ["exclusion", "transitions"]), of: $0.locality,
                in: $0.programmeOrNone, from: $0.day)
        },
        "VulnerabilityDefinitionAgreed": {
            definitionAgreed(
                $0.random.one(of: ["A", "B"]),
                lens: $0.random.one(of: ["exclusion", "transitions"]),
                of: $0.locality, from: $0.day)
        },
        "CaseCycleStarted": {
            cycleStarted($0.random.one(of: ["c1", "c2"]), of: $0.locality, from: $0.day)
        },
        "CaseCycleCompleted": {
            cycleCompleted($0.random.one(of: ["c1", "c2"]), of: $0.locality, from: $0.day)
        },
        "LessonAdopted": {
            lessonAdopted(
                $0.random.one(of: ["one-plan", "early"]),
                cycle: $0.random.one(of: ["c1", nil]), of: $0.locality, from: $0.day)
        },
        "PracticeChanged": {
            practiceChanged(
                $0.random.one(of: ["plans", "visits"]),
                lesson: $0.random.one(of: ["one-plan", nil]), of: $0.locality, from: $0.day)
        },
        "RoleCreated": {
            roleCreated(posts: 1 + $0.random.below(2), of: $0.locality, from: $0.day)
        },
        "PracticeAdoptedElsewhere": {
            adoptedElsewhere(
                $0.random.one(of: ["plans", "visits"]),
                by: $0.random.one(of: ["la:390", "la:806"]),
                of: $0.locality, from: $0.day)
        },
        "PeerReviewCompleted": {
            peerReviewed(
                $0.random.one(of: ["r1", "r2"]), $0.schools,
                cluster: $0.random.one(of: ["west", nil]), of: $0.locality, from: $0.day)
        },
        "SelfEvaluationSubmitted": {
            selfEvaluated(
                $0.oneURN, $0.version, for: $0.locality, in: $0.programmeOrNone, from: $0.day)
        },
        "SchoolReportPublished": {
            schoolReported($0.oneURN, $0.version, of: $0.locality, from: $0.day)
        },
        "FrameworkAdopted": {
            frameworkAdopted(
                $0.random.one(of: ["inclusion", "voice"]), $0.schools, of: $0.locality, from: $0.day
            )
        },
        "ParentConsulted": {
            parentsConsulted(
                $0.random.one(of: ["autumn", "spring"]),
                urn: $0.random.chance(50) ? $0.oneURN : nil, of: $0.locality, from: $0.day)
        },
    ]
}
