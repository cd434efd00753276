import EventLog
import Foundation
import SQLite
import Testing

@testable import TallyCommands

/// Makes the ledger of the page: nineteen events, four heads, read models, a checkpoint of eighteen.
func pageDesk() throws -> Desk {
    let desk = try Desk(facts: pageFacts)
    for number in 17...19 {
        let line = "record MeasureDefined measure=m\(number) definition=x --key key-\(number)"
        try #require(try desk.run(line) == .done, "\(desk.talk)")
    }
    try #require(try desk.run("projections run") == .done, "\(desk.talk)")
    return desk
}

// Ways round the tool.

extension Desk {
    var ledger: String { folder + "/north.tally" }
    var logPath: String { ledger + "/log.db" }

    /// Changes the log behind the tool's back, without its triggers, which are put back as they were.
    func tamper(_ sql: String) throws {
        let connection = try Connection(path: logPath, access: .readWrite, trustsSchema: true)
        let triggers = try connection.rows(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
        ) { ($0.text(0), $0.text(1)) }
        for (name, _) in triggers { try connection.execute("DROP TRIGGER \(name)") }
        try connection.execute(sql)
        for (_, text) in triggers { try connection.execute(text) }
    }

    /// Changes the tables or triggers of the log.
    func change(tables sql: String) throws {
        try Connection(path: logPath, access: .readWrite, trustsSchema: true).execute(sql)
    }

    /// Changes the file of a read model.
    func tamper(model name: String, _ sql: String) throws {
        let path = URL(fileURLWithPath: "\(ledger)/projections/\(name).db")
            .resolvingSymlinksInPath().path
        try Connection(path: path, access: .readWrite).execute(sql)
    }

    /// Changes the bytes of `log.db`, which nobody has open.
    func rewrite(_ change: (inout Data) throws -> Void) throws {
        var data = try Data(contentsOf: URL(fileURLWithPath: logPath))
        try change(&data)
        try data.write(to: URL(fileURLWithPath: logPath))
    }

    /// Puts `new` in the place of `old`, which must be of the same length, where it stands first.
    func replace(_ old: String, by new: String, after: String = "") throws {
        try rewrite { data in
            let place = try #require(data.range(of: Data((after + old).utf8)))
            data.replaceSubrange(place, with: Data((after + new).utf8))
        }
    }

    /// The lines of the file `heads`.
    func heads() throws -> [String] {
        let text = try String(contentsOfFile: ledger + "/heads", encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }

    func write(heads: [String]) throws {
        let text = heads.map { $0 + "\n" }.joined()
        try text.write(toFile: ledger + "/heads", atomically: true, encoding: .utf8)
    }

    /// Changes a leaf and the hash of it in its tile, as somebody does who knows how the tree is made.
    func rewriteHistory(_ seq: Int, _ expression: String) throws {
        try tamper("UPDATE event SET leaf = \(expression) WHERE seq = \(seq)")
        try rehash(seq)
    }

    func rehash(_ seq: Int) throws {
        let leaf = try #require(try EventLog(folder: ledger, checksSchema: false).event(at: seq))
            .leaf
        let start = 32 * (seq - 1)
        try tamper(
            """
            UPDATE tile SET hashes = CAST(substr(hashes, 1, \(start)) || x'\(leafHash(leaf).hex)'
                || substr(hashes, \(start + 33)) AS BLOB) WHERE level = 0 AND position = 0
            """)
    }

    /// Puts the root that the tiles give now in the last line of `heads`.
    func acknowledgeAnew() throws {
        var lines = try heads()
        let head = try EventLog(folder: ledger, checksSchema: false).head()
        let time = try #require(lines.popLast()?.split(separator: " ").last)
        try write(heads: lines + ["\(head.size) \(head.root.base64) \(time)"])
    }

    /// Keeps a checkpoint of the first `size` events, and something that stands for its signature.
    func keepCheckpoint(_ size: Int) throws {
        let head = try EventLog(folder: ledger).head(size: size)
        let file = "\(ledger)/checkpoints/\(size).checkpoint"
        try FileManager.default.createDirectory(
            atPath: ledger + "/checkpoints", withIntermediateDirectories: true)
        try "north.example/ledger\n\(size)\n\(head.root.base64)\n"
            .write(toFile: file, atomically: true, encoding: .utf8)
        try "signature\n".write(toFile: file + ".sig", atomically: true, encoding: .utf8)
    }

    /// Adds a read model whose audit agrees only as long as there are nineteen events.
    func addModelWithBadAudit() throws {
        let files = [
            "README.md": "# How many measures are defined?\n",
            "table.sql": """
            CREATE TABLE measure (subject TEXT NOT NULL, seq INTEGER NOT NULL,
                PRIMARY KEY (subject, seq)) STRICT;
            """,
            "refresh.sql": """
            INSERT INTO measure SELECT :subject, seq FROM fact WHERE type = 'MeasureDefined';
            """,
            "report.sql": "SELECT count(*) AS measures FROM measure;",
            "audit.sql": """
            SELECT count(*) AS measures FROM event WHERE type = 'MeasureDefined' AND seq <= 19;
            """,
        ]
        let place = folder + "/measures"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        for (name, text) in files {
            try text.write(toFile: "\(place)/\(name)", atomically: true, encoding: .utf8)
        }
        try #require(try run("projections add measures") == .done, "\(talk)")
        let line = "record MeasureDefined measure=m20 definition=x --key key-20"
        try #require(try run(line) == .done, "\(talk)")
        try #require(try run("projections run") == .done, "\(talk)")
    }

    /// Appends an event that no program knows.
    func poison() throws {
        let log = try EventLog(folder: ledger)
        let recordedAt = try #require(Instant("2024-09-02T08:30:00.000Z"))
        _ = try log.write { writer in
            try writer.append(
                Draft(
                    key: "poison", type: "SchoolTwinned", version: 1, validFrom: "2024-09-02",
                    recordedAt: recordedAt, recordedBy: "test:another-program",
                    data: Array("{}".utf8)))
        }
    }
}
