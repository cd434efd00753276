internal import Checkpoints
internal import CommandTable
internal import Essentials
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import SQLite

/// Looks at everything that a ledger depends on, and changes none of it.
struct Examination {
    let session: Session
    /// The ledger's folder; `nil` when none can be found.
    let folder: String?
    /// The private key to look at, when one was named.
    let key: String?
    private(set) var checks: [Check] = []

    init(_ session: Session, _ ledger: String?, key: String?) {
        self.session = session
        self.key = key
        checks = [
            .ok("program", "\(tallyTool.name) \(tallyTool.version), SQLite \(sqliteVersion)")
        ]
        checks += session.settingChecks
        do {
            let named = try session.namedFolder(ledger)
            folder = URL(fileURLWithPath: named).resolvingSymlinksInPath().path
        } catch {
            folder = nil
            checks.append(.fault("ledger", error))
        }
        if let folder { examine(folder) }
        if let key { checks.append(.key(session.path(key))) }
    }

    private mutating func examine(_ folder: String) {
        do {
            let ledger = try Ledger(folder: folder, checksSchema: false, onlyReads: true)
            let condition = try ledger.log.condition()
            checks.append(.ok("ledger", "\(folder): \(condition.size.events)"))
            examine(ledger, condition)
        } catch {
            checks.append(.fault("ledger", error))
        }
        examineFiles(in: folder)
    }

    private mutating func examine(_ ledger: Ledger, _ condition: LogCondition) {
        let log = ledger.log
        expect("tables", "as shipped, form \(condition.form)") { try log.expectSchema() }
        checks.append(.journal(condition.journalMode))
        checks.append(.synchronous(condition.synchronous))
        expect("heads", "the longest counts \(condition.acknowledged.events)") {
            try log.expectReadableHeads()
        }
        checks.append(
            .clock(
                now: session.now(), last: condition.lastRecordedAt,
                setBack: condition.clockSetBack))
        do { checks += Check.models(try ReadModels(ledger).status()) } catch {
            checks.append(.fault("read models", error))
        }
        examineProofs(of: log, condition)
    }

    /// Checkpoints, backups, and what came after both.
    private mutating func examineProofs(of log: EventLog, _ condition: LogCondition) {
        let now = date(of: session.now())
        let begins = { (head: Head) in
            head.size <= condition.size && (try? log.head(size: head.size)) == head
        }
        var verified = 0
        do {
            let folder = CheckpointFolder(ledgerFolder: log.folder)
            let all = try folder.all()
            let strange = all.filter { !begins($0.checkpoint.head) }.map(\.checkpoint.head.size)
            let last = all.last { $0.isSigned && begins($0.checkpoint.head) }
            verified = last?.checkpoint.head.size ?? 0
            checks.append(
                .checkpoint(
                    last: last.map { ($0.checkpoint.head.size, madeAt($0.signature)) },
                    strange: strange, size: condition.size, now: now))
        } catch {
            checks.append(.fault("checkpoint", error))
        }
        let last = BackupRecord.all(in: log.folder).max { $0.madeAt < $1.madeAt }
        let agrees = last.map { begins($0.head) } ?? true
        if let last, agrees { verified = max(verified, last.head.size) }
        checks.append(.backup(last: last, agrees: agrees, size: condition.size, now: now))
        checks.append(
            .tail(
                size: condition.size, acknowledged: condition.acknowledged, verified: verified))
    }

    /// What can be seen without opening anything.
    private mutating func examineFiles(in folder: String) {
        let files = LedgerFile.all(in: folder)
        checks += [.permissions(files, folder), .owner(files, folder), .links(files)]
        checks.append(
            .disk(
                free: freeByteCount(folder) ?? .max / 4,
                log: session.byteCount(of: folder + "/log.db")))
        checks.append(
            .fileSystem(
                isNetwork: session.isOnNetworkFileSystem(folder),
                isAllowed: session.environment["TALLY_NETWORK"] == "allow"))
        let halfMade = files.map(\.name).filter { $0.hasSuffix(".new") }
        let strays = ReadModels.strays(in: folder).filter { !halfMade.contains($0) }
        checks.append(
            .strays(
                NewFolder.strays(of: folder).map { session.shown($0) } + halfMade + strays))
    }

    private mutating func expect(_ name: String, _ words: String, _ body: () throws -> Void) {
        do {
            try body()
            checks.append(.ok(name, words))
        } catch {
            checks.append(.fault(name, error))
        }
    }

    /// When a file was written.
    private func madeAt(_ path: String) -> Date {
        FileStatus(path).map { Date(timeIntervalSince1970: $0.modifiedSeconds) } ?? .distantPast
    }
}
