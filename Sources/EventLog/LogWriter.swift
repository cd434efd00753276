internal import CanonicalJSON
internal import SQLite

/// The log inside a write transaction: what is read is what is true until it ends.
package struct LogWriter: ~Copyable {
    /// The tree as it was before the first append.
    let treeBefore: TreeTiles
    /// The tree with what was appended; of a large write, once it is finished.
    private(set) var tree: TreeTiles
    private var size: Int
    private let log: EventLog
    /// What inserts the events of a large write.
    private let insertion: BulkInsertion?
    private var statements: WriterStatements
    /// What is bound next.
    private var row = EncodedRow()
    /// The keys of what a large write appended.
    private var keys: WrittenKeys?
    private(set) var lastRecordedAt: Instant?

    /// - Parameter isKept: Of a large write, whether it is in earnest; `nil` of a small one.
    init(_ log: EventLog, bulk isKept: Bool?) throws {
        let size = try log.size()
        let tree =
            if let known = log.knownTree, known.size == size { known } else {
                try TreeTiles(size: size, tile: log.storedTile)
            }
        let insertion = try isKept.map { try BulkInsertion(log.connection, tree, isKept: $0) }
        let statements = try log.writerStatements()
        treeBefore = tree
        self.tree = tree
        self.size = size
        self.log = log
        self.insertion = insertion
        self.statements = statements
        keys = insertion == nil ? nil : WrittenKeys(after: size, log.place)
        log.insertion = insertion
        runTriggers(false)
    }

    /// Has triggers run or, while many events are appended, not run.
    ///
    /// One trigger alone is passed over so, which refuses an event that replaces another, at half of
    /// the time of an insert. What is inserted here has the next number and replaces nothing: the
    /// keys of the table refuse that themselves, and whoever is not this process meets the trigger.
    private func runTriggers(_ isOn: Bool) {
        if insertion != nil { log.connection.runTriggers(isOn) }
    }

    /// The number the next event will have.
    package var nextSeq: Int { size + 1 }

    /// How many events were appended.
    var appended: Int { size - treeBefore.size }

    /// Whether the log may hold an event with `key`; if not, it need not be looked for.
    package mutating func mayHold(_ key: String) throws -> Bool {
        try keys?.mayHold(key) ?? true
    }

    /// Appends one event, whose key must not be in the log yet.
    @discardableResult
    package mutating func append(_ draft: Draft) throws -> AppendedEvent {
        let seq = nextSeq
        try draft.expectData()
        if let insertion {
            try insertion.add(draft, at: seq)
        } else {
            try insert(draft, at: seq)
        }
        size = seq
        keys?.insert(draft.key)
        if appended % appendsBetweenTiles == 0 { try writeTiles() }
        lastRecordedAt = draft.recordedAt
        return AppendedEvent(draft, at: seq)
    }

    /// Puts the event into the tables and the tree.
    private mutating func insert(_ draft: Draft, at seq: Int) throws {
        let leaf = draft.leaf(at: seq)
        try EventLog.expectLeaf(ofCount: leaf.count)
        row.removeAll()
        row.integer(seq)
        row.text(utf8: leaf)
        try statements.insertEvent.run(row)
        for tag in draft.stories { try log.filing.file(seq, under: tag, log.connection) }
        tree.append(leafHash(leaf))
    }

    /// Writes what is not written yet, and returns the head the log will have.
    @discardableResult
    package mutating func finish() throws -> Head {
        try insertion?.writeStories()
        try writeTiles()
        if let insertion { tree = try insertion.tree() }
        return Head(size: tree.size, root: tree.root)
    }

    /// Gives the statements back, for the next transaction.
    consuming func end() -> WriterStatements { statements }

    /// Writes the tiles that changed, so that heads of what was appended can be read.
    package mutating func writeTiles() throws {
        let tiles = try insertion?.takeTiles() ?? tree.takeChanges()
        runTriggers(true)
        defer { runTriggers(false) }
        for tile in tiles {
            try statements.insertTile.run([
                .integer(tile.address.level), .integer(tile.address.index), .blob(tile.bytes),
            ])
        }
    }
}

/// What a writer runs again and again, from one transaction to the next.
struct WriterStatements: ~Copyable {
    var insertEvent: Statement
    var insertTile: Statement
    var readBack: Statement

    init(_ connection: borrowing Connection) throws(SQLiteError) {
        let event = try connection.prepare("INSERT INTO event (seq, leaf) VALUES (?, ?)")
        let tile = try connection.prepare(
            """
            INSERT INTO tile (level, position, hashes) VALUES (?, ?, ?)
            ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes
            """)
        let leaves = try connection.prepare(
            "SELECT leaf FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq")
        insertEvent = event
        insertTile = tile
        readBack = leaves
    }
}

/// After how many appends the tiles are written, so that they need not all be held.
private let appendsBetweenTiles = 16_384

/// An event that was appended, as receipts name it.
package struct AppendedEvent: Equatable, Sendable {
    package let seq: Int
    package let key: String
    package let type: String
    package let validFrom: String
    package let recordedAt: Instant

    init(_ draft: Draft, at seq: Int) {
        self.seq = seq
        key = draft.key
        type = draft.type
        validFrom = draft.validFrom
        recordedAt = draft.recordedAt
    }

    package init(_ event: RecordedEvent) {
        seq = event.seq
        key = event.key
        type = event.type
        validFrom = event.validFrom
        recordedAt = event.recordedAt
    }
}

