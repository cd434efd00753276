internal import Events
internal import ProjectionEngine
internal import SQLite

extension ReportBuilder {
    /// Each indicator observed by the end of the day, with its first and its newest observation in
    /// the period asked for.
    func indicatorTable(_ open: OpenModel, _ options: ReportOptions) throws -> ReportTable {
        let sql = """
            SELECT indicator.indicator, title, unit, better, indicator.seq,
                observation.numerator, observation.denominator, observation.period_to, observation.seq
            FROM indicator JOIN observation ON observation.indicator = indicator.indicator
            WHERE indicator.from_day <= :as_of AND observation.from_day <= :as_of
                AND (:from IS NULL OR observation.period_to > :from) AND observation.cohort IS NULL
            ORDER BY title, observation.period_to, observation.period_from, observation.seq
            """
        let observed = try open.rows(sql, options.parameters(from: options.from)) {
            Observed($0)
        }
        let indicators = Dictionary(grouping: observed, by: \.indicator)
        let rows = indicators.sorted { $0.key < $1.key }.compactMap { indicator, observed in
            observed.first.flatMap { first in
                observed.last.map { row(indicator, first, $0, observed) }
            }
        }
        return ReportTable(
            "indicators", "Indicators observed", rows: "Indicator",
            columns: [
                .text("unit", "Unit"), .text("better", "Better when"),
                .number("observations", "Observations"), .number("firstValue", "First"),
                .number("newestValue", "Newest"), .text("newestUntil", "Newest until"),
                .text("direction", "Direction"),
            ], rows,
            notes: rows.isEmpty
                ? []
                : [
                    "a change of an indicator is not the effect of the programme: additionality "
                        + "needs a comparator, which an observation may name"
                ])
    }

    private func row(
        _ key: String, _ first: Observed, _ newest: Observed, _ all: [Observed]
    ) -> ReportTable.Row {
        ReportTable.Row(
            key, first.title,
            [
                .text(first.unit), .text(first.better), .count(all.count), .number(first.value),
                .number(newest.value), .day(Day(number: newest.end) + -1),
                .text(all.count < 2 ? "one observation" : newest.direction(since: first)),
            ],
            events: ([first.definedBy] + all.map(\.seq)).sorted())
    }

    /// Records of participation of the period, in the area and of the programme and strand asked for.
    func participationRecords(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> [Participants.Record] {
        let first = (options.from ?? .startOfTime).number
        let period = first..<max(first, options.asOf.number + 1)
        let people = try participants(open, options, in: period)
        return people.filter { options.strand == nil || $0.key.strand == options.strand?.text }
            .flatMap(\.value.records).sorted { $0.seq < $1.seq }
    }
}

extension [Participants.Record] {
    /// What each of them adds to one kind; those that do not count it are left out.
    func behind(_ kind: KeyPath<Participants.Record, Int?>) -> [ReportTable.Behind] {
        compactMap { record in
            record[keyPath: kind].map { ReportTable.Behind(seq: record.seq, adds: $0) }
        }
    }
}

/// A row of observations: what an indicator was over a period.
private struct Observed {
    let indicator, title, unit, better: String
    let definedBy: Int
    let numerator: Int
    let denominator: Int?
    /// The first day after the period.
    let end: Int
    let seq: Int

    init(_ row: borrowing Row) {
        indicator = row.text(0)
        title = row.text(1)
        unit = row.text(2)
        better = row.text(3)
        definedBy = row.integer(4)
        numerator = row.integer(5)
        denominator = row.number(6)
        end = row.integer(7)
        seq = row.integer(8)
    }

    /// A share in percent where it has a denominator, and else the number.
    var value: Figure.Value {
        guard let denominator else { return .count(numerator) }
        return rate(numerator, of: denominator)
    }

    func direction(since first: Observed) -> String {
        guard let was = first.value.number, let now = value.number else { return "not known" }
        if was == now { return "unchanged" }
        return (now > was) == (better == "up") ? "better" : "worse"
    }
}
