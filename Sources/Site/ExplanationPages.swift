internal import Markup
internal import Projections
internal import Reports

/// A report whose figures are opened, each on a page.
struct SiteExplanation: Sendable {
    /// That of the report.
    let name: String
    /// The paths of the pages, by the names of the figures.
    let paths: [String: String]
    fileprivate let figures: [ExplainedFigure]

    /// Opens every figure now, so that what opens them need not be kept for all reports at once.
    ///
    /// - Parameter naming: What the keys in the explanations are called.
    init(of site: SiteReport, _ opened: ExplainedReport, _ naming: Naming) throws {
        let named = opened.figureNames.map { ($0, "explain/\(site.name)/\($0).html") }
        let paths = Dictionary(named) { first, _ in first }
        let layout = opened.report.layout(ofArea: site.basis.areaName)
        var spelling = Spelling(naming)
        name = site.name
        self.paths = paths
        figures = try opened.figureNames.compactMap { figure in
            guard let path = paths[figure], let found = try opened.explain(figure) else {
                return nil
            }
            return ExplainedFigure(
                explanation: found.withoutItems, tables: found.tables(&spelling), layout: layout,
                report: site.path, paths: paths, path: path)
        }
    }
}

extension SiteMaterial {
    /// A page for each figure of a report: what it counts, what it leaves out, and why.
    func pages(of explained: SiteExplanation) -> [SiteFile] {
        explained.figures.map { figure in
            let (ledger, place, footer) = (ledger, place(figure.path), paperFooter)
            return SiteFile(figure.path) {
                figure.page(of: ledger, at: place, paperFooter: footer).text
            }
        }
    }
}

/// A figure that has a page.
private struct ExplainedFigure: Sendable {
    let explanation: Explanation
    /// What is counted and what is left out, as far as a page shows it.
    let tables: [ReportTable]
    let layout: ReportLayout
    /// The path of the report's page.
    let report: String
    /// The paths of the pages of the report's figures.
    let paths: [String: String]
    let path: String

    func page(of ledger: String, at place: PagePlace, paperFooter: String) -> Page {
        let figure = explanation.figure
        let command = layout.explanation(of: figure.name)
        let start: [Markup] = [
            .heading(
                1,
                "\(figure.label): "
                    + (figure.value == .missing ? "not available" : figure.value.pageWords)),
            .element(
                "p", [],
                [
                    Markup("A figure of the report "),
                    .link(layout.title, .page(place.up + report)), Markup("."),
                ]),
        ]
        let banner = layout.banner.map { [Markup.element("p", [Attribute("class", "banner")], $0)] }
        return Page(
            "\(figure.label), explained", of: ledger, at: place, paperFooter: paperFooter,
            content: start + (banner ?? []) + [.facts(layout.facts)] + meaning
                + explanation.formulaMarkup(place, paths)
                + tables.enumerated().flatMap { index, table -> [Markup] in
                    [
                        .heading(2, table.caption),
                        table.markup(part: "table-\(table.name)", number: index + 1),
                    ]
                } + [
                    .heading(2, "The same at the command line"),
                    .element("p", [], [.code(command)]),
                ])
    }

    private var meaning: [Markup] {
        let models = explanation.report.definingPages
        var content: [Markup] = [.heading(2, "What it means")]
        if let meaning = FigureMeaning.of(explanation.figure.name, models: models) {
            content.append(.element("p", [], meaning.definition.map(\.markup)))
        }
        if let definition = explanation.definition, let seq = definition.seq {
            content.append(.paragraph("Defined by event \(seq) of the ledger: \(definition.text)"))
        }
        if let remark = explanation.remark {
            content.append(.element("p", [Attribute("class", "note")], "Note: \(remark.inLabels)."))
        }
        return content + [
            .paragraph("Unit: \(explanation.figure.value.unit(of: explanation.figure.name))."),
            .paragraph("Worked out from \(explanation.sourceWords)."),
        ]
    }
}

extension Explanation {
    /// A quotient, and links to what it is made of.
    fileprivate func formulaMarkup(_ place: PagePlace, _ paths: [String: String]) -> [Markup] {
        guard let formula else { return [] }
        let rows = parts.map { part in
            ReportTable.Row(
                part.figure.name, part.figure.label,
                [.number(part.figure.value), .text(part.role)])
        }
        let table = ReportTable(
            "parts", "What it is worked out from", rows: "Figure",
            columns: [.number("value", "Value"), .text("role", "As")], rows)
        return [
            .heading(2, "How it is worked out"), .paragraph("\(formula.inLabels)."),
            table.markup(part: "table-parts") { row in
                paths[row.key].map { .page(place.up + $0) }
            },
        ]
    }

    /// What is counted, and what is left out, for every reason a table.
    fileprivate func tables(_ spelling: inout Spelling) -> [ReportTable] {
        guard isSum else { return [] }
        let reasons = Dictionary(grouping: leftOut) { $0.reason ?? "" }.sorted { $0.key < $1.key }
        let first = table(
            "counted", "Counted: \(counted.count), adding up to \(figure.value.of(sum).pageWords)",
            counted, &spelling, most: rowsShownMaximum)
        return [first]
            + reasons.enumerated().map { index, entry in
                table(
                    "left-out-\(index + 1)", "Left out: \(entry.key) (\(entry.value.count))",
                    entry.value, &spelling, most: leftOutShownMaximum)
            }
    }

    private func table(
        _ name: String, _ caption: String, _ items: [Item], _ spelling: inout Spelling, most: Int
    ) -> ReportTable {
        let hasAreas = items.contains { !$0.la.isEmpty }
        let shown = items.prefix(most)
        let columns =
            (hasAreas ? [ReportTable.Column.text("la", "Local authority")] : [])
            + [
                .text("detail", "What is said of it"), .number("adds", "Adds"),
                .text("events", "Events"),
            ]
        return ReportTable(
            name, caption, rows: "What", columns: columns,
            shown.map { item in
                let cells = [
                    text(spelling.spelled(item.detail)),
                    ReportTable.Cell.number(figure.value.of(item.adds)),
                    text(eventWords(item)),
                ]
                return .init(
                    item.key, spelling.spelled(item.name), (hasAreas ? [text(item.la)] : []) + cells
                )
            },
            notes: items.count > most
                ? ["\(items.count - most) more; the command below lists them all with --csv"] : [])
    }

    private func eventWords(_ item: Item) -> String {
        let shown = item.events.prefix(eventsShownMaximum).map(String.init).joined(separator: ", ")
        let more = item.events.count - eventsShownMaximum
        return more > 0 ? "\(shown) and \(more) more" : shown
    }

    private func text(_ text: String) -> ReportTable.Cell {
        text.isEmpty ? .notApplicable : .text(text)
    }
}

/// Spells sentences out, each once: the figures of a report tell of the same things.
private struct Spelling {
    private let naming: Naming
    private var known: [String: String] = [:]

    init(_ naming: Naming) { self.naming = naming }

    mutating func spelled(_ text: String) -> String {
        if let found = known[text] { return found }
        let found = naming.spelled(text)
        known[text] = found
        return found
    }
}

/// How many of those left out for one reason a page shows.
private let leftOutShownMaximum = 100

/// How many of the events behind one row a page shows.
private let eventsShownMaximum = 100
