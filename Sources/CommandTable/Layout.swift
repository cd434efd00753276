/// How wide help may be, in characters.
let pageWidth = 80

/// Two aligned columns; the right one wraps, and starts on a new line below a long left one.
///
/// - Parameter least: How wide the left column must be, to align with another list.
func columns(_ rows: [(left: String, right: String)], least: Int = 0) -> [String] {
    let width = min(max(least, rows.map(\.left.count).max() ?? 0), 28)
    let indent = String(repeating: " ", count: width + 4)
    return rows.flatMap { row -> [String] in
        let right = wrap(row.right, to: pageWidth - indent.count).map { indent + $0 }
        let left = "  " + row.left
        guard row.left.count <= width, let first = right.first else { return [left] + right }
        return [left + first.dropFirst(left.count)] + right.dropFirst()
    }
}

/// A text cut into lines of at most `width`; an empty line in it starts a new paragraph.
func wrap(_ text: String, to width: Int) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let paragraphs = lines.split { $0.isEmpty }.map { $0.joined(separator: " ") }
    let wrapped = paragraphs.map { fill($0.split(separator: " ").map(String.init), width: width) }
    return Array(wrapped.joined(separator: [""]))
}

/// Parts on as few lines as possible, none broken; all lines but the first start with
/// `hanging`, all but the last end with `continued`.
func fill(
    _ parts: [String], width: Int, hanging: String = "", continued: String = ""
) -> [String] {
    var lines: [String] = []
    for (index, part) in parts.enumerated() {
        let tail = index == parts.count - 1 ? 0 : continued.count
        if let last = lines.last, last.count + 1 + part.count + tail <= width {
            lines[lines.count - 1] += " \(part)"
        } else {
            lines.append((lines.isEmpty ? "" : hanging) + part)
        }
    }
    return lines.dropLast().map { $0 + continued } + lines.suffix(1)
}
