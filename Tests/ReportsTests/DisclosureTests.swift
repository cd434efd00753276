import CanonicalJSON
import Events
import Reports
import TallyTestSupport
import Testing

/// Numbers of people that a public report shows.
@Suite struct DisclosureTests {
    @Test(
        arguments: zip(
            [0, 1, 4, 5, 7, 8, 12, 13, 102], ["0", "[c]", "[c]", "5", "5", "10", "10", "15", "100"])
    )
    func peopleAreRounded(number: Int, shown: String) throws {
        let report = try disclosed([("a", [.people(number)])])
        #expect(report.cells == [[shown]])
        #expect(report.text.contains("counts of people are rounded to the nearest 5"))
    }

    @Test func whatIsNoNumberOfPeopleStaysExact() throws {
        let values: [Figure.Value] = [.count(3), .pence(3), .decimal(333, places: 2), .missing]
        #expect(try disclosed([("a", values)]).cells == [["3", "3", "3.33", ""]])
        #expect(try disclosed([("a", [.people(3)])]).text.contains("fewer than 5"))
    }

    /// From a total and all numbers but one, that one could be had.
    @Test func aNumberIsNeverKeptBackAlone() throws {
        let rows: [(String, [Figure.Value])] = [
            ("a", [.people(3), .people(40)]), ("b", [.people(21), .people(30)]),
            ("c", [.people(12), .people(0)]), ("d", [.people(90), .people(60)]),
        ]
        let cells = try disclosed(rows).cells
        // a gives away its neighbour, each of the two the smallest of its column, and that of b the
        // other of its row; 0 gives nothing away.
        #expect(cells == [["[c]", "[c]"], ["[c]", "[c]"], ["[c]", "0"], ["90", "60"]])
    }

    @Test func withoutTheOptionEverythingIsExact() throws {
        let report = try made([("a", [.people(3)])])
        #expect(report.cells == [["3"]] && !report.text.contains("nearest 5"))
        #expect(!report.reproduce.contains("disclosure"))
    }

    /// The option is part of what a report was asked, so that it can be made again.
    @Test func theOptionIsRemembered() throws {
        var options = ReportOptions(asOf: "2024-03-31", today: "2024-03-31")
        options.disclosure = .round5
        let again = ReportOptions(named: .object(options.named), today: "2024-03-31")
        #expect(again?.disclosure == .round5)
        let words = options.words(report: "capacity", knownAt: 7).joined(separator: " ")
        #expect(words.contains("--disclosure round5"))
    }

    private func disclosed(_ rows: [(String, [Figure.Value])]) throws -> Report {
        var report = try made(rows)
        report.options.disclosure = .round5
        return report.disclosed
    }

    /// A report with a table of these rows.
    private func made(_ rows: [(String, [Figure.Value])]) throws -> Report {
        let random = try RandomLedger(RandomHistory(seed: 1, proposals: 5))
        let options = ReportOptions(asOf: "2024-03-31", today: "2024-03-31")
        var report = try ReportBuilder(random.ledger).engagement(options)
        let columns = (rows.first?.1.indices ?? 0..<0).map {
            ReportTable.Column.number("n\($0)", "n\($0)")
        }
        report.tables = [
            ReportTable(
                "people", "People", rows: "Who", columns: columns,
                rows.map { .init($0.0, $0.0, $0.1.map { .number($0) }) })
        ]
        return report
    }
}

extension Report {
    /// The cells of the table as CSV has them.
    fileprivate var cells: [[String]] {
        let lines = csvText.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let places = lines[0].indices.filter { lines[0][$0].wholeMatch(of: /n[0-9]/) != nil }
        let dimension = lines[0].firstIndex(of: "dimension") ?? 0
        return lines.filter { $0[dimension] == "people" }.map { line in places.map { line[$0] } }
    }
}
