internal import Essentials

/// A page for programs that read lines, and for terminals that show ASCII alone: what was aligned
/// by spaces is set apart by tabs.
func plain(_ page: String) -> String {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    return ascii(lines.map(unaligned).joined(separator: "\n"))
}

/// The line without its indentation, and a tab wherever two spaces or more stand.
private func unaligned(_ line: Substring) -> String {
    var result = ""
    var spaces = 0
    for character in line.drop(while: { $0 == " " }) {
        if character == " " {
            spaces += 1
            continue
        }
        if spaces > 0 { result += spaces == 1 ? " " : "\t" }
        spaces = 0
        result.append(character)
    }
    return result
}

/// The text in ASCII: letters without their accents, our marks in their plain forms, and whatever
/// is left as `\u{3c0}`.
private func ascii(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = ""
    for character in text {
        if character.isASCII {
            result.append(character)
        } else if let form = plainForms[character] {
            result += form
        } else {
            for scalar in String(character).withoutMarks.unicodeScalars {
                let code = String(scalar.value, radix: 16)
                result += scalar.isASCII ? String(scalar) : "\\u{\(code)}"
            }
        }
    }
    return result
}

private let plainForms: [Character: String] = [
    "…": "...", "–": "-", "—": "-", "−": "-", "±": "+/-", "’": "'", "‘": "'", "“": "\"", "”": "\"",
    "£": "GBP ", "→": "->", "×": "x", "÷": "/", "≥": ">=", "≤": "<=", "ß": "ss", "æ": "ae",
    "ø": "o", "Æ": "AE", "Ø": "O", "\u{a0}": " ",
]
