package import Markup

extension ReportTable {
    /// The table of HTML, with what its signs mean above it, and its notes below.
    ///
    /// - Parameters:
    ///   - part: An id for the table that no other has on its page.
    ///   - number: Which table of the page it is, where a heading above says what it shows.
    ///   - link: Where a row leads.
    package func markup(
        part: String, number: Int? = nil, link: (Row) -> Address? = { _ in nil }
    ) -> Markup {
        let words = number.map { "Table \($0): \(caption)" } ?? caption
        let signs = shorthand.map { Markup.paragraph($0) }
        guard !rows.isEmpty else {
            return Markup([.paragraph("\(caption): none.")] + noteMarkup)
        }
        let table = Markup.element(
            "table", [],
            Markup.lines([
                .element("caption", [Attribute("id", part)], [.element("span", [], words)]),
                header,
                .element("tbody", [], rows.map { row($0, link($0)).line }),
            ]))
        return Markup(
            signs + [columns.count < scrolledColumns ? table : scroller(table, part)] + noteMarkup)
    }

    /// A wide table scrolls by itself, so that the page need not.
    private func scroller(_ table: Markup, _ part: String) -> Markup {
        .element(
            "div",
            [
                Attribute("class", "scroll"), Attribute("role", "region"),
                Attribute("aria-labelledby", part), Attribute("tabindex", "0"),
            ], [table])
    }

    private var header: Markup {
        let first = Markup.element("th", [Attribute("scope", "col")], rowLabel)
        let others = columns.map { column in
            Markup.element(
                "th",
                [Attribute("scope", "col")]
                    + (column.isNumber ? [Attribute("class", "number")] : []),
                column.label)
        }
        return .element("thead", [], [.element("tr", [], [first] + others)])
    }

    private func row(_ row: Row, _ address: Address?) -> Markup {
        let name = address.map { Markup.link(row.name, $0) } ?? Markup(row.name)
        let cells = zip(columns, row.cells).map { column, cell in
            Markup.element(
                "td", column.isNumber ? [Attribute("class", "number")] : [], cell.pageWords)
        }
        return .element("tr", [], [.element("th", [Attribute("scope", "row")], [name])] + cells)
    }

    private var noteMarkup: [Markup] {
        notes.map { .element("p", [Attribute("class", "note")], "Note: \($0).") }
    }

    /// What the signs mean that stand in the table.
    package var shorthand: [String] {
        let cells = rows.flatMap(\.cells)
        var signs: [String] = []
        if cells.contains(.missing) {
            signs.append("[x] means that the figure is not available; a note says why.")
        }
        if cells.contains(.notApplicable) {
            signs.append("[z] means that there is nothing that could stand here.")
        }
        if cells.contains(where: \.isConfidential) {
            signs.append(
                "“fewer than 5” is 1 to 4 people; [c] is a number that would give another away.")
        }
        return signs
    }
}

/// From how many columns on a table may be too wide for a telephone.
private let scrolledColumns = 2

extension ReportTable.Cell {
    /// The cell on a page, where a minus sign is one.
    var pageWords: String {
        if case .number = self, words.hasPrefix("-") { "−" + words.dropFirst() } else { words }
    }

    var isConfidential: Bool {
        if case .number(let value) = self { value.isConfidential } else { false }
    }
}
