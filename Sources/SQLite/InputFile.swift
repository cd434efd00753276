#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A file that is read a piece at a time.
package final class InputFile {
    private let path: String
    private let descriptor: Int32

    package init(path: String) throws(SQLiteError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw systemError("cannot read \(path)") }
    }

    deinit { close(descriptor) }

    /// The next bytes, at most `count`; none at the end of the file.
    package func read(upTo count: Int) throws(SQLiteError) -> [UInt8] {
        guard let bytes = readBytes(descriptor, upTo: count) else {
            throw systemError("cannot read \(path)")
        }
        return bytes
    }

    /// Goes on reading `count` bytes before the end of the file, or at its beginning.
    package func skip(toLast count: Int) throws(SQLiteError) {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0, lseek(descriptor, max(0, end - count), SEEK_SET) >= 0 else {
            throw systemError("cannot read \(path)")
        }
    }
}

/// The next bytes of an open file, at most `count`; `nil` when they cannot be read, and `errno` says
/// why.
func readBytes(_ descriptor: Int32, upTo count: Int) -> [UInt8]? {
    var result = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        repeat {
            result = unsafe read(descriptor, buffer.baseAddress, count)
        } while result < 0 && errno == EINTR
        filled = max(0, result)
    }
    return result < 0 ? nil : bytes
}
