internal import SQLite

/// The stories that events are filed under, read event by event.
package struct StoryTagReader: ~Copyable {
    private var statement: Statement
    /// The next event that is filed, and one of its stories; `nil` at the end.
    private var next: (seq: Int, tag: StoryTag)?

    init(_ connection: borrowing Connection) throws(SQLiteError) {
        var prepared = try connection.prepare(
            "SELECT seq, story, changes FROM story ORDER BY seq")
        next = try Self.step(&prepared)
        statement = prepared
    }

    /// The number of the next event that is filed under a story; `nil` when there is none.
    package var nextSeq: Int? { next?.seq }

    /// The stories of the event at `seq`, which must not come before one asked for earlier.
    package mutating func tags(of seq: Int) throws(LogError) -> Set<StoryTag> {
        var tags: Set<StoryTag> = []
        while let found = next, found.seq == seq {
            tags.insert(found.tag)
            do throws(SQLiteError) { next = try Self.step(&statement) } catch {
                throw LogError(error)
            }
        }
        return tags
    }

    private static func step(
        _ statement: inout Statement
    ) throws(SQLiteError) -> (seq: Int, tag: StoryTag)? {
        guard try statement.step() else { return nil }
        let row = statement.row
        return (row.integer(0), StoryTag(row.text(1), changes: row.integer(2) == 1))
    }
}

extension EventLog {
    /// Reads the table of stories in the order of the events.
    package func storyTags() throws(LogError) -> StoryTagReader {
        do throws(SQLiteError) { return try StoryTagReader(connection) } catch {
            throw LogError(error)
        }
    }
}
