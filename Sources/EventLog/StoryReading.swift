internal import CanonicalJSON
internal import SQLite

// The stories that events are filed under.

extension EventLog {
    /// The events of one story, oldest first.
    package func story(
        _ story: String, changesOnly: Bool
    ) throws(LogError) -> [RecordedEvent] {
        try reading { () throws(SQLiteError) in try insertion?.write(story) }
        return try storyEvents.events([.text(story), .integer(changesOnly ? 1 : 0)], connection)
    }

    /// Those events of one story that `isWanted` accepts, oldest first.
    ///
    /// The others are never copied: of a long story of which little is wanted, most of the cost is
    /// finding it.
    ///
    /// - Parameter changes: Whether to look at the events that change the story, or at those that
    ///   only depend on it.
    package func story(
        _ story: String, changes: Bool,
        where isWanted: (EventEnvelope, borrowing Span<UInt8>) throws -> Bool
    ) throws -> [RecordedEvent] {
        try reading { () throws(SQLiteError) in try insertion?.write(story) }
        var statement = try connection.prepare(
            """
            SELECT leaf FROM story CROSS JOIN event USING (seq)
            WHERE story = :story AND changes = :changes ORDER BY seq
            """)
        try statement.bind(["story": .text(story), "changes": .integer(changes ? 1 : 0)])
        var events: [RecordedEvent] = []
        do {
            while try statement.step() {
                let isFound = try statement.row.withBytes(0) { leaf in
                    try isWanted(EventEnvelope(leaf: leaf), leaf)
                }
                if isFound { events.append(try Self.read(statement.row.bytes(0))) }
            }
        } catch let error as SQLiteError {
            throw LogError(error)
        } catch let error as JSONError {
            // Throws what people read about a leaf that is no event.
            _ = try Self.read(statement.row.bytes(0))
            throw error
        }
        return events
    }

    /// The stories whose names start with `prefix`, found without reading all that is filed under
    /// them.
    package func stories(startingWith prefix: String) throws(LogError) -> [String] {
        let sql = """
            WITH RECURSIVE found (story) AS (
                SELECT (SELECT min(story) FROM story WHERE story >= :prefix)
                UNION ALL
                SELECT (SELECT min(next.story) FROM story AS next WHERE next.story > found.story)
                FROM found WHERE substr(found.story, 1, length(:prefix)) = :prefix
            )
            SELECT story FROM found WHERE substr(story, 1, length(:prefix)) = :prefix
            """
        return try reading { () throws(SQLiteError) in
            try insertion?.writeStories()
            return try connection.rows(sql, ["prefix": .text(prefix)]) { $0.text(0) }
        }
    }
}
