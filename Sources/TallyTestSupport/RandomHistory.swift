internal import Events
package import Programme

/// A history of random acts, of which those were kept that `judge` found legal.
package struct RandomHistory: Sendable, CustomStringConvertible {
    package enum Act: Sendable {
        case fact(Told)
        case correction(of: Int, Told)
        case retraction(of: Int)

        /// The type of the fact told; `nil` for a retraction.
        package var type: String? {
            switch self {
            case .fact(let told), .correction(_, let told): told.fact.type
            case .retraction: nil
            }
        }
    }

    package let seed: Int
    package var description: String { "seed \(seed)" }
    /// Act 1, 2, 3 …; the acts that were kept.
    package private(set) var acts: [Act] = []
    /// How often each judgement was given.
    package private(set) var legal = 0, nothing = 0, refused = 0
    /// Where `judge` and the whole history disagreed.
    package private(set) var disagreements: [String] = []
    /// Where they disagreed because a replaced local authority lost a school; known and accepted.
    package private(set) var deviations = 0
    /// Accepted facts that were accepted at once again.
    package private(set) var repetitions: [String] = []
    private var roots: [Int: Root] = [:]
    private var rootOfCorrection: [Int: Int] = [:]

    private struct Root: Sendable {
        var readings: [(readAt: Int, told: Told, isRetracted: Bool)]

        var current: Told? { readings.last { !$0.isRetracted }?.told }
    }

    /// - Parameter isBusy: Start with years in which much of what is reported happens.
    package init(seed: Int, proposals: Int = 110, isBusy: Bool = false) {
        self.seed = seed
        var made = RandomFacts(random: SplitMix64(seed: seed))
        for told in made.setting() { propose(.fact(told)) }
        if isBusy { for told in made.busyYears() { propose(.fact(told)) } }
        for _ in 0..<proposals { propose(act(&made)) }
    }

    /// The facts after the first `count` acts, as they read then.
    package func facts(after count: Int? = nil) -> [Reading] {
        var past = RandomHistory(seed: seed, acts: Array(acts.prefix(count ?? acts.count)))
        past.readAll()
        return past.current
    }

    /// The history as it would be had these acts never happened; the others keep their numbers.
    package func facts(without excluded: Set<Int>) -> [Reading] {
        var past = RandomHistory(seed: seed, acts: acts)
        past.readAll(without: excluded)
        return past.current
    }

    /// The root of each fact that stands, and the acts about it.
    package func actsAbout(root: Int) -> Set<Int> {
        Set([root] + rootOfCorrection.filter { $0.value == root }.map(\.key))
    }
}

// MARK: - Proposing

extension RandomHistory {
    private mutating func act(_ made: inout RandomFacts) -> Act {
        let choice = made.random.below(100)
        let standing = roots.filter { $0.value.current != nil }.keys.sorted()
        if choice < 14, !standing.isEmpty {
            let root = made.random.one(of: standing)
            guard let old = roots[root]?.current else { return .fact(made.fact()) }
            if made.random.chance(50) { return .correction(of: root, old.from(made.day)) }
            return .correction(of: root, made.fact(of: old.fact.type))
        }
        if choice < 26, !standing.isEmpty {
            let corrections = rootOfCorrection.keys.sorted().filter { !isRetracted($0) }
            let pool = made.random.chance(40) && !corrections.isEmpty ? corrections : standing
            return .retraction(of: made.random.one(of: pool))
        }
        return .fact(made.fact())
    }

    private mutating func propose(_ act: Act) {
        guard let proposal = proposal(of: act) else { return }
        let facts = current
        let found = judgement(on: proposal, beside: facts)
        let whole = wholeJudgement(on: proposal, beside: facts)
        guard found.isLike(whole.judgement) else {
            if found == .legal, whole.culprit == "LocalAuthorityReplaced" {
                deviations += 1
            } else {
                disagreements.append(
                    "seed \(seed), after \(acts.count) acts, \(act): judge says \(found), the "
                        + "whole says \(whole.judgement)")
            }
            return
        }
        switch found {
        case .legal: legal += 1
        case .decidesNothing: nothing += 1
        case .refused: refused += 1
        }
        guard found == .legal else { return }
        acts.append(act)
        read(acts.count)
        if case .add(let new) = proposal, !repeatedlyLegal.contains(new.fact.type),
            judgement(on: proposal, beside: current) == .legal
        {
            let isOpaque = new.fact.type == "ConflictNoted"
            if !isOpaque { repetitions.append("seed \(seed), act \(acts.count): \(act)") }
        }
    }

