import Events
import Programme
import TallyTestSupport
import Testing

/// What a live world accepts though something has happened to the programme since, and what it leaves
/// to the whole story.
@Suite struct LiveAcceptanceTests {
    private let facts: [Reading]

    init() {
        let told = [
            programmeOpened(from: "2021-01-01"), strandOpened("oracy", from: "2021-01-01"),
            strandOpened("maths", from: "2021-01-01"), fundingApproved(1_000_00),
            committed("venue", 100_00), committed("grants", 100_00),
            spent("kept", 10_00, against: "venue"), spent("taken-back", 10_00, against: "venue"),
            spent("freed", 10_00, against: "grants"), spent("alone", 10_00),
            participated("oracy", days: ("2023-01-01", "2023-02-01"), from: "2023-02-01"),
            reversed("taken-back"), released("grants"),
            strandSucceeded(["oracy"], by: "maths", from: "2024-01-01"),
        ]
        facts = told.enumerated().map { $1.reading(seq: $0 + 1) }
    }

    @Test(arguments: [
        (participated("oracy", days: ("2023-11-01", "2023-12-01"), from: "2023-12-01"), true),
        (participated("oracy", days: ("2023-11-01", "2024-02-01"), from: "2023-12-01"), false),
        (participated("oracy", days: ("2020-11-01", "2023-12-01"), from: "2023-12-01"), false),
        (participated("oracy", days: ("2023-11-01", "2023-12-01"), from: "2020-12-01"), false),
        (participated("drama", days: ("2023-11-01", "2023-12-01"), from: "2023-12-01"), false),
        (spent("late", 10_00, from: "2023-06-01"), true),
        (spent("late", 10_00, for: "other", from: "2023-06-01"), false),
        (enrolled("900001", "oracy", from: "2023-06-01"), false),
    ])
    func accepts(_ told: Told, _ isAccepted: Bool) throws {
        try expect(.add(told.reading(seq: 15)), isAccepted)
    }

    @Test(
        arguments: [
            ("oracy", "2023-02-01", "2023-02-01", true),
            ("oracy", "2023-02-02", "2023-02-01", false),
            ("maths", "2023-02-01", "2023-02-01", false),
            ("oracy", "2023-02-01", "2023-02-02", false),
        ] as [(Slug, Day, Day, Bool)])
    func acceptsHowManyTookPart(
        _ strand: Slug, _ end: Day, _ from: Day, _ isAccepted: Bool
    ) throws {
        let old = try #require(facts.first { $0.fact.type == "ParticipationRecorded" })
        let new = participated(strand, teachers: 9, days: ("2023-01-01", end), from: from)
        try expect(.correct(old, to: new.reading(seq: old.seq)), isAccepted)
    }

    @Test(arguments: [(7, true), (8, false), (9, false), (10, true), (11, true), (2, false)])
    func acceptsThatAFactIsTakenBack(_ seq: Int, _ isAccepted: Bool) throws {
        try expect(.retract(facts[seq - 1]), isAccepted)
    }

    /// What a spend had drawn on its commitment is open again once it is taken back, and so is its
    /// name.
    @Test func aSpendThatIsTakenBackLeavesNothing() throws {
        var live = try told(facts)
        let again = spent("kept", 100_00, against: "venue", from: "2024-06-01").reading(seq: 16)
        let more = spent("more", 1, against: "venue", from: "2024-06-01").reading(seq: 17)
        let proposals = [Proposal.retract(facts[6]), .add(again), .add(more)]
        let found = zip(proposals, [facts[6], again, more]).map { proposal, reading in
            live.accepts(proposal, reading.fact.stories)
        }
        #expect(found == [true, true, false])
    }

    private func expect(
        _ proposal: Proposal, _ isAccepted: Bool,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        var live = try told(facts)
        let stories =
            switch proposal {
            case .add(let new), .correct(_, let new): new.fact.stories
            case .retract(let old): old.fact.stories
            }
        let found = live.accepts(proposal, stories)
        #expect(found == isAccepted, sourceLocation: location)
        guard isAccepted else { return }
        #expect(judgement(on: proposal, beside: facts) == .legal, sourceLocation: location)
    }

    private func told(_ facts: [Reading]) throws -> LiveWorld {
        let foretold = facts.filter { LiveWorld.foretoldTypes.contains($0.fact.type) }
        var live = LiveWorld(foretold: foretold)
        for reading in facts.sorted() { try live.tell(StoryFact(reading)) }
        return live
    }
}
