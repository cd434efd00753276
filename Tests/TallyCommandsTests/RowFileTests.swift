import Foundation
import Imports
import Reports
import Testing

@testable import TallyCommands

/// What an import leaves beside the file it could not take in.
@Suite struct RowFileTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private let header =
        "URN,EstablishmentName,LA (code),LA (name),GSSLACode (name),TypeOfEstablishment (name),"
        + "PhaseOfEducation (name),OpenDate\n"
    private let good = "900001,Hill School,391,Newcastle,E08000021,Community school,Primary,\n"

    private func write(_ rows: String) throws {
        try (header + rows).write(
            toFile: desk.folder + "/schools.csv", atomically: true, encoding: .utf8)
    }

    private func kept() -> String? {
        FileManager.default.contents(atPath: desk.folder + "/schools.csv.errors.csv")
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func wrongRowsAreKeptWithTheirReasons() throws {
        try write(
            good + "90000x,=cmd(),391,Newcastle,E08000021,Community school,Primary,07/05/24\n"
                + "900003,\"Dale \"School\",391\n")
        #expect(try desk.run("import register schools.csv --from 2024-09-01") == .refused)
        #expect(
            desk.talk == """
                tally: row 3, column URN: '90000x' is not a URN of six digits; correct it
                tally: row 3, column OpenDate: '07/05/24' has a year of two digits; write all \
                four, as in 07/05/2024
                tally: row 4: text follows the double quote that closes a field; a double quote \
                inside a quoted field is written twice
                  nothing was recorded; these 2 rows are in schools.csv.errors.csv with what is \
                wrong; correct the file and run it again, or record the other rows with --set-aside

                """)
        let first =
            "90000x,'=cmd(),391,Newcastle,E08000021,Community school,Primary,07/05/24,3,"
            + "\"URN: '90000x' is not a URN of six digits; correct it; OpenDate: '07/05/24' "
            + "has a year of two digits; write all four, as in 07/05/2024\""
        let second =
            "\"900003,\"\"Dale \"\"School\"\",391\",,,,,,,,4,text follows the double quote "
            + "that closes a field; a double quote inside a quoted field is written twice"
        let top = "\u{FEFF}\(header.dropLast()),import row,import problem"
        #expect(kept() == [top, first, second, ""].joined(separator: "\r\n"))
    }

    @Test func theFileIsGoneOnceAllRowsGoIn() throws {
        try write(good + "x\n")
        #expect(try desk.run("import register schools.csv --from 2024-09-01") == .refused)
        #expect(kept() != nil)
        try write(good)
        #expect(try desk.run("import register schools.csv --from 2024-09-01") == .done)
        #expect(kept() == nil)
    }

    @Test func aFileThatOnlyHasTheNameStays() throws {
        try write(good)
        let path = desk.folder + "/schools.csv.errors.csv"
        try "mine\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try desk.run("import register schools.csv --from 2024-09-01") == .done)
        #expect(kept() == "mine\n")
    }

    @Test func aSymbolicLinkIsNeverWrittenThrough() throws {
        try write("x\n")
        let target = desk.folder + "/precious.txt"
        try "precious".write(toFile: target, atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            atPath: desk.folder + "/schools.csv.errors.csv", withDestinationPath: target)
        #expect(try desk.run("import register schools.csv --from 2024-09-01") == .refused)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
        #expect(kept()?.contains("import problem") == true)
    }

    @Test func aTrialLeavesNothing() throws {
        try write("x\n")
        #expect(try desk.run("import register schools.csv --from 2024-09-01 --dry-run") == .refused)
        #expect(kept() == nil)
    }

    @Test(arguments: [
        "plain", "=cmd()", "'=cmd()", "''=cmd()", "+1", "-1", "@x", "'x", "'", "", "a\"b", "a,b",
        "a\nb", "\"\u{301}x", "'\"", "don't", "-", "''",
    ])
    func whatIsWrittenAsCSVIsReadBackTheSame(_ text: String) throws {
        let line = csv([["name", "last"], [csvField(text: text), "x"]])
        let table = try CSVTable(Array(line.utf8))
        #expect(table.records.first?.fields == [text, "x"])
    }
}
