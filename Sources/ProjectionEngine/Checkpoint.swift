internal import EventLog
internal import SQLite

/// How far a read model's file has come, and by which definition; committed with its rows.
package struct Checkpoint: Equatable, Sendable {
    /// The last event processed; events 1 to `seq` have been, all of them.
    package var seq: Int
    /// How many events were processed, counted one by one.
    package var events: Int
    /// The running hash of the leaf hashes of the events processed: the root of their tree.
    package var root: String
    /// How many events the log had when it was last looked at; more than `seq` only while an event
    /// is quarantined.
    package var examined: Int
    /// The hash of what made the rows: tables, fold and vocabulary.
    package var definition: String
    /// The version of the fold.
    package var version: Int
    /// The hash of all rows.
    package var digest: String
    /// Whether an event was set aside or read otherwise than it says.
    package var hasResolutions: Bool
    /// How long the last build or catch-up took, and of how many events.
    package var microseconds: Int
    package var lastEvents: Int
}

extension Checkpoint {
    static let table = """
        CREATE TABLE checkpoint (
            seq             INTEGER NOT NULL,  -- events 1 to seq have been processed, all of them
            events          INTEGER NOT NULL,  -- how many that were
            root            TEXT    NOT NULL,  -- the running hash: the root of the tree over them
            examined        INTEGER NOT NULL,  -- how many the log had when last looked at
            definition      TEXT    NOT NULL,  -- the hash of what made the rows
            version         INTEGER NOT NULL,
            digest          TEXT    NOT NULL,  -- the hash of all rows
            has_resolutions INTEGER NOT NULL,
            microseconds    INTEGER NOT NULL,  -- how long the last work took
            last_events     INTEGER NOT NULL   -- and of how many events
        ) STRICT;
        CREATE TABLE quarantine (
            seq     INTEGER NOT NULL PRIMARY KEY,
            type    TEXT    NOT NULL,
            version INTEGER NOT NULL,
            reason  TEXT    NOT NULL
        ) STRICT
        """

    /// Puts the checkpoint in the place of the one before it.
    func write(to connection: borrowing Connection) throws(SQLiteError) {
        try connection.run("DELETE FROM checkpoint")
        var statement = try connection.prepare(
            "INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        try statement.run([
            .integer(seq), .integer(events), .text(root), .integer(examined), .text(definition),
            .integer(version), .text(digest), .integer(hasResolutions ? 1 : 0),
            .integer(microseconds), .integer(lastEvents),
        ])
    }

    /// The checkpoint in the database called `schema`; `nil` when the file is not one of ours.
    static func read(
        _ connection: borrowing Connection, _ schema: String = "main"
    ) throws(SQLiteError) -> Checkpoint? {
        let sql = """
            SELECT seq, events, root, examined, definition, version, digest, has_resolutions,
                microseconds, last_events
            FROM "\(schema)".checkpoint
            """
        return try connection.rows(sql) { row in
            Checkpoint(
                seq: row.integer(0), events: row.integer(1), root: row.text(2),
                examined: row.integer(3), definition: row.text(4), version: row.integer(5),
                digest: row.text(6), hasResolutions: row.integer(7) == 1,
                microseconds: row.integer(8), lastEvents: row.integer(9))
        }.first
    }
}

extension Quarantined {
    static func write(
        _ all: [Quarantined], to connection: borrowing Connection
    ) throws(SQLiteError) {
        try connection.run("DELETE FROM quarantine")
        var statement = try connection.prepare("INSERT INTO quarantine VALUES (?, ?, ?, ?)")
        for one in all {
            try statement.run([
                .integer(one.seq), .text(one.type), .integer(one.version), .text(one.reason),
            ])
        }
    }

    static func read(
        _ connection: borrowing Connection, _ schema: String = "main"
    ) throws(SQLiteError) -> [Quarantined] {
        let sql = "SELECT seq, type, version, reason FROM \"\(schema)\".quarantine ORDER BY seq"
        return try connection.rows(sql) { row in
            Quarantined(
                seq: row.integer(0), type: row.text(1), version: row.integer(2),
                reason: row.text(3))
        }
    }
}
