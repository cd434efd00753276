import Events
import Projections
import Reports
import TallyTestSupport
import Testing

private let places = [
    laRegistered("390"), laRegistered("391"), constituted("ntca", ["391"], from: "2018-11-02"),
    constituted("south", ["390"], from: "2018-11-02"),
    registered("900001", la: "391"), registered("900002", la: "390", phase: .secondary),
    programmeOpened("ei", lead: "authority:ntca"), trustRegistered("t1"),
]

/// Support of 3 half-days by a trust to a school of 391, of 4 by a hub to one of 390, of 5 by the
/// hub to the whole region, and 6 half-days that the trust contributed.
private let support = [
    given(3, by: "trust:t1", to: "900001"), given(4, by: "hub:h", to: "900002"),
    given(5, by: "hub:h"),
    contributed(.inKind, halfDays: 6, ratePence: 100, by: "trust:t1"),
]

private func given(
    _ halfDays: Int, by provider: Body, to urn: URN? = nil, from: Day = "2022-10-08"
) -> Told {
    Told(
        SupportProvided(
            from: "2022-10-01", halfDays: halfDays, level: urn == nil ? .regional : .school,
            programme: "ei", provider: provider, to: "2022-10-08", urn: urn),
        from: from)
}

@Suite struct EvidenceReportTests {
    @Test func capacityIsBySupplierLevelPhaseAndType() throws {
        let report = try capacity(support + [trustOptedIn("t1", to: "ei")])
        #expect(report.number("supportHalfDays") == 12)
        #expect(report.number("timeGivenHalfDays") == 6)
        #expect(report.number("supportProviders") == 2)
        #expect(report.cells("providers") == ["hub:h 9 2 1", "trust:t1 3 1 1"])
        #expect(report.cells("levels") == ["regional 5 1 0", "school 7 2 2"])
        #expect(
            report.cells("levelsByPhaseAndType") == [
                "regional/-/- 5 1 [z] [z] 0",
                "school/primary/Community school 3 1 Primary Community school 1",
                "school/secondary/Community school 4 1 Secondary Community school 1",
            ])
        #expect(
            report.cells("trustsAndHubs") == ["hub:h 9 5 0 0 4 [z]", "trust:t1 3 0 0 0 3 yes"])
        #expect(report.cells("timeGiven") == ["trust:t1 6 1"])
    }

    @Test func supportIsWhereItsSchoolIsOrElseWhereItsProgrammeIsLed() throws {
        #expect(try capacity(support) { $0.authority = "ntca" }.number("supportHalfDays") == 8)
        #expect(try capacity(support) { $0.authority = "south" }.number("supportHalfDays") == 4)
        #expect(
            try capacity(support) { $0.localAuthorities = ["391"] }.number("supportHalfDays")
                == 3)
    }

    @Test func supportIsInThePeriodOfItsFirstDayAndKnownWhenItHolds() throws {
        #expect(try capacity(support) { $0.from = "2022-10-02" }.number("supportHalfDays") == 0)
        #expect(try capacity(support) { $0.from = "2022-10-01" }.number("supportHalfDays") == 12)
        #expect(try capacity(support) { $0.asOf = "2022-10-07" }.number("supportHalfDays") == 0)
    }

    @Test func supportNamesNoStrandAndAViewNoProgramme() throws {
        let capacity = try capacity(support) { $0.strand = "oracy" }
        #expect(capacity.figure("supportHalfDays")?.value == .missing)
        let views = try views([viewed()]) { $0.programme = "ei" }
        #expect(views.figure("viewsRecorded")?.value == .missing)
        #expect(views.notes.contains { $0.contains("viewsRecorded") })
    }

    @Test func viewsAreByThemeGroupAndLocalAuthority() throws {
        let told = [
            viewed("one", la: "391"), viewed("two", la: "391", position: .against),
            viewed("three", by: "parents", position: .mixed, on: .voice),
        ]
        let report = try views(told)
        #expect(report.number("viewsRecorded") == 3)
        #expect(report.number("viewsAgainst") == 1)
        #expect(report.cells("themes") == ["advantage 2 1 1 0", "voice 1 0 0 1"])
        #expect(report.cells("groups") == ["governors 2 1 1 0", "parents 1 0 0 1"])
        #expect(report.cells("viewsByLa") == ["none 1 0 0 1", "391 2 1 1 0"])
        #expect(try views(told) { $0.authority = "ntca" }.number("viewsRecorded") == 2)
        #expect(!report.text.contains("three"), "a reference of a view is shown")
    }

    @Test func moneyWithoutARecordedDecisionIsAnException() throws {
        let money = [
            fundingApproved(900, as: "f1"), fundingApproved(100, as: "f2"),
            committed("k1", 300), committed("k2", 200, decisionRef: "CAB-9"),
            spent("s1", 50, against: "k2"), spent("s2", 70),
        ]
        let bare = try governance(money)
        #expect(bare.number("fundingWithoutDecisionPence") == 1000)
        #expect(bare.number("commitmentsWithoutDecisionPence") == 500)
        #expect(bare.number("spendWithoutDecisionPence") == 120)
        let approved = try governance(money + [decided("CAB-1")])
        #expect(approved.number("fundingWithoutDecisionPence") == 0)
        #expect(approved.cells("commitmentExceptions") == ["k2 £2 Programme ei CAB-9"])
        #expect(approved.cells("spendExceptions") == ["k2 £0.50 Programme ei CAB-9"])
        let late = try governance(money + [decided("CAB-1", from: "2030-01-01")])
        #expect(late.number("fundingWithoutDecisionPence") == 1000)
    }

    @Test func decisionsPlansAndMilestonesAreThoseOfThePeriod() throws {
        let told = [
            decided("A", from: "2021-03-01"), decided("B", by: "mayor", from: "2022-03-01"),
            planAgreed(criteria: ["One", "Two"]), milestoneMet(),
        ]
        let report = try governance(told) { $0.from = "2021-09-01" }
        #expect(report.cells("deciders") == ["mayor 1 1 March 2022 1 March 2022"])
        #expect(report.cells("plans") == ["authority:ntca/1 1 1 September 2021 2"])
        #expect(report.number("milestonesMet") == 1)
        #expect(try governance(told).number("decisionsTaken") == 2)
    }

    @Test func aLocalityGoesOnAsThatOfTheAuthorityItWasMergedInto() throws {
        let told = [
            planAgreed(), milestoneMet(), optedIn("900001", to: "ei"),
            authoritiesMerged(
                ["ntca", "south"], into: "neca", ["390", "391"], from: "2024-05-07"),
        ]
        let before = try localities(told) { $0.asOf = "2024-05-06" }
        #expect(
            before.cells("localities") == [
                "authority:ntca combined authority Programme ei 1 1 1 0 0 0"
            ])
        let after = try localities(told)
        #expect(
            after.cells("localities") == [
                "authority:neca combined authority Programme ei 1 1 1 0 0 0"
            ])
    }

    @Test func aSchoolCountsOnceInEachLocality() throws {
        let told = [
            clusterFormed("west", ["900001", "900002"]), frameworkAdopted("inclusion", ["900001"]),
            frameworkAdopted("voice", ["900001"]), lensChosen(), cycleStarted(),
            cycleCompleted(cohort: 22),
        ]
        let report = try localities(told)
        #expect(report.cells("localities").last == "la:391 local authority [z] 2 0 0 0 0 0")
        #expect(report.cells("schoolsTogether").last == "la:391 1 0 2 1 0 0 0 0")
        #expect(report.cells("vulnerableLearners").last == "la:391 Exclusion 0 1 1 22 0")
    }

    /// The report of the read model and its audit agree where a day, an area or a lead just counts.
    @Test func theReportAgreesWithItsAuditOnTheDaysThatMatter() throws {
        let test = try TestLedger()
        defer { withExtendedLifetime(test) {} }
        let told: [Told] = [
            viewed(la: "391", from: "2022-10-08"), indicatorDefined(from: "2022-10-08"),
            observed(1, days: ("2022-10-08", "2022-10-09"), from: "2022-10-10"),
            lensChosen(in: "ei", from: "2022-10-08"), selfEvaluated("900002", from: "2022-10-08"),
            authoritiesMerged(
                ["ntca", "south"], into: "neca", ["390", "391"], from: "2022-10-09"),
        ]
        for one in places + support + told { try test.record(one) }
        let builder = ReportBuilder(test.ledger)
        var rows = 0
        let days: [Day] = ["2022-09-30", "2022-10-01", "2022-10-08", "2022-10-09", "2022-10-10"]
        for asOf in days {
            for from in days + [nil] as [Day?] {
                for authority in ["ntca", "neca", nil] as [Slug?] {
                    var options = ReportOptions(asOf: asOf, today: "2022-10-09")
                    options.from = from
                    options.authority = authority
                    options.boundary = from == nil ? .current : .asWas
                    options.localAuthorities = asOf == "2022-10-10" ? ["391"] : nil
                    let comparison = try builder.audit(.evidence, options)
                    #expect(comparison.differences == [], "\(options)")
                    rows += comparison.rows
                }
            }
        }
        #expect(rows > 200, "\(rows)")
    }

    // MARK: - Making them

    private typealias Change = (inout ReportOptions) -> Void

    private func capacity(_ told: [Told], _ change: Change = { _ in }) throws -> Report {
        try report(told, change) { try $0.capacity($1) }
    }

    private func views(_ told: [Told], _ change: Change = { _ in }) throws -> Report {
        try report(told, change) { try $0.views($1) }
    }

    private func governance(_ told: [Told], _ change: Change = { _ in }) throws -> Report {
        try report(told, change) { try $0.governance($1) }
    }

    private func localities(_ told: [Told], _ change: Change = { _ in }) throws -> Report {
        try report(told, change) { try $0.localities($1) }
    }

    private func report(
        _ told: [Told], _ change: Change,
        _ make: (ReportBuilder, ReportOptions) throws -> Report
    ) throws -> Report {
        let test = try TestLedger()
        defer { withExtendedLifetime(test) {} }
        for one in places + told { try test.record(one) }
        var options = ReportOptions(asOf: "2024-12-31", today: "2024-12-31")
        change(&options)
        return try make(ReportBuilder(test.ledger), options)
    }
}

extension Report {
    fileprivate func number(_ name: String) -> Int? { figure(name)?.value.number }

    /// The rows of a table, each its key and its cells.
    fileprivate func cells(_ name: String) -> [String] {
        (table(name)?.rows ?? []).map { row in
            ([row.key] + row.cells.map(\.words)).joined(separator: " ")
        }
    }
}
