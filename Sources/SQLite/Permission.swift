internal import CSQLite

/// What the SQL of a stranger may do.
///
/// SQLite asks when a statement is compiled, and of some, such as `VACUUM INTO`, only when it runs
/// (<https://www.sqlite.org/c3ref/set_authorizer.html>).
package enum Permission: Int, Sendable {
    /// Make tables and indexes, and nothing else.
    case makeTables = 1
    /// Read, and change rows of the tables that were made so.
    case changeRows
    /// The same, and change rows of temporary tables.
    case changeTemporaryRows
    /// Read.
    case read

    /// The tables of a read model's file that belong to the engine.
    fileprivate static let reserved: Set<String> = ["checkpoint", "quarantine"]

    fileprivate func allows(_ action: Int32, _ first: String, _ schema: String) -> Bool {
        let isReserved = Self.reserved.contains(first.lowercased())
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: return self != .makeTables
        case SQLITE_FUNCTION: return true
        case SQLITE_READ: return !isReserved
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
            if self == .makeTables { return first == "sqlite_master" && schema == "main" }
            if self == .changeTemporaryRows, schema == "temp" { return true }
            return self != .read && schema == "main" && !isReserved
                && !first.lowercased().hasPrefix("sqlite_")
        case SQLITE_CREATE_TABLE, SQLITE_CREATE_INDEX:
            return self == .makeTables && schema == "main" && !isReserved
        case SQLITE_REINDEX: return self == .makeTables
        default: return false
        }
    }
}

extension Connection {
    /// Refuses every statement that is compiled from now on and does more than `permission` says;
    /// `nil` allows everything again.
    package func hold(to permission: Permission?) {
        guard let permission else {
            unsafe sqlite3_set_authorizer(handle, nil, nil)
            return
        }
        // Nothing is behind this pointer: its number is the permission.
        let context = unsafe UnsafeMutableRawPointer(bitPattern: permission.rawValue)
        unsafe sqlite3_set_authorizer(
            handle,
            { context, action, first, second, schema, _ in
                let permission = Permission(rawValue: Int(bitPattern: context))
                // SQLite gives the name of a function as the second word, all others as the first.
                let word = action == SQLITE_FUNCTION ? unsafe second : unsafe first
                let allowed = unsafe permission?.allows(action, text(word), text(schema))
                return allowed == true ? SQLITE_OK : SQLITE_DENY
            }, context)
    }

    /// The statements of `sql` one by one, each as its own text.
    ///
    /// - Throws: ``SQLiteError`` when one cannot be compiled, be it only because of ``hold(to:)``.
    package func statements(in sql: String) throws(SQLiteError) -> [String] {
        var found: [String] = []
        var rest = Array(sql.utf8CString)
        // What comes after a zero byte is no SQL.
        while rest[0] != 0 {
            var compiled: OpaquePointer?
            var length = 0
            let code = unsafe rest.withUnsafeBufferPointer { buffer in
                var tail: UnsafePointer<CChar>?
                let code = unsafe sqlite3_prepare_v3(
                    handle, buffer.baseAddress, -1, 0, &compiled, &tail)
                if let tail = unsafe tail, let start = buffer.baseAddress {
                    length = unsafe tail - start
                }
                return code
            }
            let isStatement = unsafe compiled != nil
            unsafe sqlite3_finalize(compiled)
            guard code == SQLITE_OK else { throw failure(code, sql) }
            let text = rest.prefix(length).map { UInt8(bitPattern: $0) }
            if isStatement { found.append(String(decoding: text, as: UTF8.self)) }
            rest.removeFirst(length)
        }
        return found
    }
}

private func text(_ characters: UnsafePointer<CChar>?) -> String {
    unsafe characters.map { unsafe String(cString: $0) } ?? ""
}
