internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Programme

extension ReportTable {
    /// The table as JSON.
    var json: JSONValue {
        .object([
            ("name", .string(name)), ("caption", .string(caption)),
            ("rowLabel", .string(rowLabel)),
            (
                "columns",
                .array(
                    columns.map {
                        .object([("name", .string($0.name)), ("label", .string($0.label))])
                    })
            ),
            ("rows", .array(rows.map(json))),
            ("notes", .array(notes.map(JSONValue.string))),
        ])
    }

    private func json(_ row: Row) -> JSONValue {
        .object([
            ("key", .string(row.key)), ("name", .string(row.name)),
            ("cells", .object(zip(columns, row.cells).map { ($0.name, $1.json) })),
            ("events", .array(row.behind.map { .integer($0.seq) })),
        ])
    }

    /// The cells of a row under the columns of a whole report, those of other tables empty.
    func csvCells(_ row: Row, under names: [String]) -> [String] {
        let cells = Dictionary(zip(columns.map(\.name), row.cells.map(\.csv))) { first, _ in first }
        return names.map { cells[$0] ?? "" }
    }

    /// The lines of the table for a terminal, with bars where it has such a chart.
    var textLines: [String] {
        guard !rows.isEmpty else { return [caption, "", "  none"] + noteLines }
        let bars = self.bars
        let header = ["  " + rowLabel] + columns.map(\.label) + (bars.isEmpty ? [] : [""])
        let body = rows.indices.map { index in
            ["  " + printable(rows[index].name)] + rows[index].cells.map { printable($0.words) }
                + (bars.isEmpty ? [] : [bars[index]])
        }
        let texts = columns.indices.filter { !columns[$0].isNumber }.map { $0 + 1 }
        return [caption, ""]
            + aligned([header] + body, left: Set([0, columns.count + 1] + texts)) + noteLines
    }

    private var noteLines: [String] {
        notes.isEmpty ? [] : [""] + notes.map { "Note: \(printable($0))." }
    }

    /// A bar for each row, the longest of them `barWidth` wide.
    private var bars: [String] {
        guard let chart, chart.kind == .bars else { return [] }
        let numbers = numbers(chart.column).map { max(0, $0 ?? 0) }
        guard let most = numbers.max(), most > 0 else { return [] }
        return numbers.map { String(repeating: "█", count: ($0 * barWidth + most / 2) / most) }
    }
}

private let barWidth = 20

extension ReportTable.Cell {
    var json: JSONValue {
        switch self {
        case .text(let text), .named(let text, _), .command(let text): .string(text)
        case .day(let day): .string(day.text)
        case .number(let value): value.json
        case .notApplicable: .null
        }
    }

    /// The cell as a field of CSV; empty when there is nothing.
    var csv: String {
        switch self {
        case .text(let text), .named(let text, _), .command(let text): csvField(text: text)
        case .day(let day): day.text
        case .number(let value): value.csv
        case .notApplicable: ""
        }
    }
}
