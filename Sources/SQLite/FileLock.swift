#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A lock between processes, held by keeping a file open; the system lets go of it when its holder
/// dies, however it dies.
package struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock on the file at `path`, which is made if need be.
    ///
    /// - Parameter milliseconds: How long to wait for another holder.
    /// - Throws: ``SQLiteError`` that ``SQLiteError/isBusy`` when another still holds it.
    package init(path: String, waiting milliseconds: Int) throws(SQLiteError) {
        descriptor = unsafe open(
            path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)
        guard descriptor >= 0 else { throw systemError("cannot open \(path)") }
        var waited = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw systemError("cannot lock \(path)")
            }
            guard waited < milliseconds else {
                throw SQLiteError(code: busyCode, message: "\(path) is locked")
            }
            usleep(UInt32(pauseMilliseconds * 1_000))
            waited += pauseMilliseconds
        }
    }

    deinit { close(descriptor) }
}

/// `SQLITE_BUSY`.
private let busyCode: Int32 = 5
private let pauseMilliseconds = 5
