package import EventLog
internal import Events
internal import Programme

/// One ledger: its log, and the rules by which it grows.
package struct Ledger {
    package let log: EventLog

    package init(folder: String) throws(LogError) { log = try EventLog(folder: folder) }

    private init(log: EventLog) { self.log = log }

    /// Makes a ledger whose first event is `created`, in a folder that does not exist yet.
    package static func create(folder: String, _ created: Entry, _ act: Act) throws -> Ledger {
        let ledger = Ledger(log: try EventLog.create(folder: folder))
        _ = try ledger.record([created], act)
        return ledger
    }

    /// Records entries in one transaction: all of them, or none.
    ///
    /// - Throws: ``EntryProblems`` when entries cannot be recorded; nothing is recorded then.
    package func record(
        _ entries: [Entry], _ act: Act
    ) throws -> (outcomes: [Outcome], receipt: Receipt) {
        try record(act, inMemory: entries.count > entriesFromLogMaximum) { record in
            var problems = EntryProblems()
            var outcomes: [Outcome] = []
            for (index, entry) in entries.enumerated() {
                do { outcomes.append(try record(entry)) } catch { try problems.add(error, index) }
            }
            guard problems.isEmpty else { throw problems }
            return outcomes
        }
    }

    /// Runs `body` in a write transaction; it records entries one by one with the function it is given.
    package func record<T>(
        _ act: Act, inMemory: Bool, _ body: ((Entry) throws -> Outcome) throws -> T
    ) throws -> (outcomes: T, receipt: Receipt) {
        let (result, receipt) = try log.write { writer in
            var recorder = Recorder(
                log: log, act: act, memory: inMemory ? try MemoryStories(log) : nil)
            return try body { entry in try recorder.record(entry, &writer) }
        }
        return (result, receipt)
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
    }

    package private(set) var problems: [Problem] = []

    package init() {}

    package var isEmpty: Bool { problems.isEmpty }

    /// Notes `error`, unless it is a failure of the storage, which it throws on; throws itself when there
    /// are too many to be of use.
    package mutating func add(_ error: any Error, _ index: Int) throws {
        switch error {
        case let refusal as Refusal:
            problems.append(
                Problem(index: index, sentence: refusal.description, isRefusal: true))
        case let problem as ReadingProblem:
            problems.append(
                Problem(index: index, sentence: problem.description, isRefusal: false))
        default: throw error
        }
        if problems.count >= problemsMaximum { throw self }
    }
}

/// How many problems are collected before an import is given up.
private let problemsMaximum = 50
