package import Events

/// Where stories are found: the log, or a part of it held in memory.
package protocol StorySource {
    /// The facts of one subject, as they read now, in any order.
    ///
    /// - Parameter changesOnly: Leave out the facts that merely depend on the subject.
    mutating func facts(of subject: Subject, changesOnly: Bool) throws -> [StoryFact]
}

/// A fact together with the stories it is part of.
package struct StoryFact: Sendable {
    package let reading: Reading
    package let stories: Stories

    package init(_ reading: Reading) { self.init(reading, reading.fact.stories) }

    package init(_ reading: Reading, _ stories: Stories) {
        self.reading = reading
        self.stories = stories
    }

    /// Whether it is part of the story of `subject`.
    package func concerns(_ subject: Subject, changesOnly: Bool) -> Bool {
        stories.changes.contains(subject) || !changesOnly && stories.reads.contains(subject)
    }
}

extension StoryFact {
    /// Whether it gives back to an approval what is not spent of a commitment.
    fileprivate var isRelease: Bool {
        if case .money(.commitmentReleased) = reading.fact { true } else { false }
    }
}

/// What somebody proposes to do to the facts.
package enum Proposal: Sendable {
    case add(Reading)
    case correct(Reading, to: Reading)
    case retract(Reading)

    var old: Reading? {
        switch self {
        case .add: nil
        case .correct(let old, _), .retract(let old): old
        }
    }

    var new: Reading? {
        switch self {
        case .add(let new), .correct(_, let new): new
        case .retract: nil
        }
    }
}

/// What comes of a proposal that is not refused.
package enum Verdict: Equatable, Sendable {
    case legal
    /// The effect already holds, for this reason; nothing is to be recorded.
    case alreadyHolds(String)
}

/// Decides whether the story stays legal with `proposal` in place.
///
/// The facts of every story it changes are judged again, in order, with the facts they depend on
/// beside them. One rule covers ordinary acts, backdating, corrections, retractions and mergers.
///
/// - Throws: ``Refusal`` that names the fact it collides with and what to do.
package func judge(
    _ proposal: Proposal, in source: inout some StorySource
) throws -> Verdict {
    try hear(proposal, in: &source).verdict
}

/// What comes of a proposal that is not refused, and what was told to find out.
package struct Hearing: Sendable {
    package let verdict: Verdict
    /// What the facts gathered tell, with a legal proposal in place.
    let world: World
    /// The subjects whose whole stories were told.
    let subjects: Set<Subject>
}

/// Decides as ``judge(_:in:)`` does, and keeps what was told, for a ``LiveWorld`` to take over.
package func hear(
    _ proposal: Proposal, in source: inout some StorySource
) throws -> Hearing {
    var cast = Cast(of: proposal)
    try cast.gather(from: &source)
    return try cast.judge(proposal)
}

/// The facts that a proposal concerns.
struct Cast {
    /// Facts whose legality the proposal can touch, by `seq`.
    private(set) var judged: [Int: Reading] = [:]
    /// Facts that the judged ones depend on.
    private(set) var context: [Int: Reading] = [:]
    private var changed: [Subject] = []
    private var read: [Subject] = []
    /// Every subject whose whole story is among the judged.
    private(set) var seenChanged: Set<Subject> = []
    private var seenRead: Set<Subject> = []
    /// Whether approvals are judged; they concern the whole money of a programme.
    private let judgesApprovals: Bool
    private let variesCommitment: Bool
    /// Participation must be over when its strand closes, whichever was recorded first.
    private let concernsParticipation: Bool

    init(of proposal: Proposal) {
        judgesApprovals = true
        let readings = [proposal.old, proposal.new].compactMap(\.self)
        variesCommitment = readings.contains { reading in
            switch reading.fact {
            case .money(.commitmentVaried), .money(.commitmentReleased): true
            default: false
            }
        }
        concernsParticipation = readings.contains { reading in
            if case .programme(.participationRecorded) = reading.fact { true } else { false }
        }
        for reading in readings {
            reading.fact.stories.changes.forEach { addChanged($0) }
            reading.fact.stories.reads.forEach { addRead($0) }
        }
    }

    /// The stories of some subjects as they are, approvals apart.
    init(of subjects: Set<Subject>, beside others: [Subject]) {
        judgesApprovals = false
        variesCommitment = false
        concernsParticipation = false
        subjects.forEach { addChanged($0) }
        others.forEach { addRead($0) }
    }

    private mutating func addChanged(_ subject: Subject) {
        if seenChanged.insert(subject).inserted { changed.append(subject) }
    }

    private mutating func addRead(_ subject: Subject) {
        if !judgesApprovals, subject.kind == "funding-of" { return }
        if seenRead.insert(subject).inserted { read.append(subject) }
    }

