import Events
import Testing

@testable import Imports

/// Days and amounts as people and spreadsheets write them.
@Suite struct WrittenTests {
    @Test(arguments: [
        "2024-05-07", "07/05/2024", "7/5/2024", "07-05-2024", "7-5-2024", "7.5.2024", "7 May 2024",
        "07 may 2024", "7-May-2024", "7 MAY 2024", "2024-05-07 00:00:00", "2024-05-07T00:00:00",
        "07/05/2024 00:00",
    ])
    func readsADay(_ text: String) throws {
        #expect(try WrittenDay(reading: text).day == day("2024-05-07"))
    }

    @Test func readsTheNameOfEachMonth() throws {
        for (index, name) in Day.monthNames.enumerated() {
            for written in [name, String(name.prefix(3)), name.lowercased()] {
                let day = try WrittenDay(reading: "28 \(written) 2024").day
                #expect(day.civil.month == index + 1)
            }
        }
        #expect(try WrittenDay(reading: "1 Sept 2024").day == day("2024-09-01"))
    }

    @Test(arguments: [
        (
            "45419",
            "'45419' is a day as a spreadsheet counts it: it would be 7 May 2024; "
                + "format the column as a date and save the file again"
        ),
        (
            "45419.75",
            "'45419.75' is a day as a spreadsheet counts it: it would be 7 May 2024; "
                + "format the column as a date and save the file again"
        ),
        ("07/05/24", "'07/05/24' has a year of two digits; write all four, as in 07/05/2024"),
        ("7 May 24", "'7 May 24' has a year of two digits; write all four, as in 07/05/2024"),
        ("7-May-24", "'7-May-24' has a year of two digits; write all four, as in 07/05/2024"),
        ("29/02/2023", "'29/02/2023' is not a day that exists; correct it"),
        ("2023-02-29", "'2023-02-29' is not a day that exists; correct it"),
        ("2024-13-01", "'2024-13-01' is not a day that exists; correct it"),
        (
            "05/31/2024",
            "'05/31/2024' has no month 31; write the day before the month, as in 07/05/2024"
        ),
        ("soon", "'soon' is not a day; write it as 2024-05-07, 07/05/2024 or 7 May 2024"),
        ("7 M 2024", "'7 M 2024' is not a day; write it as 2024-05-07, 07/05/2024 or 7 May 2024"),
        ("12", "'12' is not a day; write it as 2024-05-07, 07/05/2024 or 7 May 2024"),
        (
            "07/05/2024 14:30",
            "'07/05/2024 14:30' is not a day; write it as 2024-05-07, 07/05/2024 or 7 May 2024"
        ),
        (
            "٧/٥/٢٠٢٤",
            "'٧/٥/٢٠٢٤' is not a day; write it as 2024-05-07, 07/05/2024 or 7 May 2024"
        ),
    ])
    func saysWhatIsWrongWithADay(_ text: String, _ sentence: String) {
        let problem = #expect(throws: WritingProblem.self) { try WrittenDay(reading: text) }
        #expect(problem?.sentence == sentence)
    }

    @Test(arguments: [
        ("£1,234.50", 123_450), ("1234.5", 123_450), ("1,234.50", 123_450),
        ("(1,234.50)", -123_450),
        ("-1234.50", -123_450), ("-£1,234.50", -123_450), ("£-1,234.50", -123_450),
        ("(£1,234.50)", -123_450), ("\u{2212}5", -500), ("0", 0), ("12", 1_200), ("0.07", 7),
        ("£ 1 234.50", 123_450), ("1,234,567.89", 123_456_789),
    ])
    func readsAnAmount(_ text: String, _ pence: Int) throws {
        #expect(try Imports.pence(reading: text) == pence)
    }

    @Test(arguments: [
        "", "£", "abc", "1.2.3", "1,23", "12,34.50", "1.", ".5", "1e3", "1234,50", "NaN", "(5",
        "--5",
        "12345678901234567", "£1,234.5O", "１２",
    ])
    func saysThatItIsNoAmount(_ text: String) {
        let problem = #expect(throws: WritingProblem.self) { try Imports.pence(reading: text) }
        #expect(
            problem?.sentence
                == "'\(text)' is not an amount; write it in pounds, as 1234.50 or £1,234.50")
    }

    @Test func partsOfAPennyAreRefused() {
        let problem = #expect(throws: WritingProblem.self) {
            try Imports.pence(reading: "£1,234.505")
        }
        #expect(
            problem?.sentence == "'£1,234.505' has more than two decimals; "
                + "write it in pounds and whole pence, as 1234.50")
    }
}
