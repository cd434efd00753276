import CanonicalJSON
import Testing

/// An event of a type that this program does not know: nothing shown may look complete.
@Suite struct IncompleteTests {
    private let scratch: Scratch

    /// Where in the history the event stands.
    enum Place: CaseIterable { case beginning, middle, end }

    init() throws {
        scratch = try Scratch()
    }

    @Test(arguments: Place.allCases, [0, 30])
    func everyFormOfEveryReportSaysSo(place: Place, others: Int) throws {
        let poison = try makeLedger(place, others)
        for report in reports {
            try expectIncomplete(report, poison)
            let strict = try scratch.tally(report + ["--strict"])
            #expect(strict.status == 1)
            #expect(strict.text.hasPrefix("INCOMPLETE: 1 event"))
            #expect(strict.talk.contains("INCOMPLETE: 1 event"))
        }
    }

    /// Up to the event before the one that is missing, the report would be complete.
    @Test(arguments: ["engagement", "movement", "restatement"])
    func isIncompleteAgainWhenItIsReproduced(name: String) throws {
        _ = try makeLedger(.middle, 30)
        let period = name == "movement" ? ["--from", "2023-01-01"] : []
        let words = ["report", name, "--as-of", "2023-12-31"] + period
        let report = try scratch.expect(words).text
        let mark = "Reproduce: tally "
        let line = try #require(report.split(separator: "\n").last { $0.hasPrefix(mark) })
        let again = line.dropFirst(mark.count).split(separator: " ").map(String.init)
        #expect(report.hasPrefix("INCOMPLETE: 1 event"))
        #expect(try scratch.expect(again).text == report)
    }

    @Test(arguments: Place.allCases, [0, 30])
    func setAsideItIsNoLongerMissed(place: Place, others: Int) throws {
        let poison = try makeLedger(place, others)
        let resolved = try scratch.expect(
            ["quarantine", "resolve", "\(poison)", "--set-aside", "--reason", "a trial version"])
        #expect(resolved.text.contains("QuarantineResolved"))
        for report in reports {
            let run = try scratch.expect(report + ["--strict"])
            #expect(!run.text.contains("INCOMPLETE"))
            let json = try scratch.expect(report + ["--json"]).json()
            #expect((json["report"] ?? json)["complete"] == .bool(true))
            try #expect(!scratch.expect(report + ["--csv"]).text.contains("INCOMPLETE"))
        }
        let engagement = try scratch.expect(reports[0] + ["--json"]).json()
        #expect(engagement["figures"]?["engagedSchools"]?.integer == 1)
        try #expect(scratch.expect(["quarantine", "list"]).text == "No event is quarantined\n")
        try #expect(scratch.expect(["verify"]).text.contains("the story is legal"))
    }

    @Test func quarantineListShowAndRetryTellWhatAndWhy() throws {
        let poison = try makeLedger(.middle, 0)
        let words =
            "event \(poison) (SchoolTwinned v1) is quarantined: "
            + "SchoolTwinned is not a type of event this program knows\n"
            + "  stopped: register, engagement, value-for-money, evidence\n"
        #expect(try scratch.expect(["quarantine", "list"]).text == words)
        let shown = try scratch.expect(["quarantine", "show", "\(poison)"]).text
        #expect(shown.hasPrefix(words))
        #expect(shown.contains(#""seq":\#(poison),"type":"SchoolTwinned""#))
        let listed = try scratch.expect(["quarantine", "list", "--json"]).json()
        #expect(listed["events"]?.elements?.map { $0["seq"]?.integer } == [poison])
        let retried = try scratch.expect(["quarantine", "retry"]).text
        #expect(retried.contains("told from event 1 (retried)"))
        #expect(retried.contains("STOPPED before event \(poison)"))

        #expect(try scratch.tally(["quarantine", "show", "2"]).status == 9)
        let other = try scratch.tally(
            ["quarantine", "resolve", "2", "--set-aside", "--reason", "for a test"])
        #expect(other.status == 9)
        #expect(other.talk.contains("event 2 is not quarantined"))
    }

