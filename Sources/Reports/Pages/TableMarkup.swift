package import Markup

extension ReportTable {
    /// The table of HTML, with what its signs mean above it, and its notes below.
    ///
    /// - Parameters:
    ///   - part: An id for the table that no other has on its page.
    ///   - number: Which table of the page it is, where a heading above says what it shows.
    ///   - link: Where a row leads.
    ///   - page: The page that shows what a command does, and what it is called.
    package func markup(
        part: String, number: Int? = nil, link: (Row) -> Address? = { _ in nil },
        page: (String) -> (label: String, address: Address)? = { _ in nil }
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
                .element("tbody", [], rows.map { row($0, link($0), page).line }),
            ]))
        return Markup(
            signs + [columns.count < scrolledColumns ? table : scroller(table, part)] + noteMarkup)
    }

    /// A wide table scrolls by itself, so that the page need not.
    private func scroller(_ table: Markup, _ part: String) -> Markup {
        .element(
            "div",
            [
                Attribute("class", scrollerClass), Attribute("role", "region"),
                Attribute("aria-labelledby", part), Attribute("tabindex", "0"),
            ], [table])
    }

    /// On paper a table of many columns is in small type, and one of still more has a card a row.
    private var scrollerClass: String {
        if isInCards { return "scroll cards" }
        return columns.count >= smallTypeColumns ? "scroll wide" : "scroll"
    }

    private var isInCards: Bool { columns.count >= cardColumns }

    private var header: Markup {
        let first = Markup.element("th", [columnScope], rowLabel)
        let others = columns.map { column in
            Markup.element(
                "th",
                column.isNumber ? [columnScope, numberClass] : [columnScope],
                column.label.capitalisedFirst)
        }
        return .element("thead", [], [.element("tr", [], [first] + others)])
    }

    private func row(
        _ row: Row, _ address: Address?, _ page: (String) -> (label: String, address: Address)?
    ) -> Markup {
        let name = address.map { Markup.link(row.name, $0) } ?? Markup(row.name)
        let cells = zip(columns, row.cells).map { column, cell in
            Markup.element(
                "td",
                cell.style(in: column)
                    + (isInCards ? [Attribute("data-label", column.label.capitalisedFirst)] : []),
                [cell.markup(page)])
        }
        let style = row.name.isNeverBroken ? [rowScope, shortClass] : [rowScope]
        return .element("tr", [], [.element("th", style, [name])] + cells)
    }

    private var noteMarkup: [Markup] {
        notes.map { .element("p", [Attribute("class", "note")], "Note: \($0.inLabels).") }
    }

    /// What the signs mean that stand in the table.
    package var shorthand: [String] {
        func contains(_ isSigned: (Cell) -> Bool) -> Bool {
            rows.contains { $0.cells.contains(where: isSigned) }
        }
        var signs: [String] = []
        if contains({ $0 == .missing }) {
            signs.append("[x] means that the figure is not available; a note may say why.")
        }
        if contains({ $0 == .notApplicable }) {
            signs.append("[z] means that there is nothing that could stand here.")
        }
        if contains(\.isConfidential) {
            signs.append(
                "“fewer than 5” is 1 to 4 people; [c] is a number that would give another away.")
        }
        return signs
    }
}

private let columnScope = Attribute("scope", "col")
private let rowScope = Attribute("scope", "row")
private let numberClass = Attribute("class", "number")
private let shortClass = Attribute("class", "short")
private let dayClass = Attribute("class", "day")

/// From how many columns on a table may be too wide for a telephone.
private let scrolledColumns = 2

/// From how many columns on a table is too wide for paper, unless its type is small.
private let smallTypeColumns = 8

/// From how many columns on a table is too wide for paper, however small its type is.
private let cardColumns = 11

/// How long a word may be that is never broken, such as `2023-24`.
private let shortLength = 10

extension ReportTable.Cell {
    /// The cell on a page, where a minus sign is one.
    var pageWords: String { if case .number(let value) = self { value.pageWords } else { words } }

    /// What stands in the cell: of a command the page that shows the same, where there is one.
    fileprivate func markup(
        _ page: (String) -> (label: String, address: Address)?
    ) -> Markup {
        guard case .command(let command) = self else { return Markup(pageWords) }
        return page(command).map { .link($0.label, $0.address) } ?? .command(command)
    }

    /// The class of the cell.
    fileprivate func style(in column: ReportTable.Column) -> [Attribute] {
        if column.isNumber { return [numberClass] }
        if case .day = self { return [dayClass] }
        return words.isNeverBroken ? [shortClass] : []
    }

    var isConfidential: Bool {
        if case .number(let value) = self { value.isConfidential } else { false }
    }
}

extension Figure.Value {
    /// The number on a page, where a minus sign is one.
    package var pageWords: String { words.hasPrefix("-") ? "−" + words.dropFirst() : words }
}

extension String {
    /// Whether it is one short word, such as `2023-24`.
    fileprivate var isNeverBroken: Bool {
        !utf8.contains(UInt8(ascii: " ")) && count <= shortLength
    }

    /// A note with figures by what they are called, instead of by their names in JSON.
    package var inLabels: String {
        split(separator: " ", omittingEmptySubsequences: false).map { word in
            let start = word.prefix { $0 == "(" }
            let named = word.dropFirst(start.count).prefix { $0.isLetter || $0 == "." }
            let name = String(named.hasSuffix(".") ? named.dropLast() : named)
            let label = Figure(name, .missing).label
            // `facts` and `pupils` are words as well.
            guard label != name, name.contains(where: \.isUppercase) else { return String(word) }
            return start + "“\(label)”" + word.dropFirst(start.count + name.count)
        }.joined(separator: " ")
    }
}
