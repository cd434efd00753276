import CanonicalJSON
import EventLog
import Events
import Ledger
import Programme
import Testing

@testable import Imports

/// A later extract of the register, compared with what the ledger has.
struct LaterRegisterTests {
    private let bench: ImportBench

    init() throws { bench = try ImportBench() }

    /// One school of the full list of GIAS, with the members that tests change.
    struct Row {
        var urn = "900001"
        var name = "Elm"
        var la = "391"
        var onsCode = "E08000021"
        var type = "Community school"
        var status = "Open"
        var opened = ""
        var closed = ""
        var phase = "Primary"
        var pupils = "210"
        var trust = ""
        var flag = "Supported by a multi-academy trust"
    }

    private let header =
        "URN,LA (code),LA (name),EstablishmentName,TypeOfEstablishment (name),"
        + "EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),NumberOfPupils,"
        + "TrustSchoolFlag (name),Trusts (code),Trusts (name),HeadFirstName,TelephoneNum,"
        + "GSSLACode (name)"

    private func line(_ row: Row) -> String {
        [
            row.urn, row.la, "LA \(row.la)", row.name, row.type, "\"\(row.status)\"", row.opened,
            row.closed,
            row.phase, row.pupils, row.flag, row.trust,
            row.trust.isEmpty ? "" : "Trust \(row.trust)",
            "Ada", "0191", row.onsCode,
        ].joined(separator: ",")
    }

    private func plan(
        _ rows: [Row], on date: String, _ edit: (inout RegisterImport) -> Void = { _ in }
    ) throws -> RegisterPlan {
        let digits = date.filter { $0 != "-" }
        var register = RegisterImport(
            fileName: "edubasealldata\(digits).csv", register: try bench.known())
        edit(&register)
        return try register.plan(Array(([header] + rows.map(line)).joined(separator: "\r\n").utf8))
    }

    @discardableResult
    private func take(
        _ rows: [Row], on date: String, _ edit: (inout RegisterImport) -> Void = { _ in }
    ) throws -> RegisterPlan {
        let plan = try plan(rows, on: date, edit)
        #expect(plan.problems.isEmpty)
        let tally = try bench.importRegister(plan)
        #expect(tally.refusals.isEmpty)
        return plan
    }

    private func shown(_ plan: RegisterPlan) -> [String] {
        plan.entries.map { planned in
            let entry = planned.entry
            let day = entry.validFrom.map { " from \($0)" } ?? ""
            return "\(entry.type)\(day) "
                + JSONValue.object(entry.members.sorted { $0.name < $1.name }).compact
        }
    }

