import EventLog
import Events
import Foundation
import Ledger
import Reports
import TallyTestSupport
import Testing

/// How many random histories are explained: 60, or as many as `TALLY_HISTORIES` says.
private let histories =
    ProcessInfo.processInfo.environment["TALLY_HISTORIES"].flatMap { Int($0) } ?? 60

/// Every figure of every report opens to things that add up to it.
@Suite struct ExplanationTests {
    @Test(arguments: 0..<histories)
    func everyFigureOpens(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 30, isBusy: true))
        let builder = ReportBuilder(random.ledger)
        var choices = SplitMix64(seed: seed + 2_000_000)
        for name in ReportBuilder.explainedReports {
            let options = choices.explanationOptions(size: random.size)
            let explained = try #require(try builder.explained(name, options))
            #expect(Set(explained.figureNames).isSuperset(of: explained.report.figures.map(\.name)))
            for figure in explained.figureNames {
                let context = "seed \(seed), \(name), \(figure), \(options)"
                let explanation = try #require(try explained.explain(figure), "\(context)")
                expectSum(explanation, explained, context)
                expectApart(explanation, context)
                try expectEvents(explanation, random.ledger, context)
            }
        }
    }

    /// What is counted adds up to the figure; a quotient names its parts, a missing figure says why.
    private func expectSum(
        _ explanation: Explanation, _ explained: ExplainedReport, _ context: String
    ) {
        if explanation.isSum {
            #expect(explanation.sum == explanation.figure.value.number, "\(context)")
        } else if explanation.figure.value == .missing {
            #expect(explanation.remark?.isEmpty == false, "\(context)")
            #expect(explanation.counted.isEmpty, "\(context)")
        } else {
            #expect(explanation.parts.count >= 2, "\(context)")
            for part in explanation.parts {
                #expect(explained.figureNames.contains(part.figure.name), "\(context)")
                #expect(explanation.formula?.contains(part.figure.name) == true, "\(context)")
            }
            #expect(
                explanation.quotient.map { $0 == explanation.figure.value } ?? true, "\(context)")
        }
    }

    /// Nothing is counted twice, or counted and left out, but for parts of it.
    private func expectApart(_ explanation: Explanation, _ context: String) {
        let keys = explanation.counted.map(\.key)
        #expect(Set(keys).count == keys.count, "\(context)")
        let whole = explanation.leftOut.filter { !$0.isPart }.map(\.key)
        #expect(Set(keys).isDisjoint(with: whole), "\(context)")
        #expect(explanation.counted.allSatisfy { $0.reason == nil }, "\(context)")
        #expect(explanation.leftOut.allSatisfy { $0.reason != nil && $0.adds == 0 }, "\(context)")
    }

    /// Every event named is there, and was known where something is counted because of it.
    private func expectEvents(
        _ explanation: Explanation, _ ledger: Ledger, _ context: String
    ) throws {
        let known = explanation.report.head.size
        let size = try ledger.log.size()
        for item in explanation.counted {
            let events = item.events + item.rules + item.placedBy
            #expect(!item.events.isEmpty && events.allSatisfy { 1...known ~= $0 }, "\(context)")
        }
        for item in explanation.leftOut {
            let isLater = item.reason?.hasPrefix("recorded later") == true
            let limit = isLater ? size : known
            #expect(item.events.allSatisfy { 1...limit ~= $0 }, "\(context)")
            let isNamed = item.events.contains { $0 > known }
            #expect(!isLater || isNamed, "\(context), \(item)")
        }
    }

    /// The properties above would hold of empty reports, and of ones that leave nothing out, too.
    @Test func randomHistoriesHaveSomethingToOpen() throws {
        var reasons: Set<String> = []
        var empty: Set<String> = []
        var filled: Set<String> = []
        for seed in 0..<40 {
            let random = try RandomLedger(RandomHistory(seed: seed, proposals: 30, isBusy: true))
            var choices = SplitMix64(seed: seed + 3_000_000)
            // Not every line of a movement happens; MovementTests has those that do.
            for name in ReportBuilder.explainedReports where name != "movement" {
                let options = choices.explanationOptions(size: random.size)
                let builder = ReportBuilder(random.ledger)
                let explained = try #require(try builder.explained(name, options))
                for figure in explained.figureNames {
                    let explanation = try #require(try explained.explain(figure))
                    let isEmpty = (explanation.figure.value.number ?? 0) == 0
                    if isEmpty { empty.insert(figure) } else { filled.insert(figure) }
                    reasons.formUnion(explanation.leftOut.compactMap(\.reason))
                }
            }
        }
        // No history made of facts has an event that cannot be taken in: IncompleteTests has those. Two
        // sides with costs and schools are rare here: MoneyScenarioTests open those that have it. No pupils
        // are counted in them, so nobody is deprived: SummaryTests has the sample, where they are.
        let rare: Set = [
            "quarantinedEvents", "scaleElasticity", "mostDeprivedEligibleSchools",
            "mostDeprivedReachedSchools", "mostDeprivedRatePercent", "equityGapPoints",
        ]
        #expect(empty.subtracting(filled).subtracting(rare) == [])
        let words = Set(reasons.map { $0.hasPrefix("recorded later") ? "recorded later" : $0 })
        #expect(everyReason.subtracting(words) == [])
    }

    private let everyReason: Set = [
        "closed", "outside the area", "not opted in", "opted in, not enrolled",
        "no enrolment active any more", "not eligible by the rule in force",
        "engaged, in no trust", "recorded later", "retracted", "outside the period",
        "borne by another body", "of another programme", "of another strand", "reversed",
        "holds from a later day", "replaced by a newer forecast", "against no commitment",
        "of a programme that another body leads",
    ]
}

extension Explanation {
    /// The figure as its formula has it, where that needs no more than the parts.
    fileprivate var quotient: Figure.Value? {
        let numbers = parts.compactMap(\.figure.value.number)
        guard numbers.count == parts.count, !formulaIsOfMore else { return nil }
        let (above, below) =
            numbers.count == 3 ? (numbers[0] - numbers[1], numbers[2]) : (numbers[0], numbers[1])
        let scale =
            switch figure.name {
            case "pointsPerSchool", "leverageRatio": 100
            case let name where name.hasSuffix("Percent"): 10_000
            default: 1
            }
        return figure.value.of(floorDivided(2 * above * scale + below, 2 * below))
    }

    private var formulaIsOfMore: Bool {
        ["costPerSchoolYearPence", "costPerPointOfContactPence"].contains(figure.name)
    }
}
