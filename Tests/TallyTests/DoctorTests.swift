import CanonicalJSON
import Foundation
import SQLite
import Testing

/// A fault is planted, and its line says so and what to do; nothing else changes.
@Suite struct DoctorTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    /// A ledger that has all it should have: a backup, read models, a checkpoint is only warned of.
    @Test func aLedgerInOrderHasNoFault() throws {
        try scratch.expect(["backup", "copy"])
        try scratch.expect(["projections", "run"])
        let before = try scratch.files(of: scratch.ledger)
        let run = try scratch.expect(["doctor"])
        #expect(try scratch.files(of: scratch.ledger) == before)
        let states = Set(run.text.split(separator: "\n").map { $0.prefix { $0 != " " } })
        #expect(states == ["ok", "warn", ""])
        let warned = run.text.split(separator: "\n").filter { $0.hasPrefix("warn") }
        #expect(warned.count == 1, "\(run.text)")
        #expect(warned[0].contains("checkpoint"))
        #expect(!run.text.contains("\u{1b}"))
        let json = try scratch.expect(["doctor", "--json"]).json()
        #expect(json["schema"]?.text == "tally/doctor/1")
        #expect(json["faults"]?.integer == 0 && json["warnings"]?.integer == 1)
        #expect(json["checks"]?.elements?.count == run.text.split(separator: "\n").count - 1)
    }

    /// How a fault is planted, and the line that must say so.
    struct Planted: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let state: String
        let name: String
        let words: String
        let remedy: String
        var options: [String] = []
        let plant: @Sendable (Scratch) throws -> Void

        init(
            _ description: String, _ state: String, _ name: String, _ words: String,
            do remedy: String, options: [String] = [],
            plant: @escaping @Sendable (Scratch) throws -> Void
        ) {
            testDescription = description
            self.state = state
            self.name = name
            self.words = words
            self.remedy = remedy
            self.options = options
            self.plant = plant
        }
    }

    @Test(arguments: plantedFaults) func saysWhatIsWrongAndWhatToDo(_ fault: Planted) throws {
        try scratch.expect(["projections", "run"])
        try fault.plant(scratch)
        let before = try scratch.files(of: scratch.ledger)
        let run = try scratch.tally(
            ["doctor", "--json"] + fault.options, environment: ["XDG_CONFIG_HOME": scratch.folder])
        #expect(try scratch.files(of: scratch.ledger) == before)
        #expect(run.status == (fault.state == "fault" ? 1 : 0), "\(run.text)\(run.talk)")
        let checks = try run.json()["checks"]?.elements ?? []
        let found = checks.filter {
            $0["name"]?.text == fault.name && $0["state"]?.text != "ok"
        }
        try #require(found.count == 1, "\(run.text)")
        #expect(found[0]["state"]?.text == fault.state)
        #expect(found[0]["words"]?.text?.contains(fault.words) == true, "\(found[0])")
        #expect(found[0]["next"]?.text?.contains(fault.remedy) == true, "\(found[0])")
        // For people, the word stands first and what to do below it.
        let lines = try scratch.tally(
            ["doctor"] + fault.options, environment: ["XDG_CONFIG_HOME": scratch.folder]
        ).text.split(separator: "\n")
        let place = try #require(
            lines.firstIndex { line in
                line.hasPrefix(fault.state) && line.contains("  \(fault.name) ")
            })
        #expect(lines[place + 1].drop { $0 == " " }.hasPrefix("do: "))
    }

    @Test func thereIsNoLedger() throws {
        try FileManager.default.removeItem(atPath: scratch.ledger)
        let run = try scratch.tally(["doctor"])
        #expect(run.status == 1)
        #expect(run.text.contains("fault  ledger"))
        #expect(run.text.contains("there is no ledger at"))
        #expect(
            run.talk
                == "tally: 1 check is at fault\n  each line that begins with fault says what to do\n"
        )
        let two = try scratch.tally(["doctor", "--key", "nowhere"])
        #expect(two.talk.hasPrefix("tally: 2 checks are at fault\n"), "\(two.talk)")
    }

    /// What a killed command left in the write-ahead log is read, and stays there.
    @Test func aWriteAheadLogThatWasLeftIsLeftAgain() throws {
        let reader = try Connection(path: scratch.logPath, access: .readOnly, trustsSchema: true)
        try reader.execute("BEGIN")
        _ = try reader.integer("SELECT count(*) FROM event")
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        let hot = scratch.path("hot.tally")
        let run = try execute(
            "/bin/cp", ["-r", scratch.ledger, hot], in: scratch.folder)
        #expect(run.status == 0)
        try FileManager.default.removeItem(atPath: hot + "/log.db-shm")
        let (log, wal) = (bytes(hot + "/log.db"), bytes(hot + "/log.db-wal"))
        try #require(wal?.isEmpty == false)
        let doctor = try scratch.expect(["doctor", "--ledger", hot])
        #expect(doctor.text.contains("hot.tally: 16 events"))
        #expect(bytes(hot + "/log.db") == log && bytes(hot + "/log.db-wal") == wal)
        try reader.execute("ROLLBACK")
    }
}