    @Test func theDayOfTheExtractIsInTheNameOfTheFile() throws {
        let plan = try take([Row()], on: "2025-01-09")
        #expect(plan.extract.date == day("2025-01-09"))
        #expect(plan.extract.kind == .giasAll)
        #expect(plan.entries.last?.entry.validFrom == day("2025-01-09"))
        #expect(
            plan.notices.contains("Columns about persons, dropped: HeadFirstName, TelephoneNum"))
    }

    @Test func theSameExtractAgainInAnyOrderChangesNothing() throws {
        let rows = [Row(trust: "2001"), Row(urn: "900002", name: "Oak", pupils: "")]
        try take(rows, on: "2025-01-09")
        let again = try plan(rows.reversed(), on: "2025-01-09")
        #expect(again.entries.isEmpty)
        #expect(again.alreadyCount == 2)
        #expect(again.closing().members.first { $0.name == "accepted" }?.value == .integer(2))
    }

    @Test func whatASchoolIsLikeNowHoldsFromTheDayOfTheExtract() throws {
        try take([Row(trust: "2001")], on: "2025-01-09")
        let plan = try take(
            [
                Row(
                    name: "Elm Primary", la: "392", onsCode: "E08000022", phase: "All-through",
                    pupils: "215", trust: "2002")
            ], on: "2025-04-22")
        #expect(
            shown(plan) == [
                #"LocalAuthorityRegistered from 2025-01-09 {"la":"392","name":"LA 392","#
                    + #""onsCode":"E08000022"}"#,
                #"TrustRegistered from 2025-01-09 {"name":"Trust 2002","trust":"2002"}"#,
                #"SchoolRenamed from 2025-04-22 {"name":"Elm Primary","urn":"900001"}"#,
                #"SchoolReclassified from 2025-04-22 {"phase":"all-through","urn":"900001"}"#,
                #"SchoolMovedLocalAuthority from 2025-04-22 {"la":"392","urn":"900001"}"#,
                #"SchoolJoinedTrust from 2025-04-22 {"trust":"2002","urn":"900001"}"#,
                #"SchoolRollCounted from 2025-04-22 {"pupils":215,"urn":"900001"}"#,
            ])
        #expect(plan.changedCount == 1)
        let left = try take(
            [
                Row(
                    name: "Elm Primary", la: "392", onsCode: "E08000022", phase: "All-through",
                    pupils: "215")
            ], on: "2025-05-01")
        #expect(
            shown(left) == [#"SchoolLeftTrust from 2025-05-01 {"trust":"2002","urn":"900001"}"#])
    }

    @Test func aTrustThatOnlySupportsASchoolIsNoAcademyTrust() throws {
        let plan = try take([Row(trust: "2001", flag: "Supported by a trust")], on: "2025-01-09")
        #expect(!plan.entries.contains { $0.entry.type == "TrustRegistered" })
    }

    @Test func aNewONSCodeOfALocalAuthorityIsRecordedOnce() throws {
        try take([Row()], on: "2025-01-09")
        let rows = [Row(onsCode: "E08000037"), Row(urn: "900002", onsCode: "E08000037")]
        let plan = try take(rows, on: "2025-04-22")
        #expect(
            shown(plan).first == #"LocalAuthorityCodeChanged from 2025-04-22 "#
                + #"{"la":"391","onsCode":"E08000037"}"#)
        #expect(plan.entries.map(\.entry.type).count == 2)
    }

    @Test func aSchoolThatOpensIsTakenInFromThatDay() throws {
        try take([Row()], on: "2025-01-09")
        let plan = try take(
            [Row(), Row(urn: "900002", opened: "01-03-2025"), Row(urn: "900003")],
            on: "2025-04-22")
        #expect(plan.entries.map { $0.entry.validFrom } == [day("2025-03-01"), day("2025-04-22")])
    }

    @Test func aSchoolClosesTheDayAfterItsLastDay() throws {
        try take([Row(), Row(urn: "900002")], on: "2025-01-09")
        let plan = try take(
            [Row(status: "Closed", closed: "31-03-2025"), Row(urn: "900002", status: "Closed")],
            on: "2025-04-22")
        #expect(shown(plan) == [#"SchoolClosed from 2025-04-01 {"urn":"900001"}"#])
        #expect(
            plan.setAside.map(\.sentence) == [
                "school 900002 is closed, from a day the file leaves blank; find the day, and record "
                    + "SchoolClosed"
            ])
    }

    @Test func aClosingThatIsReDatedOrWithdrawnIsCorrectedOrTakenBack() throws {
        try take([Row()], on: "2025-01-09")
        try take([Row(status: "Closed", closed: "31-03-2025")], on: "2025-04-22")
        let moved = try take([Row(status: "Closed", closed: "30-04-2025")], on: "2025-05-22")
        #expect(
            moved.entries.map(\.entry.reason) == [
                "the register of 2025-05-22 closes 900001 from 2025-05-01, not 2025-04-01"
            ])
        let open = try take([Row()], on: "2025-06-22")
        #expect(open.entries.map(\.entry.type) == ["EventRetracted"])
        #expect(
            open.entries.map(\.entry.reason) == [
                "the register of 2025-06-22 has 900001 open, with no closing from 2025-05-01"
            ])
        let closed = try take([Row(status: "Closed", closed: "31-08-2025")], on: "2025-09-22")
        #expect(shown(closed) == [#"SchoolClosed from 2025-09-01 {"urn":"900001"}"#])
        let again = try take([Row(opened: "01-01-2026")], on: "2026-01-30")
        #expect(shown(again).first == #"SchoolReopened from 2026-01-01 {"urn":"900001"}"#)
    }

    @Test func anOpeningThatIsReDatedIsCorrectedAndOneThatIsGoneIsTakenBack() throws {
        try take([Row()], on: "2025-01-09")
        let announced = [
            Row(urn: "900002", opened: "01-09-2025"), Row(urn: "900003", opened: "01-09-2025"),
        ]
        try take([Row()] + announced, on: "2025-04-22")
        let plan = try take([Row(), Row(urn: "900002", opened: "01-01-2026")], on: "2025-06-22")
        #expect(
            plan.entries.map(\.entry.reason) == [
                "the register of 2025-06-22 no longer has 900003, which was to open on 2025-09-01",
                "the register of 2025-06-22 opens 900002 from 2026-01-01, not 2025-09-01",
            ])
    }

    @Test func aConversionInTheLinksTakesItsTypeFromTheRegisterFromItsFirstDay() throws {
        try take([Row()], on: "2025-01-09")
        let links = ["900001,900101,Successor,31-03-2025"]
        _ = try bench.importLinks(linkFile(links), fileName: "links.csv")
        let plan = try take(
            [
                Row(status: "Closed", closed: "31-03-2025"),
                Row(
                    urn: "900101", name: "Elm Academy", type: "Academy converter",
                    opened: "01-04-2025", trust: "2001"),
            ], on: "2025-04-22")
        #expect(
            shown(plan).dropFirst() == [
                #"SchoolRenamed from 2025-04-01 {"name":"Elm Academy","urn":"900101"}"#,
                #"SchoolReclassified from 2025-04-01 {"schoolType":"Academy converter","#
                    + #""urn":"900101"}"#,
                #"SchoolJoinedTrust from 2025-04-01 {"trust":"2001","urn":"900101"}"#,
            ])
        #expect(plan.alreadyCount == 1)
    }

    @Test func aSchoolThatGaveWayAndIsStillOpenIsSetAside() throws {
        try take([Row()], on: "2025-01-09")
        let links = ["900001,900101,Successor,31-03-2025"]
        _ = try bench.importLinks(linkFile(links), fileName: "links.csv")
        let plan = try take([Row()], on: "2025-04-22")
        #expect(
            plan.setAside.map(\.sentence) == [
                "school 900001 is open in the file, and in the ledger it gave way to 900101 by "
                    + "2025-04-22; import the links of the same day, or retract that event if the "
                    + "file is right"
            ])
    }

    @Test func theRegisterIsTakenInFromAnEarlierDayWithWhatClosedSince() throws {
        let plan = try take(
            [
                Row(opened: "01-09-1950"), Row(urn: "900002", opened: "01-09-2023"),
                Row(urn: "900003", status: "Closed", closed: "31-08-2023"),
                Row(urn: "900004", status: "Closed", closed: "31-08-2021"),
                Row(urn: "900005", status: "Closed"),
                Row(urn: "900006", status: "Proposed to open", opened: "01-09-2025"),
                Row(urn: "900007", status: "Open, but proposed to close", closed: "31-08-2025"),
            ], on: "2025-01-09"
        ) { $0.from = day("2022-04-01") }
        #expect(
            plan.entries.dropFirst().map { "\($0.entry.type) \($0.entry.validFrom?.text ?? "")" }
                == [
                    "SchoolRegistered 2022-04-01", "SchoolRegistered 2023-09-01",
                    "SchoolRegistered 2022-04-01", "SchoolClosed 2023-09-01",
                    "SchoolRegistered 2022-04-01",
                ])
        #expect(plan.outsideCount == 3)
        #expect(plan.notices.contains("Proposed to open, so not taken in yet: row 7"))
    }

    @Test func onlyTheLocalAuthoritiesAskedForAreTakenIn() throws {
        let plan = try take(
            [Row(), Row(urn: "900002", la: "660", onsCode: ""), Row(urn: "900003", la: "392")],
            on: "2025-01-09"
        ) { $0.localAuthorities = Set(["391", "660"].compactMap { LACode($0) }) }
        #expect(plan.schoolCount == 1)
        #expect(plan.outsideCount == 1)
        // Wales and the forces' schools are in GIAS, without an ONS code that is English.
        #expect(plan.setAside.map(\.row) == [3])
    }

    @Test func aStatusThatTheMappingSetsAsideIsListed() throws {
        let plan = try take([Row(status: "Quango")], on: "2025-01-09") {
            $0.mapping.statuses["Quango"] = .setAside
        }
        #expect(plan.setAside.map(\.sentence) == ["school 900001 has the status 'Quango'"])
    }

    @Test func anOlderExtractAddsOnlyWhatTheLedgerHasNot() throws {
        try take([Row(name: "Elm Primary")], on: "2025-04-22")
        let rows = [Row(), Row(urn: "900002")]
        let problem = #expect(throws: ImportProblem.self) { try plan(rows, on: "2025-01-09") }
        #expect(problem?.sentence.hasPrefix("the file is of 9 January 2025") == true)
        let older = try take(rows, on: "2025-01-09") { $0.isOlderMeant = true }
        #expect(older.entries.map(\.entry.type) == ["SchoolRegistered"])
        #expect(older.alreadyCount == 1)
    }

    @Test func aPlainListDoesNotUnsayWhatGIASSaid() throws {
        try take([Row(type: "Academy sponsor led")], on: "2025-01-09")
        let list = """
            urn,name,la,school_type,primary_on_roll,secondary_on_roll
            900001,Elm,391,Mainstream Academy,100,100
            """
        let plan = try RegisterImport(
            fileName: "list.csv", from: day("2025-04-22"), register: bench.known()
        ).plan(Array(list.utf8))
        #expect(plan.entries.isEmpty)
    }
}
