internal import Dispatch
internal import SQLite
internal import Synchronization

/// Inserts the events of a large write on a thread of its own, while the next are decided on.
///
/// A connection serves one thread at a time: that thread from the first ``add(_:at:)`` on, and
/// whoever called ``settle()`` from then on until the next. What is read in between is what it would
/// be without the thread. Of the events that wait there are never more than a few batches.
final class BulkInsertion {
    private let inserter: Inserter
    /// The newest events, which wait for a batch to be full.
    private var batch = EventBatch(capacity: batchCount)
    /// Whether the other thread may use the connection.
    private var isLent = false

    /// - Parameters:
    ///   - tree: The tree over the events before the first.
    ///   - isKept: Whether the transaction is in earnest, and no trial.
    init(
        _ connection: borrowing Connection, _ tree: TreeTiles, isKept: Bool
    ) throws(SQLiteError) {
        inserter = Inserter(try BulkTables(connection, tree, isKept: isKept))
    }

    // Whoever lets go last closes statements of the connection; that may not be the other thread.
    deinit { inserter.rest() }

    /// Takes in the next event.
    ///
    /// - Throws: ``LogError`` when its leaf is too large, ``SQLiteError`` when an event before it
    ///   could not be inserted.
    func add(_ draft: Draft, at seq: Int) throws {
        try batch.add(draft, at: seq)
        guard batch.events.count >= batchCount else { return }
        try inserter.expectSuccess()
        isLent = true
        inserter.add(takeBatch())
    }

    /// Returns when all events are in their table; nobody else uses the connection then.
    func settle() throws(SQLiteError) {
        if isLent { inserter.insertAll() }
        isLent = false
        if !batch.events.isEmpty { inserter.insert(takeBatch()) }
        try inserter.expectSuccess()
    }

    /// The tree over all events so far.
    func tree() throws(SQLiteError) -> TreeTiles {
        try settle()
        return inserter.tables.withLock { $0.tree }
    }

    /// The tiles that changed since this was last called.
    func takeTiles() throws(SQLiteError) -> [Tile] {
        try settle()
        return inserter.tables.withLock { $0.takeTiles() }
    }

    /// Writes the rows of one story, so that it can be read.
    func write(_ story: String) throws(SQLiteError) {
        try settle()
        try inserter.tables.withLock { tables throws(SQLiteError) in try tables.write(story) }
    }

    /// Writes the rows of all stories.
    func writeStories() throws(SQLiteError) {
        try settle()
        try inserter.tables.withLock { tables throws(SQLiteError) in try tables.writeStories() }
    }

    /// Gives up what waits, because the transaction is rolled back; nobody else uses the connection
    /// then.
    ///
    /// - Returns: Why an event could not be inserted, when that is so.
    func abandon() -> SQLiteError? {
        inserter.stop()
        inserter.insertAll()
        return inserter.failure
    }

    private func takeBatch() -> EventBatch {
        defer { batch = EventBatch(capacity: batchCount) }
        return batch
    }
}

/// Inserts one batch after the other, up to the first that fails; mostly on a thread of its own, but
/// whoever waits for it does what that thread has not begun with.
private final class Inserter: Sendable {
    /// Held by whoever inserts, from when a batch is taken until it is in the tables.
    let tables: Mutex<BulkTables>
    private let work = Mutex(Work())
    private let queue = DispatchQueue(label: "inserting")

    private struct Work {
        var waiting: [EventBatch] = []
        /// Whether the thread will look at what waits before it rests.
        var isAwake = false
        var isStopped = false
        var failure: SQLiteError?

        mutating func next() -> EventBatch? {
            if isStopped || failure != nil { waiting = [] }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    init(_ tables: consuming BulkTables) { self.tables = Mutex(tables) }

    var failure: SQLiteError? { work.withLock { $0.failure } }

    func expectSuccess() throws(SQLiteError) {
        if let failure { throw failure }
    }

    /// Passes over whatever is not begun with.
    func stop() { work.withLock { $0.isStopped = true } }

    /// Has the thread insert a batch; when too many wait, the first is inserted here.
    func add(_ batch: EventBatch) {
        let (sleeps, count) = work.withLock { work in
            defer { work.isAwake = true }
            work.waiting.append(batch)
            return (!work.isAwake, work.waiting.count)
        }
        if sleeps { queue.async { while self.insertNext(isThread: true) {} } }
        if count > batchesMaximum { _ = insertNext() }
    }

    /// Inserts whatever waits, and returns when all is in the tables.
    func insertAll() {
        while insertNext() {}
    }

    /// Inserts a batch after which no other waits, on the thread that calls.
    func insert(_ batch: EventBatch) {
        work.withLock { $0.waiting.append(batch) }
        insertAll()
    }

    /// Waits until the thread has nothing more to do.
    func rest() { queue.sync {} }

    /// Inserts the first batch that waits; false when there is none.
    private func insertNext(isThread: Bool = false) -> Bool {
        tables.withLock { tables in
            let next = work.withLock { work in
                let next = work.next()
                if isThread, next == nil { work.isAwake = false }
                return next
            }
            guard let next else { return false }
            do throws(SQLiteError) { try tables.insert(next) } catch {
                work.withLock { $0.failure = error }
            }
            return true
        }
    }
}

/// How many events are inserted in one go, and how many batches of them wait at most.
private let batchCount = 16
private let batchesMaximum = 32
