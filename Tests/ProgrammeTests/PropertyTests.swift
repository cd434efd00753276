import EventLog
import Events
import Ledger
import Programme
import TallyTestSupport
import Testing

/// Random legal histories; each is the same for the same seed, so a failure names its seed.
private let histories = (0..<200).map { RandomHistory(seed: $0) }

@Suite struct PropertyTests {
    @Test func historiesAreRichEnoughToMeanSomething() {
        let types = Set(histories.flatMap(\.acts).compactMap(\.type))
        let never = vocabulary.keys.filter { !types.contains($0) }
        #expect(Set(never) == ["EventCorrected", "EventRetracted", "QuarantineResolved"])
        #expect(histories.map(\.legal).reduce(0, +) > 9_000)
        #expect(histories.map(\.refused).reduce(0, +) > 9_000)
        #expect(histories.map(\.nothing).reduce(0, +) > 500)
    }

    @Test(arguments: histories)
    func theStoriesGatheredJudgeAsTheWholeHistoryDoes(_ history: RandomHistory) {
        for disagreement in history.disagreements { Issue.record("\(disagreement)") }
    }

    @Test(arguments: histories)
    func aFactAcceptedIsNotAcceptedAgainAtOnce(_ history: RandomHistory) {
        for repetition in history.repetitions { Issue.record("\(repetition)") }
    }

    @Test(arguments: histories)
    func aFactAcceptedNeverAddsRowsWhenItIsProposedAgainLater(_ history: RandomHistory) {
        let facts = history.facts()
        for fact in facts where !repeatedlyLegal.contains(fact.fact.type) {
            let isAlone = facts.allSatisfy {
                $0.seq == fact.seq || $0.validFrom != fact.validFrom
            }
            guard isAlone else { continue }
            let again = Reading(
                seq: Reading.proposedSeq, validFrom: fact.validFrom, fact: fact.fact)
            let found = judgement(on: .add(again), beside: facts)
            #expect(
                found != .legal || fact.isConflictWithoutName,
                "seed \(history.seed), event \(fact.seq)")
        }
    }

    @Test(arguments: histories)
    func everyPrefixOfAHistoryIsLegal(_ history: RandomHistory) {
        for count in 1...history.acts.count {
            do throws(Refusal) { _ = try World.told(by: history.facts(after: count)) } catch {
                Issue.record("seed \(history.seed), the first \(count) acts: \(error)")
                return
            }
        }
    }

    @Test(arguments: histories)
    func correctionsReadAsTheLedgerReadsThem(_ history: RandomHistory) throws {
        var readings = Readings()
        for event in try history.recordedEvents() {
            try readings.add(event)
            let expected = history.facts(after: event.seq)
            #expect(readings.facts.sorted() == expected.sorted(), "seed \(history.seed)")
        }
    }

    @Test(arguments: histories)
    func aRetractionUndoesExactlyItsEvent(_ history: RandomHistory) throws {
        for fact in history.facts() {
            guard judgement(on: .retract(fact), beside: history.facts()) == .legal,
                let after = try? World.told(by: history.facts().filter { $0.seq != fact.seq })
            else { continue }
            let never = try World.told(
                by: history.facts(without: history.actsAbout(root: fact.seq)))
            let expected = worldRows(never) { "\($0)" }
            #expect(
                worldRows(after) { "\($0)" } == expected, "seed \(history.seed), \(fact.seq)")
        }
    }

    /// The property above would hold of histories in which nothing can be taken back, too.
    @Test func nearlyEveryHistoryHasSomethingToRetract() {
        let tried = histories.prefix(40)
        let found = tried.count { history in
            history.facts().contains {
                judgement(on: .retract($0), beside: history.facts()) == .legal
            }
        }
        #expect(found >= tried.count - 2)
    }

    @Test(arguments: histories)
    func theOrderInWhichIndependentFactsAreRecordedDoesNotMatter(
        _ history: RandomHistory
    ) throws {
        let facts = history.facts()
        let groups = SubjectGroups(facts)
        var random = SplitMix64(seed: history.seed)
        let byDay = reorder(facts, using: &random) { $0.validFrom == $1.validFrom }
        #expect(
            try told(byDay, naming: true) == told(facts, naming: true), "seed \(history.seed)")
        // On one day, which of two facts ended an interval first may change, but not the interval.
        let bySubject = reorder(facts, using: &random) {
            $0.validFrom == $1.validFrom && groups.share($0, $1)
        }
        #expect(
            try told(bySubject, naming: false) == told(facts, naming: false),
            "seed \(history.seed)")
    }

    /// The rows the facts tell when they are recorded in this order; events keep their old names.
    private func told(_ order: [Reading], naming: Bool) throws -> [String] {
        let renumbered = order.enumerated().map { offset, fact in
            Reading(seq: offset + 1, validFrom: fact.validFrom, fact: fact.fact)
        }
        let world = try World.told(by: renumbered)
        return naming ? worldRows(world) { "\(order[$0 - 1].seq)" } : worldRows(world)
    }
}

/// The facts in a random order, in which two that are not independent stay as they were.
private func reorder(
    _ facts: [Reading], using random: inout SplitMix64,
    keeping isDependent: (Reading, Reading) -> Bool
) -> [Reading] {
    var waiting = facts.sorted { $0.seq < $1.seq }
    var order: [Reading] = []
    while !waiting.isEmpty {
        let free = waiting.indices.filter { index in
            !waiting[..<index].contains { isDependent($0, waiting[index]) }
        }
        order.append(waiting.remove(at: random.one(of: free)))
    }
    return order
}

/// Which facts are about the same things, where the URNs of one school are one thing.
private struct SubjectGroups {
    private var leader: [Subject: Subject] = [:]

    init(_ facts: [Reading]) {
        for fact in facts {
            let changes = fact.fact.stories.changes
            for other in changes.dropFirst() { leader[find(changes[0])] = find(other) }
        }
    }

    private func find(_ subject: Subject) -> Subject {
        var subject = subject
        while let above = leader[subject], above != subject { subject = above }
        return subject
    }

    func share(_ a: Reading, _ b: Reading) -> Bool {
        // A local authority that is replaced changes schools it does not name.
        if a.isReplacement || b.isReplacement { return true }
        let subjects = { (fact: Reading) in
            let stories = fact.fact.stories
            return Set((stories.changes + stories.reads).map(find))
        }
        return !subjects(a).isDisjoint(with: subjects(b))
    }
}

extension Reading {
    fileprivate var isReplacement: Bool { fact.type == "LocalAuthorityReplaced" }

    fileprivate var isConflictWithoutName: Bool {
        if case .ledger(.conflictNoted(let data)) = fact { data.conflict == nil } else { false }
    }
}
