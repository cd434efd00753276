// Small things that messages about rows share.

/// The text without white space at its ends, and with line breaks inside it turned into spaces.
func trimmed(_ text: String) -> String {
    guard text.contains(where: \.isWhitespace) else { return text }
    let lines = text.split(whereSeparator: \.isNewline).map { line in
        let start = line.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { start[...$0] } ?? ""
    }
    return lines.filter { !$0.isEmpty }.joined(separator: " ")
}

/// The text in quotes, as a message shows it: of a long one the beginning.
func quoted(_ text: String) -> String {
    let shown = text.prefix(charactersShownMaximum)
    return shown.count < text.count ? "'\(shown)…'" : "'\(text)'"
}

/// How many characters of a cell a message shows.
private let charactersShownMaximum = 60

/// `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}

/// `row 7`, `rows 7 and 9`, `rows 7, 9, 12 and 5 more`.
func rowList(_ rows: [Int]) -> String {
    guard rows.count != 1 else { return "row \(rows[0])" }
    let listed = rows.sorted().prefix(rowsListedMaximum).map(String.init)
    if rows.count > listed.count {
        return "rows \(listed.joined(separator: ", ")) and \(rows.count - listed.count) more"
    }
    let last = listed.last.map { " and \($0)" } ?? ""
    return "rows \(listed.dropLast().joined(separator: ", "))\(last)"
}

/// How many rows a notice names; the rest are counted.
private let rowsListedMaximum = 20

/// Whether two names are the same but for capitals and white space at the ends.
func isSameName(_ a: String, _ b: String) -> Bool {
    folded(a) == folded(b)
}

/// The name in the form in which names are compared.
func folded(_ name: String) -> String { trimmed(name).lowercased() }
