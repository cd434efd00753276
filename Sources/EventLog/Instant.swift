package import Foundation

/// A moment of recording: UTC, to the millisecond, written `2024-05-07T09:00:00.000Z`.
///
/// The text has one form, so moments compare as their texts do.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    /// Reads an ISO 8601 instant with a time zone; `nil` when it is none.
    package init?(_ text: String) {
        if Self.isCanonical(text) {
            self.init(canonical: text)
            return
        }
        guard Self.isRealDay(text.utf8.prefix(10)), let hour = Int(text.dropFirst(11).prefix(2)),
            hour < 24
        else { return nil }
        for style in Self.styles {
            if let date = try? Date(text, strategy: style) {
                self.init(date)
                return
            }
        }
        return nil
    }

    package init(_ date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded(.down) / 1000
        self.init(
            canonical: Date(timeIntervalSince1970: milliseconds).formatted(Self.styles[0]))
    }

    private init(canonical: String) { text = canonical }

    package static func < (a: Instant, b: Instant) -> Bool { a.text < b.text }

    package var description: String { text }

    private static let styles: [Date.ISO8601FormatStyle] = [
        Date.ISO8601FormatStyle(includingFractionalSeconds: true),
        Date.ISO8601FormatStyle(includingFractionalSeconds: false),
    ]

    /// Whether the text has the written form, with every field in range.
    private static func isCanonical(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 24 else { return false }
        for (index, byte) in bytes.enumerated() {
            let fits =
                switch index {
                case 4, 7: byte == UInt8(ascii: "-")
                case 10: byte == UInt8(ascii: "T")
                case 13, 16: byte == UInt8(ascii: ":")
                case 19: byte == UInt8(ascii: ".")
                case 23: byte == UInt8(ascii: "Z")
                default: (48...57).contains(byte)
                }
            guard fits else { return false }
        }
        let number = { (at: Int) in Int(bytes[at] - 48) * 10 + Int(bytes[at + 1] - 48) }
        return isRealDay(bytes.prefix(10)) && number(11) < 24 && number(14) < 60 && number(17) < 60
    }

    /// Whether `YYYY-MM-DD` names a day there is; Foundation would take 31 April for 1 May.
    private static func isRealDay(_ text: some Collection<UInt8>) -> Bool {
        let bytes = Array(text)
        guard bytes.count == 10 else { return false }
        let number = { (range: Range<Int>) in bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
        let (year, month) = (number(0..<4), number(5..<7))
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...lengths[month - 1]).contains(number(8..<10))
    }
}
