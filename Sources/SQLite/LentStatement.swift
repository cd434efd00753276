internal import CSQLite

/// A statement that one thread lends to another, with the connection it belongs to.
///
/// A connection serves one thread at a time: while the other thread may run the statement, nobody
/// else uses the connection or anything of it. That is for both of them to see to.
package struct LentStatement: ~Copyable, @unchecked Sendable {
    private var statement: Statement

    package init(_ statement: consuming Statement) { self.statement = statement }

    /// Binds the cells in their order and runs the statement to its end; nothing is copied.
    package mutating func run(_ row: EncodedRow) throws(SQLiteError) { try statement.run(row) }

    /// Writes the pages that the transaction has changed so far to the write-ahead log, where its
    /// end would write them.
    package mutating func writeChangedPages() throws(SQLiteError) {
        let connection = unsafe sqlite3_db_handle(statement.handle)
        let code = unsafe sqlite3_db_cacheflush(connection)
        // A page that is in use is written later.
        guard code == SQLITE_OK || code == SQLITE_BUSY else { throw statement.failure(code) }
    }
}
