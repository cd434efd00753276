internal import CSQLite

/// One open database.
///
/// A connection cannot be copied and is not `Sendable`: whoever holds it is the only one
/// who can use it.
@safe
package struct Connection: ~Copyable {
    let handle: OpaquePointer
    /// What it reads instead of a file; it stays as long as the connection.
    private let image: DatabaseImage?

    /// How a database file is opened.
    package enum Access: Sendable, Equatable {
        /// Read and write; the file is created when absent.
        case create
        /// Read and write an existing file.
        case readWrite
        /// Read an existing file.
        case readOnly
        /// Read a file that nothing can be writing, from a folder that cannot be written.
        /// <https://www.sqlite.org/uri.html#uriimmutable>
        case immutable
    }

    /// Opens the database at `path`; `":memory:"` with `.create` opens a private one.
    ///
    /// - Parameter trustsSchema: Let the file's own tables call functions such as `json_extract`.
    ///   Only for files whose schema is compared with the one expected: a file may come from a
    ///   stranger (<https://www.sqlite.org/security.html>).
    /// - Throws: ``SQLiteError`` when the file cannot be opened.
    package init(
        path: String, access: Access = .create, trustsSchema: Bool = false
    ) throws(SQLiteError) {
        try self.init(path: path, access: access, trustsSchema: trustsSchema, keeping: nil)
    }

    init(
        path: String, access: Access, trustsSchema: Bool, keeping image: DatabaseImage?
    ) throws(SQLiteError) {
        _ = isConfigured
        self.image = image
        var opened: OpaquePointer?
        let flags =
            switch access {
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readWrite: SQLITE_OPEN_READWRITE
            case .readOnly, .immutable: SQLITE_OPEN_READONLY
            }
        // As a URI, so that what is attached later can be one too.
        let options = access == .immutable ? "?immutable=1" : ""
        let name = path == ":memory:" ? path : "file:\(uriEscaped(path))\(options)"
        let noFollow = path == ":memory:" ? 0 : SQLITE_OPEN_NOFOLLOW
        let code = unsafe sqlite3_open_v2(
            name, &opened, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | noFollow, nil)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            let message = unsafe String(cString: sqlite3_errstr(code))
            unsafe sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: "\(message): \(path)")
        }
        unsafe handle = opened
        unsafe sqlite3_extended_result_codes(opened, 1)
        if !trustsSchema { unsafe tally_sqlite3_distrust_schema(opened) }
        unsafe tally_sqlite3_defend(opened)
        unsafe sqlite3_busy_timeout(opened, busyTimeoutMilliseconds)
        unsafe Interruption.stops(opened)
    }

    // close_v2 waits for statements that outlive the connection, so the order in which
    // Swift destroys the two cannot matter.
    deinit { unsafe sqlite3_close_v2(handle) }

    /// The first bytes of the file itself, whatever is in a write-ahead log; `nil` when there are
    /// fewer.
    package func beginning(byteCount: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        let code = unsafe tally_sqlite3_read_beginning(handle, &bytes, Int32(byteCount))
        return code == SQLITE_OK ? bytes : nil
    }

    /// Whether triggers are run; a change has every statement compiled anew when it next runs.
    package func runTriggers(_ isOn: Bool) {
        unsafe tally_sqlite3_enable_triggers(handle, isOn ? 1 : 0)
    }

    /// Runs SQL that returns no rows, possibly several statements.
    package func execute(_ sql: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, sql) }
    }

    /// Compiles one statement.
    package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var compiled: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql, -1, 0, &compiled, nil)
        guard code == SQLITE_OK else { throw failure(code, sql) }
        guard let compiled = unsafe compiled else {
            throw SQLiteError(code: SQLITE_MISUSE, message: "no statement", sql: sql)
        }
        return unsafe Statement(handle: compiled)
    }

    /// Runs one statement to its end, ignoring rows.
    package func run(_ sql: String, _ bindings: [String: Value] = [:]) throws(SQLiteError) {
        var statement = try prepare(sql)
        try statement.bind(bindings)
        while try statement.step() {}
    }

    /// Runs one statement and transforms each of its rows.
    package func rows<T>(
        _ sql: String, _ bindings: [String: Value] = [:], _ transform: (borrowing Row) -> T
    ) throws(SQLiteError) -> [T] {
        var statement = try prepare(sql)
        try statement.bind(bindings)
        return try statement.rows(transform)
    }

    /// The first column of the first row, or `nil` when there is no row or it is `NULL`.
    package func integer(
        _ sql: String, _ bindings: [String: Value] = [:]
    ) throws(SQLiteError) -> Int? {
        try rows(sql, bindings) { $0.isNull(0) ? nil : $0.integer(0) }.first ?? nil
    }

    /// Adds the tables of the file at `path`, which must exist, under the name `schema`.
    package func attach(
        _ path: String, as schema: String, access: Access
    ) throws(SQLiteError) {
        let mode =
            switch access {
            case .create: "mode=rwc"
            case .readWrite: "mode=rw"
            case .readOnly: "mode=ro"
            case .immutable: "immutable=1"
            }
        try run(
            "ATTACH :uri AS \"\(schema)\"",
            ["uri": .text("file:\(uriEscaped(path))?\(mode)")])
    }

    /// Runs `body` in a write transaction: all of its changes are kept, or none.
    package func transaction<T>(_ body: () throws -> T) throws -> T {
        try execute("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // SQLite may already have rolled back (a full disk does that); a second
            // rollback then fails harmlessly, and the first error is the one to report.
            try? execute("ROLLBACK")
            throw error
        }
    }

    /// Runs `body` in a write transaction of which nothing is kept; nothing reaches the file, nor the
    /// write-ahead log.
    ///
    /// Pages that `body` changes stay in memory however many they are:
    /// <https://www.sqlite.org/pragma.html#pragma_cache_spill>.
    package func rehearsal<T>(_ body: () throws -> T) throws -> T {
        try execute("PRAGMA cache_spill = OFF")
        try execute("BEGIN IMMEDIATE")
        defer {
            // SQLite may already have rolled back; a second rollback then fails harmlessly.
            try? execute("ROLLBACK")
            // It is only the ordinary way to do with memory.
            try? execute("PRAGMA cache_spill = ON")
        }
        return try body()
    }

    func failure(_ code: Int32, _ sql: String) -> SQLiteError {
        SQLiteError(code: code, message: unsafe String(cString: sqlite3_errmsg(handle)), sql: sql)
    }
}

/// Nobody asks how much memory SQLite uses, and counting it is a twentieth of an import.
/// <https://www.sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus>
private let isConfigured = tally_sqlite3_count_no_memory() == SQLITE_OK

/// How long a writer waits for another before it reports ``SQLiteError/isBusy``.
private let busyTimeoutMilliseconds: Int32 = 10_000

/// A file path with the characters that mean something in a URI written as `%xx`.
private func uriEscaped(_ path: String) -> String {
    path.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "%"):
            "%" + String(byte, radix: 16)
        default: String(decoding: [byte], as: UTF8.self)
        }
    }.joined()
}

/// The version of SQLite that runs, such as 3.40.1.
package var sqliteVersion: String { unsafe String(cString: sqlite3_libversion()) }
