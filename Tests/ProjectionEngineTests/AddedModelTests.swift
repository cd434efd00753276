import CanonicalJSON
import EventLog
import Events
import Foundation
import Ledger
import ProjectionEngine
import Projections
import SQLite
import TallyTestSupport
import Testing

/// A read model that is only SQL has what the others have.
@Suite struct AddedModelTests {
    private let brought = BroughtModel()

    @Test(arguments: 0..<20)
    func catchingUpArrivesAtTheRowsOfAReplay(seed: Int) throws {
        var random = SplitMix64(seed: seed + 4_000_000)
        let growing = try RandomLedger(RandomHistory(seed: seed, proposals: 90), first: 12)
        let models = ReadModels(growing.ledger)
        try models.add(brought.folder(), [:])
        var caughtUp = 0
        while growing.size < growing.total {
            try growing.grow(by: random.chance(80) ? 1 : 3)
            let work = try models.bringUpToDate([models.named("facts")])
            caughtUp += work.count { $0.rebuiltBecause == nil }
            guard random.chance(40) || growing.size == growing.total else { continue }
            let agrees = try models.compareWithReplay([models.named("facts")]).map(\.agrees)
            #expect(agrees == [true], "seed \(seed), event \(growing.size)")
            try expectAudit(models)
        }
        #expect(caughtUp > 3, "seed \(seed)")
    }

    @Test func whatIsLateCorrectedOrRetractedIsToldAnewByItself() throws {
        let test = try optedInLedger()
        let models = ReadModels(test.ledger)
        try models.add(brought.folder(), [:])
        let optIn = try test.ledger.log.size()
        let changes: [() throws -> Recorded] = [
            { try test.record(optedIn("900002", from: "2023-01-01")) },
            { try test.correct(optIn, [("validFrom", .string("2022-10-01"))]) },
            { try test.correct(optIn, [("urn", .string("900003"))]) },
            { try test.record(supported("900001")) },
            { try test.retract(optIn) },
        ]
        for (index, change) in changes.enumerated() {
            #expect(try change() == .recorded(optIn + 1 + index))
            let work = try models.bringUpToDate([models.named("facts")])
            #expect(work.map(\.rebuiltBecause) == [nil], "change \(index)")
            try expectAudit(models)
            #expect(try models.compareWithReplay().last?.agrees == true, "change \(index)")
            let rebuilt = try models.rebuild([models.named("facts")]) { _, _, _ in [] }
            #expect(rebuilt[0].comparison == .same, "change \(index)")
        }
        #expect(try rows(models) == ["event:12 SupportProvided", "school:900002 SchoolOptedIn"])
    }

