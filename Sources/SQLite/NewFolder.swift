internal import CSQLite
internal import Essentials

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A folder that is filled under another name, and takes its own when all of it is on disk.
///
/// It is its owner's alone. What a killed process left of one is taken away by the next that makes a
/// folder of the same name.
package final class NewFolder {
    package let path: String
    private let temporary: String
    private let lock: FileLock
    private var isFinished = false

    package init(path: String) throws(SQLiteError) {
        Self.clean(path)
        self.path = path
        temporary = "\(path).\(UUID().uuidString)\(suffix)"
        try makePrivateFolder(temporary)
        lock = try FileLock(path: "\(temporary)/\(marker)", waiting: 0)
    }

    deinit { if !isFinished { remove(temporary) } }

    /// Where the file `name` is while the folder is being filled.
    package func place(of name: String) -> String { "\(temporary)/\(name)" }

    /// Where everything is while the folder is being filled.
    package var place: String { temporary }

    /// Writes a file, and makes the folders it is in.
    package func write(_ name: String, _ bytes: [UInt8]) throws(SQLiteError) {
        try makeFolders(above: name)
        try putFile(place(of: name), bytes)
    }

    package func makeFolders(above name: String) throws(SQLiteError) {
        var folder = temporary
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            try makePrivateFolder(folder)
        }
    }

    /// Gives the folder its name, which nothing but an empty folder has.
    ///
    /// - Throws: ``Interrupted`` when somebody asked for an end before that; from then on nothing
    ///   stops this process, because what was asked for is done and must be said to be.
    package func finish() throws {
        try withoutInterruption {
            try complete()
            try moveFile(temporary, over: path)
            isFinished = true
            try synchronise(folder(of: path))
        }
    }

    /// Gives the folder its name in one step, and the one that had it the name `kept`; takes that
    /// one away when it is to have none.
    ///
    /// Whenever the process is killed, there is a whole folder of the name, and the other one is not
    /// lost.
    ///
    /// - Throws: ``Interrupted`` as ``finish()`` does.
    package func replace(keeping kept: String? = nil) throws {
        try withoutInterruption { try exchange(keeping: kept) }
    }

    private func exchange(keeping kept: String?) throws(SQLiteError) {
        try complete()
        let other = kept ?? "\(temporary)\(oldSuffix)"
        if unsafe tally_exchange(temporary, path) == 0 {
            isFinished = true
            try synchronise(folder(of: path))
            try moveFile(temporary, over: other)
        } else {
            // Not every file system can exchange two names.
            guard errno == EINVAL || errno == ENOSYS else {
                throw systemError("cannot replace \(path)")
            }
            try moveFile(path, over: other)
            try moveFile(temporary, over: path)
            isFinished = true
        }
        try synchronise(folder(of: path))
        if kept == nil { remove(other) }
    }

    /// Stops here if somebody asked for it; once the folder has its name, nothing stops any more.
    private func withoutInterruption(_ body: () throws -> Void) throws {
        try Interruption.check()
        Interruption.hold()
        defer { if !isFinished { Interruption.release() } }
        try body()
    }

    private func complete() throws(SQLiteError) {
        unsafe unlink("\(temporary)/\(marker)")
        try synchronise(temporary)
    }

    /// Takes away what killed processes left of folders that were to become the one at `path`.
    private static func clean(_ path: String) {
        for stray in strays(of: path) {
            // An empty one is the work of a process that had only just begun.
            if unsafe rmdir(stray) == 0 { continue }
            // Without the marker it is whole, and may be what was replaced: that is for people to
            // look at. With the lock taken, its maker is alive.
            if stray.hasSuffix(oldSuffix) {
                remove(stray)
                continue
            }
            guard unsafe access("\(stray)/\(marker)", F_OK) == 0,
                let lock = try? FileLock(path: "\(stray)/\(marker)", waiting: 0)
            else { continue }
            remove(stray)
            _ = consume lock
        }
    }

    /// Folders that are being made to become the one at `path`, or were left by killed processes.
    package static func strays(of path: String) -> [String] {
        let name = path.split(separator: "/").last.map { $0 + "." } ?? ""
        // A folder that cannot be listed cannot be written either.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder(of: path))) ?? []
        return names.filter { file in
            file.hasPrefix(name) && [suffix, suffix + oldSuffix].contains { file.hasSuffix($0) }
        }
        .map { "\(folder(of: path))/\($0)" }.sorted()
    }
}

/// Takes a folder away; what cannot be removed has a name of its own and harms nobody.
private func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }

/// What the names of folders that are being made end in.
private let suffix = ".new"
/// What the name of a folder that is about to be taken away ends in.
private let oldSuffix = ".old"
/// The file that is in a folder until it is whole, locked by its maker.
private let marker = "being-made"
