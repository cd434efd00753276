internal import Checkpoints
internal import Essentials
internal import EventLog
internal import ProjectionEngine
internal import Projections

extension Check {
    static func journal(_ mode: String) -> Check {
        guard mode == "wal" else {
            return .fault(
                "journal",
                "the journal mode of log.db is \(mode), so readers and writers wait for "
                    + "each other",
                remedy: "when nobody uses the ledger: sqlite3 log.db \"PRAGMA journal_mode = WAL\"")
        }
        return .ok("journal", "a write-ahead log")
    }

    /// - Parameter level: What SQLite calls it by: 2 is FULL.
    static func synchronous(_ level: Int) -> Check {
        guard level >= 2 else {
            return .fault(
                "synchronous",
                "what is recorded may not be on disk when that is said (level \(level))",
                remedy: "this program always asks for FULL; use one that was built from its source")
        }
        return .ok("synchronous", "every event is on disk before it is said to be recorded")
    }

    /// - Parameters:
    ///   - last: When the last event was recorded.
    ///   - setBack: How often an event was recorded before the one before it.
    static func clock(now: Instant, last: Instant?, setBack: Int) -> Check {
        if let last, now < last {
            return .fault(
                "clock", "it says \(now), but the last event was recorded at \(last)",
                remedy: "set the clock right before anything is recorded")
        }
        guard setBack == 0 else {
            return .warn(
                "clock",
                "it was set back \(setBack == 1 ? "once" : "\(setBack) times") between events",
                remedy:
                    "nothing is lost, because the order of recording decides; keep the clock in "
                    + "step with a time server")
        }
        return .ok("clock", "it says \(now); no event was recorded later")
    }

    /// What was recorded and not yet read again as a whole.
    ///
    /// - Parameters:
    ///   - acknowledged: How many events are counted by a head in the file `heads`.
    ///   - verified: How many were read again, byte for byte, for a checkpoint or a backup.
    static func tail(size: Int, acknowledged: Int, verified: Int) -> Check {
        guard acknowledged >= size else {
            return .warn(
                "tail", "\(span(acknowledged, size)) in the log, but nobody was told so",
                remedy: "a command was killed before it could say; 'tally verify' checks them")
        }
        guard verified < size else {
            return .ok("tail", "every event was read again for a checkpoint or a backup")
        }
        return .ok("tail", "\(span(verified, size)) newer than the last checkpoint or backup")
    }

    private static func span(_ first: Int, _ last: Int) -> String {
        last == first + 1 ? "event \(last) is" : "events \(first + 1) to \(last) are"
    }

    /// - Parameter last: The newest that is signed and of this history, and when it was made.
    static func checkpoint(
        last: (size: Int, madeAt: Date)?, strange: [Int], size: Int, now: Date
    ) -> Check {
        let remedy = "tally checkpoint sign --key FILE, and give somebody else a copy"
        if let first = strange.first {
            return .fault(
                "checkpoint", "checkpoints/\(first).checkpoint is not of this history",
                remedy: "run 'tally verify', and compare with the copy that somebody else keeps")
        }
        guard let last else {
            return .warn(
                "checkpoint", "there is none, so a history rewritten as a whole would not show",
                remedy: remedy)
        }
        let age = days(from: last.madeAt, to: now)
        let words = "the last is of \(last.size.events), \(age)"
        guard last.size == size || now.timeIntervalSince(last.madeAt) <= checkpointSeconds else {
            return .warn("checkpoint", words, remedy: remedy)
        }
        return .ok("checkpoint", words)
    }

    /// - Parameter agrees: Whether the history begins with the last backup recorded.
    static func backup(last: BackupRecord?, agrees: Bool, size: Int, now: Date) -> Check {
        let remedy = "tally backup DIR, on another disk or machine"
        guard let last else {
            return .warn("backup", "none was made that the ledger knows of", remedy: remedy)
        }
        guard agrees else {
            return .fault(
                "backup",
                "the last, of \(last.head.size.events), is of another or a longer history",
                remedy: "run 'tally verify'; what is missing here may be in \(last.place)")
        }
        let madeAt = date(of: last.madeAt)
        let words =
            "the last is of \(last.head.size.events), \(days(from: madeAt, to: now)), in \(last.place)"
        guard last.head.size == size || now.timeIntervalSince(madeAt) <= backupSeconds else {
            return .warn("backup", words, remedy: remedy)
        }
        return .ok("backup", words)
    }

    /// Each read model: how far it is, and what stops it.
    static func models(_ statuses: [ReadModels.Status]) -> [Check] {
        statuses.map { status in
            let name = "read model \(status.model.name)"
            let position = "at event \(status.checkpoint?.seq ?? 0)"
            if let error = status.lastError {
                return .fault(
                    name, "\(position); it could not be brought up to date: \(error)",
                    remedy: "put that right, then run 'tally projections run'")
            }
            if let stopped = status.quarantined.first {
                return .fault(
                    name, "\(position); event \(stopped.seq) is quarantined: \(stopped.reason)",
                    remedy: "'tally quarantine list' shows what is; see 'tally help quarantine "
                        + "resolve'")
            }
            switch status.staleness {
            case nil: return .ok(name, "\(position), up to date")
            case .notBuilt: return .ok(name, "not built yet; the next report builds it")
            case .behind(let count)?:
                let words = "\(position), \(count.events) behind"
                return count <= lagMaximum
                    ? .ok(name, words + "; the next report catches up")
                    : .warn(name, words, remedy: "tally projections run")
            case let staleness?:
                return .warn(
                    name, "\(position), \(staleness)",
                    remedy: "tally projections rebuild \(status.model.name)")
            }
        }
    }
}

/// How long ago something was, in words.
private func days(from start: Date, to end: Date) -> String {
    let days = Int(end.timeIntervalSince(start) / secondsPerDay)
    switch days {
    case ..<1: return "less than a day old"
    case 1: return "1 day old"
    default: return "\(days) days old"
    }
}

func date(of instant: Instant) -> Date {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    // An instant is always written so that it can be read.
    return (try? Date(instant.text, strategy: style)) ?? .distantPast
}

private let secondsPerDay = 86_400.0
/// How old the last checkpoint may be before that is said.
private let checkpointSeconds = 31 * secondsPerDay
/// How old the last backup may be before that is said.
private let backupSeconds = 7 * secondsPerDay
/// How many events a read model may be behind before that is said.
private let lagMaximum = 1_000
/// How much must be free on the disk.
let diskMinimum = 64_000_000
