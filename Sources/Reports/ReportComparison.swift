internal import CanonicalJSON

/// What a file that claims to be a report says about itself.
package struct ReportFile: Sendable {
    package let format: ReportFormat
    /// The words after `tally` that make it again.
    package let words: [String]
    /// The root it says that the history it was made from has; `nil` when it does not say.
    package let root: String?
    /// Its figures, each under a name that says where it stands.
    package let figures: [NamedFigure]

    /// A figure as it stands in a file.
    package struct NamedFigure: Equatable, Sendable {
        package let name: String
        package let digits: String
    }

    /// Reads a report in any of the forms it is printed in; `nil` when it is none.
    ///
    /// - Parameter readCSV: Splits a CSV file into rows of cells.
    package init?(_ text: String, readCSV: (String) -> [[String]]?) {
        if let document = try? JSONValue(parsing: text),
            let command = document["reproduce"]?.text
        {
            format = .json
            words = commandWords(command)
            root = document["head"]?["root"]?.text
            figures = figuresOf(document)
        } else if let rows = readCSV(text), let header = rows.first,
            let column = header.firstIndex(of: "reproduce"), rows.count > 1,
            rows[1].indices.contains(column)
        {
            format = .csv
            words = commandWords(rows[1][column])
            root = header.firstIndex(of: "head").map { rows[1][$0] }
            figures = figuresOf(rows, header)
        } else if let document = PrintedMarkup(text) {
            format = document.isSpreadsheet ? .fods : .html
            words = commandWords(document.reproduce)
            root = document.head?.split(separator: " ").last.map(String.init)
            figures = document.figures
        } else {
            let lines = text.split(whereSeparator: \.isNewline)
            let marked = lines.last { $0.hasPrefix(reproduceMark) }
            guard let marked else { return nil }
            format = .text
            words = commandWords(String(marked.dropFirst(reproduceMark.count)))
            root = lines.first { $0.hasPrefix(headMark) }?.split(separator: " ").last.map(
                String.init)
            figures = figuresOf(lines)
        }
        guard words.first == "report" else { return nil }
    }

    /// Each figure that differs from that of `other`, in words.
    package func differences(
        from other: ReportFile, _ mine: String, _ others: String
    ) -> [String] {
        let here = Dictionary(figures.map { ($0.name, $0.digits) }) { first, _ in first }
        let there = Dictionary(other.figures.map { ($0.name, $0.digits) }) { first, _ in first }
        let names = figures.map(\.name) + other.figures.map(\.name).filter { here[$0] == nil }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted && here[$0] != there[$0] }.map {
            "\($0): \(here[$0] ?? "not there") \(mine), \(there[$0] ?? "not there") \(others)"
        }
    }
}

/// How the line of a report in text starts that says how to make it again.
let reproduceMark = "Reproduce: "

private let headMark = "Head: "

private func commandWords(_ command: String) -> [String] {
    command.split(separator: " ").dropFirst().map(String.init)
}

/// The members of `figures`, of each group in `by`, the cells of each table, and the rows of an added
/// model's report.
private func figuresOf(_ document: JSONValue) -> [ReportFile.NamedFigure] {
    func members(_ value: JSONValue?, _ part: String) -> [ReportFile.NamedFigure] {
        (value?.members ?? []).map { .init(name: $0.name + part, digits: $0.value.compact) }
    }
    var found = members(document["figures"], "")
    for dimension in document["by"]?.members ?? [] {
        for group in dimension.value.elements ?? [] {
            let part = " (\(dimension.name) \(group["key"]?.text ?? ""))"
            found += members(group["figures"], part)
        }
    }
    for table in document["tables"]?.elements ?? [] {
        for row in table["rows"]?.elements ?? [] {
            let part = " (\(table["name"]?.text ?? "") \(row["key"]?.text ?? ""))"
            found += members(row["cells"], part)
        }
    }
    for (index, row) in (document["rows"]?.elements ?? []).enumerated() {
        found.append(.init(name: "row \(index + 1)", digits: row.compact))
    }
    return found
}

/// The cells of a CSV report after those that every row repeats, by row and column.
private func figuresOf(_ rows: [[String]], _ header: [String]) -> [ReportFile.NamedFigure] {
    rows.dropFirst().enumerated().flatMap { index, row -> [ReportFile.NamedFigure] in
        let cells = Dictionary(zip(header, row)) { first, _ in first }
        let key = [cells["dimension"], cells["key"]].compactMap(\.self).joined(separator: " ")
        let part = key.isEmpty ? "row \(index + 1)" : key
        return zip(header, row).filter { !repeatedColumns.contains($0.0) }
            .map { .init(name: "\($0.0) (\(part))", digits: $0.1) }
    }
}

private let repeatedColumns: Set<String> = [
    "report", "ledger", "ledgerId", "head", "reproduce", "form", "readModels", "definitions",
    "dimension", "key", "name",
]

/// The cells of each line that starts with two spaces, as tables do.
private func figuresOf(_ lines: [Substring]) -> [ReportFile.NamedFigure] {
    var part = ""
    return lines.flatMap { line -> [ReportFile.NamedFigure] in
        guard line.hasPrefix("  ") else {
            part = partNamed(by: line)
            return []
        }
        let cells = line.split(separator: "  ").map { $0.drop { $0 == " " } }.filter {
            !$0.isEmpty
        }
        guard let label = cells.first else { return [] }
        return cells.dropFirst().enumerated().map { index, cell in
            let column = cells.count == 2 ? "" : ", column \(index + 2)"
            return .init(name: "\(label)\(part)\(column)", digits: String(cell))
        }
    }
}

/// What a line before a table says the table is about, in brackets; nothing for the headings above
/// figures of the whole.
private func partNamed(by line: Substring) -> String {
    if line.hasPrefix("By ") { return " (\(line.dropFirst("By ".count)))" }
    let headings = ["Read models: ", "Control totals:", "Definitions in force:"]
    return headings.contains { line.hasPrefix($0) } ? "" : " (\(line))"
}
