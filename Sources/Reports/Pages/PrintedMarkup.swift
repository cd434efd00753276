/// A report as a page or a spreadsheet, read back: what it says of itself, and its cells.
struct PrintedMarkup {
    let isSpreadsheet: Bool
    /// The command that makes it again.
    let reproduce: String
    let head: String?
    /// Every cell of every table, under a name that says where it stands.
    let figures: [ReportFile.NamedFigure]

    /// - Returns: `nil` when the text is neither.
    init?(_ text: String) {
        isSpreadsheet = text.hasPrefix("<?xml")
        guard isSpreadsheet || text.hasPrefix("<!DOCTYPE html>") else { return nil }
        var (reproduce, head): (String?, String?) = (nil, nil)
        var figures: [ReportFile.NamedFigure] = []
        let (rowMark, cellMark) =
            isSpreadsheet ? ("<table:table-row>", "<table:table-cell") : ("<tr>", "<t")
        for (index, row) in text.components(between: rowMark).enumerated() {
            let cells = row.components(between: cellMark).compactMap(content)
            if cells.first == "Make it again" { reproduce = cells.last }
            if cells.first == "Head" { head = cells.last }
            guard let name = cells.first, cells.count > 1 else { continue }
            for (column, cell) in cells.dropFirst().enumerated() {
                let place = "\(name) (row \(index + 1), column \(column + 2))"
                figures.append(.init(name: place, digits: cell))
            }
        }
        for line in text.components(between: "<p>") where !isSpreadsheet {
            if line.hasPrefix("Make it again: ") { reproduce = code(line) }
            if line.hasPrefix("Head: ") { head = code(line) }
        }
        guard let reproduce else { return nil }
        (self.reproduce, self.head, self.figures) = (reproduce, head, figures)
    }
}

/// What stands in a piece of code in a line.
private func code(_ line: String) -> String? {
    line.components(between: "<code>").first.flatMap { $0.components(upTo: "</code>") }
        .map(plain)
}

/// What stands in a cell, whose start tag has been cut; `nil` for other elements.
private func content(_ cell: String) -> String? {
    guard let start = cell.firstIndex(of: ">") else { return nil }
    let ends = ["</table:table-cell>", "</td>", "</th>"]
    let inside = String(cell[cell.index(after: start)...])
    return ends.compactMap { inside.components(upTo: $0) }.min { $0.count < $1.count }.map(plain)
}

/// Text without its tags, its characters as they are.
private func plain(_ markup: String) -> String {
    var text = ""
    var isTag = false
    for letter in markup {
        switch letter {
        case "<": isTag = true
        case ">" where isTag: isTag = false
        default: if !isTag { text.append(letter) }
        }
    }
    let names = [
        ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ]
    return names.reduce(text) { $0.replacing($1.0, with: $1.1) }
}

extension String {
    /// The pieces that begin after each `mark`.
    fileprivate func components(between mark: String) -> [String] {
        let found = ranges(of: mark)
        let ends = found.dropFirst().map(\.lowerBound) + [endIndex]
        return zip(found, ends).map { String(self[$0.upperBound..<$1]) }
    }

    /// What stands before `mark`; `nil` when it is not there.
    fileprivate func components(upTo mark: String) -> String? {
        firstRange(of: mark).map { String(self[..<$0.lowerBound]) }
    }
}
