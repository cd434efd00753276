import EventLog
import Foundation
import Ledger
import ProjectionEngine
import Projections
import SQLite
import TallyTestSupport
import Testing

/// What any store of events should promise of a rebuild, one test each.
@Suite struct RebuildTests {
    @Test(arguments: [3, 14, 15]) func aRebuildReproducesTheProjectedState(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 90), first: 12)
        let models = ReadModels(random.ledger)
        while random.size < random.total {
            try random.grow(by: 3)
            try models.bringUpToDate()
        }
        let before = try digests(models)
        #expect(try rebuild(models).allSatisfy { $0.comparison == .same })
        #expect(try digests(models) == before)
    }

    @Test func aRebuildRemovesStateTheReplayCannotProduce() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        try models.bringUpToDate()
        try change(
            models, .engagement,
            "INSERT INTO enrolment VALUES ('900001', 'ei', 'ghost', 19000, 20000,"
                + " 19000, 19000, 19000, 1, NULL, 1)")
        #expect(try models.compareWithReplay().map(\.agrees) == [true, false, true, true])

        let rebuilt = try rebuild(models, [.engagement])
        #expect(
            rebuilt[0].comparison
                == .different([
                    "row of enrolment gone: 900001 | ei | ghost | 19000 | 20000 | 19000 | 19000 | 19000 | 1"
                        + " | – | 1"
                ]))
        #expect(try models.compareWithReplay().map(\.agrees) == [true, true, true, true])
    }

    @Test func rebuildingTwiceIsIdempotent() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        defer { withExtendedLifetime(test) {} }
        try rebuild(models)
        let first = try digests(models)
        #expect(try rebuild(models).allSatisfy { $0.comparison == .same })
        #expect(try digests(models) == first)
    }

    @Test func whatAKilledRebuildLeftIsTakenAwayWhileOtherModelsAreBehind() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        try models.bringUpToDate()
        try test.record(enrolled("900002", "oracy"))
        try models.bringUpToDate([.engagement])
        let stray = test.ledger.log.folder + "/projections/engagement.9.db"
        try "half a build".write(toFile: stray, atomically: true, encoding: .utf8)

        #expect(try models.bringUpToDate().map(\.model.name).contains("register"))
        #expect(!FileManager.default.fileExists(atPath: stray))
    }

    @Test func aRebuildPicksUpEventsAppendedAfterTheFirstCatchUp() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        try models.bringUpToDate()
        try test.record(enrolled("900002", "oracy"))
        let size = try test.ledger.log.size()
        #expect(try rebuild(models).allSatisfy { $0.events == size })
        #expect(try models.status().allSatisfy { $0.checkpoint?.seq == size && $0.lag == 0 })
    }

    @Test func rebuildingOneProjectionLeavesAnotherAlone() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        defer { withExtendedLifetime(test) {} }
        try models.bringUpToDate()
        let files = { (name: String) in
            try FileManager.default.destinationOfSymbolicLink(
                atPath: models.log.folder + "/projections/\(name).db")
        }
        let before = (try files("register"), try files("engagement"))
        try rebuild(models, [.engagement])
        #expect(try files("register") == before.0)
        #expect(try files("engagement") != before.1)
    }

    @Test func rebuildingWithNoEventsIsNotAnError() throws {
        let folder = NSTemporaryDirectory() + "tally-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let models = ReadModels(try Ledger.create(folder: folder))
        let rebuilt = try rebuild(models)
        #expect(rebuilt.map(\.events) == [0, 0, 0, 0])
        #expect(try models.compareWithReplay().allSatisfy { $0.agrees == true })
    }

    @Test func catchUpIsSafeWhenThereIsNothingToDo() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        defer { withExtendedLifetime(test) {} }
        #expect(try models.bringUpToDate().count == ReadModel.all.count)
        let before = try digests(models)
        #expect(try models.bringUpToDate().isEmpty)
        #expect(try digests(models) == before)
    }

    @Test func aRebuildReproducesEveryStreamNotJustTheLast() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        defer { withExtendedLifetime(test) {} }
        try rebuild(models)
        let open = try models.open(.engagement)
        let schools = try open.rows("SELECT DISTINCT school FROM opt_in ORDER BY 1") { $0.text(0) }
        #expect(schools == ["900001", "900002"])
    }

    @Test func batchesDoNotMatter() throws {
        let history = RandomHistory(seed: 21, proposals: 90)
        var seen: Set<[String]> = []
        for batch in [1, 2, 7, 1_000] {
            let random = try RandomLedger(history, first: 0)
            let models = ReadModels(random.ledger)
            while random.size < random.total {
                try random.grow(by: batch)
                try models.bringUpToDate()
            }
            seen.insert(try digests(models))
        }
        #expect(seen.count == 1)
    }

    // MARK: - Files

    @Test func theFileBeforeComesBackWithARollback() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        defer { withExtendedLifetime(test) {} }
        try models.bringUpToDate()
        try change(models, .register, "UPDATE state SET name = 'Forged School'")
        try rebuild(models, [.register])
        let names = { () throws -> Set<String> in
            Set(try models.open(.register).rows("SELECT name FROM state") { $0.text(0) })
        }
        #expect(try !names().contains("Forged School"))
        try models.rollBack(.register)
        #expect(try names() == ["Forged School"])
        try models.rollBack(.register)
        #expect(try !names().contains("Forged School"))
    }

    @Test func thereIsNothingToRollBackToBeforeTheSecondBuild() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        defer { withExtendedLifetime(test) {} }
        try models.bringUpToDate()
        #expect(throws: LogError.self) { try models.rollBack(.register) }
    }

    @Test func whatAKilledRebuildLeftIsTakenAway() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        try models.bringUpToDate()
        let folder = models.log.folder + "/projections/"
        for name in ["register.7.db", "register.8.db-journal", "register.db.new"] {
            try Data("half".utf8).write(to: URL(fileURLWithPath: folder + name))
        }
        try rebuild(models, [.register])
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix("register.") }.sorted()
        #expect(
            left == ["register.1.db", "register.2.db", "register.db"] + [
                "register.lock", "register.previous",
            ])
    }

    @Test func aFileThatCannotBeReadIsBuiltAgain() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        defer { withExtendedLifetime(test) {} }
        try models.bringUpToDate()
        let folder = models.log.folder + "/projections/"
        try Data("no database".utf8).write(to: URL(fileURLWithPath: folder + "register.1.db"))
        let work = try models.bringUpToDate()
        #expect(work.map(\.model.name) == ["register"])
        #expect(try models.compareWithReplay().allSatisfy { $0.agrees == true })
    }

    @Test func aModelMadeByAnotherDefinitionOrFromAnotherHistoryIsBuiltAgain() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        defer { withExtendedLifetime(test) {} }
        for damage in ["definition = 'older'", "root = 'another'", "events = events - 1"] {
            try models.bringUpToDate()
            try change(models, .engagement, "UPDATE checkpoint SET \(damage)")
            #expect(try models.status()[1].staleness != nil)
            #expect(try models.bringUpToDate().map(\.model.name) == ["engagement"])
        }
    }

    @Test func aSecondWorkerWaitsAndThenLeavesWithBusy() throws {
        let test = try engagedLedger()
        let models = ReadModels(test.ledger)
        let path = models.log.folder + "/projections/register.lock"
        let lock = try FileLock(path: path, waiting: 0)
        let busy = #expect(throws: LogError.self) { try models.bringUpToDate(waiting: 30) }
        #expect(busy?.kind == .busy)
        // Whoever only reads is not kept waiting for ever.
        #expect(try models.open(.register).head.size == test.ledger.log.size())
        _ = consume lock
        #expect(try models.bringUpToDate().count == ReadModel.all.count)
    }

    // MARK: -

    private func engagedLedger() throws -> TestLedger {
        try TestLedger(
            laRegistered("391"), registered("900001"), registered("900002"), programmeOpened(),
            strandOpened("oracy"), optedIn("900001"), optedIn("900002"),
            enrolled("900001", "oracy"))
    }

    @discardableResult
    private func rebuild(
        _ models: ReadModels, _ chosen: [ReadModel] = ReadModel.all
    ) throws -> [Rebuilt] {
        try models.rebuild(chosen) { _, _, _ in [] }
    }

    private func digests(_ models: ReadModels) throws -> [String] {
        try models.status().map { $0.checkpoint?.digest ?? "none" }
    }

    /// Does to a model's file what only another program would.
    private func change(_ models: ReadModels, _ model: ReadModel, _ sql: String) throws {
        let folder = models.log.folder + "/projections/"
        let name = try FileManager.default.destinationOfSymbolicLink(
            atPath: folder + model.name + ".db")
        let connection = try Connection(path: folder + name, access: .readWrite)
        try connection.execute(sql)
    }
}
