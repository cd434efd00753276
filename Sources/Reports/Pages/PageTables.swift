internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// A report with what only its page and its spreadsheet show: the area by name, and tables that are
    /// drawn.
    func completed(_ report: Report) throws -> Report {
        var report = report
        let options = report.asked
        switch report.name {
        case "engagement":
            let open = try open(.engagement, options)
            report.page.area = try areaName(open, options)
            report.page.tables = try engagementTables(report, open, options)
        case "value-for-money":
            let open = try open(.valueForMoney, options)
            report.page.area = try areaName(open, options)
            report.page.tables = try moneyTables(report, open, options)
        case "movement":
            report.page.area = try areaName(open(.engagement, options), options)
            report.page.tables = [report.bridge].compactMap(\.self)
        default:
            report.page.area = try areaName(options)
        }
        report.page.naming = try naming(options)
        return report
    }

    /// What everything but schools is called.
    package func naming(_ options: ReportOptions) throws -> Naming {
        try Naming(open(.engagement, options))
    }

    /// What the authority asked for is called in the register.
    package func areaName(_ options: ReportOptions) throws -> String? {
        try areaName(open(.engagement, options), options)
    }

    /// What the authority asked for was called on the day reported, or lately; `nil` when none was.
    func areaName(_ open: OpenModel, _ options: ReportOptions) throws -> String? {
        guard options.areaAuthority != nil else { return nil }
        let sql = """
            SELECT name FROM authority WHERE authority = :authority
            ORDER BY from_day <= :as_of DESC, from_day DESC LIMIT 1
            """
        return try open.rows(sql, options.parameters(from: nil)) { $0.text(0) }.first
    }
}

extension Report {
    /// The options with which the same can be asked of what was known.
    var asked: ReportOptions {
        var options = options
        options.knownAt = .seq(knownThrough)
        return options
    }
}

// MARK: - Engagement

extension ReportBuilder {
    private func engagementTables(
        _ report: Report, _ open: OpenModel, _ options: ReportOptions
    ) throws -> [ReportTable] {
        var parts = options
        parts.by = [.la, .strand]
        let isSplit = Set(parts.by).isSubset(of: report.options.by)
        let split = isSplit ? report : try engagement(open, parts)
        let strands = split.groups.first { $0.dimension == .strand }?.groups ?? []
        let areas = split.groups.first { $0.dimension == .la }?.groups ?? []
        let tables = [
            try engagementOverTime(report, options), pointsByStrand(strands),
            areas.count > 1 ? coverage(areas) : nil,
        ]
        return tables.compactMap(\.self)
    }

    private func pointsByStrand(_ groups: [Report.Group]) -> ReportTable? {
        let active = groups.filter { $0.count("pointsOfContact") > 0 }.sorted {
            $0.count("pointsOfContact") > $1.count("pointsOfContact")
        }
        guard let most = active.first else { return nil }
        let names = ["pointsOfContact", "engagedSchools"]
        return ReportTable(
            "pointsByStrand", "Points of contact by strand", rows: "Strand",
            columns: names.map { .number($0, Figure($0, .missing).label) },
            active.map { $0.row(names) },
            chart: .init(
                .bars, of: "pointsOfContact",
                title: title("Points of contact are highest in", most.name),
                summary: "A bar for each strand, as long as its points of contact: "
                    + spoken(active, "pointsOfContact")))
    }

    private func coverage(_ groups: [Report.Group]) -> ReportTable? {
        let names = ["engagementRatePercent", "engagedEligibleSchools", "eligibleSchools"]
        let rated = groups.filter { $0.value("engagementRatePercent").number != nil }.sorted {
            $0.count("engagementRatePercent") > $1.count("engagementRatePercent")
        }
        guard let most = rated.first else { return nil }
        return ReportTable(
            "coverageByLocalAuthority", "Engagement rate by local authority",
            rows: "Local authority", columns: names.map { .number($0, Figure($0, .missing).label) },
            rated.map { $0.row(names) },
            chart: .init(
                .bars, of: "engagementRatePercent",
                title: title("The engagement rate is highest in", most.name),
                summary: "A bar for each local authority, as long as its engagement rate in per "
                    + "cent: " + spoken(rated, "engagementRatePercent")))
    }

