internal import CanonicalJSON
internal import Essentials
internal import SQLite

/// The append-only log of one ledger: the one thing that cannot be rebuilt.
///
/// It knows envelopes, numbers and hashes, and nothing of schools. Every method blocks until SQLite
/// has answered. One value is used by one thread, which has help of a second while it writes many
/// events.
package final class EventLog {
    /// The most bytes a leaf may have.
    package static let leafMaximum = 65_535

    /// The ledger's folder.
    package let folder: String
    /// Whether events can be appended.
    package let isWritable: Bool
    private let openConnection: Connection
    /// How a connection that only reads is opened.
    let readingAccess: Connection.Access
    /// The queries that deciders ask again and again.
    private var eventBySeq: KeptQuery
    private var eventByKey: KeptQuery
    var storyEvents: KeptQuery
    private var sizeQuery: Statement?
    private var statements: WriterStatements?
    /// The stories that events are filed under.
    var filing = StoryFiling()
    /// What inserts the events of a large write while it goes on.
    var insertion: BulkInsertion?
    /// The tree as this process last left it: a log that has as many events has the same.
    var knownTree: TreeTiles?

    /// The connection, once no other thread uses it.
    ///
    /// Whatever is read through it after a failed insertion is of no consequence: the transaction
    /// ends with that failure.
    var connection: Connection {
        _read {
            try? insertion?.settle()
            yield openConnection
        }
    }

    /// Opens the ledger in `folder`; read-only when the folder cannot be written.
    ///
    /// - Parameters:
    ///   - checksSchema: Compare the tables and triggers with those shipped, before anything in them
    ///     is believed. Only a verification, which wants to find the first bad event, leaves that
    ///     for later.
    ///   - onlyReads: Leave every byte of the ledger as it is, a write-ahead log that a killed
    ///     process left included.
    /// - Throws: ``LogError`` when there is no ledger, or its tables are of another form.
    package init(
        folder: String, checksSchema: Bool = true, onlyReads: Bool = false
    ) throws(LogError) {
        self.folder = folder
        eventBySeq = KeptQuery("SELECT leaf FROM event WHERE seq = ?")
        eventByKey = KeptQuery("SELECT leaf FROM event WHERE key = ?")
        storyEvents = KeptQuery(
            """
            SELECT leaf FROM event WHERE seq IN (
                SELECT seq FROM story WHERE story = ? AND changes >= ?
            ) ORDER BY seq
            """)
        let path = folder + "/log.db"
        guard FileManager.default.fileExists(atPath: path) else {
            throw LogError(
                .notALedger, "there is no ledger at \(folder)",
                hint: "make one with 'tally init \(folder)', or name another with --ledger DIR")
        }
        let canWrite =
            FileManager.default.isWritableFile(atPath: path)
            && FileManager.default.isWritableFile(atPath: folder)
        isWritable = canWrite && !onlyReads
        do throws(SQLiteError) {
            let access =
                canWrite && !onlyReads ? .readWrite : Self.accessForReading(path)
            readingAccess = canWrite ? .readOnly : access
            openConnection = try Connection(path: path, access: access, trustsSchema: true)
        } catch {
            throw LogError(error)
        }
        try Self.expectWholeFile(openConnection, path, headsPath: folder + "/heads")
        do throws(SQLiteError) {
            if canWrite { try openConnection.execute(Self.settings) }
            guard
                try openConnection.integer("PRAGMA application_id") == Schema.applicationID,
                let version = try openConnection.integer("PRAGMA user_version"),
                version <= Schema.version
            else {
                throw SQLiteError(code: 26, message: "\(path) is not a ledger of this version")
            }
        } catch {
            throw LogError(error)
        }
        guard checksSchema else { return }
        try expectSchema()
        try expectTail()
    }

    /// How a log is opened by whoever leaves every byte of it as it is.
    ///
    /// To read only leaves a write-ahead log there where none was; a connection that may write takes
    /// an empty one away again.
    static func accessForReading(_ path: String) -> Connection.Access {
        let files = FileManager.default
        guard !files.fileExists(atPath: path + "-wal") else { return .readOnly }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let canWrite = files.isWritableFile(atPath: path) && files.isWritableFile(atPath: folder)
        return canWrite ? .readWrite : .immutable
    }

    /// Throws when the file is shorter than it says, or has lost even the page that says it.
    ///
    /// SQLite would call it damaged; that acknowledged events are gone is what matters. While there is a
    /// write-ahead log, pages may be in that.
    ///
    /// The file is read through `connection`: to open and close it here would undo the locks of any
    /// other connection of this process, and with them events that it acknowledges.
    private static func expectWholeFile(
        _ connection: borrowing Connection, _ path: String, headsPath: String
    ) throws(LogError) {
        let size = { (path: String) in fileSize(path) ?? 0 }
        guard size(headsPath) > 0 else { return }
        // In this order: a checkpoint that wrote the header is over once its write-ahead log is gone.
        let header = connection.beginning(byteCount: headerByteCount)
        guard size(path + "-wal") == 0 else { return }
        if let header {
            guard header.starts(with: "SQLite format 3\0".utf8) else { return }
            let number = { (range: Range<Int>) in header[range].reduce(0) { $0 << 8 | Int($1) } }
            let pageSize = number(16..<18) == 1 ? 65_536 : number(16..<18)
            guard size(path) < number(28..<32) * pageSize else { return }
        }
        let longest = (try heads(at: headsPath) ?? []).map(\.head.size).max() ?? 0
        throw LogError(
            .shorter(size: 0, head: longest),
            "log.db is cut off, but \(longest) events were acknowledged", hint: restoreHint,
            at: Disagreement(
                member: "log.db", expected: "\(longest) events", found: "\(size(path)) bytes",
                goodThrough: 0))
    }

    /// The header of a SQLite file: <https://www.sqlite.org/fileformat.html#the_database_header>.
    private static let headerByteCount = 100

    /// Creates an empty ledger in `folder`, which must not exist or be empty.
    package static func create(folder: String) throws -> EventLog {
        let files = FileManager.default
        let path = folder + "/log.db"
        try expectRoom(for: folder)
        do {
            try files.createDirectory(
                atPath: folder + "/projections", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try createPrivateFile(path)
            try createTables(path)
            try synchronise(folder)
        } catch let error as SQLiteError {
            throw LogError(error)
        } catch let error as CocoaError {
            throw LogError(
                .storage, "the folder \(folder) cannot be made: \(error.systemReason)",
                hint: "choose a folder you may write to")
        }
        return try EventLog(folder: folder)
    }

    /// Throws unless a ledger can be made in `folder`, because it does not exist or is empty.
    package static func expectRoom(for folder: String) throws(LogError) {
        guard let found = try? FileManager.default.contentsOfDirectory(atPath: folder),
            !found.isEmpty
        else { return }
        throw LogError(
            .exists, "\(folder) is there already and is not empty",
            hint: "choose a folder that does not exist yet")
    }

    /// Whether a folder is where SQLite's locks cannot be relied on.
    package static func isOnNetworkFileSystem(_ folder: String) -> Bool { isOnNetwork(folder) }

    /// Takes away a ledger that holds no event, as ``create(folder:)`` left it.
    package static func removeEmpty(folder: String) {
        Interruption.hold()
        defer { Interruption.release() }
        guard let log = try? EventLog(folder: folder), (try? log.size()) == 0 else { return }
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func createTables(_ path: String) throws {
        let connection = try Connection(path: path, access: .readWrite, trustsSchema: true)
        // A page of 8 KiB makes bulk appends an eighth faster than one of 4 and costs single ones
        // little.
        try connection.execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;")
        try connection.execute(settings)
        try connection.transaction {
            for object in Schema.objects { try connection.execute(object.sql) }
            try connection.execute("PRAGMA application_id = \(Schema.applicationID)")
            try connection.execute("PRAGMA user_version = \(Schema.version)")
        }
    }

    /// What every writing connection sets for itself, because the file does not remember it.
    private static let settings = "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;"

    /// The text file that holds a line for each acknowledged write.
    package var headsPath: String { folder + "/heads" }
}

// MARK: - Reading

extension EventLog {
    /// How many events there are.
    package func size() throws(LogError) -> Int {
        try reading { () throws(SQLiteError) in
            try insertion?.settle()
            var query =
                if let kept = sizeQuery.take() { kept } else {
                    try connection.prepare("SELECT max(seq) FROM event")
                }
            _ = try query.step()
            // Of a log without events it is NULL, which reads as zero.
            let size = query.row.integer(0)
            query.reset()
            sizeQuery = consume query
            return size
        }
    }

    /// The size of the history and its root, the first `size` events of it, or all.
    package func head(size: Int? = nil) throws(LogError) -> Head {
        let count = if let size { size } else { try self.size() }
        let root = try TreeTiles.root(size: count) { address, width throws(LogError) in
            try storedTile(address, width)
        }
        return Head(size: count, root: root)
    }

    /// The tree over the first `size` events, ready to grow.
    package func tree(size: Int) throws(LogError) -> TreeTiles {
        try TreeTiles(size: size) { address, width throws(LogError) in
            try storedTile(address, width)
        }
    }

    /// The event at `seq`; `nil` when the log has none.
    package func event(at seq: Int) throws(LogError) -> RecordedEvent? {
        try eventBySeq.events([.integer(seq)], connection).first
    }

    /// The event with `key`; `nil` when the log has none.
    package func event(withKey key: String) throws(LogError) -> RecordedEvent? {
        try eventByKey.events([.text(key)], connection).first
    }

    /// Calls `body` with each event up to `last`, oldest first, until it returns false.
    package func scan(
        from first: Int = 1, through last: Int? = nil,
        _ body: (RecordedEvent) throws -> Bool
    ) throws {
        var statement = try connection.prepare(
            "SELECT leaf FROM event WHERE seq BETWEEN :first AND :last ORDER BY seq")
        try statement.bind(["first": .integer(first), "last": .integer(last ?? .max)])
        do {
            while try statement.step() {
                if try !body(RecordedEvent(leaf: statement.row.bytes(0))) { return }
            }
        } catch let error as SQLiteError {
            throw LogError(error)
        }
    }

    /// The last `seq` recorded at or before `instant`; 0 when there is none.
    ///
    /// A clock set back does not reorder history: what was known at an instant is the log up to the
    /// last event that had been recorded by it.
    package func lastRecorded(by instant: Instant) throws(LogError) -> Int {
        let sql = """
            SELECT seq FROM event WHERE recorded_at <= :instant ORDER BY seq DESC LIMIT 1
            """
        return try reading { () throws(SQLiteError) in
            try connection.integer(sql, ["instant": .text(instant.text)]) ?? 0
        }
    }

    /// The last `seq` recorded before `instant`; 0 when there is none.
    package func lastRecorded(before instant: Instant) throws(LogError) -> Int {
        let sql = """
            SELECT seq FROM event WHERE recorded_at < :instant ORDER BY seq DESC LIMIT 1
            """
        return try reading { () throws(SQLiteError) in
            try connection.integer(sql, ["instant": .text(instant.text)]) ?? 0
        }
    }

    private func events(
        _ sql: String, _ bindings: [String: Value]
    ) throws(LogError) -> [RecordedEvent] {
        let leaves = try reading { () throws(SQLiteError) in
            try connection.rows(sql, bindings) { $0.bytes(0) }
        }
        var events: [RecordedEvent] = []
        for leaf in leaves { events.append(try Self.read(leaf)) }
        return events
    }

    static func read(_ leaf: [UInt8]) throws(LogError) -> RecordedEvent {
        do throws(JSONError) { return try RecordedEvent(leaf: leaf) } catch {
            throw LogError(
                .altered(seq: nil), "an event cannot be read: \(error)",
                hint: "run 'tally verify'")
        }
    }

    func writerStatements() throws(SQLiteError) -> WriterStatements {
        if let kept = statements.take() { return kept }
        return try WriterStatements(connection)
    }

    func keep(_ statements: consuming WriterStatements) { self.statements = consume statements }

    func reading<T>(_ body: () throws(SQLiteError) -> T) throws(LogError) -> T {
        do throws(SQLiteError) { return try body() } catch { throw LogError(error) }
    }

    /// A tile as the log stores it; at least the first `width` hashes of it.
    func storedTile(_ address: TileAddress, _ width: Int) throws(LogError) -> [Hash] {
        let sql = "SELECT hashes FROM tile WHERE level = :level AND position = :position"
        let found = try reading { () throws(SQLiteError) in
            try connection.rows(
                sql, ["level": .integer(address.level), "position": .integer(address.index)]
            ) { $0.bytes(0) }
        }
        let bytes = found.first ?? []
        let hashes = stride(from: 0, to: bytes.count, by: Hash.byteCount)
            .compactMap { Hash(bytes.span, at: $0) }
        guard hashes.count >= width else {
            throw LogError(
                .altered(seq: nil),
                "tile \(address.index) of level \(address.level) is incomplete",
                hint: "run 'tally verify', and restore the ledger from a copy")
        }
        return hashes
    }
}
