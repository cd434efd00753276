internal import CanonicalJSON
internal import SQLite

extension EventLog {
    /// Reads the events one after the other, and throws at the first disagreement.
    func carefulLeaves(
        _ heads: [RecordedHead], _ progress: (Int, Int) -> Void
    ) throws -> CheckedLeaves {
        var leaves = CheckedLeaves()
        do {
            try readCarefully(heads, progress, into: &leaves)
        } catch let error as LogError where error.kind == .storage {
            // A table that is missing is no failure of the storage.
            try expectSchema()
            throw error
        } catch let error as SQLiteError where !error.isBusy && !error.isStorage {
            try expectSchema()
            let seq = leaves.tree.size + 1
            throw altered(
                seq, "the database cannot be read: \(error.message)", "log.db",
                expected: "event \(seq)", found: error.message)
        }
        let longest = heads.map(\.head.size).max() ?? 0
        guard leaves.tree.size >= longest else { throw shorter(leaves.tree.size, longest) }
        return leaves
    }

    private func readCarefully(
        _ heads: [RecordedHead], _ progress: (Int, Int) -> Void, into leaves: inout CheckedLeaves
    ) throws {
        // How many there are is only told of; what is damaged is found by reading.
        let size = (try? size()) ?? 0
        let bySize = Dictionary(grouping: heads.enumerated()) { $1.head.size }
        var tile: [Hash] = []
        var last: Instant?
        var statement = try connection.prepare("SELECT seq, leaf FROM event ORDER BY seq")
        while try statement.step() {
            let place = leaves.tree.size
            let leaf = statement.row.bytes(1)
            let event = try check(leaf, expecting: place + 1, found: statement.row.integer(0))
            if place % Tile.capacity == 0 { tile = try tileOfLeaf(place) }
            try expect(leafHash(leaf), of: event, in: tile, after: leaves.tree, heads)
            leaves.tree.append(leafHash(leaf))
            if let last, event.recordedAt < last { leaves.clockSetBack.append(event.seq) }
            last = event.recordedAt
            for (line, head) in bySize[event.seq] ?? [] {
                try expect(head, line: line + 1, event, leaves.tree, heads)
            }
            if event.seq.isMultiple(of: progressStep) { progress(event.seq, size) }
        }
    }

    private func check(
        _ leaf: [UInt8], expecting seq: Int, found: Int
    ) throws(LogError) -> RecordedEvent {
        let numbers = (expected: "\(seq)", found: "\(found)")
        guard found >= seq else {
            throw altered(seq, "an event \(found) stands before it", "seq", numbers)
        }
        guard found == seq else {
            throw altered(seq, "it is missing; event \(found) follows", "seq", numbers)
        }
        let event: RecordedEvent
        do throws(JSONError) { event = try RecordedEvent(leaf: leaf) } catch {
            throw altered(
                seq, "its leaf cannot be read: \(error)", "leaf",
                expected: "the canonical JSON of an event", found: Self.excerpt(leaf, error.offset))
        }
        guard event.seq == seq else {
            throw altered(
                seq, "its leaf says it is event \(event.seq)", "seq", expected: "\(seq)",
                found: "\(event.seq)")
        }
        try expectCanonical(leaf, seq)
        return event
    }

    private func expectCanonical(_ leaf: [UInt8], _ seq: Int) throws(LogError) {
        guard !isCanonicalJSON(leaf.span) else { return }
        // What is no JSON at all has no canonical form.
        let canonical = (try? JSONValue(parsing: leaf).canonical) ?? []
        let place = zip(leaf, canonical).prefix { $0 == $1 }.count
        throw altered(
            seq, "its leaf is not in the canonical form", "leaf",
            expected: canonical.isEmpty ? "JSON" : Self.excerpt(canonical, place),
            found: Self.excerpt(leaf, place))
    }

    /// The bytes of a leaf around one of them, as text.
    private static func excerpt(_ leaf: [UInt8], _ place: Int) -> String {
        let start = max(0, min(place, leaf.count) - 20)
        let part = leaf[start..<min(leaf.count, start + 60)]
        return (start > 0 ? "…" : "") + String(decoding: part, as: UTF8.self)
            + (part.endIndex < leaf.count ? "…" : "")
    }

    private func tileOfLeaf(_ index: Int) throws(LogError) -> [Hash] {
        try storedTile(TileAddress(level: 0, index: index / Tile.capacity), 0)
    }

    func altered(
        _ seq: Int, _ why: String, _ member: String, expected: String, found: String
    ) -> LogError {
        LogError(
            .altered(seq: seq), "event \(seq) is not what was recorded: \(why)",
            hint: restoreHint,
            at: Disagreement(seq: seq, member: member, expected: expected, found: found))
    }

    private func altered(
        _ seq: Int, _ why: String, _ member: String, _ values: (expected: String, found: String)
    ) -> LogError {
        altered(seq, why, member, expected: values.expected, found: values.found)
    }
}

/// How many events are read between two reports of progress.
private let progressStep = 10_000

// MARK: - Against the tiles

