import Events
import Programme
import TallyTestSupport
import Testing

/// The second part of a test of a decider: facts, and what is proposed beside them.
struct When {
    let facts: [Reading]
    let proposal: Proposal

    enum Expectation: Sendable {
        /// Legal, by itself and among all facts, and done again it decides nothing.
        case legal
        /// Legal, and refused when it is done again.
        case legalOnce
    }

    /// Expects what comes of it, now and when the same fact is proposed again.
    @discardableResult
    func then(
        _ expectation: Expectation, sourceLocation: SourceLocation = #_sourceLocation
    ) -> Then {
        expect(judgement(on: proposal, beside: facts), .legal, sourceLocation)
        let after = facts.applying(proposal, seq: facts.count + 1)
        do throws(Refusal) { _ = try World.told(by: after) } catch {
            Issue.record("the whole story is not legal: \(error)", sourceLocation: sourceLocation)
        }
        if case .add(let new) = proposal {
            let again = judgement(on: proposal, beside: after)
            if !isExpected(again, of: new, expectation) {
                Issue.record("the same fact again: \(again)", sourceLocation: sourceLocation)
            }
        }
        return Then(facts: after)
    }

    private func isExpected(
        _ again: Judgement, of new: Reading, _ expectation: Expectation
    ) -> Bool {
        switch again {
        case .legal: expectation == .legal && repeatedlyLegal.contains(new.fact.type)
        case .decidesNothing: expectation == .legal
        case .refused: expectation == .legalOnce
        }
    }

    /// Expects a refusal in exactly these words: the sentence and the remedy.
    func refused(
        _ text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expect(judgement(on: proposal, beside: facts), .refused(text), sourceLocation)
    }

    /// Expects that nothing is to be recorded, for this reason.
    func decidesNothing(
        _ why: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expect(judgement(on: proposal, beside: facts), .decidesNothing(why), sourceLocation)
    }

    private func expect(_ found: Judgement, _ expected: Judgement, _ location: SourceLocation) {
        guard found != expected else { return }
        Issue.record("\(found), not \(expected)", sourceLocation: location)
    }
}

/// What a legal proposal leads to.
struct Then {
    let facts: [Reading]

    /// The rows of one kind that the story tells, as ``worldRows(_:)`` writes them.
    @discardableResult
    func tells(
        _ kind: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) -> Then {
        expectRows(facts, kind, expected, sourceLocation)
        return self
    }
}
