import Events
import Programme
import TallyTestSupport
import Testing

/// A story in which each fact was recorded after those before it, as event 1 and onwards.
func given(
    _ facts: Told..., sourceLocation: SourceLocation = #_sourceLocation
) -> Given {
    Given(facts, sourceLocation)
}

func given(
    _ facts: [Told], sourceLocation: SourceLocation = #_sourceLocation
) -> Given {
    Given(facts, sourceLocation)
}

/// The first part of a test of a decider; each fact is checked to be legal when it is recorded.
struct Given {
    private(set) var facts: [Reading] = []

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

    func when(_ told: Told) -> When {
        When(facts: facts, proposal: .add(told.reading(seq: Reading.proposedSeq)))
    }

    /// Event `seq` is corrected to read `told`.
    func when(correct seq: Int, to told: Told) -> When {
        let new = Reading(
            seq: seq, readAt: Reading.proposedSeq, validFrom: told.from, fact: told.fact)
        return When(facts: facts, proposal: .correct(facts[seq - 1], to: new))
    }

    func when(retract seq: Int) -> When {
        When(facts: facts, proposal: .retract(facts[seq - 1]))
    }

    /// The rows of one kind that the story tells, as ``worldRows(_:)`` writes them.
    func tells(
        _ kind: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expectRows(facts, kind, expected, sourceLocation)
    }
}
