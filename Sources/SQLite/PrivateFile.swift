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
    let file = try OutputFile(creating: temporary)
    do throws(SQLiteError) {
        try file.write(bytes)
        try file.synchronise()
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
    let file = try InputFile(path: path)
    var bytes: [UInt8] = []
    while bytes.count < maximum {
        let piece = try file.read(upTo: min(1 << 16, maximum - bytes.count))
        if piece.isEmpty { break }
        bytes += piece
    }
    return bytes
}
