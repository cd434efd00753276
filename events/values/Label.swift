package import CanonicalJSON

/// A word or a whole number that somebody else's scale or numbering gives: a rating, a version.
///
/// A word begins with a letter, so that no word looks like a number.
package enum Label: MemberValue, CustomStringConvertible {
    case word(String)
    case number(Int)

    package static let form =
        "a whole number, or a word of letters, digits, '.', '_' and '-' that begins with a letter"

    /// Reads it as typed; `nil` when it is neither.
    package init?(_ text: String) {
        if let number = Int(text), String(number) == text {
            self = .number(number)
        } else if Self.isWord(text) {
            self = .word(text)
        } else {
            return nil
        }
    }

    package var text: String {
        switch self {
        case .word(let word): word
        case .number(let number): String(number)
        }
    }

    package var description: String { text }

    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Label {
        guard cursor.index < bytes.count, bytes[cursor.index] == UInt8(ascii: "\"") else {
            return .number(try Int.read(&cursor, bytes))
        }
        let word = try String.read(&cursor, bytes)
        guard isWord(word) else { throw ReadingProblem("'\(word)' is not \(form)") }
        return .word(word)
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .word(let word): writer.string(word)
        case .number(let number): writer.integer(number)
        }
    }

    private static func isWord(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || isDigit(byte)
                || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }
}
