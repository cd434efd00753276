package import CanonicalJSON
internal import EventLog
internal import Events
internal import Programme

extension Listing {
    /// The list as one JSON document.
    package var json: JSONValue {
        .object([
            ("schema", .string("tally/list/\(what)/1")), ("asOf", .string(asOf.text)),
            ("head", .object([("seq", .integer(head.size)), ("root", .string(head.root.base64))])),
            ("complete", .bool(banner == nil)), ("count", .integer(count)),
            (what, .array(rows.map(object))),
        ])
    }

    private func object(_ row: [Cell]) -> JSONValue {
        .object(zip(columns, row).map { JSONMember($0.name, $1.json) })
    }

    /// The list as CSV: its columns and nothing else, to be worked through in a spreadsheet.
    package var csvText: String {
        csv([columns.map(\.name)] + rows.map { $0.map(\.csvText) })
    }

    /// The list for people, as wide as `width` lets it be.
    ///
    /// - Parameter heading: How a heading is to look.
    package func lines(width: Int?, heading: (String) -> String = { $0 }) -> [String] {
        let shown = columns.indices.filter { columns[$0].heading != nil }
        let numbers = shown.indices.filter { place in
            rows.contains { $0[shown[place]].isNumber }
        }
        let headings = shown.map { columns[$0].heading ?? "" }
        let cells = rows.map { row in shown.map { printable(row[$0].words) } }
        let all = aligned(
            [headings] + cells, left: Set(shown.indices).subtracting(numbers))
        let fitted = all.map { cut($0, to: width) }
        return [banner.map(printable)].compactMap(\.self) + fitted.prefix(1).map(heading)
            + fitted.dropFirst()
    }

    private func cut(_ line: String, to width: Int?) -> String {
        guard let width, width > 1, line.count > width else { return line }
        return line.prefix(width - 1) + "…"
    }
}

extension Listing.Cell {
    fileprivate var isNumber: Bool {
        switch self {
        case .number, .pence: true
        default: false
        }
    }

    package var words: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .pence(let pence): pounds(pence)
        case .flag(let flag): flag ? "yes" : "no"
        case .day(let day): day.text
        case .texts(let texts) where !texts.isEmpty: texts.joined(separator: ", ")
        case .texts, .none: "-"
        }
    }

    package var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let number), .pence(let number): .integer(number)
        case .flag(let flag): .bool(flag)
        case .day(let day): .string(day.text)
        case .texts(let texts): .array(texts.map(JSONValue.string))
        case .none: .null
        }
    }

    fileprivate var csvText: String {
        switch self {
        case .text(let text): csvField(text: text)
        case .number(let number), .pence(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .day(let day): day.text
        case .texts(let texts): csvField(text: texts.joined(separator: " "))
        case .none: ""
        }
    }
}