    mutating func gather(from source: inout some StorySource) throws {
        while true {
            if let subject = changed.popLast() {
                let facts = try source.facts(of: subject, changesOnly: false)
                let passesToFunding = variesCommitment || facts.contains(where: \.isRelease)
                for fact in facts {
                    judged[fact.reading.seq] = fact.reading
                    follow(fact, from: subject, passesToFunding)
                }
            } else if let subject = read.popLast() {
                if seenChanged.contains(subject) { continue }
                for fact in try source.facts(of: subject, changesOnly: true) {
                    context[fact.reading.seq] = fact.reading
                    for other in fact.stories.changes where isFollowedFromContext(other) {
                        addRead(other)
                    }
                    // Who leads a programme matters only where its own story is judged.
                    for other in fact.stories.reads where other.kind != "areas" { addRead(other) }
                }
            } else {
                return
            }
        }
    }

    /// Finds the other stories that a judged fact is part of.
    private mutating func follow(
        _ fact: StoryFact, from subject: Subject, _ passesToFunding: Bool
    ) {
        for other in fact.stories.changes {
            if passesOn(subject.kind, other.kind, passesToFunding) {
                addChanged(other)
            } else {
                addRead(other)
            }
        }
        for other in fact.stories.reads { addRead(other) }
    }

    /// Whether a change of one subject is a change of another that the same fact changes: the URNs
    /// of one school, the local authorities of a replacement, a spend and the commitment it draws
    /// on, an approval and the commitments that draw on it.
    private func passesOn(
        _ kind: Substring, _ other: Substring, _ passesToFunding: Bool
    ) -> Bool {
        switch (kind, other) {
        case ("school", "school"), ("la", "la"), ("spend", "commitment"): true
        case ("funding-of", "commitment"): true
        case ("commitment", "funding-of"): passesToFunding && judgesApprovals
        default: false
        }
    }

    private func isFollowedFromContext(_ subject: Subject) -> Bool {
        subject.kind == "school" || subject.kind == "la"
    }

    func judge(_ proposal: Proposal) throws(Refusal) -> Hearing {
        var facts = context.merging(judged) { _, judged in judged }
        if let old = proposal.old { facts[old.seq] = nil }
        if let new = proposal.new { facts[new.seq] = new }
        let story = facts.values.sorted()
        // Approvals are judged only when the whole money of a programme was gathered.
        let judgesApprovals = seenChanged.contains { $0.kind == "funding-of" }
        var world = World(of: story, judgesApprovals: judgesApprovals)
        var collisions: [(reading: Reading, refusal: Refusal)] = []
        for reading in story {
            let isNew = reading.seq == proposal.new?.seq
            do throws(Refusal) {
                let changes = try world.absorb(reading)
                if isNew, !changes, case .add = proposal {
                    return hearing(
                        .alreadyHolds("\(reading.fact.type) would change nothing"), world)
                }
            } catch {
                if isNew, error.isRepetition, case .add = proposal {
                    return hearing(.alreadyHolds(error.sentence), world)
                }
                if isNew { throw error }
                // A fact that is only context was judged when it was recorded, and nothing it
                // depends on is being changed; what it needs may not be among the facts gathered
                // here.
                if isJudged(reading) { collisions.append((reading, error)) }
            }
        }
        if let refusal = refusal(for: collisions) { throw refusal }
        return hearing(.legal, world)
    }

    private func hearing(_ verdict: Verdict, _ world: World) -> Hearing {
        Hearing(verdict: verdict, world: world, subjects: seenChanged)
    }

    private func isJudged(_ reading: Reading) -> Bool {
        switch reading.fact {
        case .programme(.strandClosed), .programme(.strandSucceeded), .programme(.programmeClosed):
            concernsParticipation || judged[reading.seq] != nil
        default: judged[reading.seq] != nil
        }
    }

    private func refusal(for collisions: [(reading: Reading, refusal: Refusal)]) -> Refusal? {
        guard let first = collisions.first else { return nil }
        let listed = collisions.prefix(collisionsListedMaximum).map { collision in
            "event \(collision.reading.seq) (\(collision.reading.fact.type) from "
                + "\(collision.reading.validFrom)) would not be legal: "
                + collision.refusal.sentence
        }
        let more = collisions.count - listed.count
        let tail = more > 0 ? "; and \(more) more" : ""
        return Refusal(
            listed.joined(separator: "; ") + tail,
            remedy: collisions.count == 1
                ? "correct or retract event \(first.reading.seq) first, or choose another date"
                : "correct or retract those events first, or choose another date")
    }
}

/// How many of the facts that a proposal would make illegal are spelt out in the refusal.
private let collisionsListedMaximum = 20
