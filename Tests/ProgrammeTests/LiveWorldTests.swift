import CanonicalJSON
import EventLog
import Events
import Ledger
import Programme
import TallyTestSupport
import Testing

/// A live world accepts nothing that the whole story would refuse.
@Suite struct LiveWorldTests {
    @Test(arguments: 0..<200)
    func whatALiveWorldAcceptsIsLegal(_ seed: Int) throws {
        let run = try LiveRun(seed: seed)
        for fault in run.faults { Issue.record("\(fault)") }
    }

    @Test func mostOfWhatIsLegalIsAcceptedAndTheRestIsTakenOver() throws {
        let runs = try (0..<40).map { try LiveRun(seed: 1_000 + $0) }
        let legal = runs.map(\.legal).reduce(0, +)
        #expect(legal > 2_000)
        #expect(runs.map(\.accepted).reduce(0, +) * 2 > legal)
        #expect(runs.map(\.taken).reduce(0, +) * 8 > legal)
        #expect(runs.map(\.refused).reduce(0, +) > 1_000)
    }

    @Test(arguments: 0..<25)
    func anImportDecidesAsOneFactAtATimeDoes(_ seed: Int) throws {
        try expectTheSame(entries(seed), "seed \(seed)")
    }

    /// A fact may quote a URN before the day it was registered: it then means the school that gave
    /// way to it, and goes on meaning that one.
    @Test(arguments: [
        succeeded("900002", by: "900009", from: "2023-09-01"),
        split("900002", into: ["900003", "900009"], continuing: "900009", from: "2023-09-01"),
    ])
    func anImportRefusesASecondSchoolUnderAURNToldOfBeforeItsDay(_ second: Told) throws {
        let facts = [
            laRegistered("391"), programmeOpened(from: "2018-01-01"),
            registered("900001", from: "2018-01-01"), registered("900009", from: "2020-09-01"),
            succeeded("900001", by: "900009", from: "2022-09-01"),
            optedIn("900009", from: "2019-09-01"), registered("900002", from: "2021-09-01"),
            registered("900003", from: "2021-09-01"),
        ]
        let found = try expectTheSame(
            (facts + [second]).enumerated().map { number, told in
                var entry = Entry(
                    type: told.fact.type, validFrom: told.from, members: told.data.members ?? [])
                entry.key = "\(number)"
                return entry
            }, "\(second)")
        #expect(found.dropLast() == (2...9).map { .recorded($0) }[...])
        guard case .refused(let why)? = found.last else {
            Issue.record("\(second): \(found)")
            return
        }
        #expect(why.contains("no school with URN 900009 is registered by 2019-09-01"), "\(why)")
    }

    /// Records entries one by one in one ledger and as an import in another, and expects the same of
    /// both.
    @discardableResult
    private func expectTheSame(_ entries: [Entry], _ note: String) throws -> [Recorded] {
        let (alone, together) = (try TestLedger(), try TestLedger())
        let expected = try entries.map { try alone.record($0) }
        let found = try together.ledger.record(testAct, inMemory: true) { record in
            try entries.map { entry in
                do {
                    switch try record(entry) {
                    case .recorded(let event): return Recorded.recorded(event.seq)
                    case .alreadyRecorded(let event): return .alreadyRecorded(event.seq)
                    case .alreadyHolds(let why): return .alreadyHolds(why)
                    }
                } catch let refusal as Refusal {
                    return .refused(refusal.description)
                } catch let problem as ReadingProblem {
                    return .unreadable(problem.description)
                }
            }
        }.outcomes
        for (index, pair) in zip(expected, found).enumerated() where pair.0 != pair.1 {
            Issue.record("\(note), \(entries[index]): \(pair.1), not \(pair.0)")
        }
        #expect(try together.leaves().dropFirst() == alone.leaves().dropFirst(), "\(note)")
        try together.ledger.verifyStoryIndex()
        return found
    }

