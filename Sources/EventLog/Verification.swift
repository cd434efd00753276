internal import CanonicalJSON
internal import Foundation
internal import SQLite

/// What a verification of the log found in order.
package struct VerifiedLog: Sendable {
    package let head: Head
    /// How many recorded heads agree with the history.
    package let heads: Int
    /// Events whose recording time lies before that of the event before them: a clock set back.
    package let clockSetBack: [Int]
    /// How long it took to compare the tables with those shipped and to let SQLite check the file.
    package let fileCheck: Duration
}

extension EventLog {
    /// Reads every event again, hashes it, builds the tree anew and compares it with all that is
    /// stored.
    ///
    /// - Throws: ``LogError`` at the first disagreement: `.altered` with the first bad `seq`,
    ///   `.shorter` when events that were acknowledged are gone, `.different` when the history is
    ///   another one.
    package func verify() throws -> VerifiedLog {
        let heads = try recordedHeads()
        // A failure to read, too, is put into words by the careful way.
        let (tree, clockSetBack) = try (try? quickTree(heads)) ?? carefulTree(heads)
        try expectTiles(tree)
        let fileCheck = try ContinuousClock().measure {
            try expectSchema()
            try expectSoundFile()
        }
        return VerifiedLog(
            head: Head(size: tree.size, root: tree.root), heads: heads.count,
            clockSetBack: clockSetBack, fileCheck: fileCheck)
    }

    /// Reads the events one after the other, and throws at the first disagreement.
    private func carefulTree(
        _ heads: [RecordedHead]
    ) throws -> (tree: CompactRange, clockSetBack: [Int]) {
        let longest = heads.map(\.head.size).max() ?? 0
        var bySize = Dictionary(grouping: heads) { $0.head.size }
        var tree = CompactRange()
        var tile: [Hash] = []
        var lastInstant: Instant?
        var clockSetBack: [Int] = []
        do {
            try readLeaves { seq, leaf in
                let hash = leafHash(leaf)
                let event = try check(leaf, expecting: tree.size + 1, found: seq)
                if tree.size % Tile.capacity == 0 { tile = try tileOfLeaf(tree.size) }
                guard tree.size % Tile.capacity < tile.count else {
                    throw altered(seq, "no tile holds its hash")
                }
                let expected = tile[tree.size % Tile.capacity]
                guard hash == expected else {
                    throw altered(
                        seq, "its leaf hashes to \(hash.hex), the tree holds \(expected.hex)")
                }
                tree.append(hash)
                if let last = lastInstant, event.recordedAt < last { clockSetBack.append(seq) }
                lastInstant = event.recordedAt
                for recorded in bySize.removeValue(forKey: tree.size) ?? [] {
                    try expect(recorded.head, tree.root)
                }
            }
        } catch let error as LogError where error.kind == .storage {
            // A table that is missing is no failure of the storage.
            try expectSchema()
            throw error
        } catch let error as SQLiteError where error.isDamage {
            throw altered(tree.size + 1, "the database cannot be read: \(error.message)")
        }
        guard tree.size >= longest else { throw shorter(tree.size, longest) }
        return (tree, clockSetBack)
    }

    private func readLeaves(_ body: (Int, [UInt8]) throws -> Void) throws {
        var statement = try connection.prepare("SELECT seq, leaf FROM event ORDER BY seq")
        while try statement.step() {
            try body(statement.row.integer(0), statement.row.bytes(1))
        }
    }

    private func check(
        _ leaf: [UInt8], expecting seq: Int, found: Int
    ) throws(LogError) -> RecordedEvent {
        guard found == seq else { throw altered(seq, "it is missing; event \(found) follows") }
        let event: RecordedEvent
        do throws(JSONError) { event = try RecordedEvent(leaf: leaf) } catch {
            throw altered(seq, "its leaf cannot be read: \(error)")
        }
        guard event.seq == seq else {
            throw altered(seq, "its leaf says it is event \(event.seq)")
        }
        return event
    }

    private func tileOfLeaf(_ index: Int) throws(LogError) -> [Hash] {
        try storedTile(TileAddress(level: 0, index: index / Tile.capacity), 0)
    }

    private func altered(_ seq: Int, _ why: String) -> LogError {
        LogError(
            .altered(seq: seq), "event \(seq) is not what was recorded: \(why)",
            hint:
                "events 1 to \(seq - 1) are as recorded; keep this file as evidence and restore the "
                + "ledger from a copy")
    }

    private func shorter(_ size: Int, _ head: Int) -> LogError {
        LogError(
            .shorter(size: size, head: head),
            "the history has \(size) events, but \(head) were acknowledged",
            hint:
                "events \(size + 1) to \(head) are lost or were removed; restore the ledger from a copy"
        )
    }

