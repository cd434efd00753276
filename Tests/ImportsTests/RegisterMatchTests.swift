import CanonicalJSON
import Events
import Ledger
import Testing

@testable import Imports

/// A plain list that is late with new URNs, and a ledger held beside a list.
struct RegisterMatchTests {
    private let bench: ImportBench

    init() throws {
        bench = try ImportBench()
        let header = "urn,name,la,la_name,lad_code,school_type,phase"
        let rows = (1...6).map {
            "90000\($0),School \($0),391,Newcastle,E08000021,Community school,primary"
        }
        let list = Array(([header] + rows).joined(separator: "\n").utf8)
        _ = try bench.importRegister(
            RegisterImport(fileName: "list.csv", from: day("2019-09-01")).plan(list))
    }

    private func take(_ links: [String], on date: String) throws -> LinksPlan {
        try bench.importLinks(linkFile(links), fileName: "links.csv", on: date).0
    }

    @Test func aListThatStillHasAnOldURNIsPutRightFromItsFirstDay() throws {
        let links = [
            "900001,900101,Successor,31-05-2019", "900101,900201,Successor,30-06-2019",
            "900201,900301,Successor,31-08-2022",
        ]
        let plan = try take(links, on: "2025-04-22")
        #expect(
            plan.entries.map { $0.entry.key } == [
                "link:900001:900101:2019-09-01", "link:900101:900201:2019-09-01",
                "link:900201:900301:2022-09-01",
            ])
        #expect(
            plan.notices.first
                == "1 link with only the old URN dated, on the last day of a month: from the day after"
        )
        #expect(
            plan.notices.contains(
                "2 links with an old URN that the list still had: from the day the list is of"))
        #expect(plan.entries.first?.entry.source?["dates"]?.compact == #"{"900001":"2019-05-31"}"#)
        // The next extract says the same, and nothing is re-dated.
        #expect(try take(links.reversed(), on: "2025-06-22").entries.isEmpty)
    }

    @Test(arguments: [
        // A merger, two that became one, one that became two, and one that the list has as well.
        ["900001,900101,Successor - merged,31-05-2019"],
        ["900001,900101,Successor,31-05-2019", "900002,900101,Successor,31-05-2019"],
        ["900001,900101,Successor,31-05-2019", "900001,900102,Successor,31-05-2019"],
        ["900001,900002,Successor,31-05-2019"],
    ])
    func whatCouldMeanSomethingElseIsNotPutRight(_ links: [String]) throws {
        #expect(try take(links, on: "2025-04-22").entries.isEmpty)
    }

    @Test func everySchoolIsFoundInTheListOrItIsSaidWhyNot() throws {
        _ = try take(
            [
                "900002,900102,Successor,31-12-2023", "900003,900001,Successor - merged,31-08-2021",
                "900005,900105,Successor,31-12-2025",
            ], on: "2025-01-09")
        let links = [
            "900002,900102,Successor,31-12-2023", "900003,900001,Successor - merged,31-08-2021",
            "900006,900106,Successor,",
        ]
        _ = try take(links, on: "2025-04-22")
        let closing = Entry(
            type: "SchoolClosed", validFrom: day("2024-09-01"),
            members: [JSONMember("urn", .string("900004"))])
        _ = try bench.record([closing])
        let list = "urn,name\n900001,School 1\n900102,Ash\n900777,school 6\n"
        let known = try bench.known()
        var today = LinksImport(
            fileName: "links.csv", extractDate: day("2025-04-22"), register: known)
        today.absence = .keep
        let match = try RegisterMatch(
            known, on: day("2026-01-30"), with: Array(list.utf8),
            links: today.plan(linkFile(links)).findings)
        #expect(
            match.items.map { "\($0.school) \($0.urn) \($0.standing.rawValue): \($0.reason)" } == [
                "900001 900001 same: ", "900002 900102 later: ", "900003 900001 merged: ",
                "900004 900004 closed: it closed (event 16, from 2024-09-01)",
                "900005 900005 taken-back: it was to give way to 900105, and event 14 took that back",
                "900006 900006 set-aside: blank-date, row 4: 900006 gave way to 900106 on a day the "
                    + "file leaves blank; find the day, and record SchoolUrnSucceeded or "
                    + "SchoolsMerged; the list has a school of that name, 900777 (row 4)",
            ])
        #expect(
            match.strangers.map { "\($0.row) \($0.urn): \($0.reason)" } == [
                "4 900777: it is not in the ledger"
            ])
        #expect(match.count(.same) == 1)
    }

    @Test func aListIsReadInTheEncodingThatIsNamed() throws {
        let bench = try ImportBench()
        let list = Array("urn,name\n900777,École\n".utf8)
        let known = try bench.known()
        let names = try [nil, TextEncoding.windows1252].map { encoding in
            try RegisterMatch(known, on: day("2026-01-30"), with: list, encoding: encoding)
                .strangers.map(\.name)
        }
        #expect(names == [["École"], ["Ã‰cole"]])
    }
}
