internal import CSQLite

/// A value SQLite can store in a strict table.
package enum Value: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case integer(Int)
    case text(String)
    case blob([UInt8])
    case null

    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(_ text: String?) { self = text.map(Value.text) ?? .null }
    package init(_ number: Int?) { self = number.map(Value.integer) ?? .null }
}

/// One compiled statement; it finalises itself when its owner lets go.
@safe
package struct Statement: ~Copyable {
    let handle: OpaquePointer

    init(handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe sqlite3_finalize(handle) }

    /// The current row; only meaningful after ``step()`` has returned true.
    package var row: Row { unsafe Row(handle: handle) }

    /// The names of the columns a row will have.
    package var columns: [String] {
        (0..<(unsafe sqlite3_column_count(handle))).map { index in
            unsafe sqlite3_column_name(handle, index).map { unsafe String(cString: $0) } ?? ""
        }
    }

    /// The parameter names the statement mentions, without the leading colon.
    package var parameters: Set<String> {
        let names = (0..<(unsafe sqlite3_bind_parameter_count(handle))).compactMap { index in
            unsafe sqlite3_bind_parameter_name(handle, index + 1)
                .map { unsafe String(cString: $0 + 1) }
        }
        return Set(names)
    }

    /// Moves to the next row; false when there is none.
    ///
    /// The statement is then ready to run again.
    package mutating func step() throws(SQLiteError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            unsafe sqlite3_reset(handle)
            return false
        case let code:
            let error = failure(code)
            unsafe sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs the statement to its end and transforms each of its rows.
    package mutating func rows<T>(
        _ transform: (borrowing Row) -> T
    ) throws(SQLiteError) -> [T] {
        var result: [T] = []
        while try step() { result.append(transform(row)) }
        return result
    }

    /// Gives up the rows that are left, so that the statement can run again.
    package mutating func reset() { unsafe sqlite3_reset(handle) }

    /// Binds by name; a parameter left out is `NULL`, a name the SQL lacks is ignored.
    package mutating func bind(_ bindings: [String: Value]) throws(SQLiteError) {
        unsafe sqlite3_clear_bindings(handle)
        for (name, value) in bindings {
            let index = unsafe sqlite3_bind_parameter_index(handle, ":" + name)
            if index > 0 { try bind(value, at: index) }
        }
    }

    /// Binds the parameters in their order.
    package mutating func bind(_ values: [Value]) throws(SQLiteError) {
        for (offset, value) in values.enumerated() { try bind(value, at: Int32(offset + 1)) }
    }

    /// Binds the parameters in their order and runs the statement to its end.
    package mutating func run(_ values: [Value]) throws(SQLiteError) {
        try bind(values)
        while try step() {}
    }

    private func bind(_ value: Value, at index: Int32) throws(SQLiteError) {
        let code =
            switch value {
            case .integer(let number): unsafe sqlite3_bind_int64(handle, index, Int64(number))
            case .text(let text):
                unsafe sqlite3_bind_text(
                    handle, index, text, Int32(text.utf8.count), transient)
            case .blob(let bytes):
                unsafe sqlite3_bind_blob(handle, index, bytes, Int32(bytes.count), transient)
            case .null: unsafe sqlite3_bind_null(handle, index)
            }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    func failure(_ code: Int32) -> SQLiteError {
        let database = unsafe sqlite3_db_handle(handle)
        return unsafe SQLiteError(
            code: code,
            message: String(cString: sqlite3_errmsg(database)),
            sql: sqlite3_sql(handle).map { unsafe String(cString: $0) })
    }
}

/// `SQLITE_TRANSIENT`: tells SQLite to copy the bytes before the call returns.
private let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
