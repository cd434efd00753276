import CanonicalJSON
import EventLog
import Events
import Ledger
import Programme
import Projections
import SQLite
import TallyTestSupport
import Testing

@testable import ProjectionEngine

/// The log is read quickly, or carefully; both must tell the same.
@Suite struct QuickHistoryTests {
    @Test(arguments: 0..<120)
    func readingQuicklyTellsWhatReadingCarefullyTells(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 110))
        let log = random.ledger.log
        let telling = Telling(ReadModel.all)
        let careful = try History(carefully: log, through: random.size, telling)
        for (threads, pageSize) in [(1, 8), (2, 8), (2, 1 << 14)] {
            let transcript = try QuickTranscript(
                log, through: random.size, telling, threads: threads, pageSize: pageSize
            ) { _ in }
            let quick = try #require(transcript)
            #expect(quick.head == careful.head)
            let world = try #require(quick.world)
            let context = "seed \(seed), \(threads) threads, pages of \(pageSize)"
            #expect(rows(world) == rows(careful.world), "\(context)")
            for model in ReadModel.all {
                #expect(
                    try modelRows(model, world) == modelRows(model, careful.world),
                    "\(context), \(model.name)")
            }
        }
    }

    @Test(arguments: 0..<40)
    func readingEveryPaymentTellsTheSame(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 110))
        var telling = Telling(ReadModel.all)
        telling.addsUpPayments = false
        let log = random.ledger.log
        let careful = try History(carefully: log, through: random.size, telling)
        let quick = try History(of: log, through: random.size, telling)
        #expect(payments(quick.world) == payments(careful.world), "seed \(seed)")
    }

    @Test func aPartOfTheLogIsReadAsItWas() throws {
        let random = try RandomLedger(RandomHistory(seed: 5, proposals: 110))
        for last in stride(from: 1, through: random.size, by: 7) {
            let telling = Telling(ReadModel.all)
            let quick = try History(of: random.ledger.log, through: last, telling)
            let careful = try History(carefully: random.ledger.log, through: last, telling)
            #expect(rows(quick.world) == rows(careful.world))
        }
    }

    /// Payments against no commitment are told by their fingerprints; what is wrong with one is
    /// found all the same, and left to the careful reading.
    @Test(arguments: [
        ["twice", "twice"], ["reverse: none"], ["once", "reverse: once", "reverse: once"],
        ["elsewhere: once"],
    ])
    func paymentsThatAreNotLegalAreNotToldQuickly(story: [String]) throws {
        let test = try TestLedger(programmeOpened(), spent("other", 5))
        for line in story {
            let name = String(line.split(separator: " ").last ?? "")
            if line.hasPrefix("reverse") {
                try test.ledger.appendUnjudged("SpendReversed", data: #"{"spend":"\#(name)"}"#)
            } else {
                let programme = line.hasPrefix("elsewhere") ? "nowhere" : "ei"
                try test.ledger.appendUnjudged(
                    "SpendRecorded",
                    data: #"{"amountPence":7,"bornBy":{"id":"391","kind":"la"},"category":"staff","#
                        + #""from":"2023-01-01","programme":"\#(programme)","spend":"\#(name)","#
                        + #""to":"2023-02-01"}"#)
            }
        }
        let transcript = try QuickTranscript(
            test.ledger.log, through: test.ledger.log.size(), Telling(ReadModel.all)
        ) { _ in }
        let quick = try #require(transcript)
        #expect(quick.world == nil, "\(story)")
    }

    /// Who took part is told without facts, whatever the order, as long as it is within the life of its
    /// strand and its school is known by then; else it is left to the careful reading.
    @Test(arguments: [
        Participated(
            "oracy", from: "2022-01-01", to: "2022-06-01", on: "2022-06-01", isLegal: true),
        // Of days before the strand was opened, or told before it was.
        Participated("oracy", from: "2020-12-31", to: "2022-06-01", on: "2022-06-01"),
        Participated("oracy", from: "2021-01-01", to: "2021-01-01", on: "2020-06-01"),
        Participated("none", from: "2022-01-01", to: "2022-06-01", on: "2022-06-01"),
        Participated("oracy", from: "2022-06-01", to: "2022-01-01", on: "2022-06-01"),
        // The strand is closed from September 2023 to the end of that year, then again from 2025 on.
        Participated(
            "oracy", from: "2023-01-01", to: "2023-09-01", on: "2023-10-01", isLegal: true),
        Participated("oracy", from: "2023-01-01", to: "2023-09-02", on: "2023-10-01"),
        Participated("oracy", from: "2023-01-01", to: "2024-01-01", on: "2023-08-31"),
        Participated(
            "oracy", from: "2023-01-01", to: "2025-01-01", on: "2024-06-01", isLegal: true),
        Participated("oracy", from: "2023-01-01", to: "2025-01-02", on: "2024-06-01"),
        Participated("oracy", from: "2023-01-01", to: "2025-01-02", on: "2025-06-01"),
        // A school is known from its first day on, under its newer URN as well; another never is.
        Participated(
            "oracy", "900001", from: "2022-01-01", to: "2022-01-01", on: "2022-06-01", isLegal: true
        ),
        Participated(
            "oracy", "900002", from: "2022-01-01", to: "2022-01-01", on: "2022-06-01", isLegal: true
        ),
        Participated("oracy", "900001", from: "2021-01-01", to: "2021-01-01", on: "2021-05-31"),
        Participated("oracy", "900009", from: "2022-01-01", to: "2022-01-01", on: "2022-06-01"),
    ])
    func participationThatIsNotLegalIsNotToldQuickly(_ said: Participated) throws {
        let test = try TestLedger(
            laRegistered("391"), registered("900001", from: "2021-06-01"),
            succeeded("900001", by: "900002", from: "2024-01-01"),
            programmeOpened(from: "2020-01-01"), strandOpened("oracy", from: "2021-01-01"),
            strandClosed("oracy", from: "2023-09-01"), strandOpened("oracy", from: "2024-01-01"),
            strandClosed("oracy", from: "2025-01-01"))
        try test.ledger.appendUnjudged("ParticipationRecorded", data: said.data, from: said.day)
        let size = try test.ledger.log.size()
        let transcript = try QuickTranscript(
            test.ledger.log, through: size, Telling(ReadModel.all)
        ) { _ in }
        let quick = try #require(transcript)
        #expect((quick.world != nil) == said.isLegal)
        let careful = try History(carefully: test.ledger.log, through: size, Telling(ReadModel.all))
        #expect(careful.quarantined.isEmpty == said.isLegal)
    }

    /// A number that is too large for a line is not cut off.
    @Test func participationOfMoreThanALineHoldsIsToldAsItWasRecorded() throws {
        let test = try TestLedger(
            laRegistered("391"), registered("900001"), programmeOpened(), strandOpened("oracy"))
        let pupils = Int(Int32.max) + 1
        let data = ParticipationRecorded(
            from: "2022-01-01", programme: "ei", pupils: pupils, strand: "oracy", to: "2022-06-01")
        try test.record(Told(data, from: "2022-06-01"))
        let history = try History(
            of: test.ledger.log, through: test.ledger.log.size(), Telling(ReadModel.all))
        var told: [Int?] = []
        history.world.evidence.forEachParticipation { told.append($0.data.pupils) }
        #expect(told == [pupils])
    }

    /// Corrected, it becomes a fact; taken back, it is told no more.
    @Test func participationThatWasAmendedIsToldAsItReads() throws {
        let test = try TestLedger(
            laRegistered("391"), registered("900001"), programmeOpened(), strandOpened("oracy"))
        for leads in 1...4 {
            let data = ParticipationRecorded(
                from: "2022-01-01", leads: leads, programme: "ei", strand: "oracy",
                to: "2022-06-01")
            try test.record(Told(data, from: "2022-06-01"))
        }
        let last = try test.ledger.log.size()
        try test.correct(last - 2, [("leads", .integer(20)), ("to", .string("2022-05-01"))])
        try test.retract(last - 1)
        let size = try test.ledger.log.size()
        let quick = try History(of: test.ledger.log, through: size, Telling(ReadModel.all))
        var leads: [Int?] = []
        quick.world.evidence.forEachParticipation { leads.append($0.data.leads) }
        #expect(leads == [1, 4, 20])
    }

    @Test func whatIsOutOfTheOrdinaryIsLeftToTheCarefulReading() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        let telling = Telling(ReadModel.all)
        let read = { () throws -> QuickTranscript? in
            try QuickTranscript(
                test.ledger.log, through: test.ledger.log.size(), telling
            ) { _ in }
        }
        #expect(try read() != nil)
        try test.ledger.appendUnjudged("SchoolTwinned", data: "{}")
        #expect(try read() == nil)
    }

    /// What the world has told, but for the payments, which are told otherwise.
    private func rows(_ world: World) -> [String] {
        worldRows(world) { String($0) }.filter { !$0.hasPrefix("spend ") }
    }

    private func payments(_ world: World) -> [String] {
        worldRows(world) { String($0) }.filter { $0.hasPrefix("spend ") }
    }

    private func modelRows(_ model: ReadModel, _ world: World) throws -> [String] {
        var rows: [String] = []
        for fold in model.folds {
            try fold.forEachRow(of: world, prefix: 0) { row in
                let cells = (0..<row.count).map { row.words(at: $0) }
                rows.append("\(fold.table) \(cells.joined(separator: " "))")
            }
        }
        return rows.sorted()
    }
}

/// A record of participation, and whether it is legal where it stands.
struct Participated: Sendable, CustomTestStringConvertible {
    let data: String
    let day: String
    let isLegal: Bool
    let testDescription: String

    init(
        _ strand: String, _ urn: String? = nil, from: String, to: String, on day: String,
        isLegal: Bool = false
    ) {
        let school = urn.map { #","urn":"\#($0)""# } ?? ""
        data =
            #"{"from":"\#(from)","programme":"ei","strand":"\#(strand)","to":"\#(to)"\#(school)}"#
        self.day = day
        self.isLegal = isLegal
        testDescription = "\(strand) \(urn ?? "") \(from) to \(to), on \(day)"
    }
}
