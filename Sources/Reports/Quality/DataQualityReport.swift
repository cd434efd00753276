internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// How much of what is told came late, was corrected or was taken back.
    package func dataQuality(_ options: ReportOptions) throws -> Report {
        try once("data-quality", options) {
            try dataQuality(open(.valueForMoney, options), options)
        }
    }

    private func dataQuality(_ open: OpenModel, _ asked: ReportOptions) throws -> Report {
        let options = asked.ofWholeLedger
        var report = try frame("data-quality", open, options, from: .valueForMoney)
        let told = try toldFacts(options, through: report.knownThrough)
        let totals = try controlTotals(open, asked) { _, _ in true }
        report.controlTotals = totals
        report.figures =
            figures(told, Set(factGroups.flatMap(\.types))) + [
                Figure("controlTotalsStated", .count(totals.count)),
                Figure("controlTotalsDiffering", .count(totals.count { !$0.agrees })),
                Figure("quarantinedEvents", .count(report.quarantined.count)),
            ]
        report.tables = [byGroup(told), byDelay(told)]
        report.notes = [
            "a fact is late when it was recorded more than \(lateAfterDays) days after the day it "
                + "holds from"
        ]
        if options != asked {
            report.notes.append(
                "a fact is told of the ledger, so no area, strand or programme narrows this report")
        }
        if report.figure("lateSharePercent")?.value == .missing {
            report.notes.append("the shares are missing: nothing is told of the period")
        }
        return report
    }

    private func figures(_ told: ToldFacts, _ types: Set<String>) -> [Figure] {
        let facts = told.count(of: types)
        let amended = told.amended.filter { types.contains($0.type) }
        let late = amended.count(where: \.isLate)
        let corrected = amended.count { $0.correctedBy != nil }
        let retracted = amended.count { $0.retractedBy != nil }
        return [
            Figure("facts", .count(facts)), Figure("lateFacts", .count(late)),
            Figure("lateSharePercent", rate(late, of: facts)),
            Figure("correctedFacts", .count(corrected)),
            Figure("correctedSharePercent", rate(corrected, of: facts)),
            Figure("retractedFacts", .count(retracted)),
            Figure("retractedSharePercent", rate(retracted, of: facts)),
        ]
    }

    private func byGroup(_ told: ToldFacts) -> ReportTable {
        let rows = factGroups.filter { told.count(of: $0.types) > 0 }.map { group in
            ReportTable.Row(
                group.group, group.group.prefix(1).uppercased() + group.group.dropFirst(),
                figures(told, group.types).map { .number($0.value) },
                events: told.amended.filter { group.types.contains($0.type) }.map(\.seq))
        }
        return ReportTable(
            "byGroup", "Facts by what they are about", rows: "About", columns: groupColumns, rows)
    }

    /// How late the late ones are.
    private func byDelay(_ told: ToldFacts) -> ReportTable {
        let rows = delays.map { delay in
            let late = told.amended.filter { delay.days.contains($0.daysLater) }
            return ReportTable.Row(
                delay.key, delay.words, [.count(late.count)], events: late.map(\.seq))
        }
        return ReportTable(
            "byDelay", "Late facts by the days that passed", rows: "Recorded",
            columns: [.number("lateFacts", "Late")], rows)
    }
}

private let delays: [(key: String, words: String, days: ClosedRange<Int>)] = [
    ("31-90", "31 to 90 days later", 31...90), ("91-365", "91 to 365 days later", 91...365),
    ("366", "more than 365 days later", 366...Int.max),
]

private let groupColumns: [ReportTable.Column] = [
    .number("facts", "Facts"), .number("lateFacts", "Late"),
    .number("lateSharePercent", "Late, %"), .number("correctedFacts", "Corrected"),
    .number("correctedSharePercent", "Corrected, %"),
    .number("retractedFacts", "Taken back"), .number("retractedSharePercent", "Taken back, %"),
]

