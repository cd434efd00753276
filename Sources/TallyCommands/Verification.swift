internal import Checkpoints
internal import EventLog
internal import ProjectionEngine
internal import Reports

/// What one run of `verify` looked at, and what it found.
struct Verification {
    /// Whether only the log was asked about.
    let isQuick: Bool
    var log: VerifiedLog?
    var models: [ReadModels.Comparison] = []
    var audits: [AuditComparison] = []
    /// What others stated, beside what the ledger gives.
    var controlTotals: [ControlTotal] = []
    /// The signed checkpoint that the history begins with, when one was named.
    var against: SignedCheckpoint?
    /// The first thing that is wrong.
    var finding: Finding?
    /// How long each part took, in seconds.
    private(set) var seconds: [(part: String, seconds: Double)] = []

    init(isQuick: Bool) { self.isQuick = isQuick }

    mutating func note(_ part: String, _ time: Duration) {
        seconds.append((part, time / .seconds(1)))
    }

    /// Every event that a read model could not take in, once.
    var quarantined: [Quarantined] {
        let all = models.flatMap(\.quarantined)
        return Dictionary(all.map { ($0.seq, $0) }) { first, _ in first }.values
            .sorted { $0.seq < $1.seq }
    }

    /// The events that were written, but of which no head was acknowledged.
    var unacknowledged: ClosedRange<Int>? {
        guard let log, log.acknowledged < log.head.size else { return nil }
        return log.acknowledged + 1...log.head.size
    }

    /// What `--quick` leaves out, by the names that JSON has, and in words.
    static let leftOut = [
        ("integrityCheck", "the structure of log.db"),
        ("keys", "that no key stands twice"),
        ("storyIndex", "the index of stories"),
        ("story", "that the story is legal"),
        ("readModels", "the read models"),
        ("audits", "the reports and their audits"),
        ("controlTotals", "the control totals"),
    ]

    /// What the run ends with; `nil` when all is well.
    var failure: Failure? {
        if let finding { return finding.failure }
        let quarantined = quarantined
        guard !quarantined.isEmpty else { return disagreement }
        return Failure(
            .failed,
            "every event is as recorded, but \(quarantined.count.events) could not be taken in",
            hint: "'tally quarantine list' says why; see 'tally help quarantine resolve'")
    }
}

extension Verification {
    /// That a control total is not what the ledger gives, which alters nothing.
    private var disagreement: Failure? {
        let wrong = controlTotals.filter { !$0.agrees }
        guard let first = wrong.first else { return nil }
        return Failure(
            .failed,
            "every event is as recorded, but "
                + (wrong.count == 1
                    ? "a control total does" : "\(wrong.count) control totals do")
                + " not agree: \(first.words)",
            hint: "'tally control-total list' shows them; 'tally explain' opens a figure")
    }
}

extension Int {
    /// The number of events, in words.
    var events: String { self == 1 ? "1 event" : "\(self) events" }
}
