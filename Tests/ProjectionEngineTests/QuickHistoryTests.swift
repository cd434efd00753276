import EventLog
import Ledger
import Programme
import Projections
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
            #expect(
                rows(world) == rows(careful.world),
                "seed \(seed), \(threads) threads, pages of \(pageSize)")
        }
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

    private func rows(_ world: World) -> [String] { worldRows(world) { String($0) } }
}
