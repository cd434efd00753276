internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import ProjectionEngine

/// An indicator as it was observed of participants and of what they are compared with, over the same
/// days.
struct Outcome: Sendable {
    let indicator: String
    /// What the indicator is called.
    let title: String
    let cohort: String?
    let comparator: String
    let days: Range<Int>
    /// Participants and comparator: what was observed, out of how many.
    let observed, compared: (numerator: Int, denominator: Int?)
    /// Whether less is better.
    let isBetterDown: Bool
    /// The events that say so.
    let events: [Int]

    /// What participants had beyond the comparator, better counted up, in hundredths of what the
    /// indicator counts: of rates, as many participants as the rates differ by.
    var gainHundredths: Int? {
        let (mine, others) = (observed, compared)
        let difference: Int?
        switch (mine.denominator, others.denominator) {
        case (nil, nil): difference = (mine.numerator - others.numerator) * 100
        case (let size?, let other?):
            difference = signedQuotient(
                mine.numerator * other - others.numerator * size, other, scale: 100)
        default: difference = nil
        }
        return difference.map { isBetterDown ? -$0 : $0 }
    }
}

extension ReportBuilder {
    /// The indicators observed of participants and of a comparator over days that end in the period.
    func outcomes(
        _ open: OpenModel, _ options: ReportOptions, in period: Range<Int>
    ) throws -> [Outcome] {
        let facts = try facts(under: "indicator:", through: open.head.size)
        var defined: [Slug: IndicatorDefined] = [:]
        for reading in facts {
            guard case .evidence(.indicatorDefined(let data)) = reading.fact else { continue }
            defined[data.indicator] = data
        }
        let observations = facts.compactMap {
            reading -> (seq: Int, data: IndicatorObserved)? in
            guard case .evidence(.indicatorObserved(let data)) = reading.fact,
                reading.validFrom <= options.asOf, period.contains(data.to.number - 1)
            else { return nil }
            return (reading.seq, data)
        }
        return observations.flatMap { mine -> [Outcome] in
            guard mine.data.comparator == nil else { return [] }
            return observations.compactMap { others -> Outcome? in
                guard let comparator = others.data.comparator,
                    others.data.indicator == mine.data.indicator,
                    others.data.from == mine.data.from, others.data.to == mine.data.to
                else { return nil }
                return Outcome(
                    indicator: mine.data.indicator.text,
                    title: defined[mine.data.indicator]?.title ?? mine.data.indicator.text,
                    cohort: mine.data.cohort,
                    comparator: comparator, days: mine.data.from.number..<mine.data.to.number,
                    observed: (mine.data.numerator, mine.data.denominator),
                    compared: (others.data.numerator, others.data.denominator),
                    isBetterDown: defined[mine.data.indicator]?.better == .down,
                    events: [mine.seq, others.seq].sorted())
            }
        }
    }
}

extension LaterMoney {
    /// What came of it, as far as facts are recorded.
    func effectiveness(_ total: Int?) -> ReportTable {
        var rows = outcomes.map { outcome -> ReportTable.Row in
            let gain = outcome.gainHundredths
            let unit = gain.flatMap { $0 > 0 ? quotient(total, $0, scale: 100) : nil }
            let of = outcome.cohort.map { " of \($0)" } ?? ""
            return .init(
                "\(outcome.indicator):event-\(outcome.events.first ?? 0)",
                "\(outcome.title)\(of), against \(outcome.comparator)",
                [
                    .notApplicable, gain.map { .number(.decimal($0, places: 2)) } ?? .missing,
                    unit.map { .pence($0) } ?? .missing,
                ], events: outcome.events)
        }
        if rows.isEmpty {
            rows = [.init("outcomes", "Outcomes", [.notApplicable, .missing, .missing])]
        }
        let reach = ReportTable.Row(
            "everEngagedSchools", "Schools ever engaged in the period",
            [.count(whole.schools), .notApplicable, .notApplicable], events: whole.events)
        return ReportTable(
            "effectiveness", "Effectiveness: what the ledger holds of outcomes", rows: "Measure",
            columns: [
                .number("reached", "reached"), .number("additionality", "gain"),
                .number("costPerOutcomePence", "cost of one"),
            ], [reach] + rows, notes: effectivenessNotes)
    }

    private var effectivenessNotes: [String] {
        guard !outcomes.isEmpty else {
            return [
                "additionality and costPerOutcomePence are missing: no indicator is observed of "
                    + "participants and of a comparator over the same days of the period; record "
                    + "IndicatorObserved of both"
            ]
        }
        return [
            "additionality is what participants had beyond the comparator, better counted up; that the "
                + "programme caused it is for an evaluator to say",
            "costPerOutcomePence is the total resource cost over it, [x] where there is no gain or no "
                + "total",
        ]
    }
}
