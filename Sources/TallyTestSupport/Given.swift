package import Events
package import Programme
package import Testing

/// Facts held in memory, for deciders to find their stories in.
package struct FactStories: StorySource {
    private let facts: [StoryFact]

    package init(_ readings: [Reading]) { facts = readings.map(StoryFact.init) }

    package func facts(of subject: Subject, changesOnly: Bool) -> [StoryFact] {
        facts.filter { $0.concerns(subject, changesOnly: changesOnly) }
    }
}

/// What became of a proposal: the text is a refusal or the reason why nothing is to be recorded.
package enum Judgement: Equatable, Sendable {
    case legal
    case decidesNothing(String)
    case refused(String)
}

/// What the deciders say of `proposal`, beside `facts`.
package func judgement(on proposal: Proposal, beside facts: [Reading]) -> Judgement {
    var stories = FactStories(facts)
    do {
        switch try judge(proposal, in: &stories) {
        case .legal: return .legal
        case .alreadyHolds(let why): return .decidesNothing(why)
        }
    } catch let refusal as Refusal {
        return .refused(refusal.description)
    } catch {
        return .refused("unexpected: \(error)")
    }
}

/// A story in which each fact was recorded after those before it, as event 1 and onwards.
package func given(
    _ facts: Told..., sourceLocation: SourceLocation = #_sourceLocation
) -> Given {
    Given(facts, sourceLocation)
}

package func given(
    _ facts: [Told], sourceLocation: SourceLocation = #_sourceLocation
) -> Given {
    Given(facts, sourceLocation)
}

/// The first part of a test of a decider; each fact is checked to be legal when it is recorded.
package struct Given {
    package private(set) var facts: [Reading] = []

    init(_ told: [Told], _ location: SourceLocation) {
        for one in told {
            let found = judgement(
                on: .add(one.reading(seq: Reading.proposedSeq)), beside: facts)
            if found != .legal {
                Issue.record("given \(one): \(found)", sourceLocation: location)
            }
            facts.append(one.reading(seq: facts.count + 1))
        }
    }

    package func when(_ told: Told) -> When {
        When(facts: facts, proposal: .add(told.reading(seq: Reading.proposedSeq)))
    }

    /// Event `seq` is corrected to read `told`.
    package func when(correct seq: Int, to told: Told) -> When {
        let new = Reading(
            seq: seq, readAt: Reading.proposedSeq, validFrom: told.from, fact: told.fact)
        return When(facts: facts, proposal: .correct(facts[seq - 1], to: new))
    }

    package func when(retract seq: Int) -> When {
        When(facts: facts, proposal: .retract(facts[seq - 1]))
    }

    /// The rows of one kind that the story tells, as ``worldRows(_:)`` writes them.
    package func tells(
        _ kind: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expectRows(facts, kind, expected, sourceLocation)
    }
}
