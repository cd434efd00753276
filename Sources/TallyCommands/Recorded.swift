internal import CommandTable
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Reports
internal import SQLite

/// What came of a command that records: in earnest, or as a trial.
struct Recorded<Result: Sendable>: Sendable {
    let result: Result
    let receipt: Receipt
    let isTrial: Bool
    /// The headline figures that change; `nil` where nobody asked.
    let figures: [ForeseenFigures]?

    /// The same, told of something else that came of it.
    func map<Other: Sendable>(_ transform: (Result) -> Other) -> Recorded<Other> {
        Recorded<Other>(
            result: transform(result), receipt: receipt, isTrial: isTrial, figures: figures)
    }
}

extension Session {
    /// Runs `body` in one write transaction, in which it records entries with the function it is
    /// given: all of them or none, and none at all with `--dry-run`.
    func recording<Result: Sendable>(
        in ledger: Ledger, _ arguments: Arguments, as act: Act? = nil, inMemory: Bool = false,
        progress: Progress? = nil, _ body: ((Entry) throws -> Outcome) throws -> Result
    ) throws -> Recorded<Result> {
        let isTrial = arguments[dryRun]
        var figures: [ForeseenFigures]?
        let look = { (events: Range<Int>) in
            figures = try self.figures(ledger, changedBy: events)
        }
        var count = 0
        let (result, receipt) = try ledger.record(
            act ?? self.act, inMemory: inMemory, isTrial: isTrial, look: look
        ) { record in
            // A function that is lent may not be called by another that is lent, unless it is said
            // that neither is kept.
            try withoutActuallyEscaping(record) { record in
                try body { entry in
                    try Interruption.check()
                    count += 1
                    progress?.tell(count)
                    return try record(entry)
                }
            }
        }
        if !isTrial, arguments[figuresFlag] {
            let size = receipt.head.size
            try look(size - receipt.appended + 1..<size + 1)
        }
        return Recorded(result: result, receipt: receipt, isTrial: isTrial, figures: figures)
    }

    /// The headline figures that `events` change; nothing is written to find out.
    func figures(
        _ ledger: Ledger, changedBy events: Range<Int>
    ) throws -> [ForeseenFigures] {
        try ReportBuilder(ledger, use: .none).figures(changedBy: events, today: today)
    }
}