extension EventLog {
    /// Throws unless `tile` holds the hash of `event`; says what is to blame as far as it can be
    /// told.
    private func expect(
        _ hash: Hash, of event: RecordedEvent, in tile: [Hash], after tree: CompactRange,
        _ heads: [RecordedHead]
    ) throws {
        let place = (event.seq - 1) % Tile.capacity
        let stored = place < tile.count ? tile[place] : nil
        guard stored != hash else { return }
        let found = stored?.hex ?? "no hash"
        if let head = agreeingHead(after: tree, among: heads) {
            let name = "tile \((event.seq - 1) / Tile.capacity) of level 0"
            throw LogError(
                .altered(seq: event.seq),
                "\(name) is not what was recorded: it "
                    + (stored == nil ? "lacks the hash" : "holds another hash")
                    + " of event \(event.seq), which agrees with the head of \(head.size) events",
                hint: restoreHint,
                at: Disagreement(
                    seq: event.seq, member: name, expected: hash.hex, found: found,
                    goodThrough: head.size))
        }
        guard let stored else {
            throw altered(
                event.seq, "no tile holds its hash", "leaf", expected: "no such event",
                found: event.key)
        }
        if let (member, expected, found) = try changedMember(of: event, heads) {
            throw altered(
                event.seq, "its \(member) was changed", member, expected: expected, found: found)
        }
        throw altered(
            event.seq, "its leaf hashes to another value than the tree holds", "leaf",
            expected: stored.hex, found: hash.hex)
    }

    /// The first of `heads` that agrees with the leaves after those of `tree`, tiles left aside;
    /// `nil` when none does.
    private func agreeingHead(
        after tree: CompactRange, among heads: [RecordedHead]
    ) -> Head? {
        let bySize = Dictionary(grouping: heads.map(\.head)) { $0.size }
        var tree = tree
        var found: Head?
        // What cannot be read any more agrees with nothing.
        try? connection.scanLeaves(from: tree.size + 1) { seq, leaf in
            tree.append(leafHash(leaf))
            guard seq == tree.size else { throw Agreement() }
            found = bySize[seq]?.first { $0.root == tree.root }
            if found != nil { throw Agreement() }
        }
        return found
    }

    /// Ends a scan.
    private struct Agreement: Error {}

    /// The member of a changed leaf of which something else still tells what it was.
    private func changedMember(
        of event: RecordedEvent, _ heads: [RecordedHead]
    ) throws -> (member: String, expected: String, found: String)? {
        let sql = "SELECT key FROM event INDEXED BY sqlite_autoindex_event_1 WHERE seq + 0 = :seq"
        // An index that is damaged tells nothing.
        let keys = (try? connection.rows(sql, ["seq": .integer(event.seq)]) { $0.text(0) }) ?? []
        if let key = keys.first, key != event.key { return ("key", key, event.key) }
        let times = heads.filter { $0.head.size == event.seq }.map(\.recordedAt)
        guard let time = times.first, time != event.recordedAt.text else { return nil }
        return ("recordedAt", time, event.recordedAt.text)
    }
}

// MARK: - Against the heads

extension EventLog {
    private func expect(
        _ recorded: RecordedHead, line: Int, _ event: RecordedEvent, _ tree: CompactRange,
        _ heads: [RecordedHead]
    ) throws {
        let size = tree.size
        guard recorded.head.root == tree.root else {
            throw differs(recorded.head, line, tree, heads)
        }
        guard recorded.recordedAt == event.recordedAt.text else {
            throw LogError(
                .different(head: size),
                "line \(line) of the file heads has another time than event \(size)",
                hint: "somebody changed the file heads; restore it from a copy",
                at: Disagreement(
                    member: "line \(line) of heads", expected: event.recordedAt.text,
                    found: recorded.recordedAt))
        }
    }

    private func differs(
        _ recorded: Head, _ line: Int, _ tree: CompactRange, _ heads: [RecordedHead]
    ) -> LogError {
        let before = heads.map(\.head.size).filter { $0 < recorded.size }.max() ?? 0
        let later = agreeingHead(after: tree, among: heads)
        let hint =
            later.map {
                "the head of \($0.size) events agrees, so it is line \(line) of heads that was "
                    + "changed; restore the file heads from a copy"
            }
            ?? "the history was rewritten at event \(before + 1) or later, or the file heads is "
            + "another ledger's; keep the whole folder as evidence, and restore it from a copy"
        return LogError(
            .different(head: recorded.size),
            "the history of \(recorded.size) events has another root than was acknowledged",
            hint: hint,
            at: Disagreement(
                seq: later == nil ? before + 1 : nil, member: "line \(line) of heads",
                expected: recorded.root.base64, found: tree.root.base64,
                goodThrough: later?.size ?? before))
    }

    /// - Parameter witness: How it is known that there were `head` events.
    func shorter(
        _ size: Int, _ head: Int, _ witness: String = "were acknowledged"
    ) -> LogError {
        let lost =
            head == size + 1
            ? "event \(head) is lost or was removed"
            : "events \(size + 1) to \(head) are lost or were removed"
        return LogError(
            .shorter(size: size, head: head),
            "the history has \(size) events, but \(head) \(witness)",
            hint: "\(lost); keep the whole folder as evidence, and restore the ledger from a copy "
                + "that has more events",
            at: Disagreement(
                seq: size + 1, member: "length of the history", expected: "\(head) events",
                found: "\(size) events"))
    }
}
