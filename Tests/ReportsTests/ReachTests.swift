import Events
import Reports
import TallyTestSupport
import Testing

/// Coverage, strands and retention say the same as the engagement report, in more detail.
@Suite struct ReachTests {
    @Test(arguments: 0..<histories(30))
    func coverageSaysWhatTheEngagementReportSays(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 60, isBusy: true))
        let builder = ReportBuilder(random.ledger)
        var choices = SplitMix64(seed: seed + 4_000_000)
        var options = choices.explanationOptions(size: random.size)
        options.by = []
        let coverage = try builder.coverage(options)
        let engagement = try builder.engagement(options)
        for name in ["eligibleSchools", "engagedEligibleSchools", "engagementRatePercent"] {
            #expect(
                coverage.figure(name)?.value == engagement.figure(name)?.value,
                "seed \(seed), \(name), \(options)")
        }
        for table in coverage.tables where table.name.hasPrefix("by") {
            for name in ["eligibleSchools", "engagedEligibleSchools", "notReachedSchools"] {
                let sum = table.numbers(name).reduce(0) { $0 + ($1 ?? 0) }
                #expect(sum == coverage.figure(name)?.value.number, "\(table.name), \(name)")
            }
        }
        #expect(
            coverage.table("notReached").map(\.rows.count)
                ?? 0 == coverage.figure("notReachedSchools")?.value.number ?? 0)
    }

    @Test(arguments: 0..<histories(30))
    func whatIsComparedWithAControlTotalIsWhatTheEngagementReportSays(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 60, isBusy: true))
        let builder = ReportBuilder(random.ledger)
        var choices = SplitMix64(seed: seed + 6_000_000)
        for _ in 0..<4 {
            let options = choices.explanationOptions(size: random.size)
            let report = try builder.engagement(options)
            let figures = try builder.engagementOfDay(options)
            #expect(figures.count == 5)
            for figure in figures {
                #expect(
                    figure.value == report.figure(figure.name)?.value,
                    "seed \(seed), \(figure.name), \(options)")
            }
        }
    }

    @Test(arguments: 0..<histories(30))
    func strandsSayWhatTheEngagementReportSays(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 60, isBusy: true))
        let builder = ReportBuilder(random.ledger)
        var choices = SplitMix64(seed: seed + 5_000_000)
        var options = choices.wideReportOptions()
        options.authority = nil
        let strands = try builder.strands(options)
        let engagement = try builder.engagement(options)
        for name in ["pointsOfContact", "engagedSchools", "pointsPerSchool"] {
            #expect(
                strands.figure(name)?.value == engagement.figure(name)?.value,
                "seed \(seed), \(name), \(options)")
        }
        let points = strands.table("strands")?.numbers("pointsOfContact") ?? []
        #expect(
            points.reduce(0) { $0 + ($1 ?? 0) } == strands.figure("pointsOfContact")?.value.number)
    }

    /// One school stays, one leaves after eleven months, one comes back in time for its anniversary,
    /// one has not been in for twelve months.
    @Test func retentionCountsWhoIsEngagedTwelveMonthsAfterItsFirstDay() throws {
        let test = try TestLedger(
            laRegistered("391"), constituted("ntca", ["391"]), programmeOpened(),
            strandOpened("oracy"))
        let joining: [(URN, Day)] = [
            ("900001", "2022-09-01"), ("900002", "2022-09-01"), ("900003", "2022-10-01"),
            ("900004", "2023-09-01"),
        ]
        for (urn, first) in joining {
            try test.record(registered(urn))
            try test.record(optedIn(urn, from: first))
            try test.record(enrolled(urn, "oracy", from: first))
        }
        try test.record(enrolmentEnded("900002", "oracy", from: "2023-08-01"))
        try test.record(enrolmentEnded("900003", "oracy", from: "2023-01-01"))
        try test.record(enrolled("900003", "oracy", from: "2023-09-30"))
        var options = ReportOptions(asOf: "2024-01-31", today: "2024-01-31")
        let builder = ReportBuilder(test.ledger)
        let report = try builder.retention(options)
        #expect(numbers(report) == [4, 3, 2, 6_667, 3, 1])
        let leavers = try #require(report.table("leavers"))
        #expect(leavers.rows.map(\.key) == ["900002"])
        #expect(leavers.rows.first?.cells.last == .text("it left its last strand"))
        options.asOf = "2023-08-31"
        #expect(numbers(try builder.retention(options)) == [3, 0, 0, nil, 1, 2])
    }

    private func numbers(_ report: Report) -> [Int?] { report.figures.map(\.value.number) }
}
