internal import CanonicalJSON
internal import Essentials
internal import SQLite

/// What is left of a ledger that may be damaged: how long its history was known to be, and which
/// one it was.
///
/// Nothing in it is verified. It serves to keep a shorter or another history from taking the place
/// of one that may still be of use.
package final class LedgerRemains {
    package let folder: String
    /// The log, when it is a database that can still be read.
    private let connection: Connection?

    /// - Parameter seizes: Keep everybody else from the log until this value is gone.
    /// - Throws: ``LogError`` of kind `.busy` when somebody else has the ledger open.
    package init(folder: String, seizes: Bool) throws(LogError) {
        self.folder = folder
        let path = folder + "/log.db"
        do throws(SQLiteError) {
            let hasLog = FileManager.default.fileExists(atPath: path + "-wal")
            let access = seizes ? .readWrite : EventLog.accessForReading(path)
            let opened = try Connection(path: path, access: access, trustsSchema: true)
            if seizes { try opened.seize(waiting: patienceMilliseconds, keepsLog: hasLog) }
            _ = try opened.integer("SELECT max(seq) FROM event")
            connection = consume opened
        } catch  where error.isBusy {
            throw LogError(
                .busy, "another process has the ledger at \(folder) open",
                hint: "stop what works on it, such as 'tally projections run --follow', and try "
                    + "again")
        } catch {
            connection = nil
        }
    }

    /// Whether the folder holds, or held, a ledger.
    package static func isLedger(_ folder: String) -> Bool {
        ["log.db", "heads"].contains {
            FileManager.default.fileExists(atPath: "\(folder)/\($0)")
        }
    }

    /// Why the history in `log` must not take the place of this one; `nil` when it may.
    package func obstacle(to log: EventLog) throws -> LogError? {
        let size = try log.size()
        let heads = recordedHeads
        // Of a tree whose last head agrees, all agree; a line before that differs is damaged itself.
        let known = heads.map(\.head).filter { $0.size <= size }.max { $0.size < $1.size }
        if let known, try log.head(size: known.size) != known { return different(known.size) }
        if heads.isEmpty, let first, let other = try log.event(at: 1)?.leaf, first != other {
            return different(1)
        }
        let longest = max(heads.map(\.head.size).max() ?? 0, storedSize)
        guard longest > size else { return nil }
        return LogError(
            .shorter(size: size, head: longest),
            "the backup has \(size) events, but \(longest) were recorded in \(folder): it would lose "
                + (longest == size + 1 ? "event \(longest)" : "events \(size + 1) to \(longest)")
                + (moment(of: size + 1, heads).map { ", recorded since \($0)" } ?? ""),
            hint: instead)
    }

    private func different(_ size: Int) -> LogError {
        LogError(
            .different(head: size),
            "the backup is of another history than \(folder): they differ within the first "
                + (size == 1 ? "event" : "\(size) events"), hint: instead)
    }

    private var instead: String {
        "restore it into a folder that does not exist yet, and compare the two; nothing was changed"
    }

    /// The heads acknowledged, as far as they can be read.
    private var recordedHeads: [RecordedHead] {
        let data = FileManager.default.contents(atPath: folder + "/heads") ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
            .compactMap { RecordedHead(line: $0) }
    }

    /// How many events the log holds, as far as it can be read.
    private var storedSize: Int {
        // A log that cannot be read any more holds none.
        (try? connection?.integer("SELECT max(seq) FROM event")) ?? 0
    }

    /// The leaf of the first event, when it can be read.
    private var first: [UInt8]? {
        // As above.
        try? connection?.rows("SELECT leaf FROM event WHERE seq = 1") { $0.bytes(0) }.first
    }

    /// When the event `seq` was recorded, or else the first head acknowledged that counts it.
    private func moment(of seq: Int, _ heads: [RecordedHead]) -> String? {
        let leaf = try? connection?.rows(
            "SELECT leaf FROM event WHERE seq = :seq", ["seq": .integer(seq)]
        ) { $0.bytes(0) }.first
        let event = leaf.flatMap { try? RecordedEvent(leaf: $0) }
        return event?.recordedAt.text
            ?? heads.filter { $0.head.size >= seq }.min { $0.head.size < $1.head.size }?.recordedAt
    }
}

/// How long a restore waits for others to close the ledger.
private let patienceMilliseconds = 2_000
