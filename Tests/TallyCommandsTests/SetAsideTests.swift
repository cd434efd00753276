import CanonicalJSON
import Foundation
import Testing

@testable import TallyCommands

/// Lists of schools and of links whose rows are not all right.
@Suite struct SetAsideTests {
    private let desk: Desk

    init() throws { desk = try Desk(facts: listFacts) }

    private func write(_ name: String, _ rows: [String], latin: Bool = false) throws {
        let header =
            name.hasPrefix("links")
            ? "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate"
            : "URN,EstablishmentName,LA (code),LA (name),GSSLACode (name),"
                + "TypeOfEstablishment (name),PhaseOfEducation (name),OpenDate"
        let text = ([header] + rows).joined(separator: "\n") + "\n"
        let bytes = latin ? text.unicodeScalars.map { UInt8($0.value) } : Array(text.utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: desk.folder + "/" + name))
    }

    private func school(_ urn: String, _ name: String, la: String = "391", opens: String = "")
        -> String
    {
        "\(urn),\(name),\(la),Newcastle upon Tyne,E08000021,Community school,Primary,\(opens)"
    }

    private func kept(_ name: String) -> [String]? {
        FileManager.default.contents(atPath: desk.folder + "/" + name).map {
            String(decoding: $0.dropFirst(3), as: UTF8.self).split(separator: "\r\n")
                .map(String.init)
        }
    }

    private func size() throws -> Int? {
        try desk.run("log --json --last 1")
        return try desk.json()["events"]?.elements?.last?["seq"]?.integer
    }

    private let take = "import register schools.csv --from 2024-09-01"

    // MARK: - Lists of schools

    @Test func theSchoolsThatAreRightGoInOnRequest() throws {
        try write(
            "schools.csv",
            [
                school("900011", "Moor School"), school("90001x", "=cmd()"),
                school("900012", "Ford School", opens: "07/05/24"),
            ])
        let size = try size()
        #expect(try desk.run(take) == .refused)
        #expect(desk.talk.contains("or record the other rows with --set-aside\n"))
        #expect(try self.size() == size)
        #expect(kept("schools.csv.errors.csv")?.count == 3)
        #expect(try desk.run(take + " --set-aside --dry-run") == .done, "\(desk.talk)")
        #expect(kept("schools.csv.set-aside.csv") == nil)
        #expect(try desk.run(take + " --set-aside") == .done, "\(desk.talk)")
        #expect(
            desk.output.hasPrefix(
                "Recorded 2 facts; 0 were there already\n"
                    + "Rows: 1 new, 0 changed, 0 there already, 2 set aside, 0 wrong\n"))
        #expect(
            desk.output.hasSuffix(
                """
                Set aside, row 3, column URN: '90001x' is not a URN of six digits; correct it
                Set aside, row 4, column OpenDate: '07/05/24' has a year of two digits; write all \
                four, as in 07/05/2024
                The rows set aside are in schools.csv.set-aside.csv

                """), "\(desk.output)")
        #expect(kept("schools.csv.errors.csv") == nil)
        let rows = try #require(kept("schools.csv.set-aside.csv"))
        #expect(rows.count == 3)
        #expect(rows[0].hasSuffix(",OpenDate,import row,import problem"))
        #expect(
            rows[1]
                == "90001x,'=cmd(),391,Newcastle upon Tyne,E08000021,Community school,Primary,,3,"
                + "URN: '90001x' is not a URN of six digits; correct it")
        try desk.run("log --type RegisterExtractImported --json")
        let counts = try desk.json()["events"]?.elements?.last?["data"]
        #expect(counts?["accepted"] == .integer(1) && counts?["rejected"] == .integer(2))
    }

    /// Put right, the rows set aside are imported by themselves, and nothing else is missing from
    /// them.
    @Test func theRowsSetAsideGoInByThemselves() throws {
        try write(
            "schools.csv",
            [
                school("900011", "Moor School"),
                school("900012", "Ford School", opens: "01/01/2025"),
                school("90001x", "Weir School"),
            ])
        try #require(try desk.run(take + " --set-aside") == .done, "\(desk.talk)")
        let name = "schools.csv.set-aside.csv"
        let text = try #require(kept(name)).joined(separator: "\n")
        try text.replacing("90001x", with: "900014")
            .write(toFile: desk.folder + "/" + name, atomically: true, encoding: .utf8)
        #expect(try desk.run("import register \(name) --from 2024-09-01") == .done, "\(desk.talk)")
        #expect(desk.output.contains("Rows: 1 new, 0 changed, 0 there already, 0 set aside"))
        #expect(!desk.output.contains("not in the file"))
        #expect(try desk.run("log --type EventRetracted") == .nothingFound)
        #expect(try desk.run("show school 900012 --as-of 2025-02-01") == .done)
    }

    /// A school is not gone because its row cannot be read, or because a row is about nobody knows
    /// which.
    @Test(arguments: [
        "900012,Ford School,39x,,,,,", "90001x,Ford School,391,,,,,", "900012,\"Ford \"School",
    ])
    func aRowThatCannotBeReadTakesNoSchoolBack(_ row: String) throws {
        let both = [school("900011", "Moor School"), school("900012", "Ford", opens: "01/01/2025")]
        try write("schools.csv", both)
        try #require(try desk.run(take) == .done, "\(desk.talk)")
        try write("schools.csv", [both[0], row])
        let again = take + " --extract-date 2024-10-01 --set-aside"
        #expect(try desk.run(again) == .done, "\(desk.talk)")
        #expect(try desk.run("log --type EventRetracted") == .nothingFound, "\(desk.output)")
        // With the row gone it is.
        try write("schools.csv", [both[0]])
        #expect(
            try desk.run(take + " --extract-date 2024-10-02") == .done, "\(desk.talk)")
        #expect(try desk.run("log --type EventRetracted") == .done)
    }

    // MARK: - Lists of links

    private let link = "import links links.csv --extract-date 2024-09-01"

    @Test func aLinkThatCannotBeReadKeepsTheFileOutUnlessItIsSetAside() throws {
        try write(
            "links.csv",
            [
                "900001,900011,Moor School,Successor,01-01-2024",
                "900003,900003,Mill School,Successor,01-01-2024",
                "900004,900012,Ford School,Successor,",
            ])
        let size = try size()
        #expect(try desk.run(link) == .refused)
        let reason = "school 900003 is linked to itself; correct one of the two URNs"
        #expect(desk.talk.hasPrefix("tally: row 3, column LinkURN: \(reason)\n"), "\(desk.talk)")
        #expect(try self.size() == size)
        let errors = try #require(kept("links.csv.errors.csv"))
        #expect(errors.count == 2)
        #expect(errors[1] == "900003,900003,Mill School,Successor,01-01-2024,3,LinkURN: \(reason)")
        #expect(try desk.run(link + " --set-aside") == .done, "\(desk.talk)")
        #expect(desk.output.contains("Rows: 1 new, 0 changed, 0 there already, 2 set aside"))
        #expect(desk.output.hasSuffix("The rows set aside are in links.csv.set-aside.csv\n"))
        #expect(kept("links.csv.errors.csv") == nil)
        let rows = try #require(kept("links.csv.set-aside.csv"))
        #expect(rows.count == 3)
        #expect(rows[1].hasPrefix("900003,900003,Mill School,Successor,01-01-2024,3,LinkURN: "))
        #expect(rows[2].hasPrefix("900004,900012,Ford School,Successor,,4,"), "\(rows[2])")
        // What is only for a person to decide never keeps the others out.
        try write(
            "links.csv",
            [
                "900001,900011,Moor School,Successor,01-01-2024",
                "900004,900012,Ford School,Successor,",
            ])
        #expect(try desk.run(link) == .done, "\(desk.talk)")
    }

    @Test func theLinksSetAsideGoInByThemselves() throws {
        try write(
            "links.csv",
            [
                "900001,900011,Moor School,Successor,01-01-2024",
                "900003,90001x,,Successor,01-01-2024",
            ]
        )
        try #require(try desk.run(link + " --set-aside") == .done, "\(desk.talk)")
        let name = "links.csv.set-aside.csv"
        let text = try #require(kept(name)).joined(separator: "\n")
        try text.replacing("90001x", with: "900012")
            .write(toFile: desk.folder + "/" + name, atomically: true, encoding: .utf8)
        let again = "import links \(name) --extract-date 2024-09-01"
        #expect(try desk.run(again) == .done, "\(desk.talk)")
        #expect(desk.output.contains("Rows: 1 new"), "\(desk.output)")
        #expect(try desk.run("log --type EventRetracted") == .nothingFound)
        #expect(try desk.run("show school 900011") == .done)
    }

    // MARK: - Characters

    @Test(arguments: ["schools", "links"])
    func theEncodingIsFoundOutUnlessItIsGiven(_ list: String) throws {
        let line =
            list == "schools"
            ? school("900011", "\u{C9}loi School")
            : "900001,900011,\u{C9}loi School,Successor,01-01-2024"
        try write("\(list).csv", [line], latin: true)
        let run = list == "schools" ? take : link
        #expect(try desk.run(run + " --dry-run") == .done, "\(desk.talk)")
        #expect(
            desk.output.contains(
                "is read as Windows-1252; check 'Éloi School', or name another encoding with "
                    + "--encoding"), "\(desk.output)")
        #expect(try desk.run(run + " --encoding windows-1252 --dry-run") == .done, "\(desk.talk)")
        #expect(!desk.output.contains("Windows-1252"))
        #expect(try desk.run(run + " --encoding utf-8") == .refused)
        #expect(desk.talk.contains("row 2: the row holds a byte that is no character in UTF-8"))
        #expect(try desk.run(run + " --encoding latin") == .usage)
    }
}
