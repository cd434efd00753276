internal import CSQLite

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Puts `bytes` into the file at `path` in one step, readable by its owner alone and on disk when
/// this returns.
///
/// Whoever reads the file finds what was in it or what is, and nothing in between. A symbolic link is
/// never followed, and what is no file, such as a device, never replaced.
package func putFile(_ path: String, _ bytes: [UInt8]) throws(SQLiteError) {
    guard mayBeReplaced(path) else {
        throw SQLiteError(code: SQLITE_IOERR, message: "it is there and is not a file")
    }
    let temporary = "\(path).\(getpid()).new"
    // What a process of the same number left when it was killed.
    unsafe unlink(temporary)
    try createPrivateFile(temporary)
    do throws(SQLiteError) {
        try fill(temporary, bytes)
        try moveFile(temporary, over: path)
    } catch {
        unsafe unlink(temporary)
        throw error
    }
    try synchronise(folder(of: path))
}

private func mayBeReplaced(_ path: String) -> Bool {
    var found = stat()
    guard unsafe lstat(path, &found) == 0 else { return true }
    return [S_IFREG, S_IFLNK].contains(found.st_mode & S_IFMT)
}

func folder(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 1 { return "." }
    let folder = parts.dropLast().joined(separator: "/")
    return folder.isEmpty ? "/" : folder
}

private func fill(_ path: String, _ bytes: [UInt8]) throws(SQLiteError) {
    let descriptor = unsafe open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError("cannot open \(path)") }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
        let count = unsafe bytes[written...].withUnsafeBytes { rest in
            unsafe write(descriptor, rest.baseAddress, rest.count)
        }
        guard count > 0 || (count < 0 && errno == EINTR) else {
            throw systemError("cannot write \(path)")
        }
        written += max(count, 0)
    }
    guard fsync(descriptor) == 0 else { throw systemError("cannot write \(path)") }
}

/// Makes a folder that is its owner's alone, on disk when this returns; one that is there is no error.
package func makePrivateFolder(_ path: String) throws(SQLiteError) {
    guard unsafe mkdir(path, S_IRWXU) == 0 else {
        if errno == EEXIST { return }
        throw systemError("cannot make \(path)")
    }
    try synchronise(folder(of: path))
}

/// The bytes of the file at `path`, the first `maximum` of them.
///
/// It must be no file that SQLite has open: see ``Connection/beginning(byteCount:)``.
package func readFile(_ path: String, maximum: Int) throws(SQLiteError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError("cannot read \(path)") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(maximum, 1 << 16))
    while bytes.count < maximum {
        let count = unsafe read(descriptor, &piece, min(piece.count, maximum - bytes.count))
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw systemError("cannot read \(path)") }
        if count == 0 { break }
        bytes += piece.prefix(count)
    }
    return bytes
}
