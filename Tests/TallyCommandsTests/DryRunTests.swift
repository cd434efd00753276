import CanonicalJSON
import CommandTable
import Foundation
import Testing

@testable import TallyCommands

/// Everything that writes can be tried first, and a trial leaves no trace.
@Suite struct DryRunTests {
    private let desk: Desk

    init() throws {
        desk = try Desk(facts: pageFacts)
        try desk.write("more.ndjson", someFacts)
        try #require(try desk.run("import facts more.ndjson") == .done, "\(desk.talk)")
        try desk.write("new.ndjson", newFacts)
        try desk.write("list.csv", schoolList)
        try desk.write("links.csv", linkList)
        for line in [
            "projections run", "projections rebuild",
            "record MeasureDefined measure=late definition=x",
        ] {
            try #require(try desk.run(line) == .done, "\(desk.talk)")
        }
    }

    /// The commands that change nothing in a ledger: they answer, or write where they are told to.
    private static let readers: Set = [
        "help", "man", "completions", "export", "settings", "import mapping", "show school",
        "show strand", "show authority", "show event", "show import", "log", "explain", "replay",
        "diff", "find", "not-engaged", "import template", "projections status", "projections audit",
        "quarantine list", "quarantine show",
        "verify", "verify-report", "period list", "control-total list", "checkpoint list",
        "prove inclusion", "prove consistency", "verify-proof", "doctor", "add",
        "compare register",
    ]

    @Test func everyCommandThatWritesCanBeTried() {
        for command in tallyTool.commands where !Self.readers.contains(command.name) {
            if ["show", "list"].contains(command.name.prefix { $0 != " " }) { continue }
            #expect(
                command.arguments.contains { $0.form.label == "--dry-run" }, "\(command.name)")
        }
    }

    @Test(arguments: trials)
    func aTrialChangesNoByte(_ line: String) throws {
        let before = try desk.files()
        let status = try desk.run(line + " --dry-run")
        #expect(status == .done, "\(desk.talk)")
        #expect(desk.output.lowercased().contains("would"), "\(desk.output)")
        #expect(try desk.files() == before)
        #expect(try desk.run(line + " -n --json") == .done, "\(desk.talk)")
        #expect(try desk.json()["dryRun"] == .bool(true))
        #expect(try desk.files() == before)
    }

    @Test func aTrialOfAPublicationChangesNoByte() throws {
        let before = try desk.files()
        #expect(try desk.run("report engagement --publish --out r.txt --dry-run") == .done)
        #expect(desk.talk.hasPrefix("Would publish as event "))
        #expect(try desk.files() == before)
    }

    @Test func aRefusedTrialChangesNoByte() throws {
        let before = try desk.files()
        #expect(try desk.run("opt-in 900009 --dry-run") == .refused)
        #expect(try desk.files() == before)
    }

    @Test(arguments: trials.filter { $0.contains("900001") || $0.contains("spend") })
    func whatIsForeseenComesTrue(_ line: String) throws {
        try #require(try desk.run(line + " --dry-run --json") == .done, "\(desk.talk)")
        let foreseen = try #require(try desk.json()["figures"]?.elements)
        let today = foreseen.filter { $0["asOf"] == .string("2024-09-02") }
        let before = try figures()
        try #require(try desk.run(line + " --figures --json") == .done, "\(desk.talk)")
        #expect(try desk.json()["figures"]?.elements == foreseen)
        let after = try figures()
        for change in today where change["authority"] == .string("north") {
            let name = try #require(change["figure"]?.text)
            #expect(before[name]?.canonical == change["before"]?.canonical, "\(name)")
            #expect(after[name]?.canonical == change["after"]?.canonical, "\(name)")
        }
        let told = Set(today.compactMap { $0["figure"]?.text })
        let moved = before.keys.filter { before[$0]?.canonical != after[$0]?.canonical }
        #expect(Set(moved) == told)
    }

    @Test func aTrialSaysWhichFiguresWouldChange() throws {
        try desk.run("leave 900001 oracy --from 2024-01-08 --dry-run")
        #expect(
            desk.output.contains("Figures of north as of the end of 2 September 2024 would change:")
        )
        #expect(desk.output.contains("  engagedSchools: 1 → 0 (−1)"))
        try desk.run("record MeasureDefined measure=another definition=x --dry-run")
        #expect(desk.output.contains("No headline figure would change"))
    }

    /// The figures of both headline reports for the north today: those of form 1, from which the
    /// later ones are worked out.
    private func figures() throws -> [String: JSONValue] {
        var all: [String: JSONValue] = [:]
        for report in ["value-for-money", "engagement"] {
            try desk.run("report \(report) --authority north --as-of 2024-09-02 --json --form 1")
            for member in try desk.json()["figures"]?.members ?? [] {
                all[member.name] = member.value
            }
        }
        return all
    }
}

private let trials = [
    "init other.tally", "init other.tally --from facts.ndjson", "demo other.tally",
    "opt-in 900002 --from 2023-09-01", "withdraw 900001 --from 2024-01-08",
    "leave 900001 oracy --from 2024-01-08", "enrol 900003 oracy --from 2024-01-08",
    "record SchoolRenamed urn=900001 name=Hilltop --from 2024-01-08",
    "spend venue 12.50 --period 2023-10-01..2023-11-01 --category venue "
        + "--born-by authority:north --from 2023-10-01",
    "merge-authorities both --predecessors north,south --name Both --ons-code E47000014 "
        + "--instrument order --from 2024-05-07",
    "correct 13 --valid-from 2023-11-01 --reason mistyped", "retract 15 --reason mistaken",
    "undo more.ndjson", "import facts new.ndjson", "import register list.csv --from 2024-01-01",
    "import links links.csv --extract-date 2024-01-01", "period close 2022-04-01..2023-04-01",
    "control-total record engaged-schools 1 --as-of 2024-03-31 --stated-by Council",
    "projections run", "projections rebuild", "projections rollback engagement",
    "auditor-pack pack",
]

/// A school that opts in, in the north.
private let someFacts = """
    {"type":"SchoolRegistered","validFrom":"2010-09-01","urn":"900003","name":"Moor School","la":"392","phase":"primary","schoolType":"Community school","key":"a"}
    {"type":"SchoolOptedIn","validFrom":"2023-11-01","programme":"learning","urn":"900003","key":"b"}

    """

private let newFacts = """
    {"type":"StrandEnrolled","validFrom":"2023-11-02","programme":"learning","strand":"oracy","urn":"900003"}
    {"type":"MeasureDefined","validFrom":"2023-11-02","measure":"two","definition":"y"}

    """

private let schoolList = """
    urn,laestab,dfe_la_code,la_name,lad_code,name,school_type,pupils_on_roll,primary_on_roll,secondary_on_roll
    900004,3912001,391,Newcastle,E08000021,Fell School,Community school,52,52,0
    """

private let linkList = """
    URN,LinkURN,LinkName,LinkType,LinkEstablishedDate
    900001,900005,Elm Academy,Successor,01-01-2024
    """

extension Desk {
    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }

    /// Every file of the desk, by its path, and what links point to.
    func files() throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            let path = folder + "/" + name
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
            found[name] =
                target.map { Data($0.utf8) } ?? FileManager.default.contents(atPath: path) ?? Data()
        }
        return found
    }
}
