package import CanonicalJSON

/// A value that is one text with a rule: parsed once, never checked again.
package protocol Token: MemberValue, CustomStringConvertible {
    /// What such a text looks like, to end the sentence "… is not".
    static var form: String { get }

    /// Returns `nil` when `text` breaks the rule.
    init?(_ text: String)

    /// The value as it is written in events and on the command line.
    var text: String { get }
}

extension Token {
    package var description: String { text }

    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Self {
        let text = try String.read(&cursor, bytes)
        guard let value = Self(text) else {
            throw ReadingProblem("'\(text)' is not \(form)")
        }
        return value
    }

    package func write(to writer: inout JSONWriter) { writer.string(text) }
}

extension Token where Self: RawRepresentable, RawValue == String {
    package init?(_ text: String) { self.init(rawValue: text) }
    package var text: String { rawValue }
}

extension Token where Self: CaseIterable, Self: RawRepresentable, RawValue == String {
    package static var form: String {
        "one of " + allCases.map(\.rawValue).joined(separator: ", ")
    }
}

/// A text of digits or capitals of one fixed shape, such as a code of a public register.
func isCode(_ text: String, length: Int, where allows: (UInt8) -> Bool) -> Bool {
    text.utf8.count == length && text.utf8.allSatisfy(allows)
}

func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
