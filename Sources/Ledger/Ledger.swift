package import EventLog
internal import Events
internal import Programme

/// One ledger: its log, and the rules by which it grows.
package struct Ledger {
    package let log: EventLog
    private let recall: Recall

    package init(
        folder: String, checksSchema: Bool = true, onlyReads: Bool = false
    ) throws(LogError) {
        self.init(
            log: try EventLog(folder: folder, checksSchema: checksSchema, onlyReads: onlyReads))
    }

    private init(log: EventLog) {
        self.log = log
        recall = Recall(log)
    }

    /// Makes a ledger without any event, in a folder that does not exist yet; the first must be
    /// `LedgerCreated`.
    package static func create(folder: String) throws -> Ledger {
        Ledger(log: try EventLog.create(folder: folder))
    }

    /// How every event reads now.
    package func readings() throws -> Readings {
        var readings = Readings()
        try log.scan { event in
            try readings.add(event)
            return true
        }
        return readings
    }

    /// Records entries in one transaction: all of them, or none.
    ///
    /// - Parameter isTrial: Decide as if in earnest, then keep nothing.
    /// - Throws: ``EntryProblems`` when entries cannot be recorded; nothing is recorded then.
    package func record(
        _ entries: [Entry], _ act: Act, isTrial: Bool = false
    ) throws -> (outcomes: [Outcome], receipt: Receipt) {
        let inMemory = entries.count > entriesFromLogMaximum
        return try record(act, inMemory: inMemory, isTrial: isTrial) { record in
            var problems = EntryProblems()
            var outcomes: [Outcome] = []
            for (index, entry) in entries.enumerated() {
                do { outcomes.append(try record(entry)) } catch { try problems.add(error, index) }
            }
            guard problems.isEmpty else { throw problems }
            return outcomes
        }
    }

    /// Runs `body` in a write transaction; it records entries one by one with the function it is
    /// given.
    ///
    /// - Parameter inMemory: Keep the world as all facts make it in memory, which pays for more than
    ///   a few entries.
    package func record<T: Sendable>(
        _ act: Act, inMemory: Bool, isTrial: Bool = false,
        _ body: ((Entry) throws -> Outcome) throws -> T
    ) throws -> (outcomes: T, receipt: Receipt) {
        do {
            let (result, receipt) = try log.write(isBulk: inMemory) { writer in
                var recorder = Recorder(
                    log: log, act: act, recall: recall, live: inMemory ? LiveStories(log) : nil)
                let result = try body { entry in try recorder.record(entry, &writer) }
                if isTrial { throw Trial(result: result) }
                return result
            }
            return (result, receipt)
        } catch {
            recall.forget()
            guard let trial = error as? Trial<T> else { throw error }
            return (trial.result, Receipt(head: try log.head(), appended: 0))
        }
    }
}

/// Ends the transaction of a trial, so that it is rolled back, and carries what it found.
private struct Trial<Result: Sendable>: Error {
    let result: Result
}

/// Up to how many entries are decided on with the stories as the log finds them, one by one.
private let entriesFromLogMaximum = 20

/// Why entries could not be recorded, by their place among those given, from 0.
package struct EntryProblems: Error, Sendable {
    package struct Problem: Sendable {
        package let index: Int
        package let sentence: String
        /// Whether the entry breaks a rule, rather than being badly written.
        package let isRefusal: Bool
    }

    package private(set) var problems: [Problem] = []

    package init() {}

    package var isEmpty: Bool { problems.isEmpty }

    /// Notes `error`, unless it is a failure of the storage, which it throws on; throws itself when
    /// there are too many to be of use.
    package mutating func add(_ error: any Error, _ index: Int) throws {
        switch error {
        case let refusal as Refusal:
            problems.append(
                Problem(index: index, sentence: refusal.description, isRefusal: true))
        case let problem as ReadingProblem:
            problems.append(
                Problem(index: index, sentence: problem.description, isRefusal: false))
        case let error as LogError where error.kind == .tooLarge:
            problems.append(
                Problem(index: index, sentence: error.description, isRefusal: true))
        default: throw error
        }
        if problems.count >= problemsMaximum { throw self }
    }
}

/// How many problems are collected before an import is given up.
private let problemsMaximum = 50
