internal import AuditorPack
internal import CanonicalJSON
internal import Checkpoints
internal import CommandTable
internal import EventLog
internal import Events
internal import Imports
internal import Ledger
internal import Programme
internal import ProjectionEngine
internal import SQLite
internal import Site

/// How a run ended, as a process exit status (design: the exit codes are a promise).
package enum ExitStatus: Int32, Sendable {
    case done = 0
    case failed = 1
    case usage = 2
    case refused = 3
    case busy = 4
    case integrity = 5
    case history = 6
    case signature = 7
    case storage = 8
    case nothingFound = 9
    case interrupted = 130
}

/// A run that did not do what was asked: the status, a sentence, and the remedy.
struct Failure: Error {
    let status: ExitStatus
    let message: String
    let hint: String?
    /// What there is to know beside the sentence, each under its name.
    let details: [Detail]

    typealias Detail = (name: String, text: String)

    init(_ status: ExitStatus, _ message: String, hint: String? = nil, details: [Detail] = []) {
        self.status = status
        self.message = message
        self.hint = hint
        self.details = details
    }

    static let interrupted = Failure(.interrupted, "interrupted; nothing was recorded")

    /// Puts any error in the terms of the command line.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case is Interrupted: self = .interrupted
        case let error as UsageError: self.init(.usage, error.sentence)
        case let error as Refusal where error.dependents.count > 1: self.init(error.dependents)
        case let error as Refusal: self.init(.refused, error.sentence, hint: error.remedy)
        case let error as ReadingProblem: self.init(.usage, error.description)
        case let problems as EntryProblems: self.init(problems)
        case let problem as ImportProblem:
            self.init(.refused, problem.sentence, hint: problem.remedy)
        case let problem as DefinitionProblem:
            self.init(.refused, problem.sentence, hint: problem.remedy)
        case let problem as SiteProblem:
            self.init(.refused, problem.sentence, hint: problem.remedy)
        case let problem as PackProblem:
            self.init(.of(problem.kind), problem.sentence, hint: problem.remedy)
        case let error as JSONError: self.init(.usage, "it is not JSON: \(error)")
        case let error as LogError: self.init(.of(error.kind), error.message, hint: error.hint)
        case let error as SQLiteError: self.init(LogError(error))
        case let problem as SignatureProblem:
            self.init(
                problem.kind == .cannotRun ? .failed : .signature, problem.message,
                hint: problem.hint)
        case let problem as CheckpointProblem where problem.kind == .occupied:
            self.init(
                .refused, problem.sentence,
                hint: "nothing is written over it; name another file, or move that one away")
        case let problem as CheckpointProblem:
            self.init(
                .integrity, problem.sentence,
                hint: "the file was changed or cut off; get it again from whoever gave it")
        default: self.init(.failed, "\(error)")
        }
    }

    /// The facts that depend on what was to be changed, each on a line of its own.
    private init(_ dependents: [Refusal.Dependent]) {
        let listed: [Detail] = dependents.prefix(dependentsListedMaximum).map { one in
            ("event \(one.seq)", "\(one.type) from \(one.validFrom): \(one.sentence)")
        }
        let more = dependents.count - listed.count
        let last = dependents.map(\.seq).max() ?? 0
        self.init(
            .refused, "\(dependents.count) facts depend on it and would not be legal without it",
            hint:
                "retract or correct them first, the newest first: 'tally retract \(last) --reason "
                + "WHY'; or choose another date",
            details: listed + (more > 0 ? [("and", "\(more) more")] : []))
    }

    private init(_ problems: EntryProblems) {
        if problems.problems.count == 1, problems.problems[0].dependents.count > 1 {
            self.init(problems.problems[0].dependents)
            return
        }
        let isRefusal = problems.problems.contains(where: \.isRefusal)
        let sentences = problems.problems.map(\.sentence)
        self.init(isRefusal ? .refused : .usage, sentences.joined(separator: "\n"))
    }
}

extension ExitStatus {
    fileprivate static func of(_ kind: PackProblem.Kind) -> ExitStatus {
        switch kind {
        case .refused: .refused
        case .altered: .integrity
        case .different: .history
        }
    }

    fileprivate static func of(_ kind: LogError.Kind) -> ExitStatus {
        switch kind {
        case .notALedger: .nothingFound
        case .exists, .tooLarge: .refused
        case .busy: .busy
        case .storage: .storage
        case .altered: .integrity
        case .shorter, .different: .history
        }
    }
}
