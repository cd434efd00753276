package import EventLog
internal import Events
package import Programme

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
    /// - Parameters:
    ///   - isTrial: Decide as if in earnest, then keep nothing: not a byte on disk changes.
    ///   - look: What is to be looked at in a trial, before it is undone.
    /// - Throws: ``EntryProblems`` when entries cannot be recorded; nothing is recorded then.
    package func record(
        _ entries: [Entry], _ act: Act, isTrial: Bool = false, look: Look = { _ in }
    ) throws -> (outcomes: [Outcome], receipt: Receipt) {
        let inMemory = entries.count > entriesFromLogMaximum
        return try record(act, inMemory: inMemory, isTrial: isTrial, look: look) { record in
            var problems = EntryProblems()
            var outcomes: [Outcome] = []
            for (index, entry) in entries.enumerated() {
                do { outcomes.append(try record(entry)) } catch { try problems.add(error, index) }
            }
            guard problems.isEmpty else { throw problems }
            return outcomes
        }
    }

    /// Looks at the ledger as it is with the events of a trial in it, which have these numbers.
    package typealias Look = (_ events: Range<Int>) throws -> Void

    /// Runs `body` in a write transaction; it records entries one by one with the function it is
    /// given.
    ///
    /// - Parameter inMemory: Keep the world as all facts make it in memory, which pays for more than
    ///   a few entries.
    package func record<T>(
        _ act: Act, inMemory: Bool, isTrial: Bool = false, look: Look = { _ in },
        _ body: ((Entry) throws -> Outcome) throws -> T
    ) throws -> (outcomes: T, receipt: Receipt) {
        func decide(_ writer: inout LogWriter) throws -> T {
            var recorder = Recorder(
                log: log, act: act, recall: recall, live: inMemory ? LiveStories(log) : nil)
            return try body { entry in try recorder.record(entry, &writer) }
        }
        guard isTrial else {
            do {
                let (result, receipt) = try log.write(isBulk: inMemory, decide)
                return (result, receipt)
            } catch {
                recall.forget()
                throw error
            }
        }
        // What a trial appends is gone afterwards.
        defer { recall.forget() }
        let result = try log.rehearse(isBulk: inMemory) { writer in
            let first = writer.nextSeq
            let result = try decide(&writer)
            // The stories and heads of what was appended are read by whoever looks.
            try writer.finish()
            try look(first..<writer.nextSeq)
            return result
        }
        return (result, Receipt(head: try log.head(), appended: 0))
    }
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
        /// The facts that would not be legal any more because of it.
        package let dependents: [Refusal.Dependent]
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
                Problem(
                    index: index, sentence: refusal.description, isRefusal: true,
                    dependents: refusal.dependents))
        case let problem as ReadingProblem:
            problems.append(
                Problem(
                    index: index, sentence: problem.description, isRefusal: false, dependents: []))
        case let error as LogError where error.kind == .tooLarge:
            problems.append(
                Problem(
                    index: index, sentence: error.description, isRefusal: true, dependents: []))
        default: throw error
        }
        if problems.count >= problemsMaximum { throw self }
    }
}

/// How many problems are collected before an import is given up.
private let problemsMaximum = 50
