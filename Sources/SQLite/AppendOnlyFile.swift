#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A text file that only ever grows, a whole line at a time, and is on disk before
/// ``append(_:)`` returns.
///
/// It lives beside the database wrapper because opening a file takes a C string, and all
/// code that touches C pointers is in this module.
package struct AppendOnlyFile: ~Copyable {
    private let descriptor: Int32

    /// Opens `path`, creating it readable by its owner alone; never follows a symbolic link.
    ///
    /// - Throws: ``SQLiteError`` with the operating system's number as its code.
    package init(path: String) throws(SQLiteError) {
        descriptor = unsafe open(
            path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)
        guard descriptor >= 0 else { throw systemError("cannot open \(path)") }
    }

    deinit { close(descriptor) }

    /// Writes `line` and a line feed with one call, then waits until both are on disk.
    package func append(_ line: String) throws(SQLiteError) {
        let bytes = Array((line + "\n").utf8)
        let written = unsafe write(descriptor, bytes, bytes.count)
        guard written == bytes.count, synchroniseData(descriptor) == 0 else {
            throw systemError("cannot write")
        }
    }
}

/// Waits until the bytes of a file, and what is needed to find them, are on disk; not until the time
/// of the change is.
private func synchroniseData(_ descriptor: Int32) -> Int32 {
    #if canImport(Glibc)
    fdatasync(descriptor)
    #else
    fsync(descriptor)
    #endif
}

/// How many bytes the file at `path` has; `nil` when there is none.
///
/// The file is not opened, so no lock on it is undone.
package func fileSize(_ path: String) -> Int? {
    var found = stat()
    return unsafe stat(path, &found) == 0 ? Int(found.st_size) : nil
}

/// Waits until a file, or the names in a folder, are on disk.
package func synchronise(_ path: String) throws(SQLiteError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError("cannot open \(path)") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw systemError("cannot write \(path)") }
}

/// Creates an empty file readable by its owner alone; refuses one that is already there.
package func createPrivateFile(_ path: String) throws(SQLiteError) {
    _ = try OutputFile(creating: path)
}

/// Gives the file at `path` the name `target` in one step; whatever had that name is gone.
package func moveFile(_ path: String, over target: String) throws(SQLiteError) {
    guard unsafe rename(path, target) == 0 else { throw systemError("cannot replace \(target)") }
}