    /// What an open ledger remembers is what the log says, whoever else has written to it.
    @Test(arguments: 0..<15)
    func aLedgerThatStaysOpenDecidesAsOneOpenedAnewDoes(_ seed: Int) throws {
        let (anew, open) = (try TestLedger(), try TestLedger())
        let others = [open.ledger, try Ledger(folder: open.ledger.log.folder)]
        for (index, entry) in try entries(seed).enumerated() {
            let expected = try anew.record(entry, in: Ledger(folder: anew.ledger.log.folder))
            // A run of several by each, now and then the same one by both.
            let found = try open.record(entry, in: others[(index / 4 + seed) % 2])
            #expect(found == expected, "seed \(seed), \(index): \(entry)")
            if index % 7 == 0 { _ = try? others[index % 2].record([entry], testAct, isTrial: true) }
        }
        #expect(try anew.leaves().dropFirst() == open.leaves().dropFirst(), "seed \(seed)")
    }

    /// Entries that were proposed beside those accepted before them.
    private func entries(_ seed: Int) throws -> [Entry] {
        var made = RandomProposals(seed: seed)
        var facts: [Reading] = []
        var entries: [Entry] = []
        // Event 1 made the ledger.
        var seq = 1
        while entries.count < 90 {
            let proposal = made.next(beside: facts)
            guard let entry = proposal.entry(key: "\(entries.count)") else { continue }
            entries.append(entry)
            guard judgement(on: proposal, beside: facts) == .legal else { continue }
            seq += 1
            facts = facts.applying(proposal, seq: seq)
        }
        return entries
    }
}

/// Random proposals, decided by a live world and by the whole story side by side.
private struct LiveRun {
    private(set) var faults: [String] = []
    private(set) var legal = 0, accepted = 0, taken = 0, refused = 0

    init(seed: Int) throws {
        var made = RandomProposals(seed: seed)
        var facts: [Reading] = []
        var live = LiveWorld()
        for seq in 1...130 {
            let proposal = made.next(beside: facts)
            let expected = judgement(on: proposal, beside: facts)
            if case .refused = expected { refused += 1 }
            if live.accepts(proposal.numbered(seq), proposal.stories) {
                accepted += 1
                guard expected == .legal else {
                    faults.append("seed \(seed), \(seq): \(proposal) is \(expected)")
                    return
                }
            } else if expected == .legal {
                var stories = FactStories(facts)
                if try live.take(hear(proposal, in: &stories), of: proposal.numbered(seq)) {
                    taken += 1
                } else {
                    live = try told(facts.applying(proposal, seq: seq))
                }
            }
            guard expected == .legal else { continue }
            legal += 1
            facts = facts.applying(proposal, seq: seq)
        }
    }

    private func told(_ facts: [Reading]) throws -> LiveWorld {
        let foretold = facts.filter { LiveWorld.foretoldTypes.contains($0.fact.type) }
        var live = LiveWorld(foretold: foretold)
        for reading in facts.sorted() { try live.tell(StoryFact(reading)) }
        return live
    }
}

/// Types about the ledger itself, which deciders know nothing of.
private let decidedByTheLedger: Set<String> = [
    "LedgerCreated", "PeriodClosed", "QuarantineResolved", "ReportPublished",
]

extension Proposal {
    fileprivate func numbered(_ seq: Int) -> Proposal {
        guard case .add(let new) = self else { return self }
        return .add(Reading(seq: seq, validFrom: new.validFrom, fact: new.fact))
    }

    fileprivate var stories: Stories {
        switch self {
        case .add(let new), .correct(_, let new): new.fact.stories
        case .retract(let old): old.fact.stories
        }
    }

    /// The proposal as it is recorded; `nil` for what depends on the tree of the ledger.
    fileprivate func entry(key: String) -> Entry? {
        var entry: Entry
        switch self {
        case .add(let new):
            let told = Told(new.fact, from: new.validFrom)
            guard !decidedByTheLedger.contains(new.fact.type) else { return nil }
            entry = Entry(
                type: new.fact.type, validFrom: told.from, members: told.data.members ?? [])
        case .correct(let old, let new):
            guard old.fact != new.fact || old.validFrom != new.validFrom else { return nil }
            entry = Entry(
                type: "EventCorrected",
                members: [
                    JSONMember("target", .integer(old.seq)),
                    JSONMember(
                        "replacement", Told(new.fact, from: new.validFrom).replacement),
                ])
        case .retract(let old):
            entry = Entry(
                type: "EventRetracted", members: [JSONMember("target", .integer(old.seq))])
        }
        entry.key = key
        entry.reason = "test"
        return entry
    }
}

extension TestLedger {
    fileprivate func leaves() throws -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        try ledger.log.scan { event in
            leaves.append(event.leaf)
            return true
        }
        return leaves
    }
}