    private func expect(_ recorded: Head, _ root: Hash) throws(LogError) {
        guard recorded.root != root else { return }
        throw LogError(
            .different(head: recorded.size),
            "the history of \(recorded.size) events has the root \(root.base64), but "
                + "\(recorded.root.base64) was acknowledged",
            hint: "the history was rewritten, or the file heads is another ledger's")
    }
}

// MARK: - Heads

extension EventLog {
    /// Throws when the last head acknowledged is of more events than there are.
    ///
    /// Heads are recorded after the events they count, so a reader that reads the heads first can
    /// only find as many events or more.
    func expectTail() throws(LogError) {
        guard let file = FileHandle(forReadingAtPath: headsPath) else { return }
        let end = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: end - min(end, lastHeadsByteCount))
        let data = (try? file.readToEnd()) ?? Data()
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        let longest = lines.compactMap { RecordedHead(line: $0)?.head.size }.max() ?? 0
        let size = try size()
        guard size >= longest else { throw shorter(size, longest) }
    }

    /// The heads that were acknowledged, as the file `heads` has them.
    func recordedHeads() throws(LogError) -> [RecordedHead] {
        try expectHeads()
        return try Self.heads(at: headsPath) ?? []
    }

    /// Throws when there are events, but no record of their acknowledgement.
    func expectHeads() throws(LogError) {
        guard !FileManager.default.fileExists(atPath: headsPath), try size() > 0 else { return }
        throw LogError(
            .different(head: 0), "the file heads is missing",
            hint: "without it a lost tail cannot be noticed; restore it from a copy")
    }

    /// The heads in the file at `path`; `nil` when there is no such file.
    static func heads(at path: String) throws(LogError) -> [RecordedHead]? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        var heads: [RecordedHead] = []
        for (index, line) in text.split(separator: "\n").enumerated() {
            guard let head = RecordedHead(line: line) else {
                throw LogError(
                    .different(head: 0), "line \(index + 1) of the file heads cannot be read",
                    hint: "restore it from a copy")
            }
            heads.append(head)
        }
        return heads
    }
}

/// Enough of the end of the file `heads` to hold the lines of many writers at once.
private let lastHeadsByteCount: UInt64 = 4_096

// MARK: - The file

extension EventLog {
    /// Throws unless the tables and triggers are, letter by letter, the ones shipped.
    func expectSchema() throws(LogError) {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
        let found = try reading { () throws(SQLiteError) in
            try connection.rows(sql) { ($0.text(0), $0.text(1)) }
        }
        let expected = Schema.objects.sorted { $0.name < $1.name }
        for object in expected
        where !found.contains(where: { $0.0 == object.name && $0.1 == object.sql }) {
            throw LogError(
                .altered(seq: nil), "the definition of \(object.name) is not the one shipped",
                hint: "somebody changed the tables or triggers of log.db; restore it from a copy")
        }
        if let extra = found.first(where: { row in !expected.contains { $0.name == row.0 } }) {
            throw LogError(
                .altered(seq: nil), "log.db holds something that is not ours: \(extra.0)",
                hint: "restore the ledger from a copy")
        }
    }

    /// Every stored tile must be the one the leaves give, and there must be no others.
    private func expectTiles(_ tree: CompactRange) throws {
        var entries = tree.size
        var level = 0
        var tiles = 0
        while entries > 0 {
            tiles += (entries + Tile.capacity - 1) / Tile.capacity
            entries /= Tile.capacity
            level += 1
        }
        let stored = try connection.integer("SELECT count(*) FROM tile") ?? 0
        guard stored == tiles else {
            throw stored > tiles
                ? shorter(tree.size, tree.size + 1)
                : LogError(.altered(seq: nil), "\(tiles - stored) tiles are missing")
        }
        let lastTile = try storedTile(
            TileAddress(level: 0, index: max(0, tree.size - 1) / Tile.capacity), 0)
        let expected = tree.size == 0 ? 0 : (tree.size - 1) % Tile.capacity + 1
        guard lastTile.count <= expected else {
            throw shorter(tree.size, tree.size + lastTile.count - expected)
        }
        guard try head(size: tree.size).root == tree.root else {
            throw LogError(
                .altered(seq: nil), "the tiles above the leaves do not agree with them",
                hint: "restore the ledger from a copy")
        }
    }

    private func expectSoundFile() throws {
        let report = try connection.rows("PRAGMA integrity_check") { $0.text(0) }
        guard report == ["ok"] else {
            throw LogError(
                .altered(seq: nil), "SQLite finds the file damaged: \(report.first ?? "")",
                hint: "restore the ledger from a copy")
        }
    }
}
