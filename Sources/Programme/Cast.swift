internal import Events

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
    /// What is gathered of the stories of programmes.
    private let partOfProgrammes: StoryPart
    /// Whether what the proposal cannot make illegal is left out.
    private let isNarrow: Bool
    /// The commitments of which only the terms are gathered.
    private var termsOnly: Set<Subject> = []

    init(of proposal: Proposal, isNarrow: Bool) {
        self.isNarrow = isNarrow
        partOfProgrammes = isNarrow ? proposal.partOfProgrammes : .whole
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
        isNarrow = false
        partOfProgrammes = .whole
        subjects.forEach { addChanged($0) }
        others.forEach { addRead($0) }
    }

    /// - Parameter isWhole: Whether more than the terms of a commitment is to be gathered.
    private mutating func addChanged(_ subject: Subject, isWhole: Bool = true) {
        if seenChanged.insert(subject).inserted {
            changed.append(subject)
            if !isWhole { termsOnly.insert(subject) }
        } else if isWhole, termsOnly.remove(subject) != nil {
            changed.append(subject)
        }
    }

    private mutating func addRead(_ subject: Subject) {
        if !judgesApprovals, subject.kind == "funding-of" { return }
        if seenRead.insert(subject).inserted { read.append(subject) }
    }

    mutating func gather(from source: inout some StorySource) throws {
        while true {
            if let subject = changed.popLast() {
                let facts = try judgedFacts(of: subject, from: &source)
                let passesToFunding = variesCommitment || facts.contains(where: \.isRelease)
                for fact in facts {
                    judged[fact.reading.seq] = fact.reading
                    follow(fact, from: subject, passesToFunding)
                }
            } else if let subject = read.popLast() {
                if seenChanged.contains(subject), !termsOnly.contains(subject) { continue }
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

    private mutating func judgedFacts(
        of subject: Subject, from source: inout some StorySource
    ) throws -> [StoryFact] {
        if subject.kind == "programme" {
            return try source.facts(of: subject, in: partOfProgrammes)
        }
        if termsOnly.contains(subject) {
            let facts = try source.facts(of: subject, in: .terms)
            // A release gives back what is not spent by then.
            guard facts.contains(where: \.isRelease) else { return facts }
            termsOnly.remove(subject)
        }
        return try source.facts(of: subject, in: .whole)
    }

    /// Finds the other stories that a judged fact is part of.
    private mutating func follow(
        _ fact: StoryFact, from subject: Subject, _ passesToFunding: Bool
    ) {
        for other in fact.stories.changes {
            if passesOn(subject.kind, other.kind, passesToFunding) {
                // What is approved for a programme concerns what is committed, not what is spent.
                addChanged(other, isWhole: !isNarrow || subject.kind != "funding-of")
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

    /// Tells the facts gathered with the proposal in place.
    ///
    /// - Throws: ``Refusal`` when it is the proposal itself that is not legal.
    func tell(
        _ proposal: Proposal
    ) throws(Refusal) -> (hearing: Hearing, collisions: [Collision]) {
        var facts = context.merging(judged) { _, judged in judged }
        if let old = proposal.old { facts[old.seq] = nil }
        if let new = proposal.new { facts[new.seq] = new }
        let story = facts.values.sorted()
        // Approvals are judged only when the whole money of a programme was gathered.
        let judgesApprovals = seenChanged.contains { $0.kind == "funding-of" }
        var world = World(of: story, judgesApprovals: judgesApprovals)
        var collisions: [Collision] = []
        for reading in story {
            let isNew = reading.seq == proposal.new?.seq
            do throws(Refusal) {
                let changes = try world.absorb(reading)
                if isNew, !changes, case .add = proposal {
                    let why = "\(reading.fact.type) would change nothing"
                    return (hearing(.alreadyHolds(why), world), [])
                }
            } catch {
                if isNew, error.isRepetition, case .add = proposal {
                    return (hearing(.alreadyHolds(error.sentence), world), [])
                }
                if isNew { throw error }
                // A fact that is only context was judged when it was recorded, and nothing it
                // depends on is being changed; what it needs may not be among the facts gathered
                // here.
                if isJudged(reading) { collisions.append((reading, error)) }
            }
        }
        return (hearing(.legal, world), collisions)
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
}

/// A fact that the proposal would make illegal, and why.
typealias Collision = (reading: Reading, refusal: Refusal)

func refusal(for collisions: [Collision]) -> Refusal? {
    guard !collisions.isEmpty else { return nil }
    return Refusal(
        dependents: collisions.map { collision in
            Refusal.Dependent(
                seq: collision.reading.seq, type: collision.reading.fact.type,
                validFrom: collision.reading.validFrom, sentence: collision.refusal.sentence)
        })
}

extension StoryFact {
    /// Whether it gives back to an approval what is not spent of a commitment.
    fileprivate var isRelease: Bool {
        if case .money(.commitmentReleased) = reading.fact { true } else { false }
    }
}
