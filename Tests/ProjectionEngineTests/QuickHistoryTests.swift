import EventLog
import Ledger
import Programme
import Projections
import SQLite
import TallyTestSupport
import Testing

@testable import ProjectionEngine

/// The log is read quickly, or carefully; both must tell the same.
@Suite struct QuickHistoryTests {
    @Test(arguments: 0..<120)
    func readingQuicklyTellsWhatReadingCarefullyTells(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 110))
        let log = random.ledger.log
        let telling = Telling(ReadModel.all)
        let careful = try History(carefully: log, through: random.size, telling)
        for (threads, pageSize) in [(1, 8), (2, 8), (2, 1 << 14)] {
            let transcript = try QuickTranscript(
                log, through: random.size, telling, threads: threads, pageSize: pageSize
            ) { _ in }
            let quick = try #require(transcript)
            #expect(quick.head == careful.head)
            let world = try #require(quick.world)
            let context = "seed \(seed), \(threads) threads, pages of \(pageSize)"
            #expect(rows(world) == rows(careful.world), "\(context)")
            for model in ReadModel.all {
                #expect(
                    try modelRows(model, world) == modelRows(model, careful.world),
                    "\(context), \(model.name)")
            }
        }
    }

    @Test(arguments: 0..<40)
    func readingEveryPaymentTellsTheSame(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 110))
        var telling = Telling(ReadModel.all)
        telling.addsUpPayments = false
        let log = random.ledger.log
        let careful = try History(carefully: log, through: random.size, telling)
        let quick = try History(of: log, through: random.size, telling)
        #expect(payments(quick.world) == payments(careful.world), "seed \(seed)")
    }

    @Test func aPartOfTheLogIsReadAsItWas() throws {
        let random = try RandomLedger(RandomHistory(seed: 5, proposals: 110))
        for last in stride(from: 1, through: random.size, by: 7) {
            let telling = Telling(ReadModel.all)
            let quick = try History(of: random.ledger.log, through: last, telling)
            let careful = try History(carefully: random.ledger.log, through: last, telling)
            #expect(rows(quick.world) == rows(careful.world))
        }
    }

    /// Payments against no commitment are told by their fingerprints; what is wrong with one is
    /// found all the same, and left to the careful reading.
    @Test(arguments: [
        ["twice", "twice"], ["reverse: none"], ["once", "reverse: once", "reverse: once"],
        ["elsewhere: once"],
    ])
    func paymentsThatAreNotLegalAreNotToldQuickly(story: [String]) throws {
        let test = try TestLedger(programmeOpened(), spent("other", 5))
        for line in story {
            let name = String(line.split(separator: " ").last ?? "")
            if line.hasPrefix("reverse") {
                try test.ledger.appendUnjudged("SpendReversed", data: #"{"spend":"\#(name)"}"#)
            } else {
                let programme = line.hasPrefix("elsewhere") ? "nowhere" : "ei"
                try test.ledger.appendUnjudged(
                    "SpendRecorded",
                    data: #"{"amountPence":7,"bornBy":{"id":"391","kind":"la"},"category":"staff","#
                        + #""from":"2023-01-01","programme":"\#(programme)","spend":"\#(name)","#
                        + #""to":"2023-02-01"}"#)
            }
        }
        let transcript = try QuickTranscript(
            test.ledger.log, through: test.ledger.log.size(), Telling(ReadModel.all)
        ) { _ in }
        let quick = try #require(transcript)
        #expect(quick.world == nil, "\(story)")
    }

    @Test func whatIsOutOfTheOrdinaryIsLeftToTheCarefulReading() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        let telling = Telling(ReadModel.all)
        let read = { () throws -> QuickTranscript? in
            try QuickTranscript(
                test.ledger.log, through: test.ledger.log.size(), telling
            ) { _ in }
        }
        #expect(try read() != nil)
        try test.ledger.appendUnjudged("SchoolTwinned", data: "{}")
        #expect(try read() == nil)
    }

    /// What the world has told, but for the payments, which are told otherwise.
    private func rows(_ world: World) -> [String] {
        worldRows(world) { String($0) }.filter { !$0.hasPrefix("spend ") }
    }

    private func payments(_ world: World) -> [String] {
        worldRows(world) { String($0) }.filter { $0.hasPrefix("spend ") }
    }

    private func modelRows(_ model: ReadModel, _ world: World) throws -> [String] {
        var rows: [String] = []
        for fold in model.folds {
            try fold.forEachRow(of: world, prefix: 0) { row in
                let cells = (0..<row.count).map { row.words(at: $0) }
                rows.append("\(fold.table) \(cells.joined(separator: " "))")
            }
        }
        return rows.sorted()
    }
}
