import CanonicalJSON
import EventLog
import Events
import Ledger
import Programme
import Testing

@testable import Imports

/// Links of a school that became several, and of schools that a register closed.
struct SplitTests {
    private let bench: ImportBench

    init() throws {
        bench = try ImportBench()
        _ = try bench.record(schools)
    }

    private func register(_ urn: String, from date: String) -> Entry {
        var school = schools[1]
        school.validFrom = day(date)
        school.members = school.members.map {
            $0.name == "urn" ? JSONMember("urn", .string(urn)) : $0
        }
        return school
    }

    private let split = [
        "900001,900101,Successor - Split School,01-09-2021",
        "900001,900102,Successor - Split School,01-09-2021",
        "900101,900001,Predecessor - Split School,31-08-2021",
        "900102,900001,Predecessor - Split School,31-08-2021",
    ]

    @Test func childrenThatAreRegisteredMakeASplit() throws {
        let waiting = try bench.importLinks(linkFile(split), fileName: "links.csv").0
        #expect(
            waiting.findings.map(\.sentence) == [
                "900001 gave way to 900101, 900102 from 2021-09-01: a split; register 900101, 900102 "
                    + "and import the file again"
            ])
        _ = try bench.record([
            register("900101", from: "2021-09-01"), register("900102", from: "2021-09-01"),
        ])
        let (plan, tally) = try bench.importLinks(linkFile(split), fileName: "links.csv")
        #expect(
            plan.entries.map { JSONValue.object($0.entry.members).compact } == [
                #"{"children":["900101","900102"],"parent":"900001"}"#
            ])
        #expect(plan.entries.map(\.rows) == [[2, 3, 4, 5]])
        #expect(tally == ImportBench.Tally(recorded: 1, repeated: 1))
        let again = try bench.importLinks(linkFile(split.reversed()), fileName: "b.csv").0
        #expect(again.entries.isEmpty)
        #expect(again.rowCounts == [.recorded: 4])
    }

    @Test func aSplitThatIsReDatedOrHasAnotherChildIsCorrected() throws {
        _ = try bench.record(
            ["900101", "900102", "900103"].map { register($0, from: "2021-09-01") })
        _ = try bench.importLinks(linkFile(split), fileName: "links.csv", on: "2024-01-29")
        let later =
            split.map { $0.replacing("2021", with: "2022") } + [
                "900103,900001,Predecessor - Split School,01-09-2022"
            ]
        let (plan, tally) = try bench.importLinks(linkFile(later), fileName: "b.csv")
        #expect(
            plan.entries.map { $0.entry.reason ?? "" } == [
                "the GIAS links of 2025-04-22 have 900001 split from 2022-09-01 into 900101, 900102, "
                    + "900103"
            ])
        #expect(tally == ImportBench.Tally(recorded: 2))
    }

    /// A register that comes first can only say that the old URN closed.
    @Test func aClosingThatWasASuccessionIsTakenBackSoThatEnrolmentsGoOn() throws {
        let header = "urn,name,la,la_name,lad_code,school_type,phase,status,CloseDate\n"
        let row = "900001,School 1,391,,,Community school,primary,Closed,31-12-2023"
        let plan = try RegisterImport(
            fileName: "list20250422.csv", register: bench.known()
        ).plan(Array((header + row).utf8))
        #expect(plan.entries.map(\.entry.type) == ["SchoolClosed"])
        _ = try bench.importRegister(plan)
        let links = ["900001,900101,Successor,31-12-2023"]
        let (linked, tally) = try bench.importLinks(linkFile(links), fileName: "links.csv")
        #expect(linked.entries.map(\.entry.type) == ["EventRetracted", "SchoolUrnSucceeded"])
        #expect(
            linked.entries[0].entry.reason
                == "900001 did not just close: it gave way to 900101, as "
                + "the GIAS links of 2025-04-22 have it")
        #expect(tally == ImportBench.Tally(recorded: 3))
        // The register does not close it again.
        let again = try RegisterImport(
            fileName: "list20250422.csv", register: bench.known()
        ).plan(Array((header + row).utf8))
        #expect(again.entries.isEmpty)
    }
}
