package import SQLite

/// Where a log is and how it can be read: enough to open it once more, on any thread.
package struct LogPlace: Sendable {
    let path: String
    let access: Connection.Access

    /// Opens the log for reading, with a connection of its own.
    package func reader() throws(LogError) -> LogReader {
        do throws(SQLiteError) { return LogReader(connection: try connection()) } catch {
            throw LogError(error)
        }
    }

    /// The connection itself, for queries on the log's own tables.
    package func connection() throws(SQLiteError) -> Connection {
        try Connection(path: path, access: access, trustsSchema: true)
    }
}

/// A second way into the log of a ledger that is open: reads its leaves on another thread.
///
/// The ledger was checked when it was opened. A reader sees the events that were committed when a
/// scan of it begins; used by one thread.
package struct LogReader: ~Copyable {
    let connection: Connection

    /// Calls `body` with the number and the leaf of each event from `first` to `last`, oldest first.
    ///
    /// The leaf is lent straight from SQLite's memory, until `body` returns.
    package func scanLeaves(
        from first: Int = 1, through last: Int? = nil,
        _ body: (_ seq: Int, _ leaf: borrowing Span<UInt8>) throws -> Void
    ) throws {
        do { try connection.scanLeaves(from: first, through: last, body) } catch let error
            as SQLiteError
        {
            throw LogError(error)
        }
    }
}

extension EventLog {
    /// Where this log is, for threads that read it beside this one.
    package var place: LogPlace { LogPlace(path: folder + "/log.db", access: readingAccess) }

    /// Calls `body` with the number and the leaf of each event from `first` to `last`, oldest first.
    ///
    /// The leaf is lent straight from SQLite's memory, until `body` returns.
    package func scanLeaves(
        from first: Int = 1, through last: Int? = nil,
        _ body: (_ seq: Int, _ leaf: borrowing Span<UInt8>) throws -> Void
    ) throws {
        do { try connection.scanLeaves(from: first, through: last, body) } catch let error
            as SQLiteError
        {
            throw LogError(error)
        }
    }
}

extension EventLog {
    /// Calls `body` with the envelope and the leaf of each event up to `last`, oldest first.
    package func scanEnvelopes(
        through last: Int? = nil,
        _ body: (EventEnvelope, _ leaf: borrowing Span<UInt8>) throws -> Void
    ) throws {
        try scanLeaves(through: last) { _, leaf in
            guard let envelope = try? EventEnvelope(leaf: leaf) else {
                // Throws what people read about a leaf that is no event.
                _ = try Self.read([UInt8](copying: leaf))
                return
            }
            try body(envelope, leaf)
        }
    }

    /// The events of these types from `first` to `last`, oldest first.
    ///
    /// The end of a leaf says of which type it is, so that no other need be read.
    package func events(
        ofTypes types: [String], from first: Int = 1, through last: Int? = nil
    ) throws -> [RecordedEvent] {
        let wanted = types.map { Array($0.utf8) }
        var events: [RecordedEvent] = []
        try scanLeaves(from: first, through: last) { _, leaf in
            if let tail = LeafTail(leaf), !wanted.contains(where: { leaf.says($0, at: tail.type) })
            {
                return
            }
            let event = try Self.read([UInt8](copying: leaf))
            if types.contains(event.type) { events.append(event) }
        }
        return events
    }
}

extension Span<UInt8> {
    fileprivate func says(_ word: [UInt8], at place: Range<Int>) -> Bool {
        place.count == word.count && zip(place, word).allSatisfy { self[$0] == $1 }
    }
}

extension [UInt8] {
    package init(copying bytes: borrowing Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension Connection {
    func scanLeaves(
        from first: Int = 1, through last: Int? = nil,
        _ body: (_ seq: Int, _ leaf: borrowing Span<UInt8>) throws -> Void
    ) throws {
        var statement = try prepare(
            "SELECT seq, leaf FROM event WHERE seq BETWEEN :first AND :last ORDER BY seq")
        try statement.bind(["first": .integer(first), "last": .integer(last ?? .max)])
        while try statement.step() {
            let seq = statement.row.integer(0)
            try statement.row.withBytes(1) { leaf in try body(seq, leaf) }
        }
    }
}
