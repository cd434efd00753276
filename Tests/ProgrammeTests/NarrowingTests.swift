import Events
import Ledger
import Programme
import TallyTestSupport
import Testing

/// What a decision leaves out of the stories makes no difference to it.
@Suite struct NarrowingTests {
    @Test(arguments: 0..<150)
    func aDecisionOnPartOfAStoryHasTheWordsOfOneOnTheWhole(_ seed: Int) {
        var made = RandomProposals(seed: 5_000 + seed)
        var facts: [Reading] = []
        for seq in 1...160 {
            let proposal = made.next(beside: facts)
            let found = judgement(on: proposal, beside: facts)
            let expected = fullJudgement(on: proposal, beside: facts)
            #expect(found == expected, "seed \(seed), \(proposal)")
            if expected == .legal { facts = facts.applying(proposal, seq: seq) }
        }
    }

    @Test(arguments: 0..<40)
    func theLogFindsThePartsOfAStory(_ seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed))
        let log = LogStories(random.ledger.log)
        let facts = try random.ledger.readings().facts.map(StoryFact.init)
        let subjects = Set(facts.flatMap { $0.stories.changes + $0.stories.reads })
        let days = Set(facts.map(\.reading.validFrom))
        for subject in subjects {
            for day in days { try expectPart(.after(day), of: subject, log, facts) }
            for part in [.whole, .changes, .terms] as [StoryPart] {
                try expectPart(part, of: subject, log, facts)
            }
        }
    }

    private func expectPart(
        _ part: StoryPart, of subject: Subject, _ log: LogStories, _ facts: [StoryFact]
    ) throws {
        let expected = facts.filter {
            $0.concerns(subject, changesOnly: part.isOfChanges) && part.holds($0, of: subject)
        }
        let found = try log.facts(of: subject, in: part)
        #expect(
            found.map(\.reading).sorted() == expected.map(\.reading).sorted(),
            "\(subject), \(part)")
    }
}
