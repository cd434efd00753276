import CanonicalJSON
import Events
import Ledger
import Projections
import Reports
import TallyTestSupport
import Testing

/// Histories in which much happens on one day: every report says what its audit and the second verifier
/// say, and says what the definitions say.
@Suite struct OneDayTests {
    @Test func whatAClosingEndedFollowsItsStrandToTheSurvivor() throws {
        let story = taking + [closed("900001"), strandSucceeded(["oracy"], by: "maths", from: day)]
        try OneDay(story + [merged("900001", into: "900002")])
            .expect(["pointsOfContact": 1, "everEngagedSchools": 1])
            .expect(["pointsOfContact": 1], strand: "maths")
            .expect(["pointsOfContact": 0], strand: "oracy")
    }

    @Test func whatEndsAfterAClosingDoesNotGoToTheSurvivor() throws {
        for ending in [
            strandClosed("oracy", from: day), withdrew("900001", on: day),
            programmeClosed(from: day),
        ] {
            try OneDay(taking + [closed("900001"), ending, merged("900001", into: "900002")])
                .expect(["pointsOfContact": 0, "everEngagedSchools": 1])
        }
    }

    @Test func aSchoolThatOpensAgainKeepsNothingForTheOneThatContinuesIt() throws {
        let story = taking + [closed("900001"), reopened("900001", from: day)]
        let continued = succeeded("900003", by: "900001")
        for again in [[continued], [closed("900001"), continued]] {
            try OneDay(story + again).expect(["pointsOfContact": 0, "everEngagedSchools": 1])
        }
    }

    @Test func aSchoolAbsorbedTwiceTakesItsEnrolmentsToTheFirst() throws {
        let twice = [merged("900001", into: "900002"), merged("900001", into: "900003")]
        for story in [taking, taking + [closed("900001")]] {
            try OneDay(story + twice)
                .expect(["engagedSchools": 1, "pointsOfContact": 1, "everEngagedSchools": 2])
        }
    }

    @Test func aSchoolAbsorbedAndThenContinuedTakesItsEnrolmentsToTheSurvivor() throws {
        let story = taking + [merged("900001", into: "900002"), succeeded("900003", by: "900001")]
        try OneDay(story).expect(["engagedSchools": 1, "pointsOfContact": 1])
    }

    @Test func aSchoolThatWasDissolvedGoesOnWithTheOneThatContinuesIt() throws {
        let dissolved = split("900001", into: ["900002"])
        for ending in [[dissolved], [closed("900001")], [closed("900001"), dissolved]] {
            try OneDay(taking + ending + [succeeded("900003", by: "900001")])
                .expect(["engagedSchools": 1, "pointsOfContact": 1, "everEngagedSchools": 1])
            try OneDay(taking + ending + [merged("900001", into: "900003")])
                .expect(["engagedSchools": 1, "pointsOfContact": 1, "everEngagedSchools": 1])
        }
    }

    @Test func aSplitEndsWhatAClosedSchoolTookOverThatDay() throws {
        let story = taking + [closed("900002"), merged("900001", into: "900002")]
        let dissolved = split("900002", into: ["900003"])
        try OneDay(story + [dissolved, reopened("900002", from: day)])
            .expect(["pointsOfContact": 0, "everEngagedSchools": 1])
        try OneDay(story + [dissolved, merged("900002", into: "900003")])
            .expect(["pointsOfContact": 1, "everEngagedSchools": 1])
    }

    @Test func aSplitAfterAMergerLeavesTheSchoolPartOfTheSurvivor() throws {
        let story = taking + [merged("900001", into: "900002")]
        for continuing: URN? in [nil, "900001"] {
            try OneDay(story + [split("900001", into: ["900003"], continuing: continuing)])
                .expect(["engagedSchools": 1, "everEngagedSchools": 1])
        }
    }

    @Test func aSplitIntoTheURNItHasChangesNothingWhicheverURNIsNamed() throws {
        let story = taking + [succeeded("900001", by: "900009", from: "2023-01-01")]
        let divided = split("900001", into: ["900003"], continuing: "900009")
        try OneDay(story + [divided]).expect(["engagedSchools": 1, "everEngagedSchools": 1])
        try OneDay(story + [merged("900001", into: "900002"), divided])
            .expect(["engagedSchools": 1, "everEngagedSchools": 1])
    }

