package import Essentials
package import EventLog
package import Events

/// Civil time in the United Kingdom: a fact holds from the start of a day there.
package enum London {
    /// The day it is in London at `date`.
    ///
    /// Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday
    /// of October (The Summer Time Order 2002, S.I. 2002/262), which needs no time zone data.
    package static func today(_ date: Date) -> Day {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let (first, last) = summerTime(Day(number: floorDivide(seconds, 86_400)).civil.year)
        let (start, end) = (first * 86_400 + 3_600, last * 86_400 + 3_600)
        let offset = (start..<end).contains(seconds) ? 3_600 : 0
        return Day(number: floorDivide(seconds + offset, 86_400))
    }

    /// The last millisecond of a day in London.
    package static func end(of day: Day) -> Instant {
        let (first, last) = summerTime(day.civil.year)
        let offset = (first..<last).contains(day.number) ? 3_600 : 0
        let midnight = Date(timeIntervalSince1970: Double((day.number + 1) * 86_400 - offset))
        // Half a millisecond more, because seconds are not exact to the last digit.
        return Instant(midnight - 0.000_5)
    }

    /// The days on which the clocks go forward and back.
    private static func summerTime(_ year: Int) -> (first: Int, last: Int) {
        (lastSunday(month: 3, year: year), lastSunday(month: 10, year: year))
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
