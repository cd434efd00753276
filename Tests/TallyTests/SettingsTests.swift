import CanonicalJSON
import Foundation
import Testing

/// Settings where they really are: on the command line, in the environment, in two files.
@Suite struct SettingsTests {
    private let scratch: Scratch
    private let user: [String: String]

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        user = ["XDG_CONFIG_HOME": scratch.path("home")]
        try FileManager.default.createDirectory(
            atPath: scratch.path("home/tallystick"), withIntermediateDirectories: true)
    }

    private func settled(
        _ name: String, _ environment: [String: String], _ words: [String] = []
    ) throws -> [String?] {
        let run = try scratch.tally(
            ["settings", "--json"] + words, environment: user.merging(environment) { $1 })
        #expect(run.status == 0, "\(run.talk)")
        let found = try run.json()["settings"]?.elements?.first { $0["name"]?.text == name }
        return [found?["value"]?.text, found?["source"]?.text]
    }

    @Test func eachPlaceWinsOverTheOnesBelow() throws {
        let ours = try scratch.write("home/tallystick/config", "actor = officer:user\n")
        #expect(
            try settled("actor", ["TALLY_ACTOR": ""]).first == .some(nil),
            "an empty variable settles that there is none")
        // `execute` sets TALLY_ACTOR, so this test settles another thing too.
        _ = try scratch.write("home/tallystick/config", "authority = mine\nactor = officer:user\n")
        #expect(try settled("authority", [:]) == ["mine", "\(ours), line 1"])
        let file = try scratch.write("ledger.tally/config", "# ours\nauthority = theirs\n")
        #expect(try settled("authority", [:]) == ["theirs", "\(file), line 2"])
        #expect(
            try settled("authority", ["TALLY_AUTHORITY": "env"])
                == ["env", "TALLY_AUTHORITY in the environment"])
        #expect(
            try settled("actor", [:], ["--actor", "officer:flag"])
                == ["officer:flag", "--actor"])
    }

    @Test func whoActsIsRecordedAsSettled() throws {
        try scratch.expect([
            "opt-in", "900002", "--from", "2023-09-01", "--actor", "officer:flag",
        ])
        let log = try scratch.expect(["log", "--last", "1", "--json"]).json()
        #expect(log["events"]?.elements?.first?["recordedBy"]?.text == "officer:flag")
    }

    @Test func aReportThatNamesNoAreaTakesTheSettledOne() throws {
        _ = try scratch.write("ledger.tally/config", "authority = nowhere-at-all\n")
        let line = ["report", "engagement", "--as-of", "2024-03-31", "--json"]
        let scope = { (run: Run) in try run.json()["scope"]?["authority"]?.text }
        #expect(try scope(scratch.expect(line)) == "nowhere-at-all")
        #expect(try scope(scratch.expect(line + ["--la", "391"])) == nil)
        let none = try scratch.tally(line, environment: ["TALLY_AUTHORITY": ""])
        #expect(try scope(none) == nil)
    }

    @Test(arguments: [
        ("actr = x\n", "line 1: there is no setting 'actr'; did you mean 'actor'?"),
        ("pager = less\n", "line 1: a ledger's file cannot name a program to run"),
        ("ledger = /x\n", "line 1: a ledger's own file cannot name the ledger"),
        ("\u{1b}[2J = x\n", "line 1: there is no setting '\\u{1b}[2J'"),
    ])
    func aSettingThatCannotStandStopsEveryCommandButThoseThatTellOfIt(
        _ text: String, _ problem: String
    ) throws {
        _ = try scratch.write("ledger.tally/config", text)
        let run = try scratch.tally(["log"])
        #expect(run.status == 1)
        #expect(run.talk.contains(problem), "\(run.talk)")
        #expect(run.output == [])
        let told = try scratch.tally(["settings", "--json"])
        #expect(told.status == 1)
        #expect(try told.json()["problems"]?.elements?.count == 1)
        #expect(try scratch.tally(["help"]).status == 0)
    }

    /// A folder somebody sent can hold anything under that name.
    @Test func onlyAFileProperIsRead() throws {
        let place = scratch.ledger + "/config"
        try FileManager.default.createSymbolicLink(
            atPath: place, withDestinationPath: "/dev/zero")
        #expect(try scratch.tally(["log"]).talk.contains("/config is not a file"))
        try FileManager.default.removeItem(atPath: place)
        #expect(try execute("/usr/bin/mkfifo", [place], in: scratch.folder).status == 0)
        #expect(try scratch.tally(["log"]).talk.contains("/config is not a file"))
        try FileManager.default.removeItem(atPath: place)
        try Data(repeating: 0xff, count: 9).write(to: URL(fileURLWithPath: place))
        #expect(try scratch.tally(["log"]).talk.contains("is not a short text in UTF-8"))
    }

    @Test func theUsersFileCanNameTheLedger() throws {
        let environment = ["HOME": scratch.folder]
        try FileManager.default.createDirectory(
            atPath: scratch.path(".config/tallystick"), withIntermediateDirectories: true)
        for (value, status) in [
            ("~/ledger.tally", Int32(0)), (scratch.ledger, 0), ("ledger.tally", 1),
        ] {
            _ = try scratch.write(".config/tallystick/config", "ledger = \(value)\n")
            let run = try execute(
                toolPath, ["log"], in: "/", environment: environment)
            #expect(run.status == status, "\(value): \(run.talk)")
        }
    }
}