    /// What an act proposes to do to the facts; `nil` when it would do nothing.
    private func proposal(of act: Act) -> Proposal? {
        switch act {
        case .fact(let told): return .add(told.reading(seq: Reading.proposedSeq))
        case .correction(let root, let told):
            guard let old = reading(root), roots[root]?.current != told else { return nil }
            return .correct(
                old,
                to: Reading(
                    seq: root, readAt: Reading.proposedSeq, validFrom: told.from, fact: told.fact))
        case .retraction(let target):
            let root = rootOfCorrection[target] ?? target
            guard let old = reading(root) else { return nil }
            var after = self
            after.retract(target)
            guard let new = after.reading(root) else { return .retract(old) }
            return .correct(old, to: new)
        }
    }
}

// MARK: - Reading: a second statement of what corrections and retractions mean

extension RandomHistory {
    private init(seed: Int, acts: [Act]) {
        self.seed = seed
        self.acts = acts
    }

    private mutating func readAll(without excluded: Set<Int> = []) {
        for seq in 1...max(1, acts.count) where seq <= acts.count && !excluded.contains(seq) {
            read(seq)
        }
    }

    private mutating func read(_ seq: Int) {
        switch acts[seq - 1] {
        case .fact(let told): roots[seq] = Root(readings: [(seq, told, false)])
        case .correction(let root, let told):
            roots[root]?.readings.append((seq, told, false))
            rootOfCorrection[seq] = root
        case .retraction(let target): retract(target)
        }
    }

    private mutating func retract(_ target: Int) {
        guard let root = rootOfCorrection[target] else {
            roots[target]?.readings = []
            return
        }
        for index in roots[root]?.readings.indices ?? 0..<0
        where roots[root]?.readings[index].readAt == target {
            roots[root]?.readings[index].isRetracted = true
        }
    }

    private func isRetracted(_ correction: Int) -> Bool {
        let root = rootOfCorrection[correction].flatMap { roots[$0] }
        return root?.readings.first { $0.readAt == correction }?.isRetracted ?? true
    }

    private func reading(_ root: Int) -> Reading? {
        guard let last = roots[root]?.readings.last(where: { !$0.isRetracted }) else { return nil }
        return Reading(
            seq: root, readAt: last.readAt, validFrom: last.told.from, fact: last.told.fact)
    }

    package var current: [Reading] { roots.keys.sorted().compactMap(reading) }
}

extension Judgement {
    /// Whether the other is of the same kind, whatever the words.
    func isLike(_ other: Judgement) -> Bool {
        switch (self, other) {
        case (.legal, .legal), (.decidesNothing, .decidesNothing), (.refused, .refused): true
        default: false
        }
    }
}

/// What comes of `proposal` when every fact there is stands beside it, and the type it collides
/// with.
package func wholeJudgement(
    on proposal: Proposal, beside facts: [Reading]
) -> (judgement: Judgement, culprit: String) {
    var story = facts
    var proposed: Int?
    var isAddition = false
    switch proposal {
    case .add(let new):
        story.append(new)
        (proposed, isAddition) = (new.seq, true)
    case .correct(let old, let new):
        story = story.filter { $0.seq != old.seq } + [new]
        proposed = new.seq
    case .retract(let old): story = story.filter { $0.seq != old.seq }
    }
    story.sort()
    var world = World(of: story)
    for reading in story {
        let isNew = isAddition && reading.seq == proposed
        do throws(Refusal) {
            let changes = try world.absorb(reading)
            if isNew, !changes { return (.decidesNothing("no change"), "") }
        } catch {
            if isNew, error.isRepetition { return (.decidesNothing(error.sentence), "") }
            return (
                .refused("event \(reading.seq) of \(reading.fact.type): \(error)"),
                reading.seq == proposed ? "" : reading.fact.type
            )
        }
    }
    return (.legal, "")
}
