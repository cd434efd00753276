import Testing

@testable import Imports

/// A file, what is read of it as `row: field|field`, and the rows that cannot be read.
struct CSVCase: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    var records: [String] = []
    var problems: [Int] = []

    init(_ name: String, _ text: String, _ records: [String] = [], problems: [Int] = []) {
        self.name = name
        self.text = text
        self.records = records
        self.problems = problems
    }

    var testDescription: String { name }
}

struct CSVTests {
    @Test(arguments: [
        CSVCase("line feeds", "a,b\n1,2\n3,4\n", ["2: 1|2", "3: 3|4"]),
        CSVCase("carriage returns and line feeds", "a,b\r\n1,2\r\n", ["2: 1|2"]),
        CSVCase("carriage returns", "a,b\r1,2\r3,4", ["2: 1|2", "3: 3|4"]),
        CSVCase("no line end at the end", "a,b\n1,2", ["2: 1|2"]),
        CSVCase("a byte order mark", "\u{FEFF}a,b\n1,2\n", ["2: 1|2"]),
        CSVCase("a quoted comma", "a,b\n\"1,5\",2\n", ["2: 1,5|2"]),
        CSVCase("a doubled quote", "a,b\n\"say \"\"no\"\"\",2\n", ["2: say \"no\"|2"]),
        CSVCase(
            "a quoted line break is part of its row", "a,b\n\"x\r\ny\",2\n3,4\n",
            ["2: x\r\ny|2", "3: 3|4"]),
        CSVCase("empty fields", "a,b\n,2\n1,\n", ["2: |2", "3: 1|"]),
        CSVCase("an empty line keeps its number", "a,b\n\n1,2\n", ["3: 1|2"]),
        CSVCase("a line of commas keeps its number", "a,b\n,\n1,2\n", ["3: 1|2"]),
        CSVCase("white space is kept", "a,b\n 1 ,2\n", ["2:  1 |2"]),
        CSVCase("a row too short", "a,b\n1\n3,4\n", ["3: 3|4"], problems: [2]),
        CSVCase("a row too long", "a,b\n1,2,3\n3,4\n", ["3: 3|4"], problems: [2]),
        CSVCase("a quote inside a field", "a,b\n1\"2,2\n3,4\n", ["3: 3|4"], problems: [2]),
        CSVCase("text after a quote", "a,b\n\"1\"2,2\n3,4\n", ["3: 3|4"], problems: [2]),
        CSVCase(
            "a quote nothing closes", "a,b\n1,2\n\"3,4\n5,6\n", ["2: 1|2", "4: 5|6"],
            problems: [3]),
        CSVCase(
            "a stray quote costs its own row only", "a,b\n\"1,2\n3,4\n\"x,y\",5\n6,7\n",
            ["3: 3|4", "4: x,y|5", "5: 6|7"], problems: [2]),
        CSVCase("only a header", "a,b\n"),
        CSVCase("trailing columns that hold nothing", "a,b,,\n1,2,,\n3,4\n", ["2: 1|2", "3: 3|4"]),
        CSVCase(
            "a trailing column that holds something", "a,b,\n1,2,x\n3,4,\n", ["3: 3|4"],
            problems: [2]),
        CSVCase("trailing rows that hold nothing", "a,b\n1,2\n,\n , \n\n", ["2: 1|2"]),
        CSVCase("semicolons", "a;b\n1,5;2\n", ["2: 1,5|2"]),
        CSVCase("tabs", "a\tb\n1,5\t2\n", ["2: 1,5|2"]),
        CSVCase("a semicolon in a header of commas", "a,b\n1;2,3\n", ["2: 1;2|3"]),
        CSVCase("the mark before a formula", "a,b\n'=1,'-2\n", ["2: =1|-2"]),
        CSVCase("two marks before a formula", "a,b\n''=1,'x\n", ["2: '=1|'x"]),
        CSVCase("a NUL", "a,b\n1,\u{0}\n3,4\n", ["3: 3|4"], problems: [2]),
    ])
    func readsTheForm(_ example: CSVCase) throws {
        let table = try CSVTable(Array(example.text.utf8))
        #expect(table.header == ["a", "b"])
        let records = table.records.map { "\($0.row): \($0.fields.joined(separator: "|"))" }
        #expect(records == example.records)
        #expect(table.problems.map(\.row) == example.problems)
        #expect(table.rowCount == example.records.count + example.problems.count)
    }

    @Test func saysWhatIsWrongWithARowAndHowToPutItRight() throws {
        let table = try CSVTable(Array("a,b\n1\nx\"y,2\n\"z\"z,2\n\"open\n".utf8))
        #expect(
            table.problems.map(\.sentence) == [
                "the row has 1 field and the header has 2; put a value that holds a comma in "
                    + "double quotes, and keep every comma",
                "a double quote stands inside a field that is not quoted; double it and put the "
                    + "whole field in double quotes",
                "text follows the double quote that closes a field; a double quote inside a "
                    + "quoted field is written twice",
                "a double quote opens a field and nothing closes it; close it before the next "
                    + "column, or remove it",
            ])
    }

    @Test(arguments: [
        ([UInt8](), "the file is empty; check that you have named the right file"),
        (
            [0x50, 0x4B, 0x03, 0x04, 0x14],
            "the file is a workbook, not a CSV file; save the sheet as CSV UTF-8 and import that"
        ),
        (
            [0xFF, 0xFE, 0x61, 0x00],
            "the file is written in UTF-16; save it as CSV UTF-8 and import that"
        ),
    ])
    func refusesWhatIsNoText(_ bytes: [UInt8], _ sentence: String) {
        let problem = #expect(throws: ImportProblem.self) { try CSVTable(bytes) }
        #expect(problem?.description == sentence)
    }
}

