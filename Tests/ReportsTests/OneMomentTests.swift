import CanonicalJSON
import EventLog
import Events
import Ledger
import ProjectionEngine
import Projections
import Reports
import TallyTestSupport
import Testing

/// Reports that share what was found out.
@Suite struct OneMomentTests {
    @Test(arguments: 0..<histories(6))
    func reportsOfOneMomentSayWhatEachSaysAlone(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 30, isBusy: true))
        let together = try ReportBuilder(random.ledger).atOneMoment()
        var choices = SplitMix64(seed: seed + 5_000_000)
        let asked = (0..<3).map { _ in choices.explanationOptions(size: random.size) }
        for _ in 0..<30 {
            let name = StandardReport.all[choices.below(StandardReport.all.count)].name
            let options = asked[choices.below(asked.count)]
            let alone = ReportBuilder(random.ledger)
            let context = "seed \(seed), \(name), \(options)"
            // What has every table is opened first, as a site does, or later, or never.
            if choices.below(4) == 0 { try together.openInDetail(.evidence, options) }
            // Costs of the whole are in those by strand as well.
            if choices.below(4) == 0 {
                var split = options
                split.by = [.strand]
                _ = try together.valueForMoney(split)
            }
            #expect(
                try together.make(name, options)?.json == alone.make(name, options)?.json,
                "\(context)")
            guard let opened = try together.explained(name, options) else { continue }
            let figure = opened.figureNames[choices.below(opened.figureNames.count)]
            let shared = try opened.explain(figure)
            let single = try alone.explain(figure, of: name, options)
            #expect(shared?.counted == single?.counted, "\(context), \(figure)")
            #expect(shared?.leftOut == single?.leftOut, "\(context), \(figure)")
        }
    }

    /// Whoever leaves the files alone has no help of another thread either.
    @Test(arguments: 0..<histories(6))
    func reportsMadeWithTheHelpOfAnotherThreadSayTheSame(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 60, isBusy: true))
        var choices = SplitMix64(seed: seed + 6_000_000)
        for report in StandardReport.all + StandardReport.all {
            var options = choices.explanationOptions(size: random.size)
            // From the files, or from what is told into memory.
            if choices.below(3) > 0 { options.knownAt = nil }
            let helped = try ReportBuilder(random.ledger).make(report.name, options)
            let alone = try ReportBuilder(random.ledger, use: .none).make(report.name, options)
            let context = "seed \(seed), \(report.name), \(options)"
            #expect(helped?.json == alone?.json, "\(context)")
            // Figures are opened from the files and what is told beside them, or from memory alone.
            guard let opened = try ReportBuilder(random.ledger).explained(report.name, options)
            else { continue }
            let figure = opened.figureNames[choices.below(opened.figureNames.count)]
            let told = try ReportBuilder(random.ledger, use: .none)
                .explain(figure, of: report.name, options)
            #expect(try opened.explain(figure)?.counted == told?.counted, "\(context), \(figure)")
        }
    }

    @Test func whatIsRecordedMeanwhileIsInNoReportOfTheMoment() throws {
        let test = try TestLedger(
            laRegistered("391"), constituted("ntca", ["391"]), registered("900001"),
            programmeOpened(lead: "authority:ntca"), strandOpened("s1"), ruleSet(),
            optedIn("900001"), enrolled("900001", "s1"))
        let options = ReportOptions(asOf: "2024-03-01", today: "2024-03-01")
        let size = try test.ledger.log.size()
        let together = try ReportBuilder(test.ledger).atOneMoment()
        #expect(try together.engagement(options).head.size == size)
        try test.record(registered("900002"))
        for report in StandardReport.all where report.name != "engagement" {
            let json = try #require(try together.make(report.name, options)).json
            #expect(json["head"]?["seq"]?.integer == size, "\(report.name)")
        }
        #expect(try ReportBuilder(test.ledger).engagement(options).head.size == size + 1)
    }

    /// Strands, retention and movements follow an authority through its merger, and the others do not.
    @Test func aReportThatFollowsMergersLeavesTheAreaOfTheOthersAlone() throws {
        let test = try TestLedger(
            laRegistered("391"), constituted("ntca", ["391"]), registered("900001"),
            programmeOpened(lead: "authority:ntca"), strandOpened("s1"), ruleSet(),
            optedIn("900001"), enrolled("900001", "s1"),
            authoritiesMerged(["ntca"], into: "neca", ["391"]))
        var options = ReportOptions(asOf: "2024-03-01", today: "2024-03-01")
        options.authority = "neca"
        let followed = ["strands", "retention", "movement"]
        let others = StandardReport.all.map(\.name).filter { !followed.contains($0) }
        for name in followed {
            let together = try ReportBuilder(test.ledger).atOneMoment()
            #expect(try together.strands(options).figure("engagedSchools")?.value == .count(1))
            for name in [name] + others {
                let alone = try ReportBuilder(test.ledger).make(name, options)?.json
                #expect(try together.make(name, options)?.json == alone, "\(name)")
            }
        }
    }

    /// What is told into memory is told once for all models, and one that has the tables of others is
    /// read for theirs; but not where it stopped before an event that they took in.
    @Test(arguments: [nil, -1], [false, true])
    func whatOneModelCannotTakeInIsNoMatterForTheOthers(known: Int?, opensAll: Bool) throws {
        let test = try TestLedger(
            laRegistered("391"), constituted("ntca", ["391"]), registered("900001"),
            programmeOpened(lead: "authority:ntca"), strandOpened("s1"), ruleSet(),
            optedIn("900001"), enrolled("900001", "s1"))
        try test.ledger.appendUnjudged("DecisionTaken", data: "{}")
        try test.ledger.appendUnjudged("DecisionTaken", data: "{}")
        var options = ReportOptions(asOf: "2024-03-01", today: "2024-03-01")
        let size = try test.ledger.log.size()
        options.knownAt = known.map { .seq(size + $0) }
        let together = try ReportBuilder(test.ledger).atOneMoment()
        if opensAll { try together.openInDetail(.evidence, options) }
        for (name, isComplete) in [
            ("governance", false), ("engagement", true), ("value-for-money", true),
            ("capacity", false), ("coverage", true),
        ] {
            let alone = try ReportBuilder(test.ledger).make(name, options)
            #expect((alone?.banner == nil) == isComplete, "\(name)")
            #expect(try together.make(name, options)?.json == alone?.json, "\(name)")
        }
    }
}
