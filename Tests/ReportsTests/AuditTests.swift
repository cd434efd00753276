import EventLog
import Ledger
import Projections
import Reports
import TallyTestSupport
import Testing

/// Every report is said twice: by the fold and its query, and by `audit.sql` from the log alone.
@Suite struct AuditTests {
    @Test(arguments: 0..<200)
    func everyReportAgreesWithItsAudit(seed: Int) throws {
        let random = try RandomLedger(history(seed))
        let builder = ReportBuilder(random.ledger)
        var choices = SplitMix64(seed: seed + 1_000_000)
        for model in ReadModel.all {
            let options = choices.reportOptions(size: random.size)
            let comparison = try builder.audit(model, options)
            #expect(comparison.differences == [], "seed \(seed), \(model.name), \(options)")
        }
    }

    /// Every other history has years in which much of what is reported happens.
    private func history(_ seed: Int) -> RandomHistory {
        RandomHistory(seed: seed, proposals: 90, isBusy: seed.isMultiple(of: 2))
    }

    /// Schools that close, merge, split and come back on the same few days.
    @Test(arguments: 0..<histories(20))
    func everyReportAgreesWhenEverythingHappensAtOnce(seed: Int) throws {
        let busy = try BusyLedger(seed: seed)
        let builder = ReportBuilder(busy.ledger)
        let size = try busy.ledger.log.size()
        var choices = SplitMix64(seed: seed + 5_000_000)
        for _ in 0..<3 {
            let options = choices.reportOptions(size: size)
            for model in ReadModel.all {
                let comparison = try builder.audit(model, options)
                #expect(comparison.differences == [], "seed \(seed), \(model.name), \(options)")
            }
        }
    }

    /// The properties above would hold of empty reports too.
    @Test func randomHistoriesHaveSomethingToCount() throws {
        var engaged = 0
        for seed in 0..<20 {
            let random = try RandomLedger(history(seed))
            var options = ReportOptions(asOf: "2023-06-30", today: "2024-12-31")
            options.by = [.strand]
            let report = try ReportBuilder(random.ledger).engagement(options)
            if let value = report.figure("schoolDays")?.value, value != .count(0) { engaged += 1 }
        }
        #expect(engaged >= 5, "\(engaged) of 20 histories have engaged schools")
    }
}
