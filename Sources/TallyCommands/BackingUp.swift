internal import Essentials
internal import EventLog
internal import Reports
internal import SQLite

/// A backup that was made and verified.
struct MadeBackup {
    let folder: String
    let manifest: BackupManifest
    /// How many recorded heads agree with it.
    let heads: Int
    /// How large `log.db` is.
    let byteCount: Int
    /// What lies in the ledger's folders and was left out.
    let leftOut: [String]
    /// Whether it took the place of an older one.
    let replacesOlder: Bool
}

extension Session {
    /// Copies the ledger into a new folder, reads every byte of the copy again, and only then gives
    /// the folder its name.
    func backUp(_ log: EventLog, to folder: String) throws -> MadeBackup {
        let older = try olderBackup(at: folder, of: log)
        let new = try NewFolder(path: folder)
        let pages = Progress("backup, copying", of: "pages", self)
        let head = try log.copy(to: new.place, progress: pages.tell)
        let side = SideFiles(of: log.folder, upTo: head.size)
        let files = try side.copy(from: log.folder, to: new)
        let manifest = try BackupManifest(log, head, madeAt: now(), files: files)
        let verified = try verifyCopy(in: new.place, head)
        if let older { try expect(head, in: log, continues: older, at: folder) }
        try new.write(BackupManifest.fileName, manifest.bytes)
        if older == nil { try new.finish() } else { try new.replace() }
        return MadeBackup(
            folder: folder, manifest: manifest, heads: verified.heads,
            byteCount: byteCount(of: "\(folder)/log.db"), leftOut: side.others,
            replacesOlder: older != nil)
    }

    /// What the backup says that is at `folder` already; `nil` when there is none.
    ///
    /// - Throws: when there is something else, or a backup that this one must not replace.
    func olderBackup(at folder: String, of log: EventLog) throws -> BackupManifest? {
        guard !(folder + "/").hasPrefix(log.folder + "/") else {
            throw Failure(
                .refused, "\(folder) is in the ledger's own folder, and would be lost with it",
                hint: "choose a folder on another disk or machine")
        }
        let found = try? FileManager.default.contentsOfDirectory(atPath: folder)
        let isThere = FileManager.default.fileExists(atPath: folder)
        guard isThere, found != [] else { return nil }
        guard BackupManifest.isBackup(folder) else {
            throw Failure(
                .refused, "\(folder) is there already and is not a backup",
                hint: "choose a folder that does not exist yet, or one that 'tally backup' made")
        }
        let older = try BackupManifest(folder: folder)
        try expect(try log.head(), in: log, continues: older, at: folder)
        return older
    }

    /// Throws unless the history that ends at `head` goes on from the backup at `folder`.
    private func expect(
        _ head: Head, in log: EventLog, continues older: BackupManifest, at folder: String
    ) throws {
        guard older.head.size <= head.size else {
            throw Failure(
                .history,
                "the backup in \(folder) has \(older.head.size) events, the ledger has "
                    + "\(head.size)",
                hint: "it may be all that is left of the others; run 'tally verify', and back up "
                    + "into another folder")
        }
        guard try log.head(size: older.head.size) == older.head else {
            throw Failure(
                .history, "the backup in \(folder) is of another history than the ledger",
                hint: "keep it; back up into another folder")
        }
    }

    /// Reads every byte of a copy again: it must be sound, and end at `head`.
    func verifyCopy(in folder: String, _ head: Head, isQuick: Bool = false) throws -> VerifiedLog {
        let progress = Progress("reading the copy", self)
        let verified = try EventLog(folder: folder, checksSchema: false)
            .verify(checksFile: !isQuick, progress: progress.tell)
        guard verified.head == head else {
            throw Failure(
                .integrity,
                "the copy ends at event \(verified.head.size) with the root "
                    + "\(verified.head.root.base64), the ledger at event \(head.size) with "
                    + head.root.base64,
                hint: "nothing was put in place; check the disk, and run 'tally verify'")
        }
        return verified
    }

    /// How large a file is; 0 when there is none.
    func byteCount(of path: String) -> Int {
        fileSize(path) ?? 0
    }
}
