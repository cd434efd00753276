import CommandTable
import Events
import Foundation
import Testing

@testable import EventLog
@testable import Reports
@testable import TallyCommands

/// How what is typed is read.
@Suite struct ReadingTests {
    @Test(arguments: [
        ("2024-05-07", "2024-05-07"), ("7/5/2024", "2024-05-07"), ("07/05/2024", "2024-05-07"),
        ("7-5-2024", "2024-05-07"), ("7.5.2024", "2024-05-07"), ("29/02/2024", "2024-02-29"),
    ])
    func readsDates(text: String, day: String) throws {
        #expect(try readDay(text).text == day)
    }

    @Test(arguments: [
        ("31/02/2024", "'31/02/2024' is not a date that exists; write it as 2024-05-07"),
        ("2023-02-29", "'2023-02-29' is not a date that exists; write it as 2024-05-07"),
        ("05/13/2024", "'05/13/2024' is not a date that exists; write it as 2024-05-07"),
        ("7/5/24", "'7/5/24' has no year of four digits; write it as 2024-05-07"),
        ("tomorrow", "'tomorrow' is not a date; write it as 2024-05-07"),
        ("", "'' is not a date; write it as 2024-05-07"),
        ("7 May 2024", "'7 May 2024' is not a date; write it as 2024-05-07"),
    ])
    func saysWhyADateIsNone(text: String, sentence: String) {
        #expect(throws: ArgumentError(sentence)) { try readDay(text) }
    }

    @Test(arguments: [
        ("0", 0), ("1234", 123_400), ("1234.5", 123_450), ("1234.50", 123_450), ("0.01", 1),
        ("£1,234.50", 123_450), ("1234.", 123_400),
    ])
    func readsAmounts(text: String, pence: Int) throws { #expect(try readPence(text) == pence) }

    @Test(arguments: [
        "", "£", "-1", "1.234", "1.2.3", "1e3", "1.x", "1.-5", "12p", "99999999999999",
    ])
    func refusesOtherAmounts(_ text: String) {
        #expect(throws: ArgumentError.self) { try readPence(text) }
    }

    @Test(arguments: [
        ("2025-01-01..2025-02-01", "2025-01-01", "2025-02-01"),
        ("1/9/2023..1/10/2023", "2023-09-01", "2023-10-01"),
    ])
    func readsPeriods(text: String, first: String, end: String) throws {
        let period = try readPeriod(text)
        #expect(period.0.text == first)
        #expect(period.1.text == end)
    }

    @Test(arguments: ["2025-01-01", "..", "2025-01-01..", "2025-01-01..x", "2025-01-01-2025-02-01"])
    func refusesOtherPeriods(_ text: String) {
        #expect(throws: ArgumentError.self) { try readPeriod(text) }
    }

    @Test func readsLists() throws {
        let codes: [LACode] = try readList("391,392")
        #expect(codes.map(\.text) == ["391", "392"])
        let slugs: [Slug] = try readList("ntca")
        #expect(slugs.map(\.text) == ["ntca"])
    }

    @Test(arguments: ["", ",", "391,39", "391 392"])
    func refusesOtherLists(_ text: String) {
        #expect(throws: ArgumentError.self) {
            let _: [LACode] = try readList(text)
        }
    }

    @Test(arguments: [
        ("412", KnownAt.seq(412)), ("0", .seq(0)),
        ("2024-05-20T12:00:00Z", .instant(instant("2024-05-20T12:00:00.000Z"))),
        ("2024-05-20T13:00:00+01:00", .instant(instant("2024-05-20T12:00:00.000Z"))),
    ])
    func readsPointsOfTheHistory(text: String, point: KnownAt) throws {
        #expect(try readKnownAt(text) == point)
    }

    /// The day ends in London, which in summer is an hour before it ends in UTC.
    @Test(arguments: [
        ("2024-01-20", "2024-01-20T23:59:59.999Z"), ("2024-05-20", "2024-05-20T22:59:59.999Z"),
        ("2024-03-30", "2024-03-30T23:59:59.999Z"), ("2024-03-31", "2024-03-31T22:59:59.999Z"),
        ("2024-10-26", "2024-10-26T22:59:59.999Z"), ("2024-10-27", "2024-10-27T23:59:59.999Z"),
    ])
    func aDayIsKnownAtItsEndInLondon(text: String, moment: String) throws {
        #expect(try readKnownAt(text) == .instant(instant(moment)))
    }

    @Test(arguments: ["", "-1", "yesterday", "2024-02-31", "2024-02-31T12:00:00Z", "12:00"])
    func refusesOtherPoints(_ text: String) {
        #expect(throws: ArgumentError.self) { try readKnownAt(text) }
    }
}

/// The day in London, on both sides of each change of the clocks.
@Suite struct LondonTests {
    @Test(arguments: [
        ("2024-03-30T23:59:59Z", "2024-03-30"), ("2024-03-31T00:59:59Z", "2024-03-31"),
        ("2024-03-31T22:59:59Z", "2024-03-31"), ("2024-03-31T23:00:00Z", "2024-04-01"),
        ("2024-05-06T22:59:59Z", "2024-05-06"), ("2024-05-06T23:00:00Z", "2024-05-07"),
        ("2024-10-26T22:59:59Z", "2024-10-26"), ("2024-10-26T23:00:00Z", "2024-10-27"),
        ("2024-10-27T23:59:59Z", "2024-10-27"), ("2024-10-28T00:00:00Z", "2024-10-28"),
        ("2024-12-31T23:30:00Z", "2024-12-31"), ("2025-01-01T00:00:00Z", "2025-01-01"),
        ("2025-03-30T23:00:00Z", "2025-03-31"), ("2026-03-29T22:59:59Z", "2026-03-29"),
    ])
    func isTheDayThere(moment: String, day: String) throws {
        let date = try Date(moment, strategy: .iso8601)
        #expect(London.today(date).text == day)
    }

    /// Against Foundation's own time zone, an hour before and after every change of twenty years.
    @Test func agreesWithTheTimeZoneDatabase() throws {
        let zone = try #require(TimeZone(identifier: "Europe/London"))
        var style = Date.ISO8601FormatStyle().year().month().day()
        style.timeZone = zone
        var moment = try Date("2010-01-01T00:30:00Z", strategy: .iso8601)
        for _ in 0..<(20 * 366 * 4) {
            #expect(London.today(moment).text == moment.formatted(style))
            moment += 6 * 3_600 - 600
        }
    }
}

private func instant(_ text: String) -> Instant {
    guard let instant = Instant(text) else { preconditionFailure("\(text) is no instant") }
    return instant
}
