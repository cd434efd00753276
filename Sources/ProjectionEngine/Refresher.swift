internal import EventLog
internal import Events
internal import Programme
internal import Projections
internal import SQLite

/// Runs the `refresh.sql` of an added read model, one subject after another.
///
/// The statements find the facts of the subject in `temp.fact`, and can change only its rows: to
/// bring touched subjects up to date one by one thus gives the rows that a rebuild gives.
struct Refresher {
    /// What the statements find: the facts of one subject, as they read now.
    static let facts = """
        CREATE TEMP TABLE fact (
            seq         INTEGER NOT NULL PRIMARY KEY,  -- the event that records it
            read_at     INTEGER NOT NULL,  -- the event that says how it reads: it, or a correction
            type        TEXT    NOT NULL,
            valid_from  TEXT    NOT NULL,  -- YYYY-MM-DD
            data        TEXT    NOT NULL,  -- JSON
            recorded_at TEXT    NOT NULL,  -- of event seq, YYYY-MM-DDTHH:MM:SS.sssZ
            recorded_by TEXT    NOT NULL
        ) STRICT
        """
    private let model: ReadModel
    private let name: KeptStatement
    private let forget: KeptStatement
    private let remember: KeptStatement
    private let selections: [KeptStatement]
    private let deletions: [KeptStatement]
    private let statements: [KeptStatement]

    /// Lends `body` a refresher of `model`, whose tables `connection` has.
    ///
    /// Until it returns, the connection refuses everything but to read and to change rows.
    static func lend<T>(
        _ model: ReadModel, _ connection: borrowing Connection, _ body: (Refresher) throws -> T
    ) throws -> T {
        try connection.execute(facts)
        try connection.execute("CREATE TEMP TABLE refreshing (subject TEXT NOT NULL)")
        try connection.execute("INSERT INTO temp.refreshing VALUES ('')")
        // A row that REPLACE removes is one that the trigger on DELETE is asked about.
        try connection.execute("PRAGMA recursive_triggers = ON")
        for table in model.tableNames { try connection.execute(guards(of: table)) }
        connection.hold(to: .changeTemporaryRows)
        defer { connection.hold(to: nil) }
        return try body(Refresher(model, connection))
    }

    private init(_ model: ReadModel, _ connection: borrowing Connection) throws {
        guard case .refresh(let refresh, let tables) = model.filling else {
            preconditionFailure("\(model.name) is filled by folds")
        }
        self.model = model
        name = try KeptStatement("UPDATE temp.refreshing SET subject = ?", connection)
        forget = try KeptStatement("DELETE FROM temp.fact", connection)
        remember = try KeptStatement(
            "INSERT INTO temp.fact VALUES (?, ?, ?, ?, ?, ?, ?)", connection)
        selections = try tables.map {
            try KeptStatement("SELECT * FROM main.\"\($0)\" WHERE subject = ?", connection)
        }
        deletions = try tables.map {
            try KeptStatement("DELETE FROM main.\"\($0)\" WHERE subject = ?", connection)
        }
        statements = try refresh.map { try KeptStatement($0, connection) }
    }

    /// Triggers that refuse to change a row of another subject than the one being refreshed.
    private static func guards(of table: String) -> String {
        [("INSERT", "new"), ("UPDATE", "new"), ("UPDATE", "old"), ("DELETE", "old")].map {
            action, row in
            """
            CREATE TEMP TRIGGER "\(table) \(action) \(row)" BEFORE \(action) ON main."\(table)"
            WHEN \(row).subject IS NOT (SELECT subject FROM temp.refreshing)
            BEGIN SELECT raise(ABORT, 'it changes a row whose subject is not :subject'); END;
            """
        }.joined(separator: "\n")
    }

    /// Fills tables that are empty.
    func fill(from facts: SubjectFacts) throws -> RowDigest {
        var digest = RowDigest()
        for subject in facts.all.keys.sorted(by: { $0.text < $1.text }) {
            try refresh(subject, facts[subject], &digest)
        }
        return digest
    }

    /// Puts the rows that `facts` give in the place of those that the subject has.
    ///
    /// - Throws: ``DefinitionProblem`` when the statements cannot take them in.
    func refresh(
        _ subject: Subject, _ facts: [RecordedReading], _ digest: inout RowDigest
    ) throws {
        let key = Value.text(subject.text)
        try name.statement.run([key])
        try forEachRow(of: key) { digest.remove($0) }
        for deletion in deletions { try deletion.statement.run([key]) }
        guard !facts.isEmpty else { return }
        try forget.statement.run([])
        for fact in facts { try remember.statement.run(fact.values) }
        do throws(SQLiteError) { try run(key) } catch {
            throw problem(error, "refresh.sql", model, "cannot take in \(subject)")
        }
        try forEachRow(of: key) { digest.add($0) }
    }

    private func run(_ key: Value) throws(SQLiteError) {
        for kept in statements {
            try kept.statement.bind(["subject": key])
            while try kept.statement.step() {}
        }
    }

    private func forEachRow(
        of key: Value, _ body: (borrowing EncodedRow) -> Void
    ) throws {
        var row = EncodedRow()
        for (index, selection) in selections.enumerated() {
            try selection.statement.bind([key])
            while try selection.statement.step() {
                selection.statement.row.read(into: &row, prefix: UInt8(index))
                body(row)
            }
        }
    }
}

/// A statement in a list.
private final class KeptStatement {
    var statement: Statement

    init(_ sql: String, _ connection: borrowing Connection) throws(SQLiteError) {
        statement = try connection.prepare(sql)
    }
}

extension RecordedReading {
    /// The row of `temp.fact`.
    fileprivate var values: [Value] {
        [
            .integer(reading.seq), .integer(reading.readAt), .text(reading.fact.type),
            .text(reading.validFrom.text),
            .text(String(decoding: reading.fact.canonical, as: UTF8.self)),
            .text(recordedAt.text), .text(recordedBy),
        ]
    }
}

/// What went wrong in a statement of an added model, which is not always its fault.
func problem(
    _ error: SQLiteError, _ file: String, _ model: ReadModel, _ what: String = "fails"
) -> any Error {
    guard !error.isBusy, !error.isStorage, !error.isDamage else { return error }
    return DefinitionProblem(
        "\(file) of \(model.name) \(what): \(error.message)",
        remedy: "change it, then run 'tally projections add' with its folder again")
}

extension Connection {
    /// Runs the report or the audit of an added model, which can only read.
    func table(
        _ sql: String, _ bindings: [String: Value], _ file: String, of model: ReadModel
    ) throws -> Table {
        hold(to: .read)
        defer { hold(to: nil) }
        do throws(SQLiteError) { return try table(sql, bindings) } catch {
            throw problem(error, file, model)
        }
    }
}