extension Draft {
    /// Throws unless the data is one canonical JSON value, which is all of a leaf that is not
    /// written here.
    fileprivate func expectData() throws(LogError) {
        do throws(JSONError) {
            var cursor = JSONCursor()
            let place = try cursor.skipValue(data.span)
            guard place == 0..<data.count else {
                throw JSONError("text after the end of the data", at: place.upperBound)
            }
        } catch {
            throw LogError(
                .altered(seq: nil), "the event cannot be written: \(error)",
                hint: "its data is not canonical JSON")
        }
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
    ///
    /// - Parameter isBulk: Whether many events are to be expected.
    package func write<T>(
        isBulk: Bool = false, _ body: (inout LogWriter) throws -> T
    ) throws -> (result: T, receipt: Receipt) {
        try expectWritable()
        // A new file would hide that the old one is gone; and one that cannot be opened is better
        // noticed before anything is written.
        try expectHeads()
        let heads = try openHeads()
        let outcome: (result: T, receipt: Receipt, written: Written)
        defer { if isBulk { endBulk() } }
        var isHeld = false
        do {
            if isBulk { try beginBulk() }
            outcome = try connection.transaction {
                try settled {
                    try expectInPlace()
                    var writer = try LogWriter(self, bulk: isBulk ? true : nil)
                    let result = try body(&writer)
                    let head = try writer.finish()
                    try Interruption.check()
                    // From here on the events are kept; that they are must be said.
                    Interruption.hold()
                    isHeld = true
                    let receipt = Receipt(head: head, appended: writer.appended)
                    let written = Written(
                        treeBefore: writer.treeBefore, treeAfter: writer.tree,
                        recordedAt: writer.lastRecordedAt)
                    keep((consume writer).end())
                    return (result, receipt, written)
                }
            }
        } catch {
            if isHeld { Interruption.release() }
            throw (error as? SQLiteError).map { LogError($0) } ?? error
        }
        let tidying = outcome.receipt.appended >= appendsBetweenTiles ? Tidying(place) : nil
        defer { tidying?.wait() }
        try acknowledge(outcome.written, outcome.receipt.head, heads)
        knownTree = outcome.written.treeAfter
        return (outcome.result, outcome.receipt)
    }

    /// Runs `body` in a write transaction of which nothing is kept: no byte of any file changes.
    ///
    /// - Parameter isBulk: Whether many events are to be expected.
    package func rehearse<T>(
        isBulk: Bool = false, _ body: (inout LogWriter) throws -> T
    ) throws -> T {
        try expectWritable()
        defer { if isBulk { endBulk() } }
        do {
            if isBulk { try beginBulk() }
            return try connection.rehearsal {
                try settled {
                    var writer = try LogWriter(self, bulk: isBulk ? false : nil)
                    let result = try body(&writer)
                    try Interruption.check()
                    return result
                }
            }
        } catch let error as SQLiteError {
            throw LogError(error)
        }
    }

    private func expectWritable() throws(LogError) {
        guard !isWritable else { return }
        throw LogError(
            .storage, "the ledger at \(folder) cannot be written by you",
            hint: "ask its owner for write access, or work on a copy")
    }

    /// Runs `body` within a transaction, and lets nothing come back from it before the connection is
    /// this thread's alone.
    ///
    /// - Throws: What stopped the insertion of events, if anything did: whatever `body` found after
    ///   that, it found in a log that lacks some.
    private func settled<T>(_ body: () throws -> T) throws -> T {
        do {
            let result = try body()
            try insertion?.settle()
            return result
        } catch {
            throw insertion?.abandon() ?? error
        }
    }

    private func beginBulk() throws(SQLiteError) { try connection.execute(bulkSettings) }

    private func endBulk() {
        insertion = nil
        connection.runTriggers(true)
        // At worst the next transaction is given more memory.
        try? connection.execute(ordinarySettings)
    }

    /// Throws when this ledger was replaced since it was opened: what is written to a file that
    /// nobody finds any more is lost.
    private func expectInPlace() throws(LogError) {
        guard connection.isMoved else { return }
        throw LogError(
            .busy, "the ledger at \(folder) was replaced by another while this command ran",
            hint: "nothing was recorded; run the command again")
    }

    private func openHeads() throws(LogError) -> AppendOnlyFile {
        do throws(SQLiteError) { return try AppendOnlyFile(path: headsPath) } catch {
            throw LogError(error)
        }
    }

    private struct Written {
        let treeBefore: TreeTiles
        let treeAfter: TreeTiles
        let recordedAt: Instant?
    }

    /// Records the head and reads back what was written; only then may success be reported.
    private func acknowledge(
        _ written: Written, _ head: Head, _ heads: borrowing AppendOnlyFile
    ) throws {
        guard let recordedAt = written.recordedAt else { return }
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
        try expectReadBack(written.treeBefore, head)
    }

    /// Reads the events after `tree` back and grows the tree with them: its root must be that of the
    /// head.
    private func expectReadBack(_ tree: TreeTiles, _ head: Head) throws {
        var tree = tree
        let first = tree.size + 1
        var statements = try writerStatements()
        try statements.readBack.bind([.integer(first), .integer(head.size)])
        while try statements.readBack.step() {
            tree.append(statements.readBack.row.withBytes(0) { leafHash($0) })
            if tree.size % Tile.capacity == 0 { _ = tree.takeChanges() }
        }
        keep(statements)
        guard tree.size == head.size, tree.root == head.root else {
            throw LogError(
                .altered(seq: nil),
                "the events \(first) to \(head.size) did not read back as written",
                hint: "run 'tally verify'")
        }
    }
}

/// A large transaction holds many pages in memory, and does not copy them to the database itself.
private let bulkSettings = "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536;"
/// What SQLite has unless told otherwise.
private let ordinarySettings = "PRAGMA wal_autocheckpoint = 1000; PRAGMA cache_size = -2000;"
