internal import CSQLite

extension Connection {
    /// Copies every page of this database, as it is at one moment, into `target`, which is empty.
    ///
    /// Writers are not kept waiting: inside a transaction that has read something, all pages are of
    /// the moment of that first reading (<https://www.sqlite.org/backup.html>).
    ///
    /// - Parameter progress: Called now and then with the number of pages copied, and of all.
    package func copy(
        into target: borrowing Connection, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(SQLiteError) {
        guard
            let backup = unsafe sqlite3_backup_init(target.handle, "main", handle, "main")
        else { throw target.failure(unsafe sqlite3_errcode(target.handle), "copy") }
        var code = SQLITE_OK
        while code == SQLITE_OK {
            code = unsafe sqlite3_backup_step(backup, pagesAtOnce)
            let total = Int(unsafe sqlite3_backup_pagecount(backup))
            progress(total - Int(unsafe sqlite3_backup_remaining(backup)), total)
        }
        let finished = unsafe sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE, finished == SQLITE_OK else {
            throw target.failure(finished == SQLITE_OK ? code : finished, "copy")
        }
    }

    /// Whether the file that is open is no longer the one of its name: it was moved or replaced.
    package var isMoved: Bool {
        var moved: Int32 = 0
        let code = unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        return code == SQLITE_OK && moved != 0
    }

    /// Keeps every other connection from the file, until this one is closed.
    ///
    /// - Parameters:
    ///   - milliseconds: How long to wait for others to close it.
    ///   - keepsLog: Leave what is in its write-ahead log there, when this one is closed.
    /// - Throws: ``SQLiteError`` that ``SQLiteError/isBusy`` while another has it open.
    package func seize(waiting milliseconds: Int, keepsLog: Bool) throws(SQLiteError) {
        if keepsLog { unsafe tally_sqlite3_keep_wal(handle) }
        // Every connection that has read a file in WAL mode holds a lock on it until it is closed
        // (<https://www.sqlite.org/wal.html#use_of_wal_without_shared_memory>).
        try execute("PRAGMA busy_timeout = \(milliseconds); PRAGMA locking_mode = EXCLUSIVE;")
        try execute("BEGIN IMMEDIATE; ROLLBACK;")
    }
}

/// How many pages are copied between two reports of progress.
private let pagesAtOnce: Int32 = 1_024
