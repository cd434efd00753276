package import EventLog
package import Projections
package import SQLite

/// A read model opened for reading, together with those it needs, all as of the same event.
package final class OpenModel {
    /// Events 1 to `head.size` are in it.
    package internal(set) var head: Head
    /// When the last of them was recorded.
    package internal(set) var lastRecordedAt: Instant?
    /// The events that could not be taken in; it stops before the first of them.
    package let quarantined: [Quarantined]
    let connection: Connection
    /// What each file says about itself; none where the models are in memory.
    let checkpoints: [Checkpoint]
    /// The hash of the rows of each model, where they are in memory.
    var digests: [RowDigest] = []
    /// The queries asked before, compiled, by their text.
    private var compiled: [String: CompiledQuery] = [:]
    /// What made the temporary tables there are, by what they are called together.
    private var temporary: [String: String] = [:]

    /// Opens files, of which the last is the model asked for, at one moment.
    ///
    /// - Parameter isDetailed: Beside a database in memory, for what opens figures.
    /// - Returns: `nil` when they are not all as of the same event of this log.
    init?(
        files: [(name: String, path: String)], _ log: EventLog, isDetailed: Bool = false
    ) throws {
        guard let main = files.last else { preconditionFailure("no model to open") }
        let access: Connection.Access = log.isWritable ? .readWrite : .readOnly
        connection =
            isDetailed
            ? try Connection(path: ":memory:") : try Connection(path: main.path, access: access)
        let attached = isDetailed ? files[...] : files.dropLast()
        for file in attached { try connection.attach(file.path, as: file.name, access: access) }
        // What is read from here on is one moment of every file.
        try connection.execute("BEGIN")
        var checkpoints: [Checkpoint] = []
        var found: [Quarantined] = []
        for schema in attached.map(\.name) + (isDetailed ? [] : ["main"]) {
            guard let checkpoint = try Checkpoint.read(connection, schema) else { return nil }
            checkpoints.append(checkpoint)
            found += try Quarantined.read(connection, schema).filter { !found.contains($0) }
        }
        let seq = checkpoints[0].seq
        guard checkpoints.allSatisfy({ $0.seq == seq }) else { return nil }
        self.checkpoints = checkpoints
        head = try log.head(size: seq)
        lastRecordedAt = try log.event(at: seq)?.recordedAt
        quarantined = found
    }

    /// Reads models that are in memory.
    init(
        _ connection: consuming Connection, head: Head, lastRecordedAt: Instant?,
        quarantined: [Quarantined]
    ) {
        self.connection = connection
        self.head = head
        self.lastRecordedAt = lastRecordedAt
        self.quarantined = quarantined
        checkpoints = []
    }

    /// Builds the models in memory from `history`.
    ///
    /// - Parameter isDetailed: With what opens their figures, which `history` must have told.
    init(_ models: [ReadModel], _ history: History, isDetailed: Bool = false) throws {
        let memory = try Connection(path: ":memory:")
        try memory.execute("BEGIN")
        digests = try models.map { try ModelFile.fill(memory, with: $0, from: history) }
        if isDetailed { try ModelFile.fillDetail(memory, with: models, from: history) }
        try memory.execute("COMMIT")
        connection = memory
        checkpoints = []
        head = history.head
        lastRecordedAt = history.lastRecordedAt
        quarantined = history.quarantined
    }

    /// Tells what opens the figures of `models`, beside their files.
    func fillDetail(of models: [ReadModel], from history: History) throws {
        try ModelFile.fillDetail(connection, with: models, from: history)
    }

    // Statements go before the connection that they read from, and what that reads.
    deinit { compiled = [:] }

    /// Runs the report of an added model.
    package func report(_ model: ReadModel, _ bindings: [String: Value]) throws -> Table {
        try connection.table(model.report, bindings, "report.sql", of: model)
    }

    /// Runs statements of ours that make the temporary tables and views called `name`, unless the same
    /// did so last: they are then there, filled or not, and no query of them is compiled anew.
    package func makeTemporary(_ name: String, _ sql: String) throws {
        guard temporary[name] != sql else { return }
        temporary[name] = nil
        do { try connection.execute(sql) } catch { throw LogError(error) }
        temporary[name] = sql
    }

    /// Runs a query of ours, with named parameters.
    package func rows<T>(
        _ sql: String, _ bindings: [String: Value] = [:], _ transform: (borrowing Row) -> T
    ) throws -> [T] {
        try asking(sql) { query throws(SQLiteError) in
            try query.bind(bindings)
            return try query.rows(transform)
        }
    }

    /// Runs a query of ours and returns its rows with the names of their columns.
    package func table(_ sql: String, _ bindings: [String: Value] = [:]) throws -> Table {
        try asking(sql) { query throws(SQLiteError) in try query.table(bindings) }
    }

    /// Runs a query that is compiled when it is first asked: a report asks the same of several days.
    private func asking<T>(
        _ sql: String, _ body: (inout Statement) throws(SQLiteError) -> T
    ) throws -> T {
        do throws(SQLiteError) {
            // Taken out, so that the same may be asked while its rows are read.
            let query =
                if let kept = compiled.removeValue(forKey: sql) { kept } else {
                    CompiledQuery(try connection.prepare(sql))
                }
            let result = try body(&query.statement)
            compiled[sql] = query
            return result
        } catch {
            throw LogError(error)
        }
    }
}

/// A statement that a collection can hold.
private final class CompiledQuery {
    var statement: Statement

    init(_ statement: consuming Statement) { self.statement = statement }
}

/// The rows of a query, with the names of the columns.
package struct Table: Equatable, Sendable {
    package let columns: [String]
    package let rows: [[Value]]

    package init(columns: [String], rows: [[Value]]) {
        self.columns = columns
        self.rows = rows
    }
}

extension Connection {
    func table(_ sql: String, _ bindings: [String: Value]) throws(SQLiteError) -> Table {
        var statement = try prepare(sql)
        return try statement.table(bindings)
    }
}

extension Statement {
    mutating func table(_ bindings: [String: Value]) throws(SQLiteError) -> Table {
        try bind(bindings)
        let columns = columns
        let rows = try rows { row in columns.indices.map { row.value($0) } }
        return Table(columns: columns, rows: rows)
    }
}

extension EventLog {
    /// Runs a query on the log's own file: an `audit.sql`, with its parameters.
    package func table(_ sql: String, _ bindings: [String: Value]) throws -> Table {
        do { return try place.connection().table(sql, bindings) } catch { throw LogError(error) }
    }
}
