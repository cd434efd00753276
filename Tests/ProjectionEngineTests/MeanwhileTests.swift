import EventLog
import Foundation
import Ledger
import Projections
import TallyTestSupport
import Testing

@testable import ProjectionEngine

/// A file that another process moved on while this one told what is new.
@Suite struct MeanwhileTests {
    @Test func aFileThatMovedOnIsLeftAlone() throws {
        let test = try TestLedger(
            laRegistered("391"), registered("900001"), programmeOpened(), strandOpened("oracy"),
            optedIn("900001"))
        let (log, models) = (test.ledger.log, ReadModels(test.ledger))
        let model = ReadModel.engagement
        try models.bringUpToDate()
        let file = try #require(models.files(of: model).current)
        let before = try #require(models.stored(at: file)).checkpoint
        try test.record(enrolled("900001", "oracy"))
        let events = try NewEvents(
            of: log, after: before.seq, root: before.root, through: log.size())
        let catchUp = try CatchUp(events, [model], log)
        try models.bringUpToDate()
        let after = try #require(models.stored(at: file)).checkpoint
        let error = #expect(throws: LogError.self) {
            try catchUp.apply(to: file, model, before, since: Date())
        }
        #expect(error?.kind == .busy)
        #expect(error?.message == "the read model engagement changed meanwhile")
        #expect(error?.hint == "try again")
        #expect(models.stored(at: file)?.checkpoint == after)
    }
}
