import Foundation
import Testing

/// Folders with the definition of a read model that counts facts; gone when the test is over.
final class BroughtModel: Sendable {
    private let place = NSTemporaryDirectory() + "tally-brought-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: place) }

    /// Writes the definition, `other` files in the place of its own, and returns its folder.
    func folder(_ name: String = "facts", _ other: [String: String] = [:]) throws -> String {
        let folder = "\(place)/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (file, text) in sources.merging(other, uniquingKeysWith: { _, other in other }) {
            try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
        }
        return folder
    }
}

let table = """
    CREATE TABLE told (
        subject TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, valid_from TEXT NOT NULL,
        PRIMARY KEY (subject, seq)
    ) STRICT;
    """
let refresh = "INSERT INTO told SELECT :subject, seq, type, valid_from FROM fact;"
let report = """
    SELECT type, count(DISTINCT seq) AS facts, max(valid_from) AS latest
    FROM told WHERE seq <= :known_at GROUP BY type ORDER BY type;
    """
let audit = """
    WITH
        retracted AS (
            SELECT leaf ->> '$.data.target' AS seq FROM event WHERE type = 'EventRetracted'
        ),
        correction AS (
            SELECT leaf ->> '$.data.target' AS root,
                leaf ->> '$.data.replacement.validFrom' AS day, max(seq)
            FROM event
            WHERE type = 'EventCorrected' AND seq NOT IN (SELECT seq FROM retracted)
            GROUP BY root
        )
    SELECT event.type AS type, count(*) AS facts, max(coalesce(day, valid_from)) AS latest
    FROM event LEFT JOIN correction ON root = event.seq
    WHERE event.type NOT IN ('EventCorrected', 'EventRetracted')
        AND event.seq NOT IN (SELECT seq FROM retracted)
    GROUP BY event.type ORDER BY event.type;
    """
private let sources = [
    "README.md": "# What has been told?\n", "table.sql": table, "refresh.sql": refresh,
    "report.sql": report, "audit.sql": audit,
]

/// A definition that must not be taken, and how the refusal begins.
struct BadDefinition: CustomTestStringConvertible, Sendable {
    let name: String
    let files: [String: String]
    let says: String

    init(_ file: String, _ text: String, _ says: String, name: String = "facts") {
        self.init([file: text], says, name: name)
    }

    init(_ files: [String: String], _ says: String, name: String = "facts") {
        self.files = files
        self.says = says
        self.name = name
    }

    var testDescription: String { "\(name): \(files.values.joined(separator: "; ").prefix(60))" }
}

private let forbidden = [
    "ATTACH ':memory:' AS more", "DETACH main", "COMMIT", "SAVEPOINT one",
    "PRAGMA user_version = 3",
    "CREATE VIEW more AS SELECT 1", "DROP TABLE told",
    "CREATE TEMP TABLE more (subject)", "CREATE VIRTUAL TABLE more USING fts5 (subject)",
    "CREATE TRIGGER more AFTER INSERT ON told BEGIN SELECT 1; END",
]

/// What SQLite lets through until it is run.
private let vacuum = "VACUUM INTO '\(stolen)'"
let stolen = NSTemporaryDirectory() + "tally-stolen-\(ProcessInfo.processInfo.processIdentifier).db"

