internal import EventLog
internal import Events
internal import Programme

/// The stories of a log, of which those that most facts depend on are kept.
struct RecentStories: StorySource {
    let log: LogStories
    private var kept: [Subject: [StoryFact]] = [:]

    init(log: LogStories) { self.log = log }

    mutating func facts(of subject: Subject, changesOnly: Bool) throws -> [StoryFact] {
        guard changesOnly, kindsKept.contains(subject.kind) else {
            return try log.facts(of: subject, changesOnly: changesOnly)
        }
        if let known = kept[subject] { return known }
        let facts = try log.facts(of: subject, changesOnly: true)
        kept[subject] = facts
        return facts
    }

    mutating func facts(of subject: Subject, in part: StoryPart) throws -> [StoryFact] {
        part == .whole || part == .changes
            ? try facts(of: subject, changesOnly: part == .changes)
            : try log.facts(of: subject, in: part)
    }

    mutating func forget(_ subjects: [Subject]) {
        for subject in subjects { kept[subject] = nil }
    }
}

/// What there is little of: it grows with the areas and programmes, not with the schools.
private let kindsKept: Set<Substring> = ["areas", "la", "measure", "programme", "trust"]

/// What the single decisions of a process have read, for its next ones.
final class Recall {
    private let log: EventLog
    private var stories: RecentStories
    /// How many events the log has when ``stories`` are right; `nil` when they never are.
    private var size: Int?

    init(_ log: EventLog) {
        self.log = log
        stories = RecentStories(log: LogStories(log))
    }

    /// Decides as ``Programme/judge(_:in:)`` does.
    ///
    /// A legal proposal must then be appended, or ``forget()`` called.
    ///
    /// - Parameter size: How many events the log has.
    func judge(_ proposal: Proposal, size: Int) throws -> Verdict {
        // Another process, or another ledger of this one, has appended since.
        if self.size != size { forget() }
        let verdict = try Programme.judge(proposal, in: &stories)
        self.size = size
        if verdict == .legal {
            stories.forget(proposal.changes)
            self.size = size + 1
        }
        return verdict
    }

    /// Forgets all, as when a transaction is rolled back.
    func forget() {
        stories = RecentStories(log: LogStories(log))
        size = nil
    }
}

extension Proposal {
    /// The subjects that it changes.
    var changes: [Subject] {
        switch self {
        case .add(let new): new.fact.stories.changes
        case .correct(let old, let new):
            old.fact.stories.changes + new.fact.stories.changes
        case .retract(let old): old.fact.stories.changes
        }
    }
}
