internal import SQLite

/// Files events under their stories: in the table at once, or first in memory.
///
/// The rows of one story lie together, so those of an import, event by event, would each be put into
/// another page. Those that wait are written story by story, and those of one story before anybody
/// reads it; so the table never tells less than was filed.
struct StoryFiling: ~Copyable {
    private var statement: Statement?
    private var row = EncodedRow()
    private var waiting: [String: [Int]] = [:]
    private var waitingCount = 0

    /// Whether rows wait.
    ///
    /// A transaction that sets this ends with ``writeAll(_:)`` or
    /// ``forgetWaiting()``.
    var isWaiting = false

    mutating func file(
        _ seq: Int, under tag: StoryTag, _ connection: borrowing Connection
    ) throws(SQLiteError) {
        guard isWaiting else { return try write(tag.story, tag.changes, seq, connection) }
        waiting[tag.story, default: []].append(seq << 1 | (tag.changes ? 1 : 0))
        waitingCount += 1
        if waitingCount >= waitingMaximum { try writeAll(connection) }
    }

    /// Writes what waits of one story.
    mutating func write(
        _ story: String, _ connection: borrowing Connection
    ) throws(SQLiteError) {
        guard waitingCount > 0, let rows = waiting.removeValue(forKey: story) else { return }
        try write(rows, of: story, connection)
    }

    /// Writes all that waits.
    mutating func writeAll(_ connection: borrowing Connection) throws(SQLiteError) {
        guard waitingCount > 0 else { return }
        for (story, rows) in waiting.sorted(by: { $0.key < $1.key }) {
            try write(rows, of: story, connection)
        }
        forgetWaiting()
    }

    /// Forgets what waits, as a transaction does that is rolled back.
    mutating func forgetWaiting() {
        waiting = [:]
        waitingCount = 0
    }

    private mutating func write(
        _ rows: [Int], of story: String, _ connection: borrowing Connection
    ) throws(SQLiteError) {
        // In the order of the table: first the events that only depend on the story.
        for changes in [0, 1] {
            for row in rows where row & 1 == changes {
                try write(story, changes == 1, row >> 1, connection)
            }
        }
        waitingCount -= rows.count
    }

    private mutating func write(
        _ story: String, _ changes: Bool, _ seq: Int, _ connection: borrowing Connection
    ) throws(SQLiteError) {
        var insert =
            if let kept = statement.take() { kept } else {
                try connection.prepare(
                    "INSERT OR IGNORE INTO story (story, changes, seq) VALUES (?, ?, ?)")
            }
        row.removeAll()
        row.text(story)
        row.integer(changes ? 1 : 0)
        row.integer(seq)
        try insert.run(row)
        statement = consume insert
    }
}

/// How many rows wait at most: some twenty megabytes of them.
private let waitingMaximum = 1 << 18
