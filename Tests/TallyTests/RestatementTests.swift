import CanonicalJSON
import Foundation
import Testing

/// What was recorded late, corrected and taken back after a report was published is told, all of it
/// and nothing else.
@Suite(.sampleLedger) struct RestatementTests {
    private var scratch: Scratch { get throws { try #require(SampleLedger.current).scratch } }

    private let march = ["--authority", "ntca", "--as-of", "2024-03-31"]

    @Test func theEventsThatMovedAPublishedFigureAreToldAndNoOthers() throws {
        let scratch = try scratch
        let file = scratch.path("march.txt")
        let published = try scratch.tally(
            ["report", "engagement"] + march + ["--publish", "--issued-to", "Cabinet", "-o", file])
        try #require(published.status == 0, "\(published.talk)")
        let size = 5376
        let movers = try recordMovers(scratch)
        #expect(movers.count == 30)
        // None of these says anything of a point of contact in March 2024.
        try scratch.expect([
            "opt-in", "900004", "--from", "2025-03-01", "--programme", "education-improvement",
        ])

        let check = try scratch.expect(["verify-report", file])
        #expect(check.text.hasPrefix("Byte for byte the engagement report published"))

        let restatement = try scratch.tally(["report", "restatement", "--json"]).json()
        let restated = restatement["published"]?.elements?.first
        #expect(restated?["event"]?.integer == size)
        #expect(try eventsThatMoved(restated?["differences"]) == movers)
        let now = try scratch.expect(["report", "engagement"] + march + ["--json"]).json()
        let points = restated?["differences"]?.elements?.first {
            $0["figure"]?.text == "pointsOfContact"
        }
        #expect(points?["published"]?.integer == 550)
        #expect(points?["now"] == now["figures"]?["pointsOfContact"])

        // A busy machine may say how far it has come.
        let diff = try scratch.tally(
            ["diff", "--from", String(size - 1), "--report", "engagement", "--json"] + march
        ).json()
        #expect(try eventsThatMoved(diff["figures"]) == movers)
    }

    /// The numbers of the events that moved the points of contact.
    private func eventsThatMoved(_ figures: JSONValue?) throws -> Set<Int> {
        let points = figures?.elements?.first { $0["figure"]?.text == "pointsOfContact" }
        let moved = try #require(points?["movedBy"]?.elements)
        return Set(moved.compactMap { $0["seq"]?.integer })
    }

    /// Records ten late enrolments, ten corrections and ten retractions, each of which moves the
    /// points of contact in March 2024 by one.
    private func recordMovers(_ scratch: Scratch) throws -> Set<Int> {
        let log = try scratch.expect(["log", "--type", "StrandEnrolled", "--json"]).json()
        let enrolments = try #require(log["events"]?.elements)
        var movers: Set<Int> = []
        func attempt(_ words: [String]) throws -> Bool {
            let before = try pointsOfContact(scratch)
            let run = try scratch.tally(words + ["--json"])
            guard run.status == 0,
                let seq = try run.json()["recorded"]?.elements?.first?["seq"]?.integer
            else { return false }
            guard try pointsOfContact(scratch) != before else { return false }
            movers.insert(seq)
            return true
        }
        var (late, corrected, retracted) = (0, 0, 0)
        for enrolment in enrolments.reversed() where enrolment["validFrom"]?.text ?? "" < "2024-03"
        {
            let seq = String(enrolment["seq"]?.integer ?? 0)
            let urn = enrolment["data"]?["urn"]?.text ?? ""
            if retracted < 10 {
                if try attempt(["retract", seq, "--reason", "did not happen"]) { retracted += 1 }
            } else if corrected < 10 {
                let words = [
                    "correct", seq, "--valid-from", "2024-04-02", "--reason", "form is dated April",
                ]
                if try attempt(words) { corrected += 1 }
            } else if late < 10 {
                let words = ["enrol", urn, "local-priorities", "--from", "2024-03-20"]
                if try attempt(words) { late += 1 }
            } else {
                break
            }
        }
        return movers
    }

    private func pointsOfContact(_ scratch: Scratch) throws -> Int? {
        try scratch.expect(["report", "engagement", "--json"] + march).json()["figures"]?[
            "pointsOfContact"]?.integer
    }
}

/// What is recorded into a period after its books were closed is listed.
@Suite struct ClosedPeriodTests {
    @Test func whatIsRecordedIntoAClosedPeriodIsListed() throws {
        let scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.expect(["period", "close", "2023-04-01..2024-04-01"])
        let none = try scratch.expect(["report", "restatement", "--json"]).json()
        #expect(none["closedPeriods"]?.elements?.first?["lateEntries"] == .array([]))
        try scratch.expect(["leave", "900001", "oracy", "--from", "2024-03-01"])
        try scratch.expect([
            "record", "MeasureDefined", "measure=x", "definition=y", "--from", "2024-01-01",
        ])
        try scratch.expect(["opt-in", "900002", "--from", "2024-04-01"])
        try scratch.expect(
            ["correct", "15", "--valid-from", "2024-05-01", "--reason", "dated a year early"])
        let found = try scratch.expect(["report", "restatement", "--json"]).json()
        let entries = found["closedPeriods"]?.elements?.first?["lateEntries"]?.elements ?? []
        #expect(entries.compactMap { $0["seq"]?.integer } == [17, 20])
        let again = try scratch.tally(["period", "close", "2023-04-01..2024-04-01"])
        #expect(again.status == 3)
    }

    @Test func aControlTotalThatDiffersShowsByHowMuch() throws {
        let scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        let words = [
            "--as-of", "2023-12-31", "--authority", "north", "--stated-by", "Cabinet paper",
        ]
        try scratch.expect(["control-total", "record", "engaged-schools", "1"] + words)
        try scratch.expect(["control-total", "list"])
        try scratch.expect(["control-total", "record", "points-of-contact", "3"] + words)
        let list = try scratch.tally(["control-total", "list"])
        #expect(list.status == 1)
        #expect(list.text.contains("DIFFERS, the ledger has 1, less by 2"))
        let report = try scratch.expect(["report", "engagement", "--as-of", "2024-01-31", "--json"])
        let totals = try report.json()["controlTotals"]?.elements ?? []
        #expect(totals.compactMap { $0["difference"]?.integer } == [0, -2])
        let earlier = try scratch.expect([
            "report", "engagement", "--as-of", "2023-12-30", "--json",
        ])
        #expect(try earlier.json()["controlTotals"] == .array([]))
    }
}
