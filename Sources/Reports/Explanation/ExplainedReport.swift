internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine

/// A report whose figures can be opened, one after the other.
package final class ExplainedReport {
    package let report: Report
    private let opening: ReportOpening
    private let builder: ReportBuilder
    private let options: ReportOptions
    private let known: Evidence
    /// The same report as everything recorded tells it; only looked at for what was known earlier.
    private var newest: Evidence?

    init(_ opening: ReportOpening, _ builder: ReportBuilder, _ options: ReportOptions) throws {
        self.opening = opening
        self.builder = builder
        self.options = options
        known = try Evidence(opening, builder, options)
        report = known.report
    }

    /// Every figure that can be opened; some are only parts of those the report shows.
    package var figureNames: [String] { opening.figures.map(\.name) }

    /// Opens one figure.
    ///
    /// - Returns: `nil` when the report has no figure of that name.
    package func explain(_ name: String) throws -> Explanation? {
        if let row = report.row(named: name) { return explanation(of: row) }
        guard let way = opening.figures.first(where: { $0.name == name })?.way,
            let figure = known.figure(name)
        else { return nil }
        if figure.value == .missing {
            return explanation(figure, Opened(counted: []), remark: report.whyMissing(name))
        }
        switch way {
        case .rows(let table, let column):
            return explanation(figure, try known.amended(report.opened(table, adding: column)))
        case .quotient(let quotient):
            return explanation(
                figure, Opened(counted: []), parts: quotient.parts.compactMap(part),
                formula: quotient.formula(known.periodDays))
        case .items(let open):
            var opened = try open(known)
            if let newest = try newestEvidence(), newest.figure(name)?.value != .missing {
                try opened.add(try open(newest), of: newest, laterThan: known)
            }
            return explanation(figure, try known.amended(opened))
        }
    }

    /// Opens one row of a table to the events behind it.
    private func explanation(of row: ReportTable.Row) -> Explanation? {
        let items = Opened(counted: row.behind.map(\.item))
        let sum = items.counted.reduce(0) { $0 + $1.adds }
        let value = row.behind.contains { $0.adds != nil } ? row.sumValue(sum) : .count(sum)
        return (try? known.amended(items)).map { explanation(Figure(row.name, value), $0) }
    }

    private func explanation(
        _ figure: Figure, _ opened: Opened, parts: [Explanation.Part] = [],
        formula: String? = nil, remark: String? = nil
    ) -> Explanation {
        Explanation(
            report: report, figure: figure, model: opening.model,
            source: opening.source(figure.name),
            definition: report.definitions.first { $0.measure == figure.measure },
            counted: opened.counted, leftOut: opened.leftOut, parts: parts, formula: formula,
            remark: remark)
    }

    private func part(_ role: String, _ name: String) -> Explanation.Part? {
        guard let figure = known.figure(name) else { return nil }
        let words = ["explain", name, "--report", report.name] + options.words(known.head.size)
        return Explanation.Part(role: role, figure: figure, words: words)
    }

    private func newestEvidence() throws -> Evidence? {
        guard opening.tellsLater, options.knownAt != nil,
            try builder.lastEvent() > known.head.size
        else {
            return nil
        }
        if newest == nil {
            var options = options
            options.knownAt = nil
            options.from = report.options.from
            newest = try Evidence(opening, builder, options)
        }
        return newest
    }
}

extension ReportBuilder {
    /// Opens a report, so that its figures can be.
    ///
    /// - Returns: `nil` when there is no report of that name whose figures can be opened.
    package func explained(_ report: String, _ options: ReportOptions) throws -> ExplainedReport? {
        guard let opening = reportOpenings.first(where: { $0.name == report }) else { return nil }
        var plain = options
        plain.by = []
        return try ExplainedReport(opening, atOneMoment(), plain)
    }

    /// Opens one figure of a report, or of the first report that has one of that name.
    ///
    /// - Returns: `nil` when there is no such figure.
    package func explain(
        _ figure: String, of report: String? = nil, _ options: ReportOptions
    ) throws -> Explanation? {
        guard let name = report ?? Self.report(withFigure: figure) else { return nil }
        return try explained(name, options)?.explain(figure)
    }

    /// The reports whose figures can be opened.
    package static var explainedReports: [String] { reportOpenings.map(\.name) }

    /// The names of all figures that can be opened, each once.
    package static var explainedFigures: [String] {
        var seen: Set<String> = []
        return reportOpenings.flatMap { $0.figures.map(\.name) }.filter { seen.insert($0).inserted }
    }

    /// The first report with a figure of that name.
    package static func report(withFigure name: String) -> String? {
        reportOpenings.first { $0.figures.contains { $0.name == name } }?.name
    }
}

extension Figure {
    /// What the ledger calls the measure: `engagement-rate` for `engagementRatePercent`.
    var measure: String {
        let units = ["Percent", "Pence"]
        let unit = units.first { name.hasSuffix($0) } ?? ""
        return name.dropLast(unit.count).reduce(into: "") { slug, letter in
            slug += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
        }
    }
}

extension ReportOptions {
    /// The options as they are typed, for a report that knows events 1 to `last`.
    func words(_ last: Int) -> [String] {
        var words = ["--as-of", asOf.text]
        if knownAt != nil { words += ["--known-at", String(last)] }
        if let from { words += ["--from", from.text] }
        if let authority { words += ["--authority", authority.text] }
        if let codes = localAuthorities {
            words += ["--la", codes.map(\.text).joined(separator: ",")]
        }
        if let programme { words += ["--programme", programme.text] }
        if let strand { words += ["--strand", strand.text] }
        if boundary != .asWas { words += ["--boundary", boundary.text] }
        return words
    }
}

extension Report {
    /// Why a figure is missing: the notes that name it, or else all of them.
    func whyMissing(_ name: String) -> String {
        let naming = notes.filter { $0.contains(name) }
        return (naming.isEmpty ? notes : naming).joined(separator: "; ")
    }
}
