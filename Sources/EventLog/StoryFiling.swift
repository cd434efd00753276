internal import SQLite

/// Files events under their stories, at once.
struct StoryFiling: ~Copyable {
    private var statement: Statement?
    private var row = EncodedRow()

    mutating func file(
        _ seq: Int, under tag: StoryTag, _ connection: borrowing Connection
    ) throws(SQLiteError) {
        var insert =
            if let kept = statement.take() { kept } else {
                try connection.prepare(
                    "INSERT OR IGNORE INTO story (story, changes, seq) VALUES (?, ?, ?)")
            }
        row.removeAll()
        row.text(tag.story)
        row.integer(tag.changes ? 1 : 0)
        row.integer(seq)
        try insert.run(row)
        statement = consume insert
    }
}
