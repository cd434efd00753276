import CanonicalJSON
import Foundation
import Testing

/// The sample ledger, through the executable, against the totals it was shaped on.
@Suite(.sampleLedger) struct SampleTests {
    @Test func theDemoPrintsBothReports() throws {
        let demo = try #require(SampleLedger.current).demo
        let lines = demo.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        for line in [
            "Schools engaged 270", "Points of contact 550", "Eligible schools 360",
            "Engagement rate, % 75.00", "Trusts with an engaged school 15",
            "Schools ever engaged in the period 281", "Schools engaged 492",
            "Points of contact 748", "Eligible schools 863",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test(arguments: [
        ("ntca", "2024-03-31", "engagedSchools", "270"),
        ("ntca", "2024-03-31", "pointsOfContact", "550"),
        ("ntca", "2024-03-31", "eligibleSchools", "360"),
        ("ntca", "2024-03-31", "engagementRatePercent", "75.00"),
        ("ntca", "2024-03-31", "trustsEngaged", "15"),
        ("ntca", "2024-03-31", "everEngagedSchools", "281"),
        ("neca-2024", "2025-01-30", "engagedSchools", "492"),
        ("neca-2024", "2025-01-30", "pointsOfContact", "748"),
        ("neca-2024", "2025-01-30", "eligibleSchools", "863"),
    ])
    func hasThePublishedTotals(
        authority: String, day: String, figure: String, expected: String
    ) throws {
        let report = try sample("report engagement --authority \(authority) --as-of \(day) --json")
        #expect(try report.json()["figures"]?[figure]?.compact == expected)
    }

    /// 270 to 492: who opted in, who came with the merger, and who is no longer there.
    @Test(arguments: ["ntca", "neca-2024"])
    func opensTheChangeAcrossTheMerger(authority: String) throws {
        let report = try sample(
            "report movement --authority \(authority) --from 2024-03-31 --to 2025-01-30 --json")
        let measures = try report.json()["by"]?["measure"]?.elements ?? []
        let lines = measures.map { measure in
            (measure["figures"]?.members ?? []).filter { $0.value.integer != 0 }
                .map { "\($0.name) \($0.value.compact)" }
        }
        #expect(
            lines == [
                [
                    "opening 270", "joiners 242", "leavers 17", "joinedByMerger 2",
                    "schoolMerges -2", "schoolClosures -3", "closing 492",
                ],
                [
                    "opening 550", "joiners 360", "leavers 155", "joinedByMerger 2",
                    "schoolMerges -3", "schoolClosures -6", "closing 748",
                ],
                [
                    "opening 360", "joinedByMerger 510", "schoolMerges -3", "schoolClosures -6",
                    "schoolOpenings 2", "closing 863",
                ],
            ])
    }

    @Test func hadThirtySixLeads() throws {
        let log = try sample("log --type ParticipationRecorded --json").json()
        let leads = (log["events"]?.elements ?? []).compactMap { $0["data"] }
            .filter { $0["strand"]?.text == "teacher-leader-development" }
            .compactMap { $0["leads"]?.integer }
        #expect(leads.reduce(0, +) == 36)
    }

    @Test(arguments: ["text", "json", "csv"], ["engagement", "value-for-money"])
    func saysThatItIsSynthetic(format: String, report: String) throws {
        let run = try sample("report \(report) --as-of 2024-03-31 --format \(format)")
        let place =
            switch format {
            case "text": run.text.prefix { $0 != "\n" }
            case "json": try run.json()["ledgerName"]?.text?[...]
            default: run.text.split(separator: "\r\n").last
            }
        #expect(place?.contains("SYNTHETIC") == true)
    }

    @Test(arguments: [("2023-06-30", 5), ("2023-10-01", 3)])
    func hasItsStrandsOpen(on day: String, count: Int) throws {
        let opened = try sample("log --type StrandOpened --json").json()["events"]?.elements ?? []
        let open = try opened.compactMap { $0["data"]?["strand"]?.text }.filter { strand in
            let shown = try sample("show strand \(strand) --as-of \(day) --json").json()
            return shown["isOpen"] == .bool(true)
        }
        #expect(open.count == count)
    }

    @Test(arguments: ["ntca", "neca-2014"])
    func twelveConversionsInADayMoveNoFigure(_ authority: String) throws {
        let log = try sample("log --type SchoolUrnSucceeded --json").json()["events"]?.elements
        #expect(log?.filter { $0["validFrom"]?.text == "2024-01-01" }.count == 12)
        let figures = try ["2023-12-31", "2024-01-01"].map { day in
            let line = "report engagement --authority \(authority) --as-of \(day) --json"
            let members = try sample(line).json()["figures"]?.members ?? []
            return members.filter { $0.name != "schoolDays" }
        }
        #expect(figures[0].count == 8)
        #expect(figures[0] == figures[1])
    }

    @Test func hasEveryFigureOfValueForMoney() throws {
        let line = "report value-for-money --authority ntca --from 2023-09-01 --as-of 2024-03-31"
        let figures = try #require(try sample(line + " --json").json()["figures"])
        for name in [
            "netAuthorityCostPence", "totalResourceCostPence", "costPerEngagedSchoolPence",
            "costPerSchoolYearPence", "costPerPointOfContactPence", "approvedPence",
            "committedPence", "actualPence", "openCommitmentPence", "forecastOutturnPence",
            "variancePence",
        ] {
            #expect(figures[name]?.integer != nil, "\(name)")
        }
        expectDecimals(2, figures["leverageRatio"])
        expectDecimals(4, figures["schoolYears"])
    }

    private func expectDecimals(
        _ count: Int, _ value: JSONValue?, _ location: SourceLocation = #_sourceLocation
    ) {
        let parts = (value?.compact ?? "").split(separator: ".")
        #expect(parts.count == 2 && parts.last?.count == count, sourceLocation: location)
    }

    /// Runs a command line on the sample.
    func sample(
        _ line: String, _ location: SourceLocation = #_sourceLocation
    ) throws -> Run {
        try #require(SampleLedger.current).scratch
            .expect(line.split(separator: " ").map(String.init), location)
    }
}