extension Evidence {
    /// Everything told of the period.
    func everyFact() throws -> Opened {
        var facts: [Explanation.Item] = []
        try builder.forEachFact(options, through: report.knownThrough) { fact in
            facts.append(
                Explanation.Item(
                    key: "event/\(fact.seq)", name: "\(fact.type) \(fact.seq)", la: "", adds: 1,
                    detail: "holds from \(fact.holdsFrom)", events: [fact.seq]))
        }
        return Opened(counted: facts)
    }

    /// The facts that came late or were amended, chosen among by `isCounted`.
    func toldFacts(
        _ detail: (ToldFact) -> String, where isCounted: (ToldFact) -> Bool
    ) throws -> Opened {
        let told = try builder.toldFacts(options, through: report.knownThrough)
        return Opened(counted: told.amended.filter(isCounted).map { $0.item(detail($0)) })
    }
}

extension Evidence {
    func controlTotals(where isCounted: (ControlTotal) -> Bool) -> Opened {
        Opened(
            counted: report.controlTotals.filter(isCounted).map { total in
                Explanation.Item(
                    key: "total/\(total.seq)", name: total.measure, la: "", adds: 1,
                    detail: total.words, events: [total.seq])
            })
    }

    func quarantinedEvents() -> Opened {
        Opened(
            counted: report.quarantined.map { event in
                Explanation.Item(
                    key: "event/\(event.seq)", name: "event \(event.seq)", la: "", adds: 1,
                    detail: event.reason, events: [event.seq])
            })
    }
}

extension ReportOptions {
    /// The same asked of all areas and programmes together.
    fileprivate var ofWholeLedger: ReportOptions {
        var options = self
        (options.authority, options.localAuthorities) = (nil, nil)
        (options.programme, options.strand) = (nil, nil)
        (options.by, options.boundary) = ([], .asWas)
        return options
    }
}

/// How the figures of data quality are opened.
let dataQualityOpening = ReportOpening(
    name: "data-quality", model: .valueForMoney,
    make: { builder, _, options in (try builder.dataQuality(options), []) },
    figures: [
        ("facts", .items { try $0.everyFact() }),
        ("lateFacts", .items { try $0.toldFacts(lateness, where: \.isLate) }),
        ("lateSharePercent", share(of: "lateFacts")),
        (
            "correctedFacts",
            .items { try $0.toldFacts(correction) { $0.correctedBy != nil } }
        ),
        ("correctedSharePercent", share(of: "correctedFacts")),
        (
            "retractedFacts",
            .items { try $0.toldFacts(retraction) { $0.retractedBy != nil } }
        ),
        ("retractedSharePercent", share(of: "retractedFacts")),
        ("controlTotalsStated", .items { $0.controlTotals { _ in true } }),
        ("controlTotalsDiffering", .items { $0.controlTotals { !$0.agrees } }),
        ("quarantinedEvents", .items { $0.quarantinedEvents() }),
    ], tellsLater: false, source: sourceOfQuality)

/// What a figure of data quality is worked out from; the rest is read from the log alone.
private func sourceOfQuality(_ figure: String) -> String? {
    switch figure {
    case "controlTotalsDiffering":
        "the totals stated in the log, each beside what the report with that figure says now"
    case "quarantinedEvents": nil
    default: "the events of the log"
    }
}

private func lateness(_ fact: ToldFact) -> String {
    "holds from \(fact.holdsFrom.words), recorded \(fact.daysLater) days later"
}

private func correction(_ fact: ToldFact) -> String {
    "corrected by event \(fact.correctedBy ?? 0)"
}

private func retraction(_ fact: ToldFact) -> String {
    "taken back by event \(fact.retractedBy ?? 0)"
}

private func share(of figure: String) -> ReportOpening.Way {
    .quotient(.init(figure, over: "facts", " times 100, half up to 2 decimals"))
}
