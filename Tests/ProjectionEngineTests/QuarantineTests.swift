import EventLog
import Events
import Ledger
import ProjectionEngine
import Projections
import SQLite
import TallyTestSupport
import Testing

/// An event that cannot be taken in stops the read models that depend on it, and only them.
@Suite struct QuarantineTests {
    @Test func anUnknownTypeStopsEveryReadModelBeforeIt() throws {
        let test = try programmeLedger()
        let poison = try test.ledger.appendUnjudged("SchoolTwinned", data: "{\"urn\":\"900001\"}")
        try test.record(enrolled("900001", "oracy"))
        for model in ReadModel.all {
            let open = try ReadModels(test.ledger).open(model)
            #expect(open.head.size == poison - 1)
            #expect(open.quarantined.map(\.seq) == [poison])
            #expect(
                open.quarantined[0].reason
                    == "SchoolTwinned is not a type of event this program knows")
        }
        #expect(try enrolments(test) == 0)
    }

    @Test func anUnknownVersionStopsEveryReadModelThatReadsItsGroup() throws {
        let test = try programmeLedger()
        let poison = try test.ledger.appendUnjudged(
            "StrandEnrolled", version: 2, data: "{\"urn\":\"900001\"}")
        #expect(
            try stopped(test) == [
                "engagement": poison, "value-for-money": poison, "evidence": poison,
            ])
    }

    @Test func aSpendThatItsStoryForbidsStopsOnlyTheModelThatCountsMoney() throws {
        let test = try programmeLedger()
        let poison = try test.ledger.appendUnjudged(
            "SpendReversed", data: "{\"spend\":\"never-recorded\"}")
        #expect(try stopped(test) == ["value-for-money": poison, "evidence": poison])
        let reason = try ReadModels(test.ledger).open(.valueForMoney).quarantined[0].reason
        #expect(reason == "its story forbids it: there is no spend never-recorded by 2023-01-01")
    }

    @Test func anEnrolmentThatItsStoryForbidsStopsWhatCountsEnrolments() throws {
        let test = try programmeLedger()
        try test.record(enrolled("900001", "oracy"))
        let poison = try test.ledger.appendUnjudged(
            "StrandEnrolled",
            data: "{\"programme\":\"ei\",\"strand\":\"oracy\",\"urn\":\"900001\"}",
            stories: [StoryTag("school:900001", changes: true)])
        try test.record(enrolled("900002", "oracy"))
        #expect(
            try stopped(test) == [
                "engagement": poison, "value-for-money": poison, "evidence": poison,
            ])
        #expect(try enrolments(test) == 1)
    }

    @Test(arguments: [0.0, 0.5, 1.0]) func whatComesBeforeThePoisonStaysRight(place: Double) throws
    {
        let history = RandomHistory(seed: 7, proposals: 60)
        let random = try RandomLedger(history, first: 0)
        try random.grow(by: Int(Double(random.total) * place))
        let before = random.size
        try ReadModels(random.ledger).bringUpToDate()
        let digests = try ReadModels(random.ledger).status().map { $0.checkpoint?.digest }
        try random.ledger.appendUnjudged("SchoolTwinned", data: "{}")
        try ReadModels(random.ledger).bringUpToDate()
        let after = try ReadModels(random.ledger).status()
        #expect(after.map { $0.checkpoint?.digest } == digests)
        #expect(after.map { $0.checkpoint?.seq } == ReadModel.all.map { _ in before })
        #expect(try ReadModels(random.ledger).compareWithReplay().allSatisfy { $0.agrees == true })
    }

    @Test func anEventSetAsideIsLeftOutAndTheRestIsCounted() throws {
        let test = try programmeLedger()
        let poison = try test.ledger.appendUnjudged("SchoolTwinned", data: "{}")
        try test.record(enrolled("900001", "oracy"))
        #expect(try enrolments(test) == 0)
        let resolution = try test.record(
            Told(QuarantineResolved(resolution: .setAside, target: poison), from: "2025-01-01"))
        #expect(resolution == .recorded(poison + 2))
        #expect(try stopped(test) == [:])
        #expect(try enrolments(test) == 1)

        try test.retract(poison + 2)
        #expect(try stopped(test).count == ReadModel.all.count)
        #expect(try enrolments(test) == 0)
    }

    @Test func anEventReadAsSomethingElseCountsAsThat() throws {
        let test = try programmeLedger()
        let poison = try test.ledger.appendUnjudged(
            "StrandEnrolled", version: 2, data: "{\"school\":\"900001\"}")
        let read = enrolled("900001", "oracy").reading(seq: poison)
        try test.record(
            Told(
                QuarantineResolved(
                    replacement: read.replacement, resolution: .readAs, target: poison),
                from: "2025-01-01"))
        #expect(try stopped(test) == [:])
        #expect(try enrolments(test) == 1)
        #expect(try ReadModels(test.ledger).compareWithReplay().allSatisfy { $0.agrees == true })
    }

    @Test func onlyAQuarantinedEventCanBeResolved() throws {
        let test = try programmeLedger()
        let outcome = try test.record(
            Told(QuarantineResolved(resolution: .setAside, target: 2), from: "2025-01-01"))
        #expect(
            outcome
                == .refused(
                    "event 2 is not quarantined; 'tally quarantine list' lists the events that are"
                ))
    }

    @Test func aPoisonFiledUnderNoStoryIsNoticedWhenCatchingUp() throws {
        let test = try programmeLedger()
        try ReadModels(test.ledger).bringUpToDate()
        let poison = try test.ledger.appendUnjudged(
            "SpendReversed", data: "{\"spend\":\"never-recorded\"}")
        #expect(try stopped(test) == ["value-for-money": poison, "evidence": poison])
    }

    @Test func aStoppedModelIsNotToldAgainUntilThereIsSomethingNew() throws {
        let test = try programmeLedger()
        try test.ledger.appendUnjudged("SchoolTwinned", data: "{}")
        let models = ReadModels(test.ledger)
        #expect(try models.bringUpToDate().count == ReadModel.all.count)
        #expect(try models.bringUpToDate().isEmpty)
        #expect(try models.bringUpToDate(anew: true).count == ReadModel.all.count)
    }

    // MARK: -

    /// A ledger with one programme, one strand and two schools that have opted in.
    private func programmeLedger() throws -> TestLedger {
        try TestLedger(
            laRegistered("391"), registered("900001"),
            registered("900002"), programmeOpened(), strandOpened("oracy"),
            optedIn("900001"), optedIn("900002"))
    }

    /// The event before which each model stopped, of those that did.
    private func stopped(_ test: TestLedger) throws -> [String: Int] {
        try ReadModels(test.ledger).bringUpToDate()
        let all = try ReadModels(test.ledger).status()
        return Dictionary(
            uniqueKeysWithValues: all.compactMap { status in
                status.quarantined.first.map { (status.model.name, $0.seq) }
            })
    }

    private func enrolments(_ test: TestLedger) throws -> Int {
        let open = try ReadModels(test.ledger).open(.engagement)
        return try open.rows("SELECT count(*) FROM enrolment") { $0.integer(0) }[0]
    }
}
