import CanonicalJSON
import EventLog
import Foundation
import SQLite
import Testing

/// A backup put in the place of a ledger that was lost or damaged.
@Suite struct RestoreTests {
    private let scratch: Scratch
    private var copy: String { scratch.path("copy") }

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.expect(["backup", copy])
    }

    private static let reports = [
        ["report", "engagement", "--as-of", "2024-03-31", "--authority", "north"],
        ["report", "value-for-money", "--as-of", "2024-03-31", "--json"],
        ["explain", "engagedSchools", "--as-of", "2024-03-31"], ["log", "--json"], ["export"],
    ]

    @Test func aDrillBringsEverythingBack() throws {
        let before = try Self.reports.map { try scratch.expect($0).output }
        try FileManager.default.removeItem(atPath: scratch.ledger)
        let run = try scratch.expect(["restore", copy, scratch.ledger])
        #expect(run.text.hasPrefix("Restored events 1 to 15, backed up on 20"), "\(run.text)")
        let verified = try scratch.expect(["verify"]).text
        #expect(verified.contains("Events 1 to 15: "))
        for (words, output) in zip(Self.reports, before) {
            #expect(try scratch.expect(words).output == output, "\(words)")
        }
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        #expect(try scratch.names() == ["copy", "facts.ndjson", "ledger.tally"])
    }

    @Test(arguments: ["log.db", "heads"])
    func aDamagedLedgerIsKeptAsItIs(_ file: String) throws {
        let damaged = Data(repeating: 0, count: 5_000)
        try damaged.write(to: URL(fileURLWithPath: scratch.ledger + "/" + file))
        let receipt = try scratch.expect(["restore", copy, "--json"]).json()
        let kept = try #require(receipt["kept"]?.text)
        #expect(kept.hasPrefix(scratch.ledger + ".replaced-20"))
        #expect(bytes(kept + "/" + file) == damaged)
        try scratch.expect(["verify"])
    }

    @Test func aLostTailAndAnAlteredEventAreReplaced() throws {
        try scratch.tamper(
            "UPDATE event SET leaf = replace(leaf, 'Hill School', 'Mill School') WHERE seq = 10",
            without: ["event_is_never_changed"])
        try #expect(scratch.tally(["verify"]).status == 5)
        try scratch.expect(["restore", copy, scratch.ledger])
        try scratch.expect(["verify"])
        try scratch.tamper(
            "DELETE FROM event WHERE seq = 15; DELETE FROM story WHERE seq = 15",
            without: ["event_is_never_removed", "story_is_never_removed"])
        try #expect(scratch.tally(["verify"]).status == 6)
        try scratch.expect(["restore", copy, scratch.ledger])
        try scratch.expect(["verify"])
    }

    @Test func neverShortensAHistory() throws {
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        try scratch.expect(["withdraw", "900002", "--from", "2023-12-01"])
        let before = try scratch.files(of: scratch.ledger)
        for words in [["restore", copy], ["restore", copy, "--dry-run"]] {
            let run = try scratch.tally(words)
            #expect(run.status == 6)
            #expect(
                run.talk.contains(
                    "the backup has 15 events, but 17 were recorded in \(scratch.ledger): it would "
                        + "lose events 16 to 17, recorded since 20"), "\(run.talk)")
        }
        #expect(try scratch.files(of: scratch.ledger) == before)
        // Even when only the heads know of them.
        try FileManager.default.removeItem(atPath: scratch.logPath)
        let run = try scratch.tally(["restore", copy])
        #expect(run.status == 6, "\(run.talk)")
        #expect(run.talk.contains("lose events 16 to 17, recorded since 20"))
        try scratch.expect(["restore", copy, scratch.path("elsewhere.tally")])
    }

    @Test(arguments: [true, false]) func neverPutsAnotherHistoryInPlace(hasHeads: Bool) throws {
        let other = scratch.path("other.tally")
        try scratch.expect(["init", other, "--name", "Other"])
        if !hasHeads { try FileManager.default.removeItem(atPath: other + "/heads") }
        let before = try scratch.files(of: other)
        let run = try scratch.tally(["restore", copy, other])
        #expect(run.status == 6)
        #expect(run.talk.contains("is of another history than \(other)"), "\(run.talk)")
        #expect(try scratch.files(of: other) == before)
    }

    @Test func waitsForNobodyWhoHasTheLedgerOpen() throws {
        let reader = try Connection(path: scratch.logPath, access: .readOnly, trustsSchema: true)
        _ = try reader.integer("SELECT count(*) FROM event")
        let run = try scratch.tally(["restore", copy])
        #expect(run.status == 4, "\(run.talk)")
        #expect(run.talk.contains("another process has the ledger at \(scratch.ledger) open\n"))
        #expect(
            run.talk.contains(
                "stop what works on it, such as 'tally projections run --follow', and try again"))
        #expect(try scratch.names() == ["copy", "facts.ndjson", "ledger.tally"])
        _ = try reader.integer("SELECT count(*) FROM event")
    }

    @Test(arguments: [
        ("log.db", 5), ("heads", 6), ("backup.json", 5), ("checkpoints/15.checkpoint", 5),
    ])
    func aBackupThatWasChangedIsNotPutInPlace(_ file: String, status: Int32) throws {
        try FileManager.default.createDirectory(
            atPath: scratch.ledger + "/checkpoints", withIntermediateDirectories: true)
        _ = try scratch.write("ledger.tally/checkpoints/15.checkpoint", "a\n15\nb\n")
        try scratch.expect(["backup", copy])
        var changed = try #require(bytes(copy + "/" + file))
        changed[changed.count / 2] ^= 4
        try changed.write(to: URL(fileURLWithPath: copy + "/" + file))
        let before = try scratch.files(of: scratch.ledger)
        let run = try scratch.tally(["restore", copy])
        #expect(run.status == status, "\(run.talk)")
        #expect(try scratch.files(of: scratch.ledger) == before)
    }

    @Test func whatIsNoBackupOrNoLedgerIsLeftAlone() throws {
        let plain = try scratch.tally(["restore", scratch.ledger, scratch.path("new.tally")])
        #expect(plain.status == 3)
        #expect(plain.talk.contains("is not a backup: it has no file backup.json"))
        try FileManager.default.createDirectory(
            atPath: scratch.path("letters"), withIntermediateDirectories: true)
        _ = try scratch.write("letters/one", "dear")
        let letters = try scratch.tally(["restore", copy, scratch.path("letters")])
        #expect(letters.status == 3)
        #expect(letters.talk.contains("is there already and is not a ledger"))
        let itself = try scratch.tally(["restore", copy, copy])
        #expect(itself.status == 3)
    }

    /// What a backup says is believed only as far as it can be true.
    @Test(arguments: ["../outside", "log.db", "checkpoints/../../outside", "/outside"])
    func aBackupWritesNothingBesideTheLedger(_ name: String) throws {
        let manifest = copy + "/backup.json"
        let json = try JSONValue(parsing: [UInt8](try #require(bytes(manifest))))
        let file = JSONValue.object([
            ("name", .string(name)), ("sha256", .string(SHA256.hash("x").hex)),
        ])
        var members = (json.members ?? []).filter { !["sha256", "files"].contains($0.name) }
        members.append(JSONMember("files", .array([file])))
        let said = JSONValue.object(members.map { ($0.name, $0.value) })
        members.append(JSONMember("sha256", .string(SHA256.hash(said.canonical).hex)))
        let changed = JSONValue.object(members.map { ($0.name, $0.value) }).canonical
        try Data(changed).write(to: URL(fileURLWithPath: manifest))
        let run = try scratch.tally(["restore", copy, scratch.path("new.tally")])
        #expect(run.status == 5)
        #expect(run.talk.contains("names files that no backup has"), "\(run.talk)")
        #expect(run.talk.contains("do not use it; keep it as evidence"))
        #expect(try scratch.names() == ["copy", "facts.ndjson", "ledger.tally"])
    }

    @Test func aTrialSaysWhatWouldBeDone() throws {
        let before = try scratch.files(of: scratch.folder)
        let run = try scratch.expect(["restore", copy, "--dry-run"])
        #expect(run.text.hasPrefix("Would restore events 1 to 15, backed up on "))
        #expect(run.text.contains("What is there would be kept as ledger.tally.replaced-"))
        #expect(try scratch.files(of: scratch.folder) == before)
    }

    @Test func knowsItsBackupsAfterwards() throws {
        let later = scratch.path("later")
        try scratch.expect(["backup", later])
        try scratch.expect(["restore", copy, scratch.ledger])
        let lines = try String(contentsOfFile: scratch.ledger + "/backups", encoding: .utf8)
            .split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasSuffix(" \(copy)") && lines[1].hasSuffix(" \(later)"))
    }

    /// Whoever had it open beforehand would write to a file that nobody finds any more.
    @Test func nothingIsRecordedInALedgerThatWasReplaced() throws {
        let log = try EventLog(folder: scratch.ledger)
        let moved = scratch.path("moved.tally")
        try FileManager.default.moveItem(atPath: scratch.ledger, toPath: moved)
        try FileManager.default.copyItem(atPath: copy, toPath: scratch.ledger)
        let error = #expect(throws: LogError.self) { try log.write { _ in } }
        #expect(error?.kind == .busy)
        #expect(
            error?.message
                == "the ledger at \(scratch.ledger) was replaced by another while this command ran")
        #expect(error?.hint == "nothing was recorded; run the command again")
        #expect(bytes(moved + "/heads") == bytes(scratch.headsPath))
    }
}
