internal import SQLite

/// The log inside a write transaction: what is read is what is true until it ends.
package struct LogWriter: ~Copyable {
    private var tree: TreeTiles
    private var insertEvent: Statement
    private var insertStory: Statement
    private var insertTile: Statement
    /// What was appended: the number and the hash of each leaf.
    private(set) var appended: [(seq: Int, hash: Hash)] = []
    private(set) var lastRecordedAt: Instant?

    init(_ log: EventLog) throws {
        let tree = try TreeTiles(size: log.size(), tile: log.storedTile)
        let event = try log.connection.prepare("INSERT INTO event (seq, leaf) VALUES (?, ?)")
        let story = try log.connection.prepare(
            "INSERT OR IGNORE INTO story (story, changes, seq) VALUES (?, ?, ?)")
        let tile = try log.connection.prepare(
            """
            INSERT INTO tile (level, position, hashes) VALUES (?, ?, ?)
            ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes
            """)
        self.tree = tree
        insertEvent = event
        insertStory = story
        insertTile = tile
    }

    /// The number the next event will have.
    package var nextSeq: Int { tree.size + 1 }

    /// Appends one event, whose key must not be in the log yet.
    @discardableResult
    package mutating func append(_ draft: Draft) throws -> RecordedEvent {
        let seq = nextSeq
        let leaf = draft.leaf(at: seq)
        guard leaf.count <= EventLog.leafMaximum else {
            throw LogError(
                .tooLarge, "the event has \(leaf.count) bytes, more than \(EventLog.leafMaximum)",
                hint: "record less in one event")
        }
        let event = try EventLog.read(leaf)
        try insertEvent.run([
            .integer(seq), .text(String(decoding: leaf, as: UTF8.self)),
        ])
        for tag in draft.stories {
            try insertStory.run([
                .text(tag.story), .integer(tag.changes ? 1 : 0), .integer(seq),
            ])
        }
        let hash = leafHash(leaf)
        tree.append(hash)
        appended.append((seq, hash))
        lastRecordedAt = draft.recordedAt
        return event
    }

    /// Writes the tiles that changed, and returns the head the log will have.
    mutating func finish() throws -> Head {
        for tile in tree.takeChanges() {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(tile.hashes.count * Hash.byteCount)
            for hash in tile.hashes { hash.append(to: &bytes) }
            try insertTile.run([
                .integer(tile.address.level), .integer(tile.address.index), .blob(bytes),
            ])
        }
        return Head(size: tree.size, root: tree.root)
    }
}

/// What a write left behind: the head of the log, and how many events it appended.
package struct Receipt: Equatable, Sendable {
    package let head: Head
    package let appended: Int

    package init(head: Head, appended: Int) {
        self.head = head
        self.appended = appended
    }
}

extension EventLog {
    /// Runs `body` in a write transaction; all that it appends is kept, or none of it.
    ///
    /// Returns only when the events and the head are on disk, and the events have been read back
    /// and hashed again.
    package func write<T>(
        _ body: (inout LogWriter) throws -> T
    ) throws -> (result: T, receipt: Receipt) {
        guard isWritable else {
            throw LogError(
                .storage, "the ledger at \(folder) cannot be written by you",
                hint: "ask its owner for write access, or work on a copy")
        }
        // A new file would hide that the old one is gone; and one that cannot be opened is better
        // noticed before anything is written.
        try expectHeads()
        let heads = try openHeads()
        let outcome: (result: T, receipt: Receipt, written: Written)
        do {
            outcome = try connection.transaction {
                var writer = try LogWriter(self)
                let result = try body(&writer)
                let head = try writer.finish()
                let receipt = Receipt(head: head, appended: writer.appended.count)
                return (
                    result, receipt,
                    Written(leaves: writer.appended, recordedAt: writer.lastRecordedAt)
                )
            }
        } catch let error as SQLiteError {
            throw LogError(error)
        }
        try acknowledge(outcome.written, outcome.receipt.head, heads)
        return (outcome.result, outcome.receipt)
    }

    private func openHeads() throws(LogError) -> AppendOnlyFile {
        do throws(SQLiteError) { return try AppendOnlyFile(path: headsPath) } catch {
            throw LogError(error)
        }
    }

    private struct Written {
        let leaves: [(seq: Int, hash: Hash)]
        let recordedAt: Instant?
    }

    /// Records the head and reads back what was written; only then may success be reported.
    private func acknowledge(
        _ written: Written, _ head: Head, _ heads: borrowing AppendOnlyFile
    ) throws {
        guard let recordedAt = written.recordedAt, let first = written.leaves.first else { return }
        do {
            try heads.append(RecordedHead(head, recordedAt: recordedAt.text).line)
        } catch {
            throw LogError(
                .storage,
                "the events up to \(head.size) are in the log, but their head could not be kept: "
                    + error.message,
                hint: "free some space and run 'tally verify'; the same command with the same key "
                    + "adds nothing twice")
        }
        var expected = written.leaves[...]
        var statement = try connection.prepare(
            "SELECT seq, leaf FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq")
        try statement.bind([.integer(first.seq), .integer(first.seq + written.leaves.count - 1)])
        while try statement.step() {
            let seq = statement.row.integer(0)
            let hash = statement.row.withBytes(1) { leafHash($0) }
            guard let next = expected.popFirst(), next == (seq, hash) else {
                throw LogError(.altered(seq: seq), "event \(seq) did not read back as written")
            }
        }
        guard expected.isEmpty else {
            throw LogError(
                .altered(seq: expected.first?.seq), "an event that was written cannot be found")
        }
    }
}
