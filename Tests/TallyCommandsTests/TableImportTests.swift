import CanonicalJSON
import Foundation
import Testing

@testable import TallyCommands

/// A list of some kind, as an officer would keep it, and the same with the other URN of its school.
struct ListCase: CustomTestStringConvertible {
    let kind: String
    let header: String
    let rows: [String]
    /// The data of the first row's event.
    let data: String

    var testDescription: String { kind }

    var text: String { ([header] + rows).joined(separator: "\r\n") + "\r\n" }

    /// The rows from last to first, with the new URN where they have the old.
    var turned: String {
        let others = rows.reversed().map { $0.replacing("900002", with: "900102") }
        return ([header] + others).joined(separator: "\n") + "\n"
    }

    static let all = [
        ListCase(
            kind: "opt-ins", header: "School,School URN,Date,Form",
            rows: ["Fell,900004,02/09/2024,F-1", "Beck,900005,3 September 2024,"],
            data: #"{"evidence":"F-1","programme":"learning","urn":"900004"}"#),
        ListCase(
            kind: "enrolments", header: "URN,Strand,Enrolled,Cohort",
            rows: ["900001,oracy,2023-09-04,", "900002,Speaking and listening,04-09-2023,Autumn"],
            data: #"{"programme":"learning","strand":"oracy","urn":"900001"}"#),
        ListCase(
            kind: "participation", header: "URN,Strand,From,To,Teachers,Pupils",
            rows: [
                "900002,oracy,01/09/2023,31/12/2023,4,120",
                "900002,oracy,01/09/2023,31/12/2023,4,120",
                ",Mathematics,01/09/2023,31/12/2023,17,",
            ],
            data: #"{"from":"2023-09-01","programme":"learning","pupils":120,"strand":"oracy","#
                + #""teachers":4,"to":"2024-01-01","urn":"900002"}"#),
        ListCase(
            kind: "spend",
            header: "Invoice,Amount (£),Date,From,To,Category,Borne by,Strand,Paid to body",
            rows: [
                "INV/2024-1,\"£1,234.50\",31/01/2024,01/01/2024,31/01/2024,Venue,"
                    + "North Combined Authority,,",
                "INV/2024-2,90,31/01/2024,01/01/2024,31/01/2024,grant,authority:north,oracy,900002",
            ],
            data: #"{"amountPence":123450,"bornBy":{"id":"north","kind":"authority"},"#
                + #""category":"venue","from":"2024-01-01","programme":"learning","#
                + #""spend":"inv-2024-1","to":"2024-02-01"}"#),
        ListCase(
            kind: "commitments", header: "PO,Amount,Order date,Strand,Supplier",
            rows: ["PO 1,\"12,500\",06/01/2024,oracy,contract-1", "PO 2,1.5,06/01/2024,,"],
            data: #"{"amountPence":1250000,"commitment":"po-1","programme":"learning","#
                + #""strand":"oracy","supplierRef":"contract-1"}"#),
        ListCase(
            kind: "contributions",
            header: "Contributor,Kind,Amount,Half-days,Rate,First day,Last day",
            rows: [
                "900002,In kind,1800,12,150,01/09/2023,31/08/2024",
                "LA:391,cash,250.00,,,01/09/2023,31/08/2024",
            ],
            data: #"{"amountPence":180000,"contributor":{"id":"900002","kind":"school"},"#
                + #""from":"2023-09-01","halfDays":12,"kind":"in-kind","programme":"learning","#
                + #""ratePence":15000,"to":"2024-09-01"}"#),
        ListCase(
            kind: "baseline", header: "Local authority,Activity,Cost,Year,Method,Confidence",
            rows: [
                "Newcastle upon Tyne,Advice,45000,2022/23,outturn,Medium",
                "391,Advice,46000,2021-2022,outturn,low",
            ],
            data: #"{"activity":"Advice","amountPence":4500000,"body":{"id":"391","kind":"la"},"#
                + #""confidence":"medium","financialYear":"2022-23","method":"outturn"}"#),
    ]
}

/// Lists that are read by columns and members alone.
@Suite struct TableImportTests {
    private let desk: Desk

    init() throws { desk = try Desk(facts: listFacts) }

    private func save(_ text: String, as name: String = "list.csv") throws {
        try text.write(toFile: desk.folder + "/" + name, atomically: true, encoding: .utf8)
    }

    private func events() throws -> [JSONValue] {
        try desk.run("log --json")
        return try desk.json()["events"]?.elements ?? []
    }

    private func size() throws -> Int { try events().count }

    @Test(arguments: ListCase.all)
    func everyRowBecomesAnEvent(_ list: ListCase) throws {
        try save(list.text)
        let before = try size()
        #expect(try desk.run("import \(list.kind) list.csv") == .done, "\(desk.talk)")
        let count = list.rows.count
        #expect(desk.output.hasPrefix("Recorded \(count) facts; 0 were there already\nRows: "))
        #expect(
            desk.output.contains(
                "\nRows: \(count) new, 0 changed, 0 there already, 0 set aside, 0 wrong\n"))
        let new = try events().dropFirst(before)
        #expect(new.count == count)
        #expect(
            new.map { $0["source"]?["row"]?.integer }.compactMap(\.self).sorted()
                == Array(2...(count + 1)))
        let first = try #require(new.first { $0["source"]?["row"]?.integer == 2 })
        #expect(first["data"]?.compact == list.data)
        #expect(first["source"]?["kind"]?.text == list.kind)
        #expect(first["source"]?["reference"]?.text == "list.csv")
        #expect(Set(new.map { $0["source"]?["sha256"]?.text }).count == 1)
    }

    @Test(arguments: ListCase.all)
    func theSameListAddsNothingWhateverItsOrderAndURNs(_ list: ListCase) throws {
        try save(list.text)
        #expect(try desk.run("import \(list.kind) list.csv") == .done, "\(desk.talk)")
        let size = try size()
        try save(list.turned, as: "turned.csv")
        for file in ["list.csv", "turned.csv"] {
            #expect(try desk.run("import \(list.kind) \(file)") == .done, "\(desk.talk)")
            #expect(desk.output.hasPrefix("Recorded 0 facts; \(list.rows.count) were"), "\(file)")
            #expect(try self.size() == size)
        }
    }

    @Test(arguments: ListCase.all)
    func aListThatWasTakenBackCanBeImportedAgain(_ list: ListCase) throws {
        try save(list.text)
        let before = try size()
        #expect(try desk.run("import \(list.kind) list.csv") == .done, "\(desk.talk)")
        for seq in (before + 1...before + list.rows.count).reversed() {
            try #require(try desk.run("retract \(seq) --reason wrong") == .done, "\(desk.talk)")
        }
        #expect(try desk.run("import \(list.kind) list.csv") == .done, "\(desk.talk)")
        #expect(desk.output.hasPrefix("Recorded \(list.rows.count) facts; 0 were"))
        #expect(try desk.run("import \(list.kind) list.csv") == .done, "\(desk.talk)")
        #expect(desk.output.hasPrefix("Recorded 0 facts"))
    }

    @Test(arguments: ListCase.all)
    func aTrialSaysTheSameAndChangesNothing(_ list: ListCase) throws {
        try save(list.text)
        let size = try size()
        #expect(try desk.run("import \(list.kind) list.csv --dry-run") == .done, "\(desk.talk)")
        #expect(
            desk.output.hasPrefix("Would record \(list.rows.count) facts; 0 were there already\n"))
        #expect(try self.size() == size)
    }

    @Test func everythingThatIsWrongIsToldAtOnce() throws {
        try save(
            """
            Invoice,Amount,Paid on,From,To,Category,Borne by,Purchase order
            1,-12.50,31/01/2024,01/01/2024,31/01/2024,venue,la:391,
            2,0,31/01/24,01/01/2024,31/01/2024,venue,la:391,
            3,12.505,45322,01/02/2024,31/01/2024,venue,la:391,
            4,12.50,31/01/2024,01/01/2024,31/01/2024,party,Nobody,
            ,12.50,31/01/2024,01/01/2024,,venue,la:391,
            6,"200,000",31/01/2024,01/01/2024,31/01/2024,venue,la:391,delivery
            7,12.50,31/01/2024,01/01/2024,31/01/2024,venue,la:391,

            """)
        let size = try size()
        #expect(try desk.run("import spend list.csv") == .refused)
        let expected = [
            "row 2, column Amount: '-12.50' is negative; remove the row, and record what is taken "
                + "back with 'tally record SpendReversed spend=REFERENCE'",
            "row 3, column Amount: '0' is nothing; correct it, or remove the row",
            "row 3, column Paid on: '31/01/24' has a year of two digits; write all four, as in "
                + "07/05/2024",
            "row 4, column Amount: '12.505' has more than two decimals; write it in pounds and whole "
                + "pence, as 1234.50",
            "row 4, column To: the period ends before it begins: its first day is 1 February 2024, "
                + "its last 31 January 2024; correct one of the two",
            "row 4, column Paid on: '45322' is a day as a spreadsheet counts it: it would be "
                + "31 January 2024; format the column as a date and save the file again",
            "row 5, column Borne by: 'Nobody' is no body the ledger knows by that name; write its "
                + "kind and what it is known by, such as la:391 or authority:neca-2024",
            "row 5, column Category: 'party' is not one of staff, grant, delivery, venue, "
                + "evaluation, other; choose one of them",
            "row 6, column Invoice: the reference is missing; enter it",
            "row 6, column To: the last day is missing; enter it",
            "row 7: £200,000 is more than the £100,000 still open of commitment delivery "
                + "(event 17, from 2023-09-01); vary the commitment first, or record a smaller amount",
        ].map { "tally: \($0)\n" }
        #expect(
            desk.talk == expected.joined()
                + "  rows: 1 new, 0 changed, 0 there already, 0 set aside, 6 wrong\n"
                + "  next: nothing was recorded; these 6 rows are in list.csv.errors.csv with what is "
                + "wrong; correct the file and run it again, or record the other rows with "
                + "--set-aside\n")
        #expect(try self.size() == size)
    }

    @Test func theRowsThatAreRightGoInOnRequest() throws {
        let text = "URN,Opted in\n900004,2024-09-02\n900009,2024-09-02\n900005,2/9/24\n"
        try save(text)
        #expect(try desk.run("import opt-ins list.csv --set-aside") == .done, "\(desk.talk)")
        #expect(
            desk.output.hasPrefix(
                """
                Recorded 1 fact; 0 were there already
                Rows: 1 new, 0 changed, 0 there already, 2 set aside, 0 wrong

                """))
        #expect(
            desk.output.hasSuffix(
                """
                Set aside, row 3: no school with URN 900009 is registered by 2024-09-02; check the \
                URN and the date, or record SchoolRegistered first
                Set aside, row 4, column Opted in: '2/9/24' has a year of two digits; write all \
                four, as in 07/05/2024
                The rows set aside are in list.csv.set-aside.csv

                """), "\(desk.output)")
        let kept = try String(
            contentsOfFile: desk.folder + "/list.csv.set-aside.csv", encoding: .utf8)
        #expect(kept.split(separator: "\r\n").count == 3)
        // Put right, the same file can be imported, and leaves nothing aside.
        try save(
            kept.replacing("900009", with: "900001").replacing("2/9/24", with: "2/9/2024"),
            as: "list.csv")
        #expect(try desk.run("import opt-ins list.csv") == .done, "\(desk.talk)")
        #expect(desk.output.contains("Rows: 1 new, 0 changed, 1 there already, 0 set aside"))
        #expect(
            desk.output.contains(
                "There already, row 2: school 900001 is already in learning (event 13, from "
                    + "2023-09-01)\n"))
        #expect(!FileManager.default.fileExists(atPath: desk.folder + "/list.csv.set-aside.csv"))
    }

