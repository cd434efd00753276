import CanonicalJSON
import Events
import Foundation
import Testing

@Suite struct DayTests {
    @Test(arguments: [
        "2024-02-29", "0001-01-01", "9999-12-31", "1900-02-28", "2000-02-29", "1970-01-01",
    ])
    func readsADayThatExists(_ text: String) { #expect(Day(text)?.text == text) }

    @Test(arguments: [
        "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "2024-04-31",
        "0000-01-01", "10000-01-01", "2024-1-1", "24-01-01", "2024/01/01", "2024-01-01 ",
        " 2024-01-01", "2024-01-01T00:00", "20240101", "-024-01-01", "2024-0101", "", "２０２４-01-01",
        "2024-01-0a", "+024-01-01", "2024--1-01",
    ])
    func refusesWhatIsNone(_ text: String) { #expect(Day(text) == nil) }

    @Test func agreesWithTheCalendarOnEveryDayFrom1800To2100() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let first = try #require(Day(year: 1800, month: 1, day: 1))
        let last = try #require(Day(year: 2100, month: 12, day: 31))
        #expect(last - first == 301 * 365 + 72)
        for number in first.number...last.number {
            let day = Day(number: number)
            let (year, month, dayOfMonth) = day.civil
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(number) * 86_400))
            guard parts.year == year, parts.month == month, parts.day == dayOfMonth,
                Day(year: year, month: month, day: dayOfMonth) == day, Day(day.text) == day
            else {
                Issue.record("day \(number) is \(parts), not \(day)")
                return
            }
        }
    }

    @Test func holdsForTheWholeOfRecordableTime() {
        #expect(Day.startOfTime.text == "0001-01-01")
        #expect((Day.endOfTime + -1).text == "9999-12-31")
        #expect(Day(year: 1970, month: 1, day: 1)?.number == 0)
        for number in stride(from: Day.startOfTime.number, to: Day.endOfTime.number, by: 97) {
            let day = Day(number: number)
            #expect(Day(day.text) == day)
        }
    }

    @Test(arguments: [
        ("2024-02-29", 1, "2025-02-28"), ("2024-02-29", 4, "2028-02-29"),
        ("2024-02-29", -1, "2023-02-28"), ("2023-02-28", 1, "2024-02-28"),
        ("2024-05-07", 10, "2034-05-07"), ("2024-12-31", 1, "2025-12-31"),
        ("1896-02-29", 4, "1900-02-28"), ("2024-05-07", 0, "2024-05-07"),
    ])
    func addsYears(_ text: String, _ years: Int, _ expected: String) throws {
        #expect(try #require(Day(text)).adding(years: years).text == expected)
    }

    @Test func countsAndComparesDays() throws {
        let day = try #require(Day(year: 2024, month: 2, day: 28))
        #expect((day + 2).text == "2024-03-01")
        #expect((day + 2) - day == 2)
        #expect(day < day + 1)
        #expect(day.words == "28 February 2024")
    }
}

@Suite struct CodeTests {
    @Test(arguments: [
        ("2023-24", true), ("1999-00", true), ("2099-00", true), ("2023-25", false),
        ("2023-23", false), ("2023-2024", false), ("23-24", false), ("2023/24", false),
        ("2023-24 ", false), ("2023-", false), ("", false), ("2023-24-25", false),
        ("-2023-24", false),
        ("202a-24", false),
    ])
    func financialYearsFollowEachOther(_ text: String, _ isOne: Bool) {
        #expect(FinancialYear(text)?.text == (isOne ? text : nil))
    }

