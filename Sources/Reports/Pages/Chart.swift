internal import Events
internal import Programme
package import Markup

extension ReportTable {
    /// The drawing of the table, with its title and what it shows in words; nothing where there is
    /// nothing to draw.
    ///
    /// Text in it keeps its size however narrow the page is.
    package func drawing(part: String) -> Markup {
        guard let chart, let place = place(of: chart.column) else { return .none }
        let unit = columns[place].label.hasSuffix("%") ? "%" : ""
        let points = rows.map { row in
            ChartPoint(key: row.key, label: row.name, cell: row.cells[place], unit: unit)
        }
        guard points.contains(where: { $0.number != nil }) else { return .none }
        let drawn =
            switch chart.kind {
            case .bars: BarDrawing(bars: points.map { ChartBar($0) }).pieces
            case .bridge: BarDrawing(bars: ChartBar.bridge(points)).pieces
            case .line: LineDrawing(points: points, marks: chart.marks).pieces
            }
        let picture = Markup.element(
            "svg",
            [
                Attribute("role", "img"), Attribute("width", "100%"),
                Attribute("height", drawn.height),
                Attribute("aria-labelledby", "\(part)-title \(part)-said"),
            ],
            [
                Markup.element("title", [Attribute("id", "\(part)-title")], chart.title),
                Markup.element("desc", [Attribute("id", "\(part)-said")], chart.summary),
            ] + drawn.pieces)
        return .element(
            "figure", [], [.element("figcaption", [], chart.title).line, picture])
    }
}

/// One row as it is drawn.
struct ChartPoint {
    let key: String
    let label: String
    let cell: ReportTable.Cell
    /// What stands after the number.
    let unit: String

    var words: String { cell.pageWords + (number == nil ? "" : unit) }

    /// `nil` when there is nothing to draw.
    var number: Int? { if case .number(let value) = cell { value.number } else { nil } }
}

/// Pieces of a drawing, and how high they are together, in pixels.
struct DrawnPieces {
    var pieces: [Markup]
    var height: Int
}

/// A place across a drawing, in thousandths of its width.
func across(_ thousandths: Int) -> String {
    let whole = abs(thousandths) / 10
    return "\(thousandths < 0 ? "-" : "")\(whole).\(abs(thousandths) % 10)%"
}

/// Text in lines that fit a drawing 280 pixels wide, as it is on the narrowest telephone.
func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        for piece in pieces(of: word) {
            let longer = line.isEmpty ? piece : line + " " + piece
            if width(of: longer) <= narrowestWidth {
                line = longer
            } else {
                if !line.isEmpty { lines.append(line) }
                line = piece
            }
        }
    }
    return lines + (line.isEmpty && !lines.isEmpty ? [] : [line])
}

/// A word, cut where it is too long for a line.
private func pieces(of word: Substring) -> [String] {
    var found: [String] = []
    var piece = ""
    for letter in word {
        if width(of: piece + String(letter)) > narrowestWidth {
            found.append(piece)
            piece = ""
        }
        piece.append(letter)
    }
    return found + [piece]
}

/// At least as wide as the text is in bold Arial at 14 pixels, roughly.
private func width(of text: String) -> Int {
    text.reduce(0) { sum, letter in
        switch letter {
        case "i", "j", "l", "'", "’", ".", ",", " ", ":", ";", "|", "!", "(", ")", "-", "t", "f":
            sum + 5
        case "m", "w", "M", "W", "@", "%": sum + 14
        case _ where letter.isUppercase || letter.utf8.count > 1: sum + 11
        default: sum + 9
        }
    }
}

private let narrowestWidth = 280
