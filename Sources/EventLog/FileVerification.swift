internal import CanonicalJSON
internal import SQLite

// MARK: - Tables and triggers

extension EventLog {
    /// Throws unless the tables and triggers are, letter by letter, the ones shipped.
    package func expectSchema() throws(LogError) {
        let sql = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY name"
        let found = try reading { () throws(SQLiteError) in
            try connection.rows(sql) { [$0.text(0), $0.text(1), $0.text(2), $0.text(3)] }
        }
        let expected = Schema.rows
        for row in expected {
            let stored = found.first { $0[1] == row[1] }
            guard stored != row else { continue }
            throw schemaDiffers(row, stored)
        }
        guard let extra = found.first(where: { !expected.contains($0) }) else { return }
        throw LogError(
            .altered(seq: nil), "log.db holds something that is not ours: \(extra[1])",
            hint: restoreHint,
            at: Disagreement(
                member: "\(extra[0]) \(extra[1])", expected: "no such \(extra[0])", found: extra[3])
        )
    }

    private func schemaDiffers(_ expected: [String], _ found: [String]?) -> LogError {
        let (type, name) = (expected[0], expected[1])
        let isText = found.map { $0[3] != expected[3] } ?? false
        let words = { (row: [String]) in "\(row[0]) \(row[1]) on \(row[2])" }
        let texts =
            isText
            ? Disagreement.firstLines(expected[3], found?[3] ?? "")
            : (words(expected), found.map(words) ?? "no such \(type)")
        return LogError(
            .altered(seq: nil), "the definition of \(name) is not the one shipped",
            hint: "somebody changed the tables or triggers of log.db; " + restoreHint,
            at: Disagreement(member: "\(type) \(name)", expected: texts.0, found: texts.1))
    }
}

extension Schema {
    /// The rows of `sqlite_schema`: type, name, table, text.
    fileprivate static let rows: [[String]] =
        objects.map { [$0.type, $0.name, $0.table, $0.sql] }
        + indexes.map { ["index", $0.name, $0.table, ""] }
}

// MARK: - Tiles

extension EventLog {
    /// Every tile must hold as many hashes as a tree of `size` leaves has there, and there must be no
    /// others.
    func expectTileSizes(_ size: Int) throws {
        let sql = """
            SELECT level, position, length(hashes) FROM tile
            ORDER BY level, position
            """
        var stored = try connection.rows(sql) { ($0.integer(0), $0.integer(1), $0.integer(2)) }[...]
        let hashed =
            stored.filter { $0.0 == 0 && $0.2 >= Hash.byteCount }
            .map { $0.1 * Tile.capacity + $0.2 / Hash.byteCount }.max() ?? 0
        guard hashed <= size else { throw shorter(size, hashed, "have their hashes in the tiles") }
        for (level, index, count) in Self.tileSizes(size) {
            let name = "tile \(index) of level \(level)"
            guard let (foundLevel, foundIndex, bytes) = stored.popFirst(),
                (foundLevel, foundIndex) == (level, index)
            else {
                throw tileDiffers(
                    "\(name) is missing", name, "\(count * Hash.byteCount) bytes", "no such tile")
            }
            guard bytes == count * Hash.byteCount else {
                throw tileDiffers(
                    "\(name) has not the length it should have", name,
                    "\(count * Hash.byteCount) bytes", "\(bytes) bytes")
            }
        }
        guard let (level, index, _) = stored.first else { return }
        let name = "tile \(index) of level \(level)"
        throw tileDiffers("\(name) belongs to no event", name, "no such tile", "a tile")
    }

    /// Level, place and number of hashes of each tile of a tree.
    private static func tileSizes(_ size: Int) -> [(level: Int, index: Int, count: Int)] {
        var tiles: [(level: Int, index: Int, count: Int)] = []
        var entries = size
        var level = 0
        while entries > 0 {
            for start in stride(from: 0, to: entries, by: Tile.capacity) {
                tiles.append((level, start / Tile.capacity, min(Tile.capacity, entries - start)))
            }
            entries /= Tile.capacity
            level += 1
        }
        return tiles
    }

    /// Every hash above the leaves must be the one that the full tile below it gives.
    func expectTilesAbove(_ size: Int) throws {
        var level = 0
        var entries = size / Tile.capacity
        while entries > 0 {
            for index in 0..<entries {
                let below = try storedTile(TileAddress(level: level, index: index), Tile.capacity)
                let place = TileAddress(level: level + 1, index: index / Tile.capacity)
                let stored = try storedTile(place, index % Tile.capacity + 1)
                let (expected, found) = (CompactRange(below).root, stored[index % Tile.capacity])
                guard expected == found else {
                    let name = "tile \(place.index) of level \(place.level)"
                    throw tileDiffers(
                        "the tiles above the leaves do not agree with them: \(name), hash "
                            + "\(index % Tile.capacity + 1)", name, expected.hex, found.hex)
                }
            }
            level += 1
            entries /= Tile.capacity
        }
    }

    private func tileDiffers(
        _ message: String, _ name: String, _ expected: String, _ found: String
    ) -> LogError {
        LogError(
            .altered(seq: nil), message, hint: restoreHint,
            at: Disagreement(member: name, expected: expected, found: found))
    }
}

// MARK: - The file

extension EventLog {
    /// Throws unless SQLite finds the structure of the file sound, its indexes complete and every
    /// key once.
    func expectSoundFile() throws {
        let report = try connection.rows("PRAGMA integrity_check") { $0.text(0) }
        guard report != ["ok"] else { return }
        // The first line may only say of which database the others are.
        let lines = report.flatMap { $0.split(separator: "\n").map(String.init) }
        let line = lines.first { !$0.hasPrefix("***") } ?? ""
        if let error = keyTwice() ?? keyNotInIndex(line) { throw error }
        throw LogError(
            .altered(seq: nil), "SQLite finds the file damaged: \(line)", hint: restoreHint,
            at: Disagreement(member: "log.db", expected: "ok", found: line))
    }

    /// The first event whose key another event has already; `nil` when there is none, or the keys
    /// cannot be read any more.
    private func keyTwice() -> LogError? {
        let sql = """
            SELECT max(seq), min(seq), leaf ->> '$.key' FROM event NOT INDEXED
            GROUP BY leaf ->> '$.key' HAVING count(*) > 1 ORDER BY 1 LIMIT 1
            """
        let twice = try? connection.rows(sql) { ($0.integer(0), $0.integer(1), $0.text(2)) }
        guard let (seq, first, key) = twice?.first else { return nil }
        return altered(
            seq, "it has the key of event \(first)", "key",
            expected: "a key that no other event has", found: key)
    }

    /// What SQLite says of an event that stands under another key in the index of keys; `nil` when
    /// `line` says something else.
    private func keyNotInIndex(_ line: String) -> LogError? {
        // Events are numbered without a gap, so the row's place is the event's number.
        let words = line.split(separator: " ")
        guard line.hasSuffix(" missing from index sqlite_autoindex_event_1"), words.count > 1,
            let seq = Int(words[1]), let event = try? event(at: seq)
        else { return nil }
        return LogError(
            .altered(seq: seq),
            "event \(seq) is as it was recorded, but not in the index of keys", hint: restoreHint,
            at: Disagreement(
                seq: seq, member: "column key", expected: event.key,
                found: "not in sqlite_autoindex_event_1", goodThrough: try? size()))
    }
}
