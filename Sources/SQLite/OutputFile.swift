#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A new file that is written a piece at a time, readable by its owner alone.
package final class OutputFile {
    private let path: String
    private let descriptor: Int32

    /// - Throws: ``SQLiteError`` when there is something at `path` already.
    package init(creating path: String) throws(SQLiteError) {
        self.path = path
        descriptor = unsafe open(
            path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)
        guard descriptor >= 0 else { throw systemError("cannot create \(path)") }
    }

    deinit { close(descriptor) }

    package func write(_ bytes: [UInt8]) throws(SQLiteError) {
        guard writeBytes(bytes, to: descriptor) else { throw systemError("cannot write \(path)") }
    }

    /// Waits until all of it is on disk.
    package func synchronise() throws(SQLiteError) {
        guard fsync(descriptor) == 0 else { throw systemError("cannot write \(path)") }
    }
}

/// Writes all of `bytes`; false when that fails, and `errno` says why.
func writeBytes(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { piece in
            unsafe write(descriptor, piece.baseAddress, piece.count)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
    }
    return true
}
