/// A civil day in the Gregorian calendar, without a time or a time zone.
///
/// Inside it is a number of days; outside it is written `YYYY-MM-DD`.
package struct Day: Hashable, Comparable, Sendable {
    private let days: Int32

    /// Days since 1970-01-01, up to some five million years before or after.
    package var number: Int { Int(days) }

    package init(number: Int) { days = Int32(clamping: number) }

    /// The first day after any that can be recorded; the end of an interval that has not ended.
    package static let endOfTime = Day(number: 2_932_897)  // 10000-01-01
    /// The first day that can be recorded; the start of a period without a start.
    package static let startOfTime = Day(number: -719_162)  // 0001-01-01

    package static func < (a: Day, b: Day) -> Bool { a.number < b.number }
    package static func + (day: Day, days: Int) -> Day { Day(number: day.number + days) }
    /// How many days from `b` to `a`.
    package static func - (a: Day, b: Day) -> Int { a.number - b.number }
}

extension Day {
    /// Returns `nil` unless the three name a real day of the years 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        // Days from civil, by eras of 400 years that start on 1 March:
        // https://howardhinnant.github.io/date_algorithms.html
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(number: era * 146_097 + dayOfEra - 719_468)
    }

    /// The year, the month (1 to 12) and the day of the month.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The same day of a later or earlier year; 29 February becomes 28 in a year without one.
    package func adding(years: Int) -> Day {
        let (year, month, day) = civil
        return Day(year: year + years, month: month, day: day)
            ?? Day(year: year + years, month: month, day: day - 1) ?? self
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: Token {
    package static let form = "a day that exists, written YYYY-MM-DD such as 2024-05-07"

    package init?(_ text: String) {
        var parts = [0, 0, 0]
        var part = 0
        for (offset, byte) in text.utf8.enumerated() {
            switch (offset, byte) {
            case (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")): part += 1
            case (0...3, 48...57), (5...6, 48...57), (8...9, 48...57):
                parts[part] = parts[part] * 10 + Int(byte - 48)
            default: return nil
            }
        }
        guard text.utf8.count == 10, let day = Day(year: parts[0], month: parts[1], day: parts[2])
        else { return nil }
        self = day
    }

    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimal(bytes.extracting(0..<4), digits: 4),
            let month = decimal(bytes.extracting(5..<7), digits: 2),
            let day = decimal(bytes.extracting(8..<10), digits: 2)
        else { return nil }
        self.init(year: Int(year), month: Int(month), day: Int(day))
    }

    package var text: String {
        let (year, month, day) = civil
        guard (0...9999).contains(year) else {
            return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
        }
        let digit = { (number: Int) in UInt8(ascii: "0") + UInt8(number % 10) }
        let dash = UInt8(ascii: "-")
        let bytes: [UInt8] = [
            digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), dash,
            digit(month / 10), digit(month), dash, digit(day / 10), digit(day),
        ]
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Day {
    /// The day in words, as reports print it: `7 May 2024`.
    package var words: String {
        let (year, month, day) = civil
        return "\(day) \(Self.monthNames[month - 1]) \(year)"
    }

    package static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December",
    ]
}

/// `number` with zeros in front of it until it has `width` digits.
func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
