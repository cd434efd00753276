internal import SQLite

/// The tables that the events of a large write are put into, and the tree they grow.
struct BulkTables: ~Copyable, Sendable {
    private(set) var tree: TreeTiles
    private var insertEvent: LentStatement
    private var insertRow: LentStatement
    private var insertRows: LentStatement
    /// What is bound next.
    private var row = EncodedRow()
    private var waiting = WaitingStories()
    private var rowsWritten = 0
    private let waitingBounds: ClosedRange<Int>

    /// How often changed pages are still written before the transaction ends.
    private var flushesLeft: Int
    private var eventsSinceFlush = 0

    /// - Parameters:
    ///   - tree: The tree over the events before the first.
    ///   - isKept: Whether the transaction is in earnest; of a trial no byte may leave the memory.
    ///   - waitingBounds: How many rows wait at least before they are written, as long as there are
    ///     few in the table; and how many at most.
    init(
        _ connection: borrowing Connection, _ tree: TreeTiles, isKept: Bool,
        waitingBounds: ClosedRange<Int> = rowsWaiting
    ) throws(SQLiteError) {
        self.tree = tree
        flushesLeft = isKept ? flushesMaximum : 0
        self.waitingBounds = waitingBounds
        // To fail half-way is no harm where the transaction ends with it, and needs no journal.
        let story = "INSERT OR FAIL INTO story (story, changes, seq) VALUES (?, ?, ?)"
        let more = String(repeating: ", (?, ?, ?)", count: rowsAtOnce - 1)
        let event = try connection.prepare("INSERT INTO event (seq, leaf) VALUES (?, ?)")
        let one = try connection.prepare(story)
        let several = try connection.prepare(story + more)
        insertEvent = LentStatement(event)
        insertRow = LentStatement(one)
        insertRows = LentStatement(several)
    }

    /// Puts the events into their table; their stories wait.
    mutating func insert(_ batch: EventBatch) throws(SQLiteError) {
        var seq = batch.firstSeq
        var start = 0
        for event in batch.events {
            row.removeAll()
            row.integer(seq)
            row.text { $0.append(contentsOf: batch.leaves[start..<event.end]) }
            try insertEvent.run(row)
            tree.append(leafHash(batch.leaves.span.extracting(start..<event.end)))
            waiting.file(seq, under: event.stories)
            seq += 1
            start = event.end
        }
        let bounds = waitingBounds
        if waiting.count >= min(max(bounds.lowerBound, rowsWritten), bounds.upperBound) {
            try writeStories()
        }
        eventsSinceFlush += batch.events.count
        if flushesLeft > 0, eventsSinceFlush >= eventsBetweenFlushes { try flush() }
    }

    /// The tiles that changed since this was last called.
    mutating func takeTiles() -> [Tile] { tree.takeChanges() }

    /// Writes what the memory would hold up to the end of the transaction, as long as that is not
    /// much; of a larger one SQLite writes the oldest pages itself.
    private mutating func flush() throws(SQLiteError) {
        try insertEvent.writeChangedPages()
        flushesLeft -= 1
        eventsSinceFlush = 0
    }

    /// Writes what waits of one story, before somebody reads it; so the table never tells less than
    /// was filed.
    mutating func write(_ story: String) throws(SQLiteError) {
        let rows = waiting.take(story)
        for waiting in rows {
            row.removeAll()
            add(waiting, of: story)
            try insertRow.run(row)
        }
        rowsWritten += rows.count
    }

    /// Writes what waits of all stories, in the order of the table.
    mutating func writeStories() throws(SQLiteError) {
        row.removeAll()
        for (story, rows) in waiting.takeAll() {
            // First the events that only depend on the story.
            for changes in [false, true] {
                for waiting in rows where waiting.changes == changes {
                    add(waiting, of: story)
                    guard row.count == rowsAtOnce * 3 else { continue }
                    try insertRows.run(row)
                    row.removeAll()
                }
            }
            rowsWritten += rows.count
        }
        try writeRest()
    }

    /// Writes the rows that are too few to be written together.
    private mutating func writeRest() throws(SQLiteError) {
        let rest = row
        for first in stride(from: 0, to: rest.count, by: 3) {
            row.removeAll()
            for cell in first..<first + 3 {
                if let text = rest.text(at: cell) {
                    row.text(text)
                } else {
                    row.integer(rest.integer(at: cell))
                }
            }
            try insertRow.run(row)
        }
    }

    private mutating func add(_ waiting: WaitingStories.Row, of story: String) {
        row.text(story)
        row.integer(waiting.changes ? 1 : 0)
        row.integer(waiting.seq)
    }
}

/// How many rows one statement inserts, which halves the time of each.
private let rowsAtOnce = 32

/// How many rows wait: at most some twenty megabytes of them.
///
/// Of an import that is not large, most rows are so written before its last event comes; of one that
/// is, each page is written seldom.
private let rowsWaiting = 1 << 16...1 << 18

/// After how many events changed pages are written, and how often.
///
/// A page that is changed again is written again, so it may not be often.
private let eventsBetweenFlushes = 1 << 14
private let flushesMaximum = 8
