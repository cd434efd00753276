import CanonicalJSON
import Foundation
import Testing

/// Names that try to be something else, through everything that shows them.
@Suite struct InjectionTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    @Test(arguments: Hostile.all)
    func aHostileSchoolIsShownHarmlessly(_ hostile: Hostile) throws {
        try scratch.expect([
            "record", "SchoolRenamed", "urn=900001", "name=\(hostile.name)", "--from", "2024-01-01",
        ])
        for line in [
            ["show", "school", "900001"], ["log"], ["show", "event", "16"], ["list", "schools"],
            ["find", "900001"],
            ["__complete", "show", "school", "9"],
        ] {
            expectHarmless(
                try scratch.expect(line).text.replacing("\t", with: " "), hostile)
            expectHarmless(
                try scratch.expect(line + ["--plain"]).text.replacing("\t", with: " "), hostile)
        }
        let list = try scratch.expect(["list", "schools", "--json"]).json()["schools"]?.elements
        #expect(list?.first?["name"]?.text == hostile.name)
        let round = try scratch.expect(["list", "schools", "--csv"]).text
        #expect(round.contains("900001,\(hostile.field),391,"), "\(round)")
        let mistyped = try scratch.tally(["show", "school", "900010"])
        #expect(mistyped.talk.contains("did you mean 900001 ("))
        expectHarmless(mistyped.talk, hostile)
        let shown = try scratch.expect(["show", "school", "900001", "--json"]).json()
        #expect(shown["name"]?.text == hostile.name)
        let log = try scratch.expect(["log", "--json"]).json()["events"]?.elements?.last
        #expect(log?["data"]?["name"]?.text == hostile.name)
        let lines = try scratch.expect(["export"]).text.split(separator: "\n")
        #expect(try JSONValue(parsing: String(lines[15]))["data"]?["name"]?.text == hostile.name)
        try scratch.expect([
            "record", "EligibilityRuleSet", "programme=learning", "rationale=all", "--from",
            "2021-09-01",
        ])
        expectHarmless(try scratch.expect(["not-engaged", "--as-of", "2023-01-01"]).text, hostile)
        try scratch.expect(["verify"])
    }

    @Test(arguments: Hostile.all)
    func aHostileAuthorityIsReportedHarmlessly(_ hostile: Hostile) throws {
        try scratch.expect([
            "record", "LocalAuthorityRegistered", "la=394", "name=\(hostile.name)",
            "onsCode=E08000024", "--from", "2009-04-01",
        ])
        try scratch.expect([
            "record", "SchoolRegistered", "urn=900003", "name=Mill School", "la=394",
            "phase=primary", "schoolType=Community school", "--from", "2009-09-01",
        ])
        try scratch.expect(["opt-in", "900003", "--from", "2023-09-01"])
        try scratch.expect(["enrol", "900003", "oracy", "--from", "2023-09-01"])
        let line = ["report", "engagement", "--by", "la", "--as-of", "2024-03-31"]
        expectHarmless(try scratch.expect(line).text, hostile)
        let groups = try scratch.expect(line + ["--json"]).json()["by"]?["la"]?.elements ?? []
        #expect(groups.first { $0["key"]?.text == "394" }?["name"]?.text == hostile.name)
        let csv = try scratch.expect(line + ["--csv"]).text
        #expect(csv.contains(",la,394,\(hostile.field),1,"), "\(csv)")
        // On a page, in a spreadsheet, nothing of a name is an element.
        for format in ["html", "fods"] {
            let page = try scratch.expect(line + ["--format", format]).text
            #expect(!page.contains(/<(script|img|iframe|meta http-equiv=.refresh|a href=.java)/))
            #expect(page.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
            #expect(!page.contains("\u{202e}"))
        }
    }

    @Test(arguments: Hostile.all)
    func aHostileRoleAndKeyAreShownHarmlessly(_ hostile: Hostile) throws {
        let run = try scratch.tally(
            ["opt-in", "900002", "--from", "2023-09-01", "--key", hostile.name],
            environment: ["TALLY_ACTOR": hostile.name])
        expectHarmless(run.text + run.talk, hostile)
        guard run.status == 0 else { return }
        expectHarmless(try scratch.expect(["log"]).text, hostile)
        expectHarmless(try scratch.expect(["show", "event", "16"]).text, hostile)
        let again = try scratch.tally(["withdraw", "900002", "--key", hostile.name])
        #expect(again.status == 3)
        expectHarmless(again.talk, hostile)
    }

    @Test(arguments: Hostile.all)
    func aHostileCommandLineIsAnsweredHarmlessly(_ hostile: Hostile) throws {
        for words in [
            [hostile.name], ["show", "school", hostile.name], ["log", "--" + hostile.name],
            ["record", hostile.name], ["record", "SchoolRenamed", hostile.name],
            ["report", "engagement", "--as-of", hostile.name], ["log", "--ledger", hostile.name],
            ["correct", hostile.name, "--reason", "x"], ["import", "facts", hostile.name],
            ["explain", hostile.name], ["report", "engagement", "--by", hostile.name],
        ] {
            let run = try scratch.tally(words)
            #expect(run.status != 0, "\(words)")
            expectHarmless(run.text + run.talk, hostile)
        }
    }

    @Test(arguments: Hostile.all)
    func aHostileSchoolIsImportedHarmlessly(_ hostile: Hostile) throws {
        let plain = "\"" + hostile.name.replacing("\"", with: "\"\"") + "\""
        // A cell has no lines; nothing else of a name is changed.
        let name = hostile.name.replacing("\n", with: " ")
        for (urn, field) in [("900011", plain), ("900012", hostile.field)] {
            let file = try scratch.write(
                "schools.csv",
                "urn,name,la,schoolType,phase\r\n\(urn),\(field),391,Community school,primary\r\n")
            let run = try scratch.expect(["import", "register", file, "--from", "2024-01-01"])
            expectHarmless(run.text, hostile)
            expectHarmless(try scratch.expect(["show", "school", urn]).text, hostile)
            let shown = try scratch.expect(["show", "school", urn, "--json"]).json()
            #expect(shown["name"]?.text == name)
            let list = ["list", "schools", "--la", "391", "--as-of", "2024-03-31"]
            expectHarmless(try scratch.expect(list).text, hostile)
            #expect(try scratch.expect(list + ["--csv"]).text.contains(hostile.inOneLine))
        }
        let opted = try scratch.write("in.csv", "URN,Opted in\n900011,2024-01-02\n")
        try scratch.expect(["import", "opt-ins", opted])
        let joined = try scratch.write("on.csv", "URN,Strand,Enrolled\n900011,oracy,2024-01-02\n")
        try scratch.expect(["import", "enrolments", joined])
        let figure = ["explain", "engagedSchools", "--as-of", "2024-03-31"]
        expectHarmless(try scratch.expect(figure).text, hostile)
        let named = "900011 " + name.replacing("\"", with: "\"\"")
        #expect(try scratch.expect(figure + ["--csv"]).text.contains(named))
        try scratch.expect(["verify"])
    }

    @Test(arguments: Hostile.all)
    func aHostileRowIsRefusedAndKeptHarmlessly(_ hostile: Hostile) throws {
        let field = "\"" + hostile.name.replacing("\"", with: "\"\"") + "\""
        let file = try scratch.write(
            "list.csv",
            "School,URN,Strand,Enrolled,\(field)\r\n\(field),\(field),\(field),\(field),\r\n"
                + "x,900001,\(field),01/10/2023,\r\n")
        let run = try scratch.tally(["import", "enrolments", file])
        #expect(run.status == 3)
        expectHarmless(run.text + run.talk, hostile)
        let kept = try #require(bytes(file + ".errors.csv"))
        let text = String(decoding: kept, as: UTF8.self)
        #expect(
            text.hasPrefix("\u{FEFF}School,URN,Strand,Enrolled,\(hostile.inOneLine),import row,"))
        #expect(text.contains("\r\n\(hostile.field),\(hostile.field),\(hostile.field),"))
    }

    /// Nothing a terminal acts on, and no mark that turns the direction of writing.
    private func expectHarmless(
        _ text: String, _ hostile: Hostile, _ location: SourceLocation = #_sourceLocation
    ) {
        let harmful = text.unicodeScalars.filter { scalar in
            (scalar.value < 0x20 && scalar != "\n") || (0x7F..<0xA0).contains(scalar.value)
                || (0x200B...0x200F).contains(scalar.value)
                || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value)
        }
        #expect(harmful.isEmpty, "\(hostile.testDescription)", sourceLocation: location)
    }
}

