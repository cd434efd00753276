internal import SQLite

/// A query for events that is compiled when it is first asked and kept.
struct KeptQuery: ~Copyable {
    private let sql: String
    private var statement: Statement?

    init(_ sql: String) {
        self.sql = sql
        statement = nil
    }

    /// The events of the rows, whose first column is a leaf.
    mutating func events(
        _ values: [Value], _ connection: borrowing Connection
    ) throws(LogError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        for leaf in try leaves(values, connection) { events.append(try EventLog.read(leaf)) }
        return events
    }

    /// Whether there is a row.
    mutating func finds(
        _ values: [Value], _ connection: borrowing Connection
    ) throws(LogError) -> Bool {
        do throws(SQLiteError) {
            var query = if let kept = statement.take() { kept } else { try connection.prepare(sql) }
            try query.bind(values)
            let isFound = try query.step()
            query.reset()
            statement = consume query
            return isFound
        } catch {
            throw LogError(error)
        }
    }

    private mutating func leaves(
        _ values: [Value], _ connection: borrowing Connection
    ) throws(LogError) -> [[UInt8]] {
        do throws(SQLiteError) {
            var query = if let kept = statement.take() { kept } else { try connection.prepare(sql) }
            var leaves: [[UInt8]] = []
            try query.bind(values)
            while try query.step() { leaves.append(query.row.bytes(0)) }
            statement = consume query
            return leaves
        } catch {
            throw LogError(error)
        }
    }
}
