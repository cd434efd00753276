package import Markup

/// A report as a page of HTML.
package struct ReportPage {
    private let layout: ReportLayout
    private let place: PagePlace

    package init(_ layout: ReportLayout, at place: PagePlace = .alone) {
        self.layout = layout
        self.place = place
    }

    /// The page as it is written to a file.
    package var text: String {
        Page(
            layout.title, of: layout.ledger, at: place, paperFooter: paperFooter,
            content: start + tables + end,
            footer: [
                .element("p", [], [Markup("Head: "), .code(layout.headWords)]),
                .element("p", [], [Markup("Make it again: "), .code(layout.reproduce)]),
            ]
        ).text
    }

    private var paperFooter: String {
        (layout.banner == nil ? "" : "INCOMPLETE. ") + "Head \(layout.headWords)"
    }

    // MARK: - What it is of

    private var start: [Markup] {
        [.heading(1, layout.title)]
            + (layout.question.map { [.element("p", [Attribute("class", "lead")], $0)] } ?? [])
            + (layout.banner.map { [.element("p", [Attribute("class", "banner")], $0)] } ?? [])
            + versions + [.facts(layout.facts)] + downloads + [contents]
    }

    /// The same report on other boundaries.
    private var versions: [Markup] {
        guard place.versions.count > 1 else { return [] }
        let links = place.versions.map { label, path in
            Markup.element(
                "li", [],
                path == place.path
                    ? [.element("b", [Attribute("aria-current", "true")], label)]
                    : [.link(label, .page(place.up + path))])
        }
        return [
            .element(
                "nav", [Attribute("class", "versions"), Attribute("aria-label", "Boundaries")],
                [.paragraph("On these boundaries:"), .element("ul", [], links)])
        ]
    }

    private var downloads: [Markup] {
        guard !place.downloads.isEmpty else { return [] }
        let links = place.downloads.map { [Markup.link($0.label, .page(place.up + $0.path))] }
        return [
            .element(
                "nav", [Attribute("class", "downloads"), Attribute("aria-label", "Other forms")],
                [.paragraph("The same figures for programs:"), .list(links)])
        ]
    }

    private var contents: Markup {
        let tables = layout.tables.map { [Markup.link($0.caption, .part(part($0)))] }
        let rest = sections.map { [Markup.link($0.title, .part($0.id))] }
        return .element(
            "nav", [Attribute("class", "contents"), Attribute("aria-labelledby", "contents")],
            [.heading(2, "Contents", id: "contents"), .list(tables + rest)])
    }

    // MARK: - Its tables

    private var tables: [Markup] {
        var number = 0
        return layout.tables.map { table in
            // What is none has no caption, and so no number.
            number += table.rows.isEmpty ? 0 : 1
            return Markup(
                Markup.lines([
                    .heading(2, table.caption, id: part(table)),
                    table.drawing(part: "chart-\(table.name)"),
                    table.markup(
                        part: "caption-\(table.name)", number: number,
                        link: { address(of: $0, in: table) }, page: page),
                ]))
        }
    }

    private func part(_ table: ReportTable) -> String { "table-\(table.name)" }

    /// Where a row leads: a figure to what explains it, a local authority to its page.
    private func address(of row: ReportTable.Row, in table: ReportTable) -> Address? {
        if table.name == headlineTable {
            if let page = place.explanations[row.key] { return .page(place.up + page) }
            return meanings.isEmpty ? nil : .part("figure-\(row.key)")
        }
        guard table.rowLabel == "Local authority" else { return nil }
        return place.areas[row.key].map { .page(place.up + $0) }
    }

    private func page(of command: String) -> (label: String, address: Address)? {
        place.commands[command].map { ($0.label, .page(place.up + $0.path)) }
    }

    // MARK: - What is said about them

    private var end: [Markup] {
        sections.flatMap { [.heading(2, $0.title, id: $0.id)] + $0.content }
    }

    private var sections: [(title: String, id: String, content: [Markup])] {
        [
            (
                "Notes", "notes",
                [.list(layout.notes.map { [Markup($0.inLabels.capitalisedFirst + ".")] })]
            ),
            (
                "Control totals", "control-totals",
                [.list(layout.controlTotals.map { [Markup($0)] })]
            ),
            ("What the figures mean", "meanings", [meaningList]),
            ("Definitions in force in the ledger", "measures", [measureList]),
        ].filter { section in
            switch section.1 {
            case "notes": !layout.notes.isEmpty
            case "control-totals": !layout.controlTotals.isEmpty
            case "meanings": !meanings.isEmpty
            default: !layout.measures.isEmpty
            }
        }
    }

    /// The headline figures, each with its label and what it means.
    private var meanings: [(row: ReportTable.Row, meaning: FigureMeaning?)] {
        (layout.headline?.rows ?? []).filter { _ in !layout.models.isEmpty }.map { row in
            (row, FigureMeaning.of(row.key, models: layout.models))
        }
    }

    private var meaningList: Markup {
        .terms(
            meanings.map { row, meaning in
                let id = [Attribute("id", "figure-\(row.key)")]
                let name = [
                    Markup.element("span", id, row.name), Markup(" ("), .code(row.key), Markup(")"),
                ]
                return (name, [Markup(said(row, meaning))])
            }, "meanings")
    }

    private func said(_ row: ReportTable.Row, _ meaning: FigureMeaning?) -> [Markup] {
        var said = meaning.map { [Markup.element("div", [], $0.definition.map(\.markup))] } ?? []
        if case .number(let value)? = row.cells.first {
            said.append(.element("div", [], "Unit: \(value.unit(of: row.key))."))
        }
        if ReportBuilder.explainedFigures.contains(row.key),
            ReportBuilder.explainedReports.contains(layout.name)
        {
            said.append(
                .element(
                    "div", [],
                    [Markup("Open it: "), .code(layout.explanation(of: row.key))]))
        }
        return said
    }

    private var measureList: Markup {
        .terms(
            layout.measures.map { one in
                let event = one.seq.map { ", event \($0)" } ?? ""
                let name = measureLabel(one.measure) ?? one.measure.titled
                return ([Markup(name + event)], [Markup(one.text)])
            }, "meanings")
    }
}

extension ReportLayout {
    /// The command that opens a figure to what it counts.
    package func explanation(of figure: String) -> String {
        var known = options
        known.knownAt = .seq(knownThrough)
        let words = ["tally", "explain", figure, "--report", name] + known.words(knownThrough)
        return words.joined(separator: " ")
    }
}

extension FigureMeaning.Span {
    /// The span on a page.
    package var markup: Markup {
        switch self {
        case .text(let text): Markup(text)
        case .code(let text): .code(text)
        case .strong(let text): .element("strong", [], text)
        }
    }
}
