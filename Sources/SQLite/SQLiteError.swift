internal import CSQLite

/// A failure reported by SQLite.
///
/// Equality considers only ``code``, so a test can write
/// `#expect(throws: SQLiteError.full)` without repeating message text.
package struct SQLiteError: Error, Sendable {
    /// The extended result code, such as `SQLITE_CONSTRAINT_UNIQUE` (2067).
    package let code: Int32
    /// What SQLite said, in its own words.
    package let message: String
    /// The statement being run, without its bound values (they may be personal data).
    package let sql: String?

    package init(code: Int32, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// The low eight bits of ``code``: the kind of failure without its detail.
    package var primaryCode: Int32 { code & 0xff }
}

extension SQLiteError: Equatable {
    package static func == (a: Self, b: Self) -> Bool { a.code == b.code }

    /// The disk, or the page limit set on the connection, is full.
    package static var full: Self { Self(code: SQLITE_FULL, message: "") }
    /// A trigger refused the statement.
    package static var constraintTrigger: Self {
        Self(code: SQLITE_CONSTRAINT | (7 << 8), message: "")
    }
}

extension SQLiteError {
    /// Another process holds the lock and did not let go within the busy timeout.
    package var isBusy: Bool { [SQLITE_BUSY, SQLITE_LOCKED].contains(primaryCode) }
    /// The statement does more than ``Connection/hold(to:)`` allows.
    package var isForbidden: Bool { primaryCode == SQLITE_AUTH }
    /// The storage failed: full, read-only, or an input/output error.
    package var isStorage: Bool {
        [SQLITE_FULL, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PERM]
            .contains(primaryCode)
    }
    /// The file is damaged, or is no SQLite database.
    package var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(primaryCode) }
}

extension SQLiteError: CustomStringConvertible {
    package var description: String {
        let place = sql.map { " in: \($0.prefix(200))" } ?? ""
        return "SQLite \(code): \(message)\(place)"
    }
}
