internal import Events
internal import CanonicalJSON
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// What the programme costs, whom, and for how much engagement.
    package func valueForMoney(_ options: ReportOptions) throws -> Report {
        let builder = try atOneMoment()
        return try builder.once("value-for-money", options) {
            let open = try builder.open(.valueForMoney, options)
            let later =
                options.form(of: "value-for-money") > 1
                ? builder.meanwhile { try $0.laterMoney(options) } : nil
            var report = try builder.valueForMoney(open, options)
            if let later { report.add(try later.found()) }
            report.controlTotals = try controlTotals(for: report, open)
            return report
        }
    }

    /// The report in form 1.
    func valueForMoney(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        try valueForMoneyInFull(open, options).report
    }

    /// The report, and the figures it does not show but others are worked out from.
    func valueForMoneyInFull(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> (report: Report, hidden: [Figure]) {
        var report = try frame("value-for-money", open, options, from: .valueForMoney)
        let (first, table) = try valueForMoneyTable(open, options)
        try fill(&report, table, open, figures)
        report.options.from = first
        report.notes = notes(report)
        let whole = table.rows.map { ReportRow(table.columns, $0) }.first { $0.dimension == "all" }
        return (report, whole.map(hidden) ?? [])
    }

    /// The rows of the report's query, and the first day of its period.
    func valueForMoneyTable(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> (first: Day, table: Table) {
        let first = try firstDay(open, options)
        var asked = options.ofFigures
        asked.from = first
        // The whole is in a table by strand as well.
        var split = asked
        split.by = [.strand]
        if options.by.isEmpty, let kept = findings?.found(costs, split, as: Table.self) {
            return (first, kept)
        }
        let table = try once(costs, asked) {
            var parameters = asked.parameters(from: first)
            parameters["years"] = .text(list(years(from: first, through: asked.asOf)).compact)
            return try open.table(ReadModel.valueForMoney.report, parameters)
        }
        return (first, table)
    }

    /// The figures of the whole area, and nothing else of the report.
    func valueForMoneyFigures(_ open: OpenModel, _ options: ReportOptions) throws -> [Figure] {
        let table = try valueForMoneyTable(open, options).table
        return table.rows.map { ReportRow(table.columns, $0) }.first { $0.dimension == "all" }
            .map(figures) ?? []
    }

    /// The first day of the period: as asked, or the day the first programme opened.
    func firstDay(_ open: OpenModel, _ options: ReportOptions) throws -> Day {
        if let from = options.from { return from }
        let sql = """
            SELECT min(from_day) FROM programme WHERE :programme IS NULL OR programme = :programme
            """
        let days = try open.rows(sql, options.parameters(from: nil)) { row in
            row.isNull(0) ? nil : Day(number: row.integer(0))
        }
        return days.compactMap(\.self).first ?? options.asOf
    }

    private func figures(_ row: ReportRow) -> [Figure] {
        let available: Int? =
            if let approved = row["approvedPence"], let committed = row["committedPence"] {
                approved - committed
            } else { nil }
        return [
            Figure("netAuthorityCostPence", row.pence("netAuthorityCostPence")),
            Figure("totalResourceCostPence", row.pence("totalResourceCostPence")),
            Figure("costPerEngagedSchoolPence", row.pence("costPerEngagedSchoolPence")),
            Figure("costPerSchoolYearPence", row.pence("costPerSchoolYearPence")),
            Figure("costPerPointOfContactPence", row.pence("costPerPointOfContactPence")),
            Figure("approvedPence", row.pence("approvedPence")),
            Figure("committedPence", row.pence("committedPence")),
            Figure("actualPence", row.pence("actualPence")),
            Figure("openCommitmentPence", row.pence("openCommitmentPence")),
            Figure("availablePence", available.map { .pence($0) } ?? .missing),
            Figure("forecastOutturnPence", row.pence("forecastOutturnPence")),
            Figure("variancePence", row.pence("variancePence")),
            Figure(
                "leverageRatio", row["leverageRatioE2"].map { .decimal($0, places: 2) } ?? .missing),
            Figure("everEngagedSchools", row.count("everEngagedSchools")),
            Figure("schoolDays", row.count("schoolDays")),
            Figure(
                "schoolYears", row["schoolYearsE4"].map { .decimal($0, places: 4) } ?? .missing),
        ]
    }

    private func hidden(_ row: ReportRow) -> [Figure] {
        [
            Figure("pointDays", row.count("pointDays")),
            Figure("forecastRemainingPence", row.pence("forecastRemainingPence")),
        ]
    }

    private func notes(_ report: Report) -> [String] {
        var notes: [String] = []
        if report.options.localAuthorities != nil, report.options.areaAuthority == nil {
            notes.append(
                "an authority's cost is not shared out to local authorities, so money is missing")
            return notes
        }
        if report.options.strand != nil {
            notes.append(
                "approvedPence, availablePence and variancePence are missing: approval is for a "
                    + "programme, not for a strand")
        }
        if report.figure("forecastOutturnPence")?.value == .missing {
            notes.append(
                "forecastOutturnPence and variancePence are missing: no forecast is recorded")
        }
        return notes + costNotes(report)
    }

    private func costNotes(_ report: Report) -> [String] {
        if report.options.localAuthorities != nil {
            return [
                "netAuthorityCostPence, totalResourceCostPence, leverageRatio, "
                    + "costPerEngagedSchoolPence, costPerSchoolYearPence and "
                    + "costPerPointOfContactPence are missing: an authority's cost is not shared "
                    + "out to local authorities"
            ]
        }
        var notes: [String] = []
        if report.figure("leverageRatio")?.value == .missing {
            notes.append("leverageRatio is missing: the authority bore no cost in the period")
        }
        for (figure, divisor) in [
            ("costPerEngagedSchoolPence", "school was engaged"),
            ("costPerSchoolYearPence", "school was engaged"),
            ("costPerPointOfContactPence", "point of contact was active"),
        ] where report.figure(figure)?.value == .missing {
            notes.append("\(figure) is missing: no \(divisor) in the period")
        }
        return notes
    }
}

/// What the rows of the report's query are called where they are kept.
private let costs = "costs and engagement"

/// The years of a period, each 12 months from the first day on, in numbers of days.
func years(from first: Day, through last: Day) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    while first.adding(years: spans.count) <= last {
        let end = first.adding(years: spans.count + 1)
        spans.append(first.adding(years: spans.count).number..<end.number)
    }
    return spans
}

/// The spans as the report's query takes them: `[[first day, end], …]`.
private func list(_ spans: [Range<Int>]) -> JSONValue {
    .array(spans.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) })
}
