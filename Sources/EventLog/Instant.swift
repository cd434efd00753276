package import Essentials

/// A moment of recording: UTC, to the millisecond, written `2024-05-07T09:00:00.000Z`.
///
/// The text has one form, so moments compare as their texts do.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The fields of the text one after the other, the year first, each times the number of values
    /// those after it can have together; so the numbers stand in the order of the texts.
    private let packed: Int64

    /// How many values each field after the year can have: month, day, hour, minute, second and
    /// millisecond.
    private static let radices: InlineArray<6, Int64> = [12, 31, 24, 60, 60, 1000]

    /// Reads an ISO 8601 instant with a time zone; `nil` when it is none.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        if let canonical = Instant(utf8: bytes.span) ?? Instant(wholeSecond: bytes) {
            self = canonical
            return
        }
        guard Self.isRealDay(bytes.prefix(10)), let hour = Int(text.dropFirst(11).prefix(2)),
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

    /// A moment after the year 9999 is taken for its last.
    package init(_ date: Date) {
        if let instant = Instant(sinceEpoch: date.timeIntervalSince1970) {
            self = instant
        } else {
            self.init(formatting: date)
        }
    }

    /// Counts the days out; Foundation would look up calendars and time zones first, which takes
    /// longer than to record an event.
    ///
    /// - Returns: `nil` for a moment before 1970 or after 9999.
    private init?(sinceEpoch seconds: Double) {
        guard seconds >= 0, seconds < 253_402_300_800 else { return nil }
        let (days, rest) = Int64(seconds * 1000).quotientAndRemainder(dividingBy: 86_400_000)
        // Civil from days, by eras of 400 years that start on 1 March:
        // https://howardhinnant.github.io/date_algorithms.html
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init([
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, rest / 3_600_000, rest / 60_000 % 60,
            rest / 1000 % 60, rest % 1000,
        ])
    }

    /// As Foundation has it: what ``init(_:)`` is compared with.
    init(formatting date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded(.down) / 1000
        let text = Date(timeIntervalSince1970: milliseconds).formatted(Self.styles[0])
        let bytes = Array(text.utf8)
        self = Instant(utf8: bytes.span) ?? Instant([9999, 12, 31, 23, 59, 59, 999])
    }

    /// Reads the written form alone, from its bytes.
    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard bytes.count == 24, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "."),
            bytes[23] == UInt8(ascii: "Z"),
            let year = number(bytes, 0..<4), let month = number(bytes, 5..<7),
            let day = number(bytes, 8..<10), Self.isReal(year, month, day),
            let hour = number(bytes, 11..<13), hour < 24,
            let minute = number(bytes, 14..<16), minute < 60,
            let second = number(bytes, 17..<19), second < 60,
            let millisecond = number(bytes, 20..<23)
        else { return nil }
        self.init([year, month, day, hour, minute, second, millisecond])
    }

    /// Reads the form without milliseconds that most programs write.
    private init?(wholeSecond text: [UInt8]) {
        guard text.count == 20, text[19] == UInt8(ascii: "Z") else { return nil }
        // Foundation has other thoughts about the year 0.
        guard !text.starts(with: "0000".utf8) else { return nil }
        let bytes = Array(text.dropLast() + ".000Z".utf8)
        self.init(utf8: bytes.span)
    }

    private init(_ fields: InlineArray<7, Int64>) {
        var packed = fields[0]
        for index in 0..<6 {
            packed = packed * Self.radices[index] + fields[index + 1] - (index < 2 ? 1 : 0)
        }
        self.packed = packed
    }

    package var text: String { String(decoding: utf8, as: UTF8.self) }

    /// The civil day in UTC.
    package var civil: (year: Int, month: Int, day: Int) {
        let days = Int(packed / 86_400_000)
        return (days / 372, days / 31 % 12 + 1, days % 31 + 1)
    }

    /// The bytes of the text.
    var utf8: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// Appends the bytes of the text.
    func append(to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: "0000-00-00T00:00:00.000Z".utf8)
        var rest = packed
        for field in stride(from: 6, through: 0, by: -1) {
            let radix = field == 0 ? 10_000 : Self.radices[field - 1]
            var number = rest % radix + (field == 1 || field == 2 ? 1 : 0)
            rest /= radix
            var place = start + Self.ends[field]
            while number > 0 {
                place -= 1
                bytes[place] += UInt8(number % 10)
                number /= 10
            }
        }
    }

    /// Where each field of the text ends.
    private static let ends: InlineArray<7, Int> = [4, 7, 10, 13, 16, 19, 23]

    package static func < (a: Instant, b: Instant) -> Bool { a.packed < b.packed }

    package var description: String { text }

    private static let styles: [Date.ISO8601FormatStyle] = [
        Date.ISO8601FormatStyle(includingFractionalSeconds: true),
        Date.ISO8601FormatStyle(includingFractionalSeconds: false),
    ]

    /// Whether `YYYY-MM-DD` names a day there is; Foundation would take 31 April for 1 May.
    private static func isRealDay(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == 10 else { return false }
        let number = { (range: Range<Int>) in bytes[range].reduce(0) { $0 * 10 + Int64($1) - 48 } }
        return isReal(number(0..<4), number(5..<7), number(8..<10))
    }

    private static func isReal(_ year: Int64, _ month: Int64, _ day: Int64) -> Bool {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days: Int64 =
            switch month {
            case 2: isLeap ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        return (1...12).contains(month) && (1...days).contains(day)
    }
}

/// The number that the digits at `place` say; `nil` when they are not all digits.
@inline(__always)
private func number(_ bytes: borrowing Span<UInt8>, _ place: Range<Int>) -> Int64? {
    var number: Int64 = 0
    for index in place {
        let digit = bytes[index] &- 48
        guard digit < 10 else { return nil }
        number = number &* 10 &+ Int64(digit)
    }
    return number
}