    @Test func aURNKeepsItsSixDigits() {
        for text in ["100000", "000001", "999999", "000000"] {
            #expect(URN(text)?.text == text)
        }
        for text in ["", "12345", "1234567", "12345a", "-12345", "+12345", " 12345", "１23456"] {
            #expect(URN(text) == nil, "\(text)")
        }
        #expect(
            ["900002", "090001"].compactMap { URN($0) }.sorted().map(\.text) == [
                "090001", "900002",
            ])
    }

    @Test func aSlugIsLowerCaseLettersDigitsAndHyphens() {
        for text in ["a", "0", "a-b", "north-east", "a-", "99001", "a--b"] {
            #expect(Slug(text)?.text == text)
        }
        for text in ["", "-", "-a", "A", "a b", "a_b", "é", "a\n", "a.b", "ａ"] {
            #expect(Slug(text) == nil, "\(text)")
        }
    }

    @Test func everyTypeOfEstablishmentHasAGroup() {
        #expect(SchoolType.all.count == 39)
        #expect(Set(SchoolType.all).count == 39)
        for text in SchoolType.all { #expect(SchoolType(text)?.text == text) }
        let groups: [(String, TypeGroup?)] = [
            ("Academy converter", .academies), ("Community special school", .special),
            ("Free schools special", .freeSchools), ("Pupil referral unit", .maintained),
            ("Miscellaneous", .other), ("community school", nil), ("", nil),
        ]
        for (text, group) in groups { #expect(SchoolType(text)?.group == group, "\(text)") }
    }
}

@Suite struct BodyTests {
    // Each row: a kind, an id, and whether a body of that kind can have it.
    @Test(arguments: [
        ("authority", "ntca", true), ("authority", "NTCA", false), ("la", "391", true),
        ("la", "3910", false), ("la", "ntca", false), ("school", "900001", true),
        ("school", "90001", false), ("trust", "99001", true), ("trust", "T 1", false),
        ("partnership", "ealing-learning", true), ("partnership", "Ealing Learning", false),
        ("hub", "Maths Hub", true), ("partner", "", false), ("department", "DfE", true),
        ("council", "391", false),
    ])
    func hasAnIDThatFitsItsKind(_ kind: String, _ id: String, _ fits: Bool) {
        let body = JSONValue.object([("id", .string(id)), ("kind", .string(kind))])
        let problem = readingProblem("ProgrammeMoved", with: body)
        #expect((problem == nil) == fits, "\(problem?.description ?? "read")")
        if let problem { #expect(problem.member == "lead") }
    }

    @Test func hasAKindAndAnIDAndNothingElse() {
        let whole: [(String, JSONValue?)] = [("id", .string("391")), ("kind", .string("la"))]
        for body in [[whole[0]], [whole[1]], [], whole + [("name", .string("x"))]] {
            let problem = readingProblem("ProgrammeMoved", with: .object(body))
            #expect(problem?.member == "lead", "\(body)")
        }
        #expect("\(Body(kind: .la, id: "391"))" == "la:391")
    }

    private func readingProblem(_ type: String, with lead: JSONValue) -> ReadingProblem? {
        EventsTests.readingProblem(
            type, [JSONMember("lead", lead), JSONMember("programme", .string("ei"))])
    }
}

@Suite struct LabelTests {
    // Each row: a rating as JSON, and the label as it is typed; nil when it is none.
    @Test(
        arguments: [
            (JSONValue.integer(3), "3"), (.integer(-1), "-1"), (.string("secure"), "secure"),
            (.string("v1.2_b-c"), "v1.2_b-c"), (.string("3"), nil), (.string(""), nil),
            (.string("very good"), nil), (.bool(true), nil), (.string("é"), nil),
            (.number("1.5"), nil),
        ] as [(JSONValue, String?)])
    func isAWordOrAWholeNumber(_ json: JSONValue, _ typed: String?) throws {
        let members = [JSONMember("criterion", .string("voice")), JSONMember("rating", json)]
        let problem = readingProblem("QualityRated", members)
        #expect((problem == nil) == (typed != nil), "\(json.compact)")
        guard let typed else { return #expect(problem?.member == "rating") }
        guard
            case .evidence(.qualityRated(let data)) = try Fact(
                type: "QualityRated", data: .object(members))
        else { return }
        #expect(data.rating?.text == typed)
        #expect(data.rating == Label(typed))
    }
}
