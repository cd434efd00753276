package import CanonicalJSON

/// A value that is one text with a rule: parsed once, never checked again.
package protocol Token: MemberValue, CustomStringConvertible {
    /// What such a text looks like, to end the sentence "… is not".
    static var form: String { get }

    /// Returns `nil` when `text` breaks the rule.
    init?(_ text: String)

    /// The same, from the UTF-8 bytes of the text; what is not UTF-8 breaks the rule.
    ///
    /// Written for those types that are read often; the others go through the text.
    init?(utf8 bytes: borrowing Span<UInt8>)

    /// The value as it is written in events and on the command line.
    var text: String { get }

    /// Appends the UTF-8 bytes of ``text``; written for those types that are shown often.
    func appendText(to bytes: inout [UInt8])
}

extension Token {
    package var description: String { text }

    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard let text = try? UTF8Span(validating: bytes.extracting(bytes.indices)) else {
            return nil
        }
        self.init(String(copying: text))
    }

    package func appendText(to bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }

    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Self {
        var ahead = cursor
        if let place = ahead.plainText(bytes), let value = Self(utf8: bytes.extracting(place)) {
            cursor = ahead
            return value
        }
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

/// A value that is one of a few words, found by the bytes of its word.
package protocol Choice: Token, CaseIterable, RawRepresentable where RawValue == String {
    static var byName: WordTable<Self> { get }
}

extension Choice {
    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard let value = Self.byName.names.value(bytes) else { return nil }
        self = value
    }
}

/// The words of a ``Choice``.
package struct WordTable<Value: Choice>: Sendable {
    let names: NameTable<Value>

    package init() { names = NameTable(Value.allCases.map { ($0.rawValue, $0) }) }
}

/// Appends `number` in exactly `digits` decimal digits.
func appendDigits(_ number: UInt32, _ digits: Int, to bytes: inout [UInt8]) {
    var divisor: UInt32 = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
        bytes.append(48 &+ UInt8(number / divisor % 10))
        divisor /= 10
    }
}

/// The number that `bytes` say in exactly `digits` decimal digits; `nil` when they do not.
func decimal(_ bytes: borrowing Span<UInt8>, digits: Int) -> UInt32? {
    guard bytes.count == digits else { return nil }
    var number: UInt32 = 0
    for index in 0..<digits {
        guard isDigit(bytes[index]) else { return nil }
        number = number &* 10 &+ UInt32(bytes[index] &- 48)
    }
    return number
}

/// A text of digits or capitals of one fixed shape, such as a code of a public register.
func isCode(_ text: String, length: Int, where allows: (UInt8) -> Bool) -> Bool {
    text.utf8.count == length && text.utf8.allSatisfy(allows)
}

func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