struct EncodingTests {
    private func field(_ bytes: [UInt8]) throws -> (CSVTable, String?) {
        let table = try CSVTable(Array("name\n".utf8) + bytes + [0x0A])
        return (table, table.records.first?.fields.first)
    }

    @Test func readsUTF8() throws {
        let (table, name) = try field(Array("Café – Léa’s".utf8))
        #expect(table.encoding == .utf8)
        #expect(name == "Café – Léa’s")
    }

    @Test func readsWindows1252WhenItIsNotUTF8() throws {
        let (table, name) = try field([0x43, 0x61, 0x66, 0xE9, 0x20, 0x96, 0x20, 0x92, 0x80])
        #expect(table.encoding == .windows1252)
        #expect(name == "Café – ’€")
    }

    @Test func composesCharacters() throws {
        let (_, name) = try field(Array("Cafe\u{301}".utf8))
        #expect(name.map { Array($0.utf8) } == Array("Caf\u{E9}".utf8))
    }

    @Test(arguments: [0x81, 0x8D, 0x8F, 0x90, 0x9D] as [UInt8])
    func reportsAByteThatWindows1252DoesNotHave(_ byte: UInt8) throws {
        let (table, name) = try field([0xE9, byte])
        #expect(name == nil)
        #expect(
            table.problems == [
                RowNote(
                    row: 2,
                    "the row holds a byte that is no character in Windows-1252; save the file as "
                        + "CSV UTF-8 and import it again")
            ])
    }

    @Test func theEncodingCanBeGiven() throws {
        let bytes = Array("name\nCaf\u{E9}\n".utf8)
        #expect(try CSVTable(bytes).records[0].fields == ["Caf\u{E9}"])
        #expect(try CSVTable(bytes, encoding: .windows1252).records[0].fields == ["CafÃ©"])
        let other = try CSVTable([0x61, 0x0A, 0xE9, 0x0A], encoding: .utf8)
        #expect(other.problems.map(\.row) == [2])
    }

    @Test func anOfficerIsAskedToCheckThreeNames() throws {
        let header = "urn,name,head\n"
        let rows = [
            "1,Caf\u{E9},\u{C9}loi", "2,Plain,x", "3,\u{C9}loi,x", "4,Caf\u{E9},x", "5,F\u{EA}te,x",
            "6,Na\u{EF}f,x",
        ]
        let text = header + rows.joined(separator: "\n")
        let table = try CSVTable(text.unicodeScalars.map { UInt8($0.value) })
        let columns = try Columns(
            of: table.header, ColumnMapping<LinkColumn>([.urn: ["urn"], .name: ["name"]]))
        #expect(
            columns.notices(of: table) == [
                "The file is not UTF-8 and is read as Windows-1252; check 'Caf\u{E9}', "
                    + "'\u{C9}loi', 'F\u{EA}te', or name another encoding with --encoding"
            ])
    }

    @Test func aColumnThatIsNamedMustBeThere() throws {
        var mapping = ColumnMapping<LinkColumn>([.urn: ["urn"], .name: []])
        try mapping.prefer("Amount, £=name")
        let problem = #expect(throws: ImportProblem.self) { try Columns(of: ["urn"], mapping) }
        #expect(
            problem?.description == "the file has no column 'Amount, £'; its columns are urn; "
                + "write the column after --map as the file has it")
        #expect(try Columns(of: ["urn", "amount, £"], mapping).header(of: .name) == "amount, £")
    }

    @Test func commasInHeadersDoNotEndAPair() {
        #expect(mapPairs("Amount, £=name,Ref=urn") == ["Amount, £=name", "Ref=urn"])
        #expect(mapPairs("nonsense") == ["nonsense"])
    }

    @Test func reportsWhatIsNotUTF8WhereTheFileClaimsToBe() throws {
        let table = try CSVTable([0xEF, 0xBB, 0xBF] + Array("a\n".utf8) + [0xE9, 0x0A])
        #expect(table.encoding == .utf8)
        #expect(table.problems.map(\.row) == [2])
    }
}

struct NumberTests {
    // Each row: the text, the decimals kept, the value, whether it was rounded.
    @Test(arguments: [
        ("112.5", 0, 113, true), ("112.49", 0, 112, true), ("112", 0, 112, false),
        ("112.0", 0, 112, false), ("31.5", 1, 315, false), ("31.45", 1, 315, true),
        ("31", 1, 310, false), ("0", 0, 0, false),
    ])
    func readsNumbers(_ text: String, _ decimals: Int, _ value: Int, _ isRounded: Bool) {
        #expect(
            number(text, decimals: decimals) == RoundedNumber(value: value, isRounded: isRounded))
    }

    @Test(arguments: ["", "-1", "1,234", "1e3", "12.", ".5", "1.2.3", "z", "٣", "9999999999999999"])
    func readsNothingElse(_ text: String) { #expect(number(text) == nil) }
}
