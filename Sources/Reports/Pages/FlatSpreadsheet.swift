internal import Events
internal import Markup

/// A report as a flat OpenDocument spreadsheet: one XML file, a table a sheet.
///
/// Its shape is that of "Releasing statistics in spreadsheets" of the Analysis Function: a cover, a
/// list of contents, the notes, and then one table a sheet, each with a line that says what it is.
/// See OASIS OpenDocument 1.3, part 3.
package struct FlatSpreadsheet {
    private let layout: ReportLayout

    package init(_ layout: ReportLayout) { self.layout = layout }

    /// The spreadsheet as it is written to a file.
    package var text: String {
        Markup.xmlDocument(
            .element(
                "office:document", Self.names,
                Markup.lines([
                    styles,
                    .element(
                        "office:body", [],
                        [.element("office:spreadsheet", [], Markup.lines(sheets))]),
                ])))
    }

    private static let names: [Attribute] = [
        Attribute("xmlns:office", fixed: "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        Attribute("xmlns:style", fixed: "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
        Attribute("xmlns:text", fixed: "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
        Attribute("xmlns:table", fixed: "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
        Attribute("xmlns:number", fixed: "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
        Attribute(
            "xmlns:fo", fixed: "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
        Attribute("office:version", fixed: "1.3"),
        Attribute("office:mimetype", fixed: "application/vnd.oasis.opendocument.spreadsheet"),
    ]

    /// Bold for headings, wide columns, and days as ISO dates.
    private var styles: Markup {
        .element(
            "office:automatic-styles", [],
            [
                style(
                    "bold", "table-cell",
                    [.element("style:text-properties", [Attribute("fo:font-weight", "bold")], [])]),
                style(
                    "wide", "table-column",
                    [
                        .element(
                            "style:table-column-properties",
                            [Attribute("style:column-width", "6cm")], [])
                    ]),
                .element(
                    "number:date-style", [Attribute("style:name", "iso")],
                    [
                        .element("number:year", [Attribute("number:style", "long")], []),
                        .element("number:text", [], "-"),
                        .element("number:month", [Attribute("number:style", "long")], []),
                        .element("number:text", [], "-"),
                        .element("number:day", [Attribute("number:style", "long")], []),
                    ]),
                .element(
                    "style:style",
                    [
                        Attribute("style:name", "day"), Attribute("style:family", "table-cell"),
                        Attribute("style:data-style-name", "iso"),
                    ], []),
            ])
    }

    private func style(_ name: String, _ family: String, _ content: [Markup]) -> Markup {
        .element(
            "style:style",
            [Attribute("style:name", name), Attribute("style:family", family)], content)
    }

    // MARK: - Sheets

    private var sheets: [Markup] {
        [cover, contents, notes] + layout.tables.map(sheet)
    }

    private var cover: Markup {
        var rows: [[SheetCell]] = [[.heading("\(layout.title) – \(layout.ledger)")]]
        if let banner = layout.banner { rows.append([.heading(banner)]) }
        if let question = layout.question { rows.append([.text(question)]) }
        rows += layout.facts.map { [.text($0.label), .text($0.value)] }
        rows.append([.text("Make it again"), .text(layout.reproduce)])
        return sheet("Cover", rows, columns: 2)
    }

    private var contents: Markup {
        let count = layout.tables.count
        let rows = layout.tables.enumerated().map { index, table in
            [SheetCell.text(Self.sheetName(index)), .text(table.caption)]
        }
        return sheet(
            "Contents",
            [
                [.heading("Contents")],
                [
                    .text(
                        count == 1
                            ? "This workbook has one table, on a sheet of its own."
                            : "This workbook has \(spelt(count)) tables, each on a sheet of its own."
                    )
                ],
                [.heading("Sheet"), .heading("Table")],
            ] + rows, columns: 2)
    }

    private var notes: Markup {
        let signs = Set(layout.tables.flatMap(\.shorthand)).sorted()
        let measures = layout.measures.map { one in
            "\(one.measure)\(one.seq.map { " (event \($0))" } ?? ""): \(one.text)"
        }
        let lines = signs + layout.notes + layout.controlTotals + measures
        return sheet(
            "Notes",
            [[.heading("Notes")]]
                + (lines.isEmpty ? ["There are none."] : lines).map { [.text($0)] },
            columns: 1)
    }

    private func sheet(_ table: ReportTable) -> Markup {
        let index = layout.tables.firstIndex { $0.name == table.name } ?? 0
        let header =
            ["Key", table.rowLabel]
            + table.columns.indices.map { table.columns[$0].label + table.unit(ofColumn: $0) }
        let names = ["key", "name"] + table.columns.map(\.name)
        let about =
            "This sheet has one table, with \(spelt(table.rows.count)) "
            + (table.rows.count == 1 ? "row" : "rows")
            + " and a heading in two lines: labels, and names as programs have them."
        let rows = table.rows.map { row in
            [SheetCell.text(row.key), .text(row.name + table.unit(of: row))]
                + row.cells.map { SheetCell($0) }
        }
        return sheet(
            Self.sheetName(index),
            [
                [.heading(table.caption)],
                [.text(([about] + table.shorthand).joined(separator: " "))],
                header.map { .heading($0) }, names.map { .heading($0) },
            ] + rows + table.notes.map { [.text("Note: \($0)")] }, columns: header.count)
    }

    private static func sheetName(_ index: Int) -> String { "Table_\(index + 1)" }

    private func sheet(_ name: String, _ rows: [[SheetCell]], columns: Int) -> Markup {
        let column = Markup.element(
            "table:table-column",
            [
                Attribute("table:style-name", "wide"),
                Attribute("table:number-columns-repeated", columns),
            ], [])
        return .element(
            "table:table", [Attribute("table:name", name)],
            [column.line]
                + rows.map { row in
                    Markup.element("table:table-row", [], row.map(\.markup)).line
                })
    }
}

extension ReportTable {
    /// Money is whole pence in a spreadsheet, as in all forms for programs, and says so: in the heading
    /// of its column, or in the row where a column holds other numbers too.
    fileprivate func unit(ofColumn place: Int) -> String {
        let values = rows.compactMap { row -> Figure.Value? in
            if case .number(let value) = row.cells[place], value != .missing { value } else { nil }
        }
        return !values.isEmpty && values.allSatisfy(\.isMoney) ? ", pence" : ""
    }

    fileprivate func unit(of row: Row) -> String {
        guard columns.count == 1, unit(ofColumn: 0).isEmpty,
            case .number(let value)? = row.cells.first
        else { return "" }
        return value.isMoney ? ", pence" : ""
    }
}

extension Figure.Value {
    fileprivate var isMoney: Bool { if case .pence = self { true } else { false } }
}

/// A cell of a sheet.
private enum SheetCell {
    case heading(String)
    case text(String)
    case day(Day)
    /// A number in digits, as programs read it.
    case number(String, shown: String)

    init(_ cell: ReportTable.Cell) {
        switch cell {
        case .text(let text), .named(let text, _), .command(let text): self = .text(text)
        case .day(let day): self = .day(day)
        case .notApplicable: self = .text(cell.words)
        case .number(let value):
            self = value.digits.map { .number($0, shown: $0) } ?? .text(value.words)
        }
    }

    var markup: Markup {
        switch self {
        case .heading(let text): cell([Attribute("table:style-name", "bold")] + string, text)
        case .text(let text): cell(string, text)
        case .day(let day):
            cell(
                [
                    Attribute("table:style-name", "day"), Attribute("office:value-type", "date"),
                    Attribute("office:date-value", day.text),
                ], day.text)
        case .number(let digits, let shown):
            cell(
                [Attribute("office:value-type", "float"), Attribute("office:value", digits)],
                shown)
        }
    }

    private var string: [Attribute] { [Attribute("office:value-type", "string")] }

    private func cell(_ attributes: [Attribute], _ text: String) -> Markup {
        .element("table:table-cell", attributes, [.element("text:p", [], text)])
    }
}

/// A small number in words: `seven`.
private func spelt(_ number: Int) -> String {
    let words = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven",
        "twelve",
    ]
    return words.indices.contains(number) ? words[number] : String(number)
}
