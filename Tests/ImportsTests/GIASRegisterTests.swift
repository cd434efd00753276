import CanonicalJSON
import EventLog
import Events
import Ledger
import Testing

@testable import Imports

/// The full list of GIAS: Windows-1252, CRLF, every field quoted, days as dd-MM-yyyy.
struct GIASRegisterTests {
    private let header = [
        "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName",
        "TypeOfEstablishment (code)", "TypeOfEstablishment (name)", "EstablishmentStatus (name)",
        "OpenDate", "PhaseOfEducation (name)", "NumberOfPupils", "PercentageFSM", "UKPRN",
        "HeadLastName", "GSSLACode (name)",
    ]

    private func row(
        _ urn: String, status: String = "Open", opened: String = "", phase: String = "Primary"
    ) -> [String] {
        [
            urn, "392", "North Tyneside", "2001", "Caf\u{E9} \u{2013} Elm", "01",
            "Community school", status, opened, phase, "210", "31.5", "10990001", "Smith",
            "E08000022",
        ]
    }

    private func plan(_ rows: [[String]]) throws -> RegisterPlan {
        let text = ([header] + rows).map { row in
            row.map { "\"\($0)\"" }.joined(separator: ",") + "\r\n"
        }.joined()
        let bytes = text.unicodeScalars.map { scalar in
            scalar == "\u{2013}" ? 0x96 : UInt8(truncatingIfNeeded: scalar.value)
        }
        return try RegisterImport(
            fileName: "edubasealldata20260130.csv", from: day("2026-01-30")
        ).plan(bytes)
    }

    @Test func isReadByItsHeaders() throws {
        let plan = try plan([row("900001")])
        #expect(plan.problems.isEmpty)
        #expect(plan.extract.kind == .giasAll)
        #expect(
            plan.entries.last.map { JSONValue.object($0.entry.members).compact }
                == #"{"fsmPercentTenths":315,"la":"392","laestab":"3922001","name":"Café – Elm","#
                + #""phase":"primary","pupils":210,"schoolType":"Community school","#
                + #""ukprn":"10990001","urn":"900001"}"#)
        #expect(
            plan.notices.first == "The file is not UTF-8 and is read as Windows-1252; check "
                + "'Café – Elm', or name another encoding with --encoding")
        #expect(
            plan.notices.suffix(2) == [
                "Columns about persons, dropped: HeadLastName",
                "Columns not read: TypeOfEstablishment (code)",
            ])
    }

    @Test func onlyOpenSchoolsGoIn() throws {
        let plan = try plan([
            row("900001", status: "Open, but proposed to close"), row("900002", status: "Closed"),
            row("900003", status: "Proposed to open"), row("900004", status: "Quango"),
        ])
        #expect(plan.schoolCount == 1)
        #expect(plan.outsideCount == 2)
        #expect(plan.setAside.isEmpty)
        #expect(
            plan.problems.map(\.sentence) == [
                "'Quango' is not a status the mapping names; add it to its statuses"
            ])
    }

    @Test func aSchoolThatOpensLaterHoldsFromThen() throws {
        let plan = try plan([
            row("900001", opened: "01-09-2010"), row("900002", opened: "01-09-2026"),
            row("900003", opened: "31-02-2026"), row("900004", phase: "Middle deemed secondary"),
        ])
        let days = plan.entries.dropFirst().map { $0.entry.validFrom?.text }
        #expect(days == ["2026-01-30", "2026-09-01", "2026-01-30"])
        #expect(plan.problems.map(\.row) == [4])
    }
}
