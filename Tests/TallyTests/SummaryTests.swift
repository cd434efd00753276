import CanonicalJSON
import Testing

/// The reports that bring others together, on the sample: their figures are those of the reports
/// they come from, and their rows those of the events they name.
@Suite(.sampleLedger) struct SummaryTests {
    private let scope = "--authority neca-2024 --as-of 2025-01-30"

    @Test func anEvaluationShowsThePublishedNumberOfLeads() throws {
        let report = try sample("report evaluation --as-of 2025-01-30 --json").json()
        let leads = try #require(row("leads", of: "leadershipGovernance", in: report))
        #expect(leads["cells"]?["value"]?.compact == "36")
        let opened = try sample(
            "explain leadershipGovernance/leads --report evaluation --as-of 2025-01-30 --json"
        ).json()
        #expect(opened["sum"]?.compact == "36")
        #expect(
            opened["counted"]?.elements?.compactMap { $0["events"]?.elements?.first?["seq"] }
                == leads["events"]?.elements)
    }

    @Test(arguments: [
        ("sharedCommitment", "engagementRatePercent", "engagement"),
        ("sharedCommitment", "retentionRatePercent", "retention"),
        ("sustainabilityImpact", "costPerSchoolYearPence", "value-for-money"),
    ])
    func anEvaluationShowsTheFigureOfAnotherReport(
        table: String, figure: String, report: String
    ) throws {
        let evaluation = try sample("report evaluation \(scope) --json").json()
        let other = try sample("report \(report) \(scope) --json").json()
        let cell = row(figure, of: table, in: evaluation)?["cells"]?["value"]
        #expect(cell != nil && cell == other["figures"]?[figure])
    }

    @Test func aProgressReportFootsAndIsAboutSixMonths() throws {
        let report = try sample("report progress \(scope) --json").json()
        #expect(report["from"]?.text == "2024-07-31")
        for measure in ["engagedSchools", "pointsOfContact", "eligibleSchools"] {
            let lines = table("schools", in: report)?["rows"]?.elements ?? []
            let sum = lines.reduce(0) { sum, line in
                let number = line["cells"]?[measure]?.integer ?? 0
                return switch line["key"]?.text {
                case "closing": sum - number
                case "leavers": sum - number
                default: sum + number
                }
            }
            #expect(!lines.isEmpty && sum == 0, "\(measure)")
        }
    }

    @Test func aProgressReportListsTheDecisionsOfItsPeriodOnly() throws {
        let report = try sample(
            "report progress --authority neca-2024 --from 2024-05-01 --as-of 2024-06-30 --json"
        ).json()
        let decisions = table("decisions", in: report)?["rows"]?.elements ?? []
        #expect(decisions.compactMap { $0["cells"]?["day"]?.text } == ["2024-05-14"])
    }

    @Test func aProgressReportOfAnAreaCountsWhatIsOfTheAreaOnly() throws {
        var amounts: [String: [Int]] = [:]
        for area in ["", "--authority ntca", "--authority neca-2024"] {
            let period = "\(area) --from 2021-09-01 --as-of 2025-01-30 --json"
            let report = try sample("report progress \(period)").json()
            let support = try sample("report capacity \(period)").json()["figures"]
            for kind in ["teachers", "halfDays"] {
                let cells = try #require(row(kind, of: "activity", in: report)?["cells"])
                amounts[kind, default: []].append(try #require(cells["amount"]?.integer))
            }
            #expect(amounts["halfDays"]?.last == support?["supportHalfDays"]?.integer)
        }
        for (kind, found) in amounts {
            #expect(found[1] > 0 && found[2] > 0 && found[1] + found[2] <= found[0], "\(kind)")
        }
    }

    @Test func aReportOfOneLocalAuthorityIsHeldBesideNoTotalOfTheWhole() throws {
        for (area, count) in [("", 2), ("--la 391", 0)] {
            let report = try sample("report engagement \(scope) \(area) --json").json()
            let totals = report["controlTotals"]?.elements?.filter {
                $0["scope"]?["authority"]?.text == "neca-2024"
            }
            #expect(totals?.count == count, "\(area)")
        }
    }

    @Test func noSummaryTellsOneViewFromAnother() throws {
        let log = try sample("export").text.split(separator: "\n")
        let named = try log.filter { $0.contains("\"ViewRecorded\"") }.map {
            try #require(try JSONValue(parsing: Array($0.utf8))["data"]?["ref"]?.text)
        }
        try #require(named.count > 5)
        for report in ["progress", "pilot-questions", "evaluation"] {
            // Of all areas, where the views are.
            let period = "--from 2021-01-01 --as-of 2025-01-30"
            let told = try sample("report \(report) \(period) --json").text.lowercased()
            let shown = named.filter {
                told.contains($0) || told.contains($0.replacing("-", with: " "))
            }
            #expect(shown == [], "\(report)")
        }
    }

    @Test func everyQuestionOfThePilotHasItsFactsAndItsLimit() throws {
        let report = try sample("report pilot-questions \(scope) --json").json()
        let rows = table("questions", in: report)?["rows"]?.elements ?? []
        #expect(rows.compactMap { $0["key"]?.text } == (1...9).map { String($0) })
        for row in rows {
            let facts = try #require(row["cells"]?["facts"]?.integer)
            #expect(facts > 0 && facts == row["events"]?.elements?.count)
            #expect(row["cells"]?["limit"]?.text?.isEmpty == false)
        }
    }

    @Test func theGapOfEquityIsTheDifferenceOfTwoRates() throws {
        let figures = try #require(try sample("report equity \(scope) --json").json()["figures"])
        let rates = ["mostDeprivedRatePercent", "engagementRatePercent"].compactMap {
            figures[$0]?.compact.split(separator: ".").joined()
        }.compactMap { Int($0) }
        let gap = figures["equityGapPoints"]?.compact.split(separator: ".").joined()
        let found = try #require(gap.flatMap { Int($0) })
        // Each is rounded by itself.
        #expect(rates.count == 2 && abs(rates[0] - rates[1] - found) <= 1)
    }

    @Test func coverageListsWhoIsNotEngaged() throws {
        let report = try sample("report coverage \(scope) --json").json()
        let listed = try sample("not-engaged \(scope) --json").json()
        let rows = table("notReached", in: report)?["rows"]?.elements ?? []
        #expect(rows.count == 371)
        #expect(
            Set(rows.compactMap { $0["key"]?.text })
                == Set((listed["notEngaged"]?.elements ?? []).compactMap { $0["urn"]?.text }))
    }

    @Test func noTwoColumnsOfAReportHaveOneName() throws {
        let listed = try sample("help report").text
        for report in ["coverage", "data-quality", "equity", "localities", "progress", "views"] {
            try #require(listed.contains(report))
            let csv = try sample("report \(report) \(scope) --csv").text
            let names = csv.prefix { $0 != "\r\n" }.split(separator: ",").map { String($0) }
            #expect(names.count > 20 && Set(names).count == names.count, "\(report)")
        }
    }

    @Test func aPeriodThatEndsBeforeItOpensIsRefused() throws {
        let reversed = "--from 2025-01-01 --as-of 2024-12-01"
        for report in ["movement", "value-for-money", "progress", "evaluation"] {
            let run = try #require(SampleLedger.current).scratch.tally(
                ["report", report] + reversed.split(separator: " ").map(String.init))
            #expect(run.status == 2 && run.talk.contains("before it opens"), "\(report)")
        }
    }

    private func sample(_ line: String) throws -> Run {
        try #require(SampleLedger.current).scratch.expect(
            line.split(separator: " ").map(String.init))
    }

    private func table(_ name: String, in report: JSONValue) -> JSONValue? {
        report["tables"]?.elements?.first { $0["name"]?.text == name }
    }

    private func row(_ key: String, of name: String, in report: JSONValue) -> JSONValue? {
        table(name, in: report)?["rows"]?.elements?.first { $0["key"]?.text == key }
    }
}
