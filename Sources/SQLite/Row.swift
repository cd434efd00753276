internal import CSQLite

/// The current row of a running statement; column numbers start at zero.
@safe
package struct Row: ~Copyable {
    let handle: OpaquePointer

    init(handle: OpaquePointer) { unsafe self.handle = handle }

    /// The number of columns.
    package var count: Int { Int(unsafe sqlite3_column_count(handle)) }

    package func isNull(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    /// The column as a number; `NULL` reads as zero.
    package func integer(_ column: Int) -> Int {
        Int(unsafe sqlite3_column_int64(handle, Int32(column)))
    }

    /// The column as text; `NULL` reads as the empty string.
    package func text(_ column: Int) -> String {
        unsafe String(decoding: buffer(column), as: UTF8.self)
    }

    /// The column as the value it holds; a number with a fraction reads as its text.
    package func value(_ column: Int) -> Value {
        switch unsafe sqlite3_column_type(handle, Int32(column)) {
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_NULL: .null
        case SQLITE_BLOB: .blob(bytes(column))
        default: .text(text(column))
        }
    }

    /// A copy of the column's bytes.
    package func bytes(_ column: Int) -> [UInt8] { unsafe Array(buffer(column)) }

    /// Lends the column's bytes, without copying them, until `body` returns.
    package func withBytes<T, E: Error>(
        _ column: Int, _ body: (borrowing Span<UInt8>) throws(E) -> T
    ) throws(E) -> T {
        try body(unsafe Span<UInt8>(_unsafeBytes: buffer(column)))
    }

    private func buffer(_ column: Int) -> UnsafeRawBufferPointer {
        let start = unsafe sqlite3_column_blob(handle, Int32(column))
        let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
        return unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }
}