    private func spoken(_ groups: [Report.Group], _ figure: String) -> String {
        groups.map { "\($0.name) \($0.value(figure).words)" }.joined(separator: ", ") + "."
    }
}

/// A title of at most ten words, the name at its end cut where it is too long.
private func title(_ start: String, _ name: String) -> String {
    let room = 10 - start.split(separator: " ").count
    let words = name.split(separator: " ")
    return start + " " + words.prefix(room).joined(separator: " ")
        + (words.count > room ? " …" : "")
}

extension Report.Group {
    fileprivate func value(_ name: String) -> Figure.Value {
        figures.first { $0.name == name }?.value ?? .missing
    }

    fileprivate func count(_ name: String) -> Int { value(name).number ?? 0 }

    fileprivate func row(_ names: [String]) -> ReportTable.Row {
        .init(key, name, names.map { .number(value($0)) })
    }
}

// MARK: - Value for money

extension ReportBuilder {
    /// The unit cost of each year of the period, by the engagement of that year.
    private func moneyTables(
        _ report: Report, _ open: OpenModel, _ options: ReportOptions
    ) throws -> [ReportTable] {
        guard let first = report.options.from, first <= options.asOf,
            report.figure("costPerSchoolYearPence")?.value != .missing
        else { return [] }
        let names = ["costPerSchoolYearPence", "netAuthorityCostPence", "schoolYears"]
        let all = try years(from: first, through: options.asOf).suffix(yearsDrawnMaximum).map {
            span in
            let (start, last) = (Day(number: span.lowerBound), Day(number: span.upperBound - 1))
            var year = options
            year.by = []
            year.from = start
            year.asOf = min(last, options.asOf)
            let figures = try valueForMoneyFigures(open, year)
            return ReportTable.Row(
                start.text, periodWords(start, year.asOf),
                names.map { name in
                    .number(figures.first { $0.name == name }?.value ?? .missing)
                })
        }
        // Years before the authority was made, or the first school took part, say nothing.
        let rows = Array(all.drop { $0.cells[0] == .missing })
        let costs = rows.map { "\($0.name) \($0.cells[0].words)" }.joined(separator: "; ")
        return [
            ReportTable(
                "costPerSchoolYearByYear", "Cost per school-year, year by year", rows: "Year",
                columns: names.map { .number($0, Figure($0, .missing).label) }, rows,
                chart: .init(
                    .bars, of: "costPerSchoolYearPence",
                    title: "What a year of one school's engagement cost",
                    summary: "A bar for each year, as long as the cost per school-year: \(costs)."),
                notes: rows.contains { $0.cells.contains(.missing) }
                    ? ["a cost over no school-years is not available"] : [])
        ]
    }
}

/// How many years are drawn, the last ones.
private let yearsDrawnMaximum = 20

// MARK: - Movement

extension Report {
    /// The change in engaged schools as a bridge: every line that moved, with its sign.
    fileprivate var bridge: ReportTable? {
        let steps = figures.filter { figure in
            ["opening", "closing"].contains(figure.name) || figure.value.number != 0
        }
        guard steps.count > 1, let from = options.from, let opening = steps.first?.value.words,
            let closing = steps.last?.value.words
        else { return nil }
        let rows = steps.map { figure in
            let sign = figure.name == "leavers" ? -1 : 1
            let number = (figure.value.number ?? 0) * sign
            return ReportTable.Row(figure.name, figure.bridgeLabel, [.count(number)])
        }
        let moved = rows.dropFirst().dropLast().map { "\($0.name) \($0.cells[0].pageWords)" }
        return ReportTable(
            "bridge", "What made the change in schools engaged", rows: "Line",
            columns: [.number("schools", "Schools")], rows,
            chart: .init(
                .bridge, of: "schools", title: "Schools engaged went from \(opening) to \(closing)",
                summary: "From \(opening) schools at the end of \(from.words) to \(closing) at the "
                    + "end of \(options.asOf.words): \(moved.joined(separator: ", "))."))
    }
}

extension Figure {
    /// The line of a movement without the sign it has in a statement.
    fileprivate var bridgeLabel: String {
        String(label.drop { "+−± ".contains($0) }).capitalisedFirst
    }
}
