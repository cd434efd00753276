/// The tables of `log.db`, exactly as they stand in the file.
///
/// An event is its number and its leaf; the other columns are read out of the leaf by SQLite, so
/// they cannot disagree with it. The triggers make the promise of the name hold for every program
/// that opens the file, not only for this one.
enum Schema {
    /// `PRAGMA application_id`: "Taly" in ASCII.
    static let applicationID = 0x5461_6C79
    /// `PRAGMA user_version`: the form of the tables.
    static let version = 1

    /// A table or a trigger, and the table it belongs to.
    struct Object {
        let name: String
        let table: String
        let sql: String

        var type: String { name == table ? "table" : "trigger" }
    }

    /// The indexes that SQLite makes for keys by itself, and the tables they belong to.
    static let indexes = [
        (name: "sqlite_autoindex_event_1", table: "event"),
        (name: "sqlite_autoindex_tile_1", table: "tile"),
    ]

    /// Each object and the text that creates it; `verify` compares the texts.
    static let objects: [Object] = [
        Object(
            name: "event", table: "event",
            sql: """
                CREATE TABLE event (
                    seq         INTEGER PRIMARY KEY,
                    leaf        TEXT NOT NULL,
                    key         TEXT GENERATED ALWAYS AS (leaf ->> '$.key') VIRTUAL UNIQUE,
                    type        TEXT GENERATED ALWAYS AS (leaf ->> '$.type') VIRTUAL,
                    valid_from  TEXT GENERATED ALWAYS AS (leaf ->> '$.validFrom') VIRTUAL,
                    recorded_at TEXT GENERATED ALWAYS AS (leaf ->> '$.recordedAt') VIRTUAL
                ) STRICT
                """),
        Object(
            name: "story", table: "story",
            sql: """
                CREATE TABLE story (
                    story   TEXT    NOT NULL,
                    changes INTEGER NOT NULL,
                    seq     INTEGER NOT NULL,
                    PRIMARY KEY (story, changes, seq)
                ) STRICT, WITHOUT ROWID
                """),
        Object(
            name: "tile", table: "tile",
            sql: """
                CREATE TABLE tile (
                    level    INTEGER NOT NULL,
                    position INTEGER NOT NULL,
                    hashes   BLOB    NOT NULL,
                    PRIMARY KEY (level, position)
                ) STRICT
                """),
        trigger("event_is_never_changed", "BEFORE UPDATE ON event", "events are never changed"),
        trigger("event_is_never_removed", "BEFORE DELETE ON event", "events are never removed"),
        // REPLACE removes the row that is in the way without asking the triggers on DELETE.
        trigger(
            "event_is_never_replaced",
            "BEFORE INSERT ON event WHEN new.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event) "
                + "OR EXISTS (SELECT 1 FROM event WHERE key = new.leaf ->> '$.key')",
            "events are never replaced"),
        trigger("story_is_never_changed", "BEFORE UPDATE ON story", "stories only grow"),
        trigger("story_is_never_removed", "BEFORE DELETE ON story", "stories only grow"),
        trigger(
            "tile_only_grows",
            "BEFORE UPDATE ON tile WHEN substr(new.hashes, 1, length(old.hashes)) <> old.hashes",
            "a tile only grows"),
        trigger(
            "tile_is_never_replaced",
            "BEFORE INSERT ON tile WHEN EXISTS (SELECT 1 FROM tile WHERE level = new.level "
                + "AND position = new.position "
                + "AND substr(new.hashes, 1, length(hashes)) <> hashes)",
            "tiles are never replaced"),
        trigger("tile_is_never_removed", "BEFORE DELETE ON tile", "tiles are never removed"),
    ]

    /// A trigger on the table whose name the trigger's begins with.
    private static func trigger(
        _ name: String, _ event: String, _ message: String
    ) -> Object {
        Object(
            name: name, table: String(name.prefix { $0 != "_" }),
            sql: "CREATE TRIGGER \(name) \(event) BEGIN SELECT raise(ABORT, '\(message)'); END")
    }
}