let badDefinitions: [BadDefinition] =
    forbidden.map { .init("table.sql", "\(table); \($0);", "table.sql of facts: not authorized") }
    + (forbidden + ["DELETE FROM fact", "CREATE TABLE more (subject)"]).map {
        .init("refresh.sql", "\(refresh); \($0);", "refresh.sql of facts: not authorized")
    }
    + (forbidden + ["DELETE FROM told RETURNING subject", "UPDATE told SET seq = 1"]).map {
        .init("report.sql", $0, "report.sql of facts: not authorized")
    }
    + forbidden.filter { !$0.contains("told") }.map {
        .init("audit.sql", $0, "audit.sql of facts: not authorized")
    }
    + [
        .init("table.sql", table + vacuum, "table.sql of facts: authorization denied"),
        .init("refresh.sql", refresh + vacuum, "refresh.sql of facts cannot take in"),
        .init("report.sql", vacuum, "report.sql of facts fails: authorization denied"),
        .init("audit.sql", vacuum, "audit.sql of facts fails: authorization denied"),
        .init("README.md", "\n", "README.md of facts: its first line is empty"),
        .init("table.sql", "CREATE TABEL x", "table.sql of facts: near \"TABEL\": syntax error"),
        .init("table.sql", "", "table.sql of facts: it makes 0 tables"),
        .init("table.sql", table + "DROP TABLE told", "table.sql of facts: not authorized"),
        .init(
            "table.sql", "CREATE TABLE told (seq INTEGER PRIMARY KEY)",
            "report.sql of facts: no such column: type"),
        .init(
            "table.sql", table + "CREATE TABLE more (seq INTEGER PRIMARY KEY)",
            "table.sql of facts: the table more has no column 'subject'"),
        .init(
            "table.sql",
            table.replacingOccurrences(
                of: "PRIMARY KEY (subject, seq)", with: "UNIQUE (seq, subject)"),
            "table.sql of facts: the rows of one subject cannot be found in told"),
        .init(
            "table.sql", table + "CREATE TABLE checkpoint (subject TEXT PRIMARY KEY)",
            "table.sql of facts: not authorized"),
        .init(
            "table.sql", table + "CREATE TABLE fact (subject TEXT PRIMARY KEY)",
            "table.sql of facts: a table cannot be called 'fact'"),
        .init(
            "refresh.sql", "DELETE FROM checkpoint",
            "refresh.sql of facts: no such table: checkpoint"),
        .init(
            "refresh.sql", "INSERT INTO log.event VALUES (1)",
            "refresh.sql of facts: no such table: log.event"),
        .init(
            "refresh.sql", "INSERT INTO told SELECT :other, seq, type, '' FROM fact",
            "refresh.sql of facts: there is no parameter :other"),
        .init(
            "refresh.sql", "INSERT INTO told SELECT 'school:1', seq, type, '' FROM fact",
            "refresh.sql of facts cannot take in"),
        .init("refresh.sql", "DELETE FROM told; " + refresh, "refresh.sql of facts cannot take in"),
        .init(
            "refresh.sql", refresh + "UPDATE told SET subject = 'school:1'",
            "refresh.sql of facts cannot take in"),
        .init(
            [
                "table.sql": table.replacingOccurrences(of: "type TEXT", with: "type TEXT UNIQUE"),
                "refresh.sql": "REPLACE INTO told SELECT :subject, seq, type, '' FROM fact",
            ], "refresh.sql of facts cannot take in"),
        .init(
            "refresh.sql", "INSERT INTO told SELECT :subject, seq, type, random() FROM fact",
            "refresh.sql of facts gives other rows when it is run again"),
        .init(
            "refresh.sql",
            "INSERT INTO told SELECT :subject, seq, type, (SELECT count(*) FROM told) FROM fact",
            "refresh.sql of facts gives other rows when it is run again"),
        .init("report.sql", report + report, "report.sql of facts: it holds 2 statements"),
        .init("report.sql", "-- Nothing.", "report.sql of facts: it holds 0 statements"),
        .init("report.sql", "SELECT * FROM fact", "report.sql of facts: no such table: fact"),
        .init(
            "report.sql", "SELECT * FROM checkpoint",
            "report.sql of facts: no such table: checkpoint"),
        .init("audit.sql", "SELECT * FROM told", "audit.sql of facts: no such table: told"),
        .init(
            "audit.sql", "SELECT 'x' AS type, 1 AS facts, '' AS latest",
            "report.sql and audit.sql of facts differ: only the "),
        .init("table.sql", table, "register is a read model that comes with", name: "register"),
        .init("table.sql", table, "'Facts' cannot be the name of a read model", name: "Facts"),
    ]