    @Test func aRowThatTheEventsDoNotTellIsFound() throws {
        let test = try optedInLedger()
        let models = ReadModels(test.ledger)
        try models.add(brought.folder(), [:])
        let folder = models.log.folder + "/projections/"
        let file = try FileManager.default.destinationOfSymbolicLink(atPath: folder + "facts.db")
        try Connection(path: folder + file, access: .readWrite)
            .execute("INSERT INTO told VALUES ('school:900001', 99, 'Ghost', '')")
        #expect(try models.compareWithReplay([models.named("facts")]).map(\.agrees) == [false])
        let rebuilt = try models.rebuild([models.named("facts")]) { _, _, _ in [] }
        #expect(
            rebuilt[0].comparison == .different(["row of told gone: school:900001 | 99 | Ghost | "])
        )
        #expect(try models.compareWithReplay([models.named("facts")]).map(\.agrees) == [true])
    }

    @Test func anEventThatCannotBeReadStopsIt() throws {
        let test = try optedInLedger()
        let models = ReadModels(test.ledger)
        try models.add(brought.folder(), [:])
        let before = try test.ledger.log.size()
        let poison = try test.ledger.appendUnjudged("SchoolTwinned", data: "{}")
        try test.record(optedIn("900002"))
        let open = try models.open(models.named("facts"))
        #expect(open.head.size == before)
        #expect(open.quarantined.map(\.seq) == [poison])
        #expect(try models.compareWithReplay().allSatisfy { $0.agrees != false })

        try test.record(
            Told(QuarantineResolved(resolution: .setAside, target: poison), from: "2025-01-01"))
        #expect(try models.open(models.named("facts")).quarantined == [])
        #expect(try rows(models).contains("school:900002 SchoolOptedIn"))
        #expect(try models.compareWithReplay([models.named("facts")]).map(\.agrees) == [true])
    }

    @Test func itIsToldAsOfAnyEarlierEvent() throws {
        let test = try optedInLedger()
        let models = ReadModels(test.ledger)
        try models.add(brought.folder(), [:])
        let optIn = try test.ledger.log.size()
        try test.retract(optIn)
        let count = { (knownAt: Int?) in
            try models.open(models.named("facts"), knownAt: knownAt).rows(
                "SELECT count(*) FROM told WHERE type = 'SchoolOptedIn'"
            ) { $0.integer(0) }
        }
        #expect(try count(optIn - 1) == [0])
        #expect(try count(optIn) == [1])
        #expect(try count(nil) == [0])
    }

    // MARK: - Adding and removing

    @Test func theSameChangesNothingAndAnotherIsBuiltAnew() throws {
        let test = try optedInLedger()
        let models = ReadModels(test.ledger)
        let folder = try brought.folder()
        #expect(try models.add(folder, [:]).outcome == .new)
        let again = try models.add(folder, [:])
        #expect(again.outcome == .unchanged && again.work.isEmpty)

        var other = ["report.sql": report + "-- Only the report."]
        let told = try models.add(brought.folder("facts", other), [:])
        #expect(told.outcome == .changed && told.work.isEmpty)

        other = [
            "refresh.sql": refresh.replacingOccurrences(of: "type", with: "upper(type)"),
            "audit.sql": audit.replacingOccurrences(
                of: "SELECT event.type", with: "SELECT upper(event.type)"),
        ]
        let changed = try models.add(brought.folder("facts", other), [:])
        #expect(changed.outcome == .changed)
        #expect(changed.work.map(\.rebuiltBecause) == ["made by another definition"])
        #expect(try rows(models) == ["school:900001 SCHOOLOPTEDIN"])
    }

    @Test func nothingIsLeftOfOneThatIsRemoved() throws {
        let test = try optedInLedger()
        let models = ReadModels(test.ledger)
        try models.add(brought.folder(), [:])
        try models.remove("facts")
        let files = try FileManager.default.subpathsOfDirectory(atPath: models.log.folder)
        #expect(files.filter { $0.contains("facts") } == [])
        #expect(try models.all().map(\.name) == ReadModel.all.map(\.name))
        #expect(throws: LogError.self) { try models.remove("facts") }
        #expect(throws: DefinitionProblem.self) { try models.remove("register") }
    }

    @Test func itsFilesAreItsOwnersAlone() throws {
        let test = try optedInLedger()
        try ReadModels(test.ledger).add(brought.folder(), [:])
        let folder = test.ledger.log.folder + "/read-models/facts"
        let mode = { (path: String) in
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(folder) == 0o700)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            #expect(try mode(folder + "/" + file) == 0o600, "\(file)")
        }
    }

    @Test(arguments: badDefinitions)
    func aBadDefinitionIsRefusedAndNothingIsLeft(_ bad: BadDefinition) throws {
        let test = try optedInLedger()
        let models = ReadModels(test.ledger)
        let folder = try brought.folder(bad.name, bad.files)
        let problem = #expect(throws: DefinitionProblem.self) { try models.add(folder, [:]) }
        #expect(problem?.sentence.hasPrefix(bad.says) == true, "\(problem?.sentence ?? "")")
        #expect(!FileManager.default.fileExists(atPath: stolen))
        let files = try FileManager.default.subpathsOfDirectory(atPath: models.log.folder)
        #expect(files.filter { $0.contains(bad.name) || $0.contains("read-models/") } == [])
    }

    @Test func oneThatFailsLaterHoldsUpNoOther() throws {
        let test = try optedInLedger()
        let models = ReadModels(test.ledger)
        let strict = table.replacingOccurrences(
            of: "seq INTEGER NOT NULL", with: "seq INTEGER NOT NULL CHECK (seq < 9)")
        try models.add(brought.folder("facts", ["table.sql": strict]), [:])
        try models.bringUpToDate()
        // After this everything has to be told anew, by all of them.
        try test.record(laRegistered("392"))
        try test.record(optedIn("900002"))
        let size = try test.ledger.log.size()
        #expect(throws: DefinitionProblem.self) { try models.bringUpToDate() }
        let statuses = try models.status()
        let last = try #require(statuses.last)
        #expect(statuses.dropLast().allSatisfy { $0.lag == 0 })
        #expect(last.lag == size - (last.checkpoint?.seq ?? 0) && last.lag > 0)
        #expect(
            last.lastError?.hasPrefix("refresh.sql of facts cannot take in la:392: CHECK")
                == true)
    }

    // MARK: -

    private func optedInLedger() throws -> TestLedger {
        try TestLedger(
            laRegistered("391"), registered("900001"), registered("900002"), registered("900003"),
            programmeOpened(), strandOpened("oracy"), optedIn("900001"))
    }

    /// The subjects and types of the facts about schools after their registration.
    private func rows(_ models: ReadModels) throws -> [String] {
        let sql = """
            SELECT subject || ' ' || type FROM told
            WHERE lower(type) IN ('schooloptedin', 'supportprovided') ORDER BY 1
            """
        return try models.open(models.named("facts")).rows(sql) { $0.text(0) }
    }

    private func expectAudit(
        _ models: ReadModels, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let model = try models.named("facts")
        let open = try models.open(model)
        let bindings: [String: Value] = ["known_at": .integer(open.head.size)]
        let report = try open.report(model, bindings)
        let audit = try models.log.audit(model, through: open.head.size, bindings)
        #expect(report.rows.count > 1, sourceLocation: location)
        #expect(report.differences(from: audit) == [], sourceLocation: location)
    }
}
