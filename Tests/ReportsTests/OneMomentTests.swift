import CanonicalJSON
import EventLog
import Events
import Reports
import TallyTestSupport
import Testing

/// Reports that share what was found out.
@Suite struct OneMomentTests {
    @Test(arguments: 0..<histories(6))
    func reportsOfOneMomentSayWhatEachSaysAlone(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 30, isBusy: true))
        let together = ReportBuilder(random.ledger).atOneMoment
        var choices = SplitMix64(seed: seed + 5_000_000)
        let asked = (0..<3).map { _ in choices.explanationOptions(size: random.size) }
        for _ in 0..<30 {
            let name = StandardReport.all[choices.below(StandardReport.all.count)].name
            let options = asked[choices.below(asked.count)]
            let alone = ReportBuilder(random.ledger)
            let context = "seed \(seed), \(name), \(options)"
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
}
