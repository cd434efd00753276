internal import Dispatch
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Synchronization

/// What another thread finds out while this one goes on.
struct Meanwhile<Found> {
    private let wait: () throws -> Found

    fileprivate init(_ wait: @escaping () throws -> Found) { self.wait = wait }

    /// What was found out, once it is; asked for once.
    func found() throws -> Found { try wait() }
}

extension ReportBuilder {
    /// Has another thread find something out, as of the same moment, while this one goes on.
    ///
    /// There is one other thread. What is asked while it is at work, or where none may help, is found
    /// out by this one when it is wanted.
    func meanwhile<Found: Sendable>(
        _ find: @escaping @Sendable (ReportBuilder) throws -> Found
    ) -> Meanwhile<Found> {
        // Another connection would not see what a trial is about to record.
        guard let findings, findings.mayBeHelped, models.use != .none else {
            return Meanwhile { try find(self) }
        }
        findings.mayBeHelped = false
        let kept = findings.kept
        let (folder, onlyReads) = (ledger.log.folder, !ledger.log.isWritable)
        let helper = Helper {
            let ledger = try Ledger(folder: folder, checksSchema: false, onlyReads: onlyReads)
            return try find(ReportBuilder(ledger, use: .asTheyAre).sharing(kept))
        }
        return Meanwhile {
            defer { findings.mayBeHelped = true }
            return try helper.found()
        }
    }
}

extension ReportBuilder {
    /// Something that can be asked of the ledger, and is kept once it is found out.
    typealias Question = @Sendable (ReportBuilder) throws -> any Sendable

    /// Finds things out that are asked for next, the longest first: this thread and another each take
    /// the next.
    ///
    /// What goes wrong does so again when it is asked for.
    func findOut(_ questions: [Question]) {
        let turns = Turns(questions.count)
        let others = meanwhile { other in
            while let turn = turns.next() { _ = try? questions[turn](other) }
        }
        while let turn = turns.next() { _ = try? questions[turn](self) }
        _ = try? others.found()
    }
}

/// The numbers from 0 on, each given to one of several threads.
private final class Turns: Sendable {
    private let begun = Atomic(0)
    private let count: Int

    init(_ count: Int) { self.count = count }

    func next() -> Int? {
        let turn = begun.add(1, ordering: .relaxed).oldValue
        return turn < count ? turn : nil
    }
}

/// A thread that finds one thing out.
private final class Helper<Found: Sendable>: Sendable {
    private let result = Mutex<Result<Found, any Error>?>(nil)
    private let work = DispatchGroup()

    init(_ find: @escaping @Sendable () throws -> Found) {
        DispatchQueue.global().async(group: work) { [self] in
            let found = Result { try find() }
            result.withLock { $0 = found }
        }
    }

    func found() throws -> Found {
        work.wait()
        guard let found = result.withLock({ $0 }) else { preconditionFailure("nothing was found") }
        return try found.get()
    }
}