private func chmod(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}

/// Everything that can be planted in the files of a ledger; `CheckTests` has the rest.
private let plantedFaults: [DoctorTests.Planted] = [
    .init("a table is gone", "fault", "tables", "is not the one shipped", do: "restore the ledger")
    {
        try $0.tamper("DROP TRIGGER event_is_never_changed")
    },
    .init("it is no database", "fault", "ledger", "the database file is damaged", do: "restore") {
        try Data(repeating: 65, count: 9_000).write(to: URL(fileURLWithPath: $0.logPath))
    },
    .init("it is cut off", "fault", "ledger", "log.db is cut off", do: "restore the ledger") {
        let cut = try #require(bytes($0.logPath)).prefix(20_000)
        try cut.write(to: URL(fileURLWithPath: $0.logPath))
    },
    .init("another journal", "fault", "journal", "log.db is delete", do: "PRAGMA journal_mode") {
        let connection = try Connection(path: $0.logPath, access: .readWrite, trustsSchema: true)
        try connection.execute("PRAGMA journal_mode = DELETE")
    },
    .init("no heads", "fault", "heads", "the file heads is missing", do: "restore it from a copy") {
        try FileManager.default.removeItem(atPath: $0.headsPath)
    },
    .init("a head is spoilt", "fault", "heads", "line 2 of the file heads cannot", do: "restore") {
        let heads = try String(contentsOfFile: $0.headsPath, encoding: .utf8)
        try $0.put("ledger.tally/heads", heads + "nonsense\n")
    },
    .init("a shorter log", "fault", "heads", "the history has 14 events", do: "more events") {
        try $0.tamper(
            "DELETE FROM event WHERE seq = 15; DELETE FROM story WHERE seq = 15",
            without: ["event_is_never_removed", "story_is_never_removed"])
    },
    .init("nobody was told", "warn", "tail", "event 16 is in the log, but", do: "tally verify") {
        let heads = try String(contentsOfFile: $0.headsPath, encoding: .utf8)
        try $0.expect(["opt-in", "900002", "--from", "2023-09-01"])
        try $0.put("ledger.tally/heads", heads)
    },
    .init("open to all", "fault", "permissions", "may open heads (0604)", do: "chmod -R o= ") {
        try chmod(0o604, $0.headsPath)
    },
    .init("shared in part", "warn", "permissions", "not log.db (0600)", do: "chmod -R g=rwX ") {
        try chmod(0o660, $0.headsPath)
        for folder in ["", "/projections"] { try chmod(0o770, $0.ledger + folder) }
    },
    .init("a link", "fault", "links", "heads is a symbolic link", do: "put the file itself") {
        let files = FileManager.default
        try files.moveItem(atPath: $0.headsPath, toPath: $0.path("elsewhere"))
        try files.createSymbolicLink(
            atPath: $0.headsPath, withDestinationPath: $0.path("elsewhere"))
    },
    .init("a read model failed", "fault", "read model register", "no room", do: "projections run") {
        try $0.put("ledger.tally/projections/register.error", "no room")
    },
    .init(
        "another definition", "warn", "read model register", "made by another definition",
        do: "tally projections rebuild register"
    ) {
        let model = try Connection(
            path: $0.ledger + "/projections/register.1.db", access: .readWrite)
        try model.execute("UPDATE checkpoint SET definition = 'x'")
    },
    .init(
        "a strange checkpoint", "fault", "checkpoint", "checkpoints/3.checkpoint is not of this",
        do: "tally verify"
    ) {
        try FileManager.default.createDirectory(
            atPath: $0.ledger + "/checkpoints", withIntermediateDirectories: false)
        let root = String(repeating: "A", count: 43) + "="
        try $0.put("ledger.tally/checkpoints/3.checkpoint", "x.example/y\n3\n\(root)\n")
    },
    .init("no checkpoint", "warn", "checkpoint", "there is none", do: "tally checkpoint sign") {
        _ in
    },
    .init("no backup", "warn", "backup", "none was made", do: "tally backup DIR") { _ in },
    .init("an old backup", "warn", "backup", "days old", do: "tally backup DIR") {
        try $0.expect(["backup", "copy"])
        let line = try String(contentsOfFile: $0.ledger + "/backups", encoding: .utf8)
        var words = line.split(separator: " ").map(String.init)
        words[2] = "2024-01-01T00:00:00.000Z"
        try $0.put("ledger.tally/backups", words.joined(separator: " "))
        try $0.expect(["opt-in", "900002", "--from", "2023-09-01"])
    },
    .init("a lost history", "fault", "backup", "another or a longer history", do: "verify") {
        let root = String(repeating: "A", count: 43) + "="
        try $0.put("ledger.tally/backups", "99 \(root) 2024-01-01T00:00:00.000Z /b\n")
    },
    .init("something left", "warn", "left over", "heads.99.new", do: "look at it") {
        try $0.put("ledger.tally/heads.99.new", "")
    },
    .init("half a restore", "warn", "left over", "ledger.tally.x.new", do: "look at it") {
        try FileManager.default.createDirectory(
            atPath: $0.path("ledger.tally.x.new"), withIntermediateDirectories: false)
    },
    .init(
        "half a build", "warn", "left over", "projections/register.9.db", do: "nothing is at work"
    ) {
        try $0.put("ledger.tally/projections/register.9.db", "")
    },
    .init(
        "a key for all", "fault", "key", "can be opened by others", do: "chmod 600 ",
        options: ["--key", "key"]
    ) {
        try $0.put("key", "secret")
        try chmod(0o644, $0.path("key"))
    },
    .init("no key", "fault", "key", "there is no key at", do: "name the", options: ["--key", "k"]) {
        _ in
    },
    .init("a bad setting", "fault", "settings", "there is no setting 'colr'", do: "put it right") {
        try $0.put("ledger.tally/config", "colr = never\n")
    },
    .init(
        "a clock set back", "fault", "clock", "the last event was recorded at 2999", do: "set the"
    ) {
        let connection = try Connection(path: $0.logPath, access: .readWrite, trustsSchema: true)
        let sql = "SELECT sql FROM sqlite_schema WHERE name = 'event_is_never_changed'"
        let trigger = try connection.rows(sql) { $0.text(0) }[0]
        try connection.execute("DROP TRIGGER event_is_never_changed")
        try connection.execute(
            "UPDATE event SET leaf = json_set(leaf, '$.recordedAt', '2999-01-01T00:00:00.000Z') "
                + "WHERE seq = 15")
        try connection.execute(trigger)
    },
    .init("clocks that differ", "warn", "clock", "it was set back once", do: "time server") {
        let heads = try String(contentsOfFile: $0.headsPath, encoding: .utf8)
        let root = heads.split(separator: " ")[1]
        try $0.put("ledger.tally/heads", "3 \(root) 2024-01-01T00:00:00.000Z\n" + heads)
    },
]

extension Scratch {
    /// Writes a file that is its owner's alone.
    fileprivate func put(_ name: String, _ text: String) throws {
        try chmod(0o600, write(name, text))
    }
}