    @Test func everyURNOfASchoolThatWasContinuedTwiceCountsForTheRule() throws {
        try OneDay(taking + continuedTwice + [ruleSet(excluding: "900002")])
            .expect(["eligibleSchools": 0, "engagedSchools": 1])
    }

    @Test func aURNThatMeansASchoolContinuedTwiceBearsCostsWhereThatSchoolIs() throws {
        let move = [laRegistered("390"), moved("900001", to: "390", from: "2023-10-01")]
        let area = [constituted("aa", ["391"], from: "2021-01-01")]
        // In August 900002 meant itself, which never moved; in November it means 900001.
        for (from, pence): (Day, Int) in [("2023-08-01", 122), ("2023-11-01", 0)] {
            let cost = spent(
                "cover", 122, bornBy: "school:900002", days: (from, from + 122), from: from)
            let test = try OneDay(taking + area + continuedTwice + move + [cost])
            var options = test.options
            options.authority = "aa"
            options.asOf = "2024-12-31"
            try test.expectAgreement(options)
            let report = try ReportBuilder(test.ledger).valueForMoney(options)
            #expect(report.figure("totalResourceCostPence")?.value == .pence(pence), "\(from)")
        }
    }

    @Test func aPeriodThatBeginsAfterItsEndKeepsTheEligibleSchoolsOfAStrand() throws {
        let test = try OneDay(taking + [ruleSet(phases: [.primary])])
        var options = test.options
        options.from = "2024-01-01"
        options.by = [.strand]
        let report = try ReportBuilder(test.ledger).engagement(options)
        let row = try #require(report.groups.first?.groups.first)
        #expect(row.figures.first { $0.name == "eligibleSchools" }?.value == .count(3))
        try test.expectAgreement(options)
    }
}

private let day: Day = "2023-09-01"
private let taking: [Told] =
    [laRegistered("391"), programmeOpened(), strandOpened("oracy"), strandOpened("maths")]
    + [registered("900001"), registered("900002"), registered("900003")]
    + [optedIn("900001"), enrolled("900001", "oracy")]
/// 900002 goes on under 900003's URN in June, and 900001 goes on under that on the day.
private let continuedTwice = [
    succeeded("900002", by: "900003", from: "2023-06-01"), succeeded("900001", by: "900003"),
]

private func merged(_ absorbed: URN, into survivor: URN) -> Told {
    schoolsMerged([absorbed], into: survivor)
}

private func ruleSet(excluding urn: URN) -> Told {
    Told(
        EligibilityRuleSet(excluded: [urn], programme: "ei", rationale: "Decision"),
        from: "2021-01-01")
}

/// A ledger of such a history, reported as of the end of the day.
private struct OneDay {
    private let test: TestLedger
    var ledger: Ledger { test.ledger }
    let options: ReportOptions

    init(_ facts: [Told]) throws {
        test = try TestLedger()
        options = ReportOptions(asOf: day, today: day)
        for fact in facts {
            let outcome = try test.record(fact)
            guard case .recorded = outcome else {
                Issue.record("\(fact): \(outcome)")
                continue
            }
        }
    }

    /// Expects figures of the engagement report, and that everybody finds the same ones.
    @discardableResult
    func expect(
        _ figures: [String: Int], strand: Slug? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> OneDay {
        var options = options
        options.strand = strand
        let report = try ReportBuilder(ledger).engagement(options)
        for (name, count) in figures {
            #expect(
                report.figure(name)?.value == .count(count), "\(name)",
                sourceLocation: sourceLocation)
        }
        try expectAgreement(options, sourceLocation: sourceLocation)
        return self
    }

    /// Expects that every report agrees with its audit and, where there is Python, with the script.
    func expectAgreement(
        _ options: ReportOptions, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let builder = ReportBuilder(ledger)
        for model in ReadModel.all {
            let found = try builder.audit(model, options).differences
            #expect(found == [], "\(model.name)", sourceLocation: sourceLocation)
        }
        guard hasPython else { return }
        var options = options
        options.by = Dimension.allCases
        let folder = try VerifierFolder()
        let export = try folder.write("export", ledger.leaves().flatMap { $0 + [10] })
        let report = try folder.write("report", try builder.engagement(options).json.pretty)
        folder.add([export, "--report", report])
        let answer = try #require(try folder.run().first)
        #expect(answer.status == 0, "\(answer.text)", sourceLocation: sourceLocation)
    }
}
