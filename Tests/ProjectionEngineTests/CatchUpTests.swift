import CanonicalJSON
import EventLog
import Events
import Ledger
import Programme
import ProjectionEngine
import Projections
import TallyTestSupport
import Testing

/// Catching up tells anew only what new events touched; a replay tells everything.
///
/// They must arrive at the same rows, whatever came late, was corrected or was retracted.
@Suite struct CatchUpTests {
    /// In the last three an authority that leads a programme is merged into another by one event.
    @Test(arguments: Array(0..<60) + [106, 136, 138])
    func catchingUpArrivesAtTheRowsOfAReplay(seed: Int) throws {
        var random = SplitMix64(seed: seed + 3_000_000)
        let growing = try RandomLedger(RandomHistory(seed: seed, proposals: 90), first: 12)
        let models = ReadModels(growing.ledger)
        try models.bringUpToDate()
        while growing.size < growing.total {
            try growing.grow(by: 1 + random.below(4))
            try models.bringUpToDate()
            guard random.chance(40) || growing.size == growing.total else { continue }
            for comparison in try models.compareWithReplay() {
                #expect(
                    comparison.agrees == true,
                    "seed \(seed), \(comparison.model.name), event \(growing.size)")
            }
        }
    }

    /// While a worker catches up with some events, others are recorded: those it must not tell yet.
    @Test func storiesEndWithTheLastEventThatCounts() throws {
        let test = try TestLedger(
            laRegistered("391"), registered("900001"), programmeOpened(), strandOpened("oracy"),
            optedIn("900001"), enrolled("900001", "oracy"))
        let last = try test.ledger.log.size()
        try test.retract(last)
        let then = LogStories(test.ledger.log, through: last)
        let now = LogStories(test.ledger.log)
        let school = Subject("school:900001")
        let seqs = { (stories: LogStories) in
            try stories.facts(of: school, changesOnly: false).map(\.reading.seq).sorted()
        }
        #expect(try seqs(now).contains(last) == false)
        #expect(try seqs(then) == [3, 6, last])
        #expect(try now.history(of: last).map(\.seq) == [last, last + 1])
        #expect(try then.history(of: last).map(\.seq) == [last])
    }

    /// The property above would hold if every event were told from the first one.
    @Test func mostEventsAreCaughtUpWithoutARebuild() throws {
        var caughtUp: [String: Int] = [:]
        var rebuilt = 0
        for seed in 0..<20 {
            let growing = try RandomLedger(RandomHistory(seed: seed, proposals: 90), first: 12)
            let models = ReadModels(growing.ledger)
            try models.bringUpToDate()
            while growing.size < growing.total {
                try growing.grow(by: 1)
                for work in try models.bringUpToDate() {
                    if work.rebuiltBecause == nil {
                        caughtUp[work.model.name, default: 0] += 1
                    } else {
                        rebuilt += 1
                    }
                }
            }
        }
        for model in ReadModel.all {
            #expect(caughtUp[model.name, default: 0] > 300, "\(model.name): \(caughtUp)")
        }
        #expect(rebuilt > 0)
    }

    @Test func sumsOfPaymentsFollowEveryPayment() throws {
        let test = try TestLedger(
            programmeOpened(), spent("first", 100), spent("second", 20), spent("third", 3))
        let models = ReadModels(test.ledger)
        try models.bringUpToDate()
        let changes: [(TestLedger) throws -> Void] = [
            { try $0.record(spent("fourth", 5)) }, { try $0.record(reversed("first")) },
            { try $0.correct(4, [("amountPence", .integer(40))]) }, { try $0.retract(5) },
            { try $0.retract(4) }, { try $0.retract(6) },
        ]
        for change in changes {
            try change(test)
            let work = try models.bringUpToDate([.valueForMoney])
            #expect(work.map(\.rebuiltBecause) == [nil])
            #expect(try models.compareWithReplay([.valueForMoney]).map(\.agrees) == [true])
        }
    }

    @Test func catchUpIsSafeWhenThereIsNothingToDo() throws {
        let ledger = try TestLedger()
        let models = ReadModels(ledger.ledger)
        #expect(try models.bringUpToDate().count == ReadModel.all.count)
        #expect(try models.bringUpToDate().isEmpty)
    }
}
