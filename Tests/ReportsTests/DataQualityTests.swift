import CanonicalJSON
import EventLog
import Events
import Ledger
import ProjectionEngine
import Projections
import SQLite
import TallyTestSupport
import Testing

@testable import Reports

/// What came late and what was amended is counted from the log.
@Suite struct DataQualityTests {
    @Test func lateCorrectedAndRetractedFactsAreCountedOnceEach() throws {
        // Facts are recorded now, so that whatever holds from the past is late.
        let test = try TestLedger(
            laRegistered("391"), registered("900001"), registered("900002"), registered("900003"))
        try test.correct(5, [("name", .string("Another Name"))])
        try test.correct(5, [("name", .string("A Third Name"))])
        try test.retract(4)
        let report = try ReportBuilder(test.ledger).dataQuality(
            ReportOptions(asOf: "2024-12-31", today: "2024-12-31"))
        let found = Dictionary(
            uniqueKeysWithValues: report.figures.map { ($0.name, $0.value.number) })
        #expect(found["facts"] == 4)
        #expect(found["lateFacts"] == 4)
        #expect(found["lateSharePercent"] == 10_000)
        #expect(found["correctedFacts"] == 1)
        #expect(found["correctedSharePercent"] == 2_500)
        #expect(found["retractedFacts"] == 1)
    }

    @Test func aCorrectionThatWasTakenBackIsNone() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        try test.correct(3, [("name", .string("Another Name"))])
        try test.retract(4)
        let report = try ReportBuilder(test.ledger).dataQuality(
            ReportOptions(asOf: "2024-12-31", today: "2024-12-31"))
        #expect(report.figure("correctedFacts")?.value == .count(0))
        #expect(report.figure("retractedFacts")?.value == .count(0))
    }

    /// The statements are the definition; the report reads the log without them.
    @Test(arguments: 1...6)
    func whatIsToldIsWhatTheStatementsSay(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 110))
        let days = try random.ledger.log.events(ofTypes: factGroups.flatMap(\.types))
            .compactMap { Day($0.validFrom) }.sorted()
        let middle = days[days.count / 2]
        for first in [nil, middle] {
            for last in [middle, days[days.count - 1]] {
                for known in stride(from: 0, through: random.size, by: 17) {
                    var options = ReportOptions(asOf: last, today: last)
                    options.from = first
                    try expectStatementsToAgree(random.ledger, options, through: known)
                }
            }
        }
    }

    private func expectStatementsToAgree(
        _ ledger: Ledger, _ options: ReportOptions, through known: Int
    ) throws {
        let types = factGroups.flatMap(\.types).map(JSONValue.string)
        let asked: [String: Value] = [
            "known_at": .integer(known), "as_of": .text(options.asOf.text),
            "from": .text(options.from?.text ?? "0001-01-01"),
            "types": .text(JSONValue.array(types).compact),
        ]
        let late = asked.merging(["late": .integer(lateAfterDays)]) { $1 }
        let builder = ReportBuilder(ledger)
        let told = try builder.toldFacts(options, through: known)
        let counts = told.counts.sorted { $0.key < $1.key }
            .map { [Value.text($0.key), .integer($0.value)] }
        #expect(try ledger.log.table(DataQuality.counts, asked).rows == counts)
        let number = { (seq: Int?) in seq.map { Value.integer($0) } ?? .null }
        let amended = told.amended.map { fact -> [Value] in
            [
                .integer(fact.seq), .text(fact.type), .text(fact.holdsFrom.text),
                .text(fact.recordedOn.text), .integer(fact.daysLater), number(fact.correctedBy),
                number(fact.retractedBy),
            ]
        }
        #expect(try ledger.log.table(DataQuality.facts, late).rows == amended)
        var every: [[Value]] = []
        try builder.forEachFact(options, through: known) { fact in
            every.append([.integer(fact.seq), .text(fact.type), .text(fact.holdsFrom.text)])
        }
        #expect(try ledger.log.table(DataQuality.every, asked).rows == every)
    }

    @Test(arguments: [
        ("facts", "the events of the log"), ("lateSharePercent", "the events of the log"),
        (
            "controlTotalsDiffering",
            "the totals stated in the log, each beside what the report with that figure says now"
        ), ("quarantinedEvents", "read model value-for-money"),
    ])
    func anExplanationSaysWhatItIsReallyWorkedOutFrom(figure: String, source: String) throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        let builder = ReportBuilder(test.ledger)
        let options = ReportOptions(asOf: "2024-12-31", today: "2024-12-31")
        let found = try builder.explain(figure, of: "data-quality", options)
        let text = try builder.text(try #require(found))
        #expect(text.contains("Worked out from \(source)"))
        #expect(text.contains("read model") == (figure == "quarantinedEvents"))
    }

    @Test func anAreaNarrowsNothingAndTheReportSaysSo() throws {
        let test = try TestLedger(
            laRegistered("391"), laRegistered("392"), registered("900001", la: "392"))
        let builder = ReportBuilder(test.ledger)
        let whole = ReportOptions(asOf: "2024-12-31", today: "2024-12-31")
        var asked = whole
        asked.localAuthorities = ["391"]
        let report = try builder.dataQuality(asked)
        #expect(report.options == whole)
        #expect(report.figure("facts")?.value == .count(3))
        #expect(report.notes.contains { $0.contains("no area, strand or programme narrows") })
        #expect(try builder.dataQuality(whole).notes.count == report.notes.count - 1)
    }

    @Test func amendmentsOfAFactAreLookedUpAndNotSearchedThrough() throws {
        let test = try TestLedger(laRegistered("391"))
        let plan = try test.ledger.log.table("EXPLAIN QUERY PLAN " + DataQuality.facts, [:])
            .rows.compactMap { row in if case .text(let step) = row[3] { step } else { nil } }
        for amended in ["corrected", "taken_back"] {
            let steps = plan.filter { $0.contains("\(amended) ") && $0.contains("LEFT-JOIN") }
            #expect(steps.count == 1 && steps[0].hasPrefix("SEARCH"), "\(plan)")
        }
    }
}
