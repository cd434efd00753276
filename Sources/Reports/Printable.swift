internal import Markup

/// Text that came from outside, made safe to show on a terminal: control characters, and the marks
/// that turn the direction of writing, are shown as `\u{1b}`.
package func printable(_ text: String) -> String {
    // Most text is of plain letters, and stays as it is.
    if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if isHarmful(scalar) {
            result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// A field of a CSV file (RFC 4180).
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP ASVS
/// 1.2.10), and so does one that looks as if it had one, so that imports can take exactly that one
/// away again. Numbers are never touched.
package func csvField(text: String) -> String {
    let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\0"]
    let isFormula =
        text.unicodeScalars.first { $0 != "'" }.map(formulaStarts.contains) ?? false
    let safe = isFormula ? "'" + text : text
    let needsQuotes = safe.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
    guard needsQuotes else { return safe }
    // By scalars: a quote with an accent on it is one character, and still a quote to others.
    let halves = safe.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + halves.map { String($0) }.joined(separator: "\"\"") + "\""
}

/// Lines of CSV, each ended as RFC 4180 has it.
package func csv(_ lines: [[String]]) -> String {
    lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
}

/// Columns of text, aligned: the first to the left, the others to the right unless said otherwise.
package func aligned(_ rows: [[String]], left: Set<Int> = [0]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
        rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
        var line: [UInt8] = []
        for (column, cell) in row.enumerated() {
            let space = repeatElement(UInt8(ascii: " "), count: widths[column] - cell.count)
            if column > 0 { line += "  ".utf8 }
            if !left.contains(column) { line += space }
            line += cell.utf8
            if left.contains(column) { line += space }
        }
        let kept = line.lastIndex { $0 != UInt8(ascii: " ") } ?? -1
        return String(decoding: line[...kept], as: UTF8.self)
    }
}