    @Test func aReferenceWithAnotherAmountIsRefusedWithWhatToDo() throws {
        let list = try #require(ListCase.all.first { $0.kind == "spend" })
        try save(list.text)
        #expect(try desk.run("import spend list.csv") == .done, "\(desk.talk)")
        try save(list.text.replacing("1,234.50", with: "1,234.60"))
        #expect(try desk.run("import spend list.csv") == .refused)
        #expect(
            desk.talk.hasPrefix(
                "tally: row 2: spend inv-2024-1 is already recorded with other details (event 18, "
                    + "from 2024-01-31); give this one another short name, or correct event 18\n"),
            "\(desk.talk)")
    }

    @Test func numbersThatChangedAreNotAddedToThoseRecorded() throws {
        let header = "URN,Strand,From,To,Pupils\n"
        try save(header + "900001,oracy,01/09/2023,31/12/2023,120\n")
        #expect(try desk.run("import participation list.csv") == .done, "\(desk.talk)")
        try save(header + "900001,oracy,01/09/2023,31/12/2023,130\n")
        #expect(try desk.run("import participation list.csv") == .refused)
        #expect(
            desk.talk.hasPrefix(
                "tally: row 2: event 18 says it otherwise: pupils is 120, not 130; correct event 18 "
                    + "if the row is right, or record the row with 'tally record' if both are true\n"
            ),
            "\(desk.talk)")
        try save(
            header
                + "900001,oracy,01/09/2023,31/12/2023,120\n900001,oracy,01/09/2023,31/12/2023,130\n"
        )
        #expect(try desk.run("import participation list.csv") == .done, "\(desk.talk)")
        #expect(desk.output.hasPrefix("Recorded 1 fact; 1 was there already\n"))
    }

    @Test func aCorrectedFactAnswersForBothReadings() throws {
        let header = "URN,Strand,From,To,Pupils\n"
        let (old, new) = (
            "900001,oracy,01/09/2023,31/12/2023,120\n", "900001,oracy,01/09/2023,31/12/2023,130\n"
        )
        try save(header + old)
        #expect(try desk.run("import participation list.csv") == .done, "\(desk.talk)")
        #expect(try desk.run("correct 18 pupils=130 --reason recount") == .done, "\(desk.talk)")
        for row in [old, new] {
            try save(header + row)
            #expect(try desk.run("import participation list.csv") == .done, "\(desk.talk)")
            #expect(desk.output.hasPrefix("Recorded 0 facts; 1 was there already\n"))
        }
    }

    @Test func aSchoolThatLeftCanJoinAgainByTheSameList() throws {
        try save("URN\n900004\n")
        let line = "import opt-ins list.csv --from "
        #expect(try desk.run(line + "2023-09-01") == .done, "\(desk.talk)")
        #expect(try desk.run("withdraw 900004 --from 2024-01-01") == .done, "\(desk.talk)")
        for recorded in ["Recorded 1 fact; 0 were", "Recorded 0 facts; 1 was"] {
            #expect(try desk.run(line + "2024-09-02") == .done, "\(desk.talk)")
            #expect(desk.output.hasPrefix(recorded), "\(desk.output)")
        }
    }

    @Test func columnsAndWhatIsMissingCanBeGiven() throws {
        try save(
            "Ref;Net,£;Start;Finish\nA-1;1234,5;01/01/2024;31/01/2024\nA-2;12.5;01/01/2024;31/01/2024\n"
        )
        let line =
            "import spend list.csv --map Ref=spend,Net,£=amountPence,Finish=lastDay --fill "
            + "category=venue,bornBy=la:391 --strand oracy --from 2024-02-01"
        #expect(try desk.run(line) == .refused)
        #expect(
            desk.talk.hasPrefix(
                "tally: row 2, column Net,£: '1234,5' is not an amount; write it in pounds, as "
                    + "1234.50 or £1,234.50\n"), "\(desk.talk)")
        try save("Ref;Net,£;Start;Finish\nA-2;12.5;01/01/2024;31/01/2024\n")
        #expect(try desk.run(line) == .done, "\(desk.talk)")
        #expect(desk.output.contains("Read: The columns are separated by semicolons\n"))
        #expect(
            try events().last?["data"]?.compact
                == #"{"amountPence":1250,"bornBy":{"id":"391","kind":"la"},"category":"venue","#
                + #""from":"2024-01-01","programme":"learning","spend":"a-2","strand":"oracy","#
                + #""to":"2024-02-01"}"#)
    }

    @Test(arguments: [
        (
            "import opt-ins list.csv",
            "the file has no column for 'Opted in'; its columns are URN, Strand\n  say which column it "
                + "is with --map 'COLUMN=validFrom', or what it is in all rows with --from DATE"
        ),
        (
            "import participation list.csv",
            "the file has no column for 'First day'; its columns are URN, Strand\n  say which column "
                + "it is with --map 'COLUMN=from', or what it is in all rows with --fill from=VALUE"
        ),
        (
            "import opt-ins list.csv --fill strand=oracy",
            "--fill: 'strand=oracy' does not say what a member is to be\n  write MEMBER=VALUE with one "
                + "of urn, evidence, programme"
        ),
    ])
    func whatAListLacksIsSaidWithWhatToDo(_ line: String, _ talk: String) throws {
        try save("URN,Strand\n900004,oracy\n")
        #expect(try desk.run(line) != .done)
        #expect(desk.talk == "tally: \(talk)\n")
    }

    @Test func standardInputIsReadToo() throws {
        let list = "URN,Opted in\n900004,2024-09-02\n"
        #expect(try desk.run("import opt-ins -", input: list + "x,y\n") == .refused)
        #expect(desk.talk.contains("the row is in import.errors.csv with what is wrong"))
        #expect(FileManager.default.fileExists(atPath: desk.folder + "/import.errors.csv"))
        #expect(try desk.run("import opt-ins -", input: list) == .done, "\(desk.talk)")
        #expect(try events().last?["source"]?["reference"]?.text == "standard input")
        #expect(!FileManager.default.fileExists(atPath: desk.folder + "/import.errors.csv"))
    }

    @Test func aReceiptCountsTheRows() throws {
        try save("URN,Opted in\n900004,2024-09-02\n900001,2024-09-02\n900009,2024-09-02\n")
        #expect(try desk.run("import opt-ins list.csv --set-aside --json") == .done, "\(desk.talk)")
        #expect(
            try desk.json()["rows"]?.compact
                == #"{"new":1,"changed":0,"already":1,"setAside":1,"wrong":0}"#)
    }
}
