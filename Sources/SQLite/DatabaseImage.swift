internal import CSQLite

/// A database in memory as bytes, which any number of connections read side by side.
@safe
package final class DatabaseImage: Sendable {
    // Nobody writes to them after `init`.
    nonisolated(unsafe) fileprivate let bytes: UnsafeMutablePointer<UInt8>
    fileprivate let byteCount: sqlite3_int64

    /// The main database of `connection` as it is now, copied.
    package init(_ connection: borrowing Connection) throws(SQLiteError) {
        var byteCount: sqlite3_int64 = 0
        guard
            let bytes = unsafe sqlite3_serialize(connection.handle, "main", &byteCount, 0)
        else {
            let message = unsafe String(cString: sqlite3_errstr(SQLITE_NOMEM))
            throw SQLiteError(code: SQLITE_NOMEM, message: message)
        }
        unsafe self.bytes = bytes
        self.byteCount = byteCount
    }

    deinit { unsafe sqlite3_free(bytes) }
}

extension Connection {
    /// Opens an image for reading, with temporary tables of its own.
    package static func reading(_ image: DatabaseImage) throws(SQLiteError) -> Connection {
        let connection = try Connection(
            path: ":memory:", access: .create, trustsSchema: false, keeping: image)
        let code = unsafe sqlite3_deserialize(
            connection.handle, "main", image.bytes, image.byteCount, image.byteCount,
            UInt32(SQLITE_DESERIALIZE_READONLY))
        guard code == SQLITE_OK else { throw connection.failure(code, "deserialize") }
        // Pages are read where they stand.
        try connection.execute("PRAGMA mmap_size = \(image.byteCount)")
        return connection
    }
}
