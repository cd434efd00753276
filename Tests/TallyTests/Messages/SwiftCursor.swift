/// Reads Swift as far as it takes to find what calls are given: words, comments and texts.
struct SwiftCursor {
    let bytes: [UInt8]
    var index = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { index >= bytes.count }
    var current: UInt8 { bytes[index] }

    /// Whether the rest begins with `text`.
    func sees(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    /// Takes a comment; `false` when there is none here.
    mutating func skipComment() -> Bool {
        guard sees("//") else { return false }
        while !isAtEnd, current != UInt8(ascii: "\n") { index += 1 }
        return true
    }

    /// Takes the word that begins here; empty when none does.
    mutating func word() -> String {
        let start = index
        while !isAtEnd, isWordByte(current) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    mutating func skipSpace() {
        while !isAtEnd, isSpace(current) { index += 1 }
    }

    /// Takes the text that begins here, with `…` for each interpolation, in one line.
    mutating func text() -> String {
        let isLong = sees("\"\"\"")
        index += isLong ? 3 : 1
        var text: [UInt8] = []
        while !isAtEnd, isLong ? !sees("\"\"\"") : current != UInt8(ascii: "\"") {
            if sees("\\(") {
                index += 1
                skipBrackets()
                text += Array("…".utf8)
            } else if current == UInt8(ascii: "\\") {
                text += escaped()
            } else {
                text.append(current)
                index += 1
            }
        }
        index += isLong ? 3 : 1
        return String(decoding: text, as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { isLong ? $0.drop(while: \.isWhitespace) : $0 }.joined(separator: " ")
    }

    /// Takes everything up to the bracket that closes the one here.
    private mutating func skipBrackets() {
        var depth = 0
        repeat {
            switch current {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "\""):
                _ = text()
                continue
            default: break
            }
            index += 1
        } while !isAtEnd && depth > 0
    }

    /// Takes a backslash and what it escapes; a line that goes on has nothing there.
    private mutating func escaped() -> [UInt8] {
        index += 1
        let byte = current
        index += 1
        if byte == UInt8(ascii: "n") { return [UInt8(ascii: " ")] }
        guard byte == UInt8(ascii: "\n") else { return [byte] }
        skipSpace()
        return []
    }
}

func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
    default: false
    }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }
