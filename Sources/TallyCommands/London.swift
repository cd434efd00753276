package import Events
package import Foundation

/// Civil time in the United Kingdom: a fact holds from the start of a day there.
package enum London {
    /// The day it is in London at `date`.
    ///
    /// Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday
    /// of October (The Summer Time Order 2002, S.I. 2002/262), which needs no time zone data.
    package static func today(_ date: Date) -> Day {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let year = Day(number: floorDivide(seconds, 86_400)).civil.year
        let start = lastSunday(month: 3, year: year) * 86_400 + 3_600
        let end = lastSunday(month: 10, year: year) * 86_400 + 3_600
        let offset = (start..<end).contains(seconds) ? 3_600 : 0
        return Day(number: floorDivide(seconds + offset, 86_400))
    }

    /// The number of the last Sunday of a month of 31 days; day 0, 1 January 1970, was a Thursday.
    private static func lastSunday(month: Int, year: Int) -> Int {
        guard let last = Day(year: year, month: month, day: 31)?.number else { return 0 }
        return last - ((last + 4) % 7 + 7) % 7
    }

    private static func floorDivide(_ a: Int, _ b: Int) -> Int {
        let quotient = a / b
        return a % b < 0 ? quotient - 1 : quotient
    }
}
