internal import Essentials
internal import EventLog
internal import SQLite

/// The files of one read model: the one in use, the one before it, and one being built.
///
/// Every build is a file of its own, `engagement.4.db`, and `engagement.db` is a symbolic link to
/// the one in use: to change the link is to swap the view, in one step, and a journal that a killed
/// process left behind still belongs to the file it was written for.
struct ModelFiles {
    /// The `projections` folder of the ledger.
    let folder: String
    let name: String

    /// The name under which other programs open the file in use.
    var link: String { "\(folder)/\(name).db" }
    private var previousLink: String { "\(folder)/\(name).previous" }
    private var errorPath: String { "\(folder)/\(name).error" }

    /// The file in use; `nil` when there is none.
    var current: String? { target(of: link) }
    /// The file that was in use before it; `nil` when it is gone.
    var previous: String? {
        let found = target(of: previousLink)
        return found == current ? nil : found
    }

    /// Where the next file is to be built: nothing has that name.
    func next() -> String {
        let last = names.compactMap(number).max() ?? 0
        return "\(folder)/\(name).\(last + 1).db"
    }

    /// Makes the file at `path` the one in use, and keeps the one that was.
    func use(_ path: String) throws(SQLiteError) {
        if let current { try point(previousLink, to: current) }
        try point(link, to: path)
    }

    /// Takes away what a killed process left, and files that nobody can go back to.
    ///
    /// Only while holding the lock.
    func clean() {
        for path in strays { try? FileManager.default.removeItem(atPath: path) }
    }

    /// What is neither in use nor kept to go back to; while another process builds, its new file too.
    var strays: [String] {
        let kept = Set([current, previous].compactMap(\.self))
        return names.filter { number($0) != nil || $0.hasSuffix(".new") }
            .map { "\(folder)/\($0)" }
            .filter { path in
                !kept.contains(path.hasSuffix("-journal") ? String(path.dropLast(8)) : path)
            }
    }

    /// Takes all of them away; only while holding the lock.
    func removeAll() {
        for file in names { try? FileManager.default.removeItem(atPath: "\(folder)/\(file)") }
    }

    /// Keeps other processes from building or changing this model's files.
    ///
    /// - Throws: ``LogError`` of kind `.busy` when another still does after the wait.
    func lock(waiting milliseconds: Int) throws(LogError) -> FileLock {
        // All read models can be thrown away, the folder with them.
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        do throws(SQLiteError) {
            return try FileLock(path: "\(folder)/\(name).lock", waiting: milliseconds)
        } catch {
            throw error.isBusy
                ? LogError(
                    .busy, "another process is at work on the read model \(name)",
                    hint: "try again in a moment") : LogError(error)
        }
    }

    /// What went wrong when it was last brought up to date; `nil` when nothing did.
    var lastError: String? {
        (try? String(contentsOfFile: errorPath, encoding: .utf8)).flatMap { $0.isEmpty ? nil : $0 }
    }

    func note(_ error: String?) {
        if let error {
            try? error.write(toFile: errorPath, atomically: true, encoding: .utf8)
        } else if FileManager.default.fileExists(atPath: errorPath) {
            try? FileManager.default.removeItem(atPath: errorPath)
        }
    }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasPrefix(name + ".") }
    }

    /// The number in `engagement.4.db` or `engagement.4.db-journal`.
    private func number(_ file: String) -> Int? {
        let parts = file.dropFirst(name.utf8.count + 1).split(separator: ".")
        guard parts.count == 2, parts[1] == "db" || parts[1] == "db-journal" else { return nil }
        return Int(parts[0])
    }

    /// Where a link of ours points to; a plain file stands for itself.
    private func target(of link: String) -> String? {
        let files = FileManager.default
        guard let name = try? files.destinationOfSymbolicLink(atPath: link) else {
            return files.fileExists(atPath: link) ? link : nil
        }
        let path = "\(folder)/\(name)"
        // A link that leads out of the folder is not one of ours.
        return number(name) != nil && files.fileExists(atPath: path) ? path : nil
    }

    private func point(_ link: String, to path: String) throws(SQLiteError) {
        let new = "\(link).new"
        let files = FileManager.default
        try? files.removeItem(atPath: new)
        do {
            try files.createSymbolicLink(
                atPath: new,
                withDestinationPath: URL(fileURLWithPath: path).lastPathComponent)
        } catch {
            throw SQLiteError(code: 10, message: "cannot make the link \(link)")
        }
        try moveFile(new, over: link)
    }
}

extension ReadModels {
    /// What killed processes left in the read models' folder of a ledger, and what is being built,
    /// by their names in the ledger's folder.
    package static func strays(in ledger: String) -> [String] {
        let folder = ledger + "/projections"
        let links = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".db") && $0.split(separator: ".").count == 2 }
        return links.flatMap { link in
            ModelFiles(folder: folder, name: String(link.dropLast(".db".count))).strays
        }.map { String($0.dropFirst(ledger.count + 1)) }.sorted()
    }
}