/// A name, and the field it must be in a CSV file.
struct Hostile: CustomTestStringConvertible {
    let testDescription: String
    let name: String
    let field: String

    private init(_ what: String, _ name: String, field: String? = nil) {
        testDescription = what
        self.name = name
        self.field = field ?? name
    }

    /// The field it must be where lines are joined, as in a header.
    var inOneLine: String {
        name.contains("\n") ? name.replacing("\n", with: " ") : field
    }

    static let all = [
        Hostile("an escape sequence", "\u{1b}[2J\u{1b}]0;PWNED\u{07}Hill"),
        Hostile("a control character of one byte", "Hill\u{9b}31m"),
        Hostile("a forged line", "Hill\nRecorded event 99", field: "\"Hill\nRecorded event 99\""),
        Hostile("marks of direction", "\u{202e}loohcS\u{2066}\u{200f}"),
        Hostile("a formula", "=cmd()", field: "'=cmd()"),
        Hostile("a formula with quotes", "=HYPERLINK(\"x\")", field: "\"'=HYPERLINK(\"\"x\"\")\""),
        Hostile("a formula after a plus", "+1", field: "'+1"),
        Hostile("a formula after an at sign", "@SUM(A1)", field: "'@SUM(A1)"),
        Hostile("a script", "<script>alert(1)</script>"),
        Hostile("SQL", "'); DROP TABLE event;--"),
        Hostile("a comma and quotes", "Hill, \"Dale\"", field: "\"Hill, \"\"Dale\"\"\""),
    ]
}
