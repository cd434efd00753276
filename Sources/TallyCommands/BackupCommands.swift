internal import CanonicalJSON
internal import CommandTable
internal import Essentials
internal import EventLog
internal import Ledger
internal import Reports
internal import SQLite

private let backupWord = Argument<String>.word(
    "DIR", "the folder to make, or an older backup of the same ledger to replace")
private let sourceWord = Argument<String>.word("BACKUP", "a folder that 'tally backup' made")
private let targetWord = Argument<String>.word(
    "DIR", "the ledger to put in place; the one meant by --ledger unless given"
).optional

/// The commands that keep a copy of a ledger, and put it back.
let backupCommands: [Command<Session>] = [
    Command(
        "backup", "Make a verified copy of the ledger, while others work on it", group: "Keep",
        details:
            "Copies the events as they are at one moment, the heads acknowledged of them, the "
            + "checkpoints, the definitions of added read models and the settings; reads every byte "
            + "of the copy again; and only then gives it its name. Read models are left out, "
            + "because they are built from the events. An older backup of the same ledger is "
            + "replaced, unless it has more events.",
        arguments: [backupWord, dryRun],
        examples: ["backup /media/usb/north-east", "backup ../backups/2026-11-28 --dry-run"]
    ) { arguments, session in
        let log = try session.ledger(arguments[ledgerOption]).log
        let folder = try session.newFolder(arguments[backupWord])
        if arguments[dryRun] {
            _ = try session.olderBackup(at: folder, of: log)
            return session.tellTrial(
                log, try log.head(), arguments[backupWord], arguments[jsonFlag])
        }
        let made = try session.backUp(log, to: folder)
        let isRecorded = session.keepRecord(of: made, log)
        session.tell(made, isRecorded: isRecorded, arguments[backupWord], arguments[jsonFlag])
    },
    Command(
        "restore", "Put a backup in the place of a lost or damaged ledger", group: "Keep",
        details:
            "Reads every byte of the backup first. A ledger with more events, or with another "
            + "history, is not replaced, nor one that another process has open. What was there is "
            + "kept beside it under a dated name. Read models are built again by the next report.",
        arguments: [sourceWord, targetWord, dryRun],
        examples: [
            "restore /media/usb/north-east north-east.tally",
            "restore /media/usb/north-east north-east.tally --dry-run",
        ]
    ) { arguments, session in
        let named = try arguments[targetWord] ?? session.namedFolder(arguments[ledgerOption])
        let folder = try session.newFolder(named)
        try session.expectLocal(folder)
        let backup = URL(fileURLWithPath: session.path(arguments[sourceWord]))
            .resolvingSymlinksInPath().path
        let restored = try session.restore(backup, to: folder, isTrial: arguments[dryRun])
        session.tell(restored, arguments[jsonFlag])
    },
]

extension Session {
    /// Writes down in the ledger that the backup was made; says so when that cannot be done.
    fileprivate func keepRecord(of made: MadeBackup, _ log: EventLog) -> Bool {
        let record = BackupRecord(
            head: made.manifest.head, madeAt: made.manifest.madeAt, place: made.folder)
        do {
            try record.append(to: log.folder)
            return true
        } catch {
            say(
                "The backup is made, but the ledger cannot keep a note of it: "
                    + "\(printable(error.message))\n")
            return false
        }
    }

    fileprivate func tellTrial(_ log: EventLog, _ head: Head, _ name: String, _ asJSON: Bool) {
        let bytes = byteCount(of: log.folder + "/log.db")
        guard !asJSON else {
            return print(
                JSONValue.object([
                    ("schema", .string("tally/backup-receipt/1")), ("dryRun", .bool(true)),
                    ("backup", .string(name)), ("head", head.json),
                    ("byteCount", .integer(bytes)),
                ]).compact)
        }
        print("Would back up events 1 to \(head.size), \(bytes) bytes, to \(printable(name))")
        print("Head: \(head.size) \(head.root.base64)")
    }

    fileprivate func tell(
        _ made: MadeBackup, isRecorded: Bool, _ name: String, _ asJSON: Bool
    ) {
        let (manifest, head) = (made.manifest, made.manifest.head)
        guard !asJSON else {
            return print(
                JSONValue.object([
                    ("schema", .string("tally/backup-receipt/1")),
                    ("backup", .string(made.folder)), ("ledger", .string(manifest.ledger)),
                    ("head", head.json), ("madeAt", .string(manifest.madeAt.text)),
                    ("heads", .integer(made.heads)), ("byteCount", .integer(made.byteCount)),
                    ("files", .array(manifest.files.map { .string($0.name) })),
                    ("leftOut", .array(made.leftOut.map { .string($0) })),
                    ("replacesOlder", .bool(made.replacesOlder)),
                    ("recorded", .bool(isRecorded)),
                ]).compact)
        }
        let others = manifest.files.isEmpty ? "" : ", with \(manifest.files.count.otherFiles)"
        print(
            "Backed up events 1 to \(head.size) to \(printable(name))\(others)"
                + (made.replacesOlder ? ", in the place of an older backup" : ""))
        print("Head: \(head.size) \(head.root.base64), read again from the copy")
        for file in made.leftOut {
            print("Left out, because it is no plain small file: \(printable(file))")
        }
        print("Next: keep it on another machine; 'tally restore \(printable(name))' puts it back")
    }

    fileprivate func tell(_ restored: RestoredBackup, _ asJSON: Bool) {
        guard !asJSON else {
            return print(
                JSONValue.object([
                    ("schema", .string("tally/restored/1")),
                    ("dryRun", restored.isTrial ? .bool(true) : nil),
                    ("backup", .string(restored.backup)), ("ledger", .string(restored.ledger)),
                    ("head", restored.head.json),
                    ("madeAt", .string(restored.manifest.madeAt.text)),
                    ("kept", restored.kept.map { .string($0) } ?? .null),
                ]).compact)
        }
        print(
            "\(restored.isTrial ? "Would restore" : "Restored") events 1 to \(restored.head.size), "
                + "backed up on \(restored.manifest.madeAt), to \(printable(shown(restored.ledger)))"
        )
        print("Head: \(restored.head.size) \(restored.head.root.base64)")
        guard let kept = restored.kept else { return }
        print(
            "What \(restored.isTrial ? "is there would be" : "was there is") kept as "
                + printable(shown(kept)))
    }
}

extension Int {
    fileprivate var otherFiles: String { self == 1 ? "1 other file" : "\(self) other files" }
}
