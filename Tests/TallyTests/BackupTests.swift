import CanonicalJSON
import Foundation
import Testing

/// A backup is the ledger, made beside it while others work on it.
@Suite struct BackupTests {
    private let scratch: Scratch
    private var copy: String { scratch.path("copy") }

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    @Test func holdsThePagesTheHeadsAndTheSmallFiles() throws {
        _ = try scratch.write("ledger.tally/config", "programme = learning\n")
        let definition = scratch.ledger + "/read-models/late-opt-ins"
        try FileManager.default.createDirectory(
            atPath: definition, withIntermediateDirectories: true)
        _ = try scratch.write("ledger.tally/read-models/late-opt-ins/table.sql", "-- a table\n")
        let receipt = try scratch.expect(["backup", copy, "--json"]).json()
        #expect(receipt["schema"]?.text == "tally/backup-receipt/1")
        #expect(receipt["head"]?["seq"]?.integer == 15)
        #expect(receipt["recorded"] == .bool(true))
        let header = 100
        let (log, made) = (
            try #require(bytes(scratch.logPath)), try #require(bytes(copy + "/log.db"))
        )
        #expect(log.count == made.count && log.dropFirst(header) == made.dropFirst(header))
        for file in ["heads", "config", "read-models/late-opt-ins/table.sql"] {
            #expect(bytes(copy + "/" + file) == bytes(scratch.ledger + "/" + file), "\(file)")
        }
        #expect(!FileManager.default.fileExists(atPath: copy + "/projections"))
        try scratch.expect(["verify", "--quick", "--ledger", copy])
        #expect(
            try scratch.expect(["export", "--ledger", copy]).output
                == scratch.expect(["export"]).output)
    }

    @Test func isItsOwnersAloneAndIsWrittenDownInTheLedger() throws {
        try scratch.expect(["backup", copy])
        let files = FileManager.default
        for file in [""] + (try files.subpathsOfDirectory(atPath: copy)) {
            let mode = try files.attributesOfItem(atPath: copy + "/" + file)[.posixPermissions]
            #expect(mode as? Int == (file == "" ? 0o700 : 0o600), "\(file)")
        }
        let head = try scratch.expect(["export"]).text.split(separator: "\n").count
        let line = try String(contentsOfFile: scratch.ledger + "/backups", encoding: .utf8)
        #expect(line.hasPrefix("\(head) ") && line.hasSuffix(" \(copy)\n"), "\(line)")
        #expect(line.split(separator: "\n").count == 1)
        #expect(try scratch.names() == ["copy", "facts.ndjson", "ledger.tally"])
    }

    @Test func takesThePlaceOfAnOlderOneOnly() throws {
        try scratch.expect(["backup", copy])
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        let run = try scratch.expect(["backup", copy])
        #expect(run.text.contains("events 1 to 16 to \(copy)"))
        #expect(run.text.contains("in the place of an older backup"))
        #expect(try scratch.names() == ["copy", "facts.ndjson", "ledger.tally"])
        let other = scratch.path("other.tally")
        try scratch.expect(["init", other, "--name", "Other"])
        let refused = try scratch.tally(["backup", copy, "--ledger", other])
        #expect(refused.status == 6)
        #expect(refused.talk.contains("has 16 events, the ledger has 1"))
        try scratch.expect(["verify", "--quick", "--ledger", copy])
    }

    @Test func refusesAHistoryThatWasChangedSince() throws {
        try scratch.expect(["backup", copy])
        let other = scratch.path("other.tally")
        try scratch.expect(["init", other, "--from", scratch.path("facts.ndjson")])
        let run = try scratch.tally(["backup", copy, "--ledger", other])
        #expect(run.status == 6)
        #expect(run.talk.contains("is of another history than the ledger"))
    }

    @Test func leavesWhatIsNoBackupAlone() throws {
        try FileManager.default.createDirectory(
            atPath: copy, withIntermediateDirectories: true)
        _ = try scratch.write("copy/letter", "dear")
        let run = try scratch.tally(["backup", copy])
        #expect(run.status == 3)
        #expect(run.talk.contains("is there already and is not a backup"))
        #expect(bytes(copy + "/letter") == Data("dear".utf8))
        let inside = try scratch.tally(["backup", scratch.ledger + "/copy"])
        #expect(inside.status == 3)
        #expect(inside.talk.contains("is in the ledger's own folder"))
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("link"), withDestinationPath: scratch.path("elsewhere"))
        let link = try scratch.tally(["backup", scratch.path("link")])
        #expect(link.status == 3)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("elsewhere")))
        #expect(!FileManager.default.fileExists(atPath: scratch.ledger + "/backups"))
    }

    @Test func aTrialMakesNothing() throws {
        let before = try scratch.files(of: scratch.ledger)
        let run = try scratch.expect(["backup", copy, "--dry-run"])
        #expect(run.text.hasPrefix("Would back up events 1 to 15, "))
        #expect(!FileManager.default.fileExists(atPath: copy))
        #expect(try scratch.files(of: scratch.ledger) == before)
    }

    @Test func aDamagedLedgerIsNotBackedUpOverAGoodCopy() throws {
        try scratch.expect(["backup", copy])
        try scratch.tamper(
            "UPDATE event SET leaf = replace(leaf, 'Hill School', 'Mill School') WHERE seq = 10",
            without: ["event_is_never_changed"])
        let before = try scratch.files(of: copy)
        let run = try scratch.tally(["backup", copy])
        #expect(run.status == 5, "\(run.talk)")
        #expect(run.talk.contains("event 10 is not what was recorded"))
        #expect(try scratch.files(of: copy) == before)
        #expect(try scratch.names() == ["copy", "facts.ndjson", "ledger.tally"])
    }

    /// A file that may grow no more stands for a full disk.
    @Test func aFullDiskLeavesTheOlderBackupAndNothingElse() throws {
        try scratch.expect(["backup", copy])
        let file = try scratch.write("more.ndjson", definitions(1...300))
        try scratch.expect(["import", "facts", file])
        let before = try scratch.files(of: copy)
        let run = try execute(
            "/bin/sh", ["-c", "ulimit -f 128 && exec \"$0\" backup copy", toolPath],
            in: scratch.folder, environment: ["TALLY_LEDGER": scratch.ledger])
        #expect(run.status == 8, "\(run.talk)")
        #expect(try scratch.files(of: copy) == before)
        #expect(
            try scratch.names() == ["copy", "facts.ndjson", "ledger.tally", "more.ndjson"])
        try scratch.expect(["backup", copy])
        try scratch.expect(["verify", "--quick", "--ledger", copy])
    }
}

extension Scratch {
    /// What is in the folder.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// Every file below a folder, with its bytes.
    func files(of folder: String) throws -> [String: Data?] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return Dictionary(uniqueKeysWithValues: names.map { ($0, bytes(folder + "/" + $0)) })
    }
}
