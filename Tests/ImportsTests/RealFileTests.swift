import Events
import Foundation
import Ledger
import Programme
import Testing

@testable import Imports

/// The real files, which stay outside the project; the tests are skipped where they are absent.
@Suite(.enabled(if: sharedDataIsHere, "../shared/data is not beside the package"))
struct RealFileTests {
    private let linksName = "ne_gias_links_bitemporal.csv"

    private func registerPlan() throws -> RegisterPlan {
        try RegisterImport(fileName: "ne_state_funded_2019_20.csv", from: day("2019-09-01"))
            .plan(shared("ne_state_funded_2019_20.csv"))
    }

    @Test func theListOf2019GoesInWhole() throws {
        let plan = try registerPlan()
        #expect(plan.rowCount == 846)
        #expect(plan.schoolCount == 846)
        #expect(plan.entries.count == 853)
        #expect(plan.problems.isEmpty)
        #expect(plan.setAside.isEmpty)
        #expect(plan.notices.prefix(readings.count) == readings[...])
    }

    /// How the list of 2019 is read, as the summary tells it.
    private let readings: [String] = [
        "Type 'AP Academy' read as 'Academy alternative provision converter': 3 schools",
        "Type 'Free School' read as 'Free schools': 3 schools",
        "Type 'Free School AP' read as 'Free schools alternative provision': 2 schools",
        "Type 'Mainstream Academy' read as 'Academy converter': 204 schools",
        "Type 'Special Academy' read as 'Academy special converter': 10 schools",
        "Phase not-applicable given to 57 schools with a type for which GIAS gives no phase",
        "Phase primary given to 655 schools with primary pupils only",
        "Phase secondary given to 102 schools with secondary pupils only",
        """
        Phase all-through given to 9 schools with primary and secondary pupils: check rows 111, \
        126, 134, 159, 224, 225, 335, 549 and 587
        """,
        """
        Phase middle-deemed-secondary given to 22 schools with primary and secondary pupils and \
        the middle word in their name
        """,
        """
        Phase not-applicable given to 1 school with neither primary nor secondary pupils: check \
        row 773
        """,
        "Pupils on roll rounded half up to whole pupils: 38 schools",
    ]

    @Test func theSchoolsOfEachAreaAreThoseOfTheList() throws {
        let bench = try ImportBench()
        let tally = try bench.importRegister(registerPlan())
        #expect(tally == ImportBench.Tally(recorded: 854))
        #expect(try countsByArea(bench, on: "2019-09-01") == listed)
        let again = try bench.importRegister(registerPlan())
        #expect(again == ImportBench.Tally(repeated: 854))
    }

    @Test func theLinksOfTheRegisterGoInAndTheOthersAreAccountedFor() throws {
        let bench = try ImportBench()
        _ = try bench.importRegister(registerPlan())
        let (plan, tally) = try bench.importLinks(shared(linksName), fileName: linksName)
        #expect(plan.rowCount == 1_414)
        #expect(plan.plannedRowCount == 454)
        #expect(
            plan.rowCounts == [
                .noSuccession: 5, .superseded: 8, .outside: 925, .early: 14, .split: 8,
            ])
        #expect(plan.entries.count == 227)
        #expect(plan.entries.count { $0.entry.type == "SchoolsMerged" } == 3)
        #expect(tally == ImportBench.Tally(recorded: 228))
        #expect(plan.extract.date == day("2025-04-22"))
        // Successions change no count; a merger takes one school away.
        #expect(try countsByArea(bench, on: "2019-09-01") == listed)
        #expect(try countsByArea(bench, on: "2025-09-02").values.reduce(0, +) == 846 - 3)

        let (again, second) = try bench.importLinks(shared(linksName), fileName: linksName)
        #expect(second == ImportBench.Tally(repeated: 1))
        #expect(again.rowCounts[.recorded] == 454)
        #expect(again.closing().members == plan.closing().members)
    }

    @Test func everyRowOfTheLinksIsInOneEntryOrFinding() throws {
        let bench = try ImportBench()
        _ = try bench.importRegister(registerPlan())
        let plan = try LinksImport(fileName: linksName, register: bench.known())
            .plan(shared(linksName))
        let rows = plan.entries.flatMap(\.rows) + plan.findings.flatMap(\.rows)
        #expect(rows.sorted() == Array(2...1_415))
    }

    /// The 2019-20 column of the count of schools by local authority (Department for Education).
    private let listed = [
        "929": 165, "391": 93, "392": 77, "390": 84, "393": 59, "394": 110, "840": 258,
    ]

    private func countsByArea(_ bench: ImportBench, on text: String) throws -> [String: Int] {
        let open = try bench.world().schools.states.filter { row in
            row.interval.from.day <= day(text) && day(text) < row.interval.to
        }
        return Dictionary(grouping: open, by: \.attributes.la.text).mapValues(\.count)
    }
}

let dataFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data").standardizedFileURL.path

let sharedDataIsHere = FileManager.default.fileExists(atPath: dataFolder)

func shared(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: dataFolder + "/" + name)))
}
