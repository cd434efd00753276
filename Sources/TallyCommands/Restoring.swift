internal import Checkpoints
internal import Essentials
internal import EventLog
internal import SQLite

/// A backup that was put, or could be put, in the place of a ledger.
struct RestoredBackup {
    let backup: String
    let ledger: String
    let manifest: BackupManifest
    let head: Head
    /// Where what was there before is kept; `nil` when nothing was.
    let kept: String?
    let isTrial: Bool
}

extension Session {
    /// Verifies a backup and puts a copy of it in the place of the ledger at `folder`, which it must
    /// not shorten.
    func restore(_ backup: String, to folder: String, isTrial: Bool) throws -> RestoredBackup {
        let manifest = try BackupManifest(folder: backup)
        let log = try verified(backup, manifest)
        let head = try log.head()
        let replaces = try expectRestorable(folder, log, seizes: false) != nil
        let kept = replaces ? "\(folder).replaced-\(now().text.filter { $0 != ":" })" : nil
        let restored = RestoredBackup(
            backup: backup, ledger: folder, manifest: manifest, head: head, kept: kept,
            isTrial: isTrial)
        guard !isTrial else { return restored }
        try put(
            log, manifest, BackupRecord(head: head, madeAt: manifest.madeAt, place: backup),
            at: folder, keeping: kept)
        return restored
    }

    /// Reads every byte of a backup again, and compares it with what it says of itself.
    private func verified(_ backup: String, _ manifest: BackupManifest) throws -> EventLog {
        let progress = Progress("reading the backup", self)
        let log = try EventLog(folder: backup, checksSchema: false)
        let size = try log.verify(progress: progress.tell).head.size
        guard manifest.head.size <= size, try log.head(size: manifest.head.size) == manifest.head
        else {
            throw Failure(
                .history,
                "the backup does not hold the \(manifest.head.size.events) that its "
                    + "\(BackupManifest.fileName) speaks of",
                hint: "use another backup, and keep this one as evidence")
        }
        for file in manifest.files {
            let bytes = try? readFile("\(backup)/\(file.name)", maximum: sideFileMaximum)
            guard let bytes, BackupManifest.File(file.name, bytes) == file else {
                throw Failure(
                    .integrity,
                    "\(file.name) in the backup is "
                        + (bytes == nil ? "missing" : "not what was backed up"),
                    hint: "use another backup, and keep this one as evidence")
            }
        }
        return log
    }

    /// What is left of the ledger at `folder`; `nil` when there is nothing.
    ///
    /// - Throws: when it must not be replaced by the history in `log`.
    private func expectRestorable(
        _ folder: String, _ log: EventLog, seizes: Bool
    ) throws -> LedgerRemains? {
        let found = try? FileManager.default.contentsOfDirectory(atPath: folder)
        guard FileManager.default.fileExists(atPath: folder), found != [] else { return nil }
        guard LedgerRemains.isLedger(folder), !BackupManifest.isBackup(folder) else {
            throw Failure(
                .refused, "\(folder) is there already and is not a ledger",
                hint: "name the ledger that was lost, or a folder that does not exist yet")
        }
        let remains = try LedgerRemains(folder: folder, seizes: seizes)
        if let obstacle = try remains.obstacle(to: log) { throw obstacle }
        return remains
    }

    private func put(
        _ log: EventLog, _ manifest: BackupManifest, _ record: BackupRecord,
        at folder: String, keeping kept: String?
    ) throws {
        let new = try NewFolder(path: folder)
        let pages = Progress("restore, copying", of: "pages", self)
        let head = try log.copy(to: new.place, progress: pages.tell)
        for file in manifest.files {
            try new.write(
                file.name, readFile("\(log.folder)/\(file.name)", maximum: sideFileMaximum))
        }
        if kept != nil { try keepCheckpoints(of: folder, agreeingWith: log, in: new) }
        try makePrivateFolder(new.place(of: "projections"))
        try writeRecords(record, log, folder, new)
        _ = try verifyCopy(in: new.place, head, isQuick: true)
        guard let kept else { return try new.finish() }
        // Nobody can open the old ledger from here on, until it has its other name.
        let remains = try expectRestorable(folder, log, seizes: true)
        try new.replace(keeping: kept)
        _ = consume remains
    }

    /// Takes over the checkpoints that were made after the backup and agree with it.
    private func keepCheckpoints(
        of folder: String, agreeingWith log: EventLog, in new: NewFolder
    ) throws {
        let size = try log.size()
        // Those that cannot be read stay where they are, in what is kept.
        let stored = (try? CheckpointFolder(ledgerFolder: folder).all()) ?? []
        for one in stored where one.checkpoint.head.size <= size {
            let head = one.checkpoint.head
            guard try log.head(size: head.size) == head else { continue }
            let name = "checkpoints/\(head.size).checkpoint"
            let files = [".sig"] + one.cosigners.map { ".\($0).sig" } + [""]
            for part in files
            where !FileManager.default.fileExists(atPath: new.place(of: name + part)) {
                guard let bytes = try? readFile(one.path + part, maximum: sideFileMaximum) else {
                    continue
                }
                try new.write(name + part, bytes)
            }
        }
    }

    /// Writes down which backups are known: those of the ledger that is replaced, those the backup
    /// knew of, and itself.
    private func writeRecords(
        _ record: BackupRecord, _ log: EventLog, _ folder: String, _ new: NewFolder
    ) throws {
        var records: [BackupRecord] = []
        let known = BackupRecord.all(in: log.folder) + BackupRecord.all(in: folder) + [record]
        for one in known where !records.contains(one) && one.head.size <= record.head.size {
            guard try log.head(size: one.head.size) == one.head else { continue }
            records.append(one)
        }
        let lines = records.sorted { $0.madeAt < $1.madeAt }.map { $0.line + "\n" }
        try new.write(BackupRecord.fileName, Array(lines.joined().utf8))
    }
}