    @Test func verifyClaimsNeitherThatAllIsWellNorThatSomebodyTampered() throws {
        let poison = try makeLedger(.middle, 0)
        for isUpToDate in [false, true] {
            if isUpToDate { try scratch.expect(["projections", "run"]) }
            let run = try scratch.tally(["verify"])
            #expect(run.status == 1)
            #expect(run.talk.contains("every event is as recorded, but 1 event could not be"))
            #expect(run.text.contains("every leaf read and hashed, INCOMPLETE: 1 event could not"))
            #expect(!run.text.contains("legal"))
            #expect(run.text.contains("\nevent \(poison) (SchoolTwinned v1) is quarantined: "))
            let json = try scratch.tally(["verify", "--json"])
            #expect(json.status == 1)
            #expect(try json.json()["quarantined"]?.elements?.first?["seq"]?.integer == poison)
        }
    }

    /// Others go on recording: what is said can still be judged.
    @Test func whatIsRecordedMeanwhileCountsOnceItIsSetAside() throws {
        let poison = try makeLedger(.end, 0)
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        try scratch.expect(["enrol", "900002", "oracy", "--from", "2023-10-01"])
        let file = try scratch.write("more.ndjson", definitions(1...40))
        try scratch.expect(["import", "facts", file])
        try expectIncomplete(reports[0], poison)
        try scratch.expect(
            ["quarantine", "resolve", "\(poison)", "--set-aside", "--reason", "a trial version"])
        let engagement = try scratch.expect(reports[0] + ["--json"]).json()
        #expect(engagement["figures"]?["engagedSchools"]?.integer == 2)
    }

    // MARK: -

    private let reports = [
        ["report", "engagement", "--as-of", "2024-03-31"],
        ["report", "value-for-money", "--from", "2023-09-01", "--as-of", "2024-03-31"],
        ["explain", "engagedSchools", "--as-of", "2024-03-31"],
    ]

    /// Makes the small ledger with an unreadable event in it.
    ///
    /// - Parameter others: How many events are written together with it.
    private func makeLedger(_ place: Place, _ others: Int) throws -> Int {
        let lines = smallFacts.split(separator: "\n").map { $0 + "\n" }
        let count = place == .beginning ? 0 : place == .middle ? lines.count / 2 : lines.count
        try scratch.expect(["init", scratch.ledger])
        try importFacts(lines.prefix(count).joined())
        let poison = try scratch.poison(among: others)
        try importFacts(lines.dropFirst(count).joined())
        return poison
    }

    private func importFacts(_ facts: String) throws {
        guard !facts.isEmpty else { return }
        try scratch.expect(["import", "facts", scratch.write("part.ndjson", facts)])
    }

    private func expectIncomplete(
        _ report: [String], _ poison: Int, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let banner =
            "INCOMPLETE: 1 event could not be taken in; nothing from event \(poison) on is counted"
        let text = try scratch.expect(report, location).text
        #expect(text.split(separator: "\n").first ?? "" == banner, sourceLocation: location)
        for format in ["html", "fods"] where report[0] == "report" {
            let page = try scratch.expect(report + ["--format", format], location).text
            #expect(page.contains(">\(banner)<"), "\(format)", sourceLocation: location)
            if format == "html" {
                #expect(page.contains(#"content:"INCOMPLETE\2e  Head"#), sourceLocation: location)
            }
        }
        let json = try scratch.expect(report + ["--json"], location).json()
        let body = json["report"] ?? json
        #expect(body["complete"] == .bool(false), sourceLocation: location)
        #expect(body["quarantined"]?.integer == 1, sourceLocation: location)
        #expect(body["head"]?["seq"]?.integer == poison - 1, sourceLocation: location)
        let csv = try scratch.expect(report + ["--csv"], location).text
            .split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let column = try #require(csv.first?.firstIndex(of: "complete"))
        #expect(csv.count > 1, sourceLocation: location)
        // The reasons have no commas, so the last column is counted from the end.
        let fromEnd = csv[0].count - column
        #expect(
            csv.dropFirst().allSatisfy { $0[$0.count - fromEnd] == "INCOMPLETE" },
            "\(csv)", sourceLocation: location)
    }
}
