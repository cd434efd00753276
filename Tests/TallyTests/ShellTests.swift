import Foundation
import Testing

/// Completion in the shells themselves, from the names of a ledger.
@Suite struct ShellTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.expect(["report", "value-for-money", "--as-of", "2024-03-31"])
    }

    private static func place(_ shell: String) -> String? {
        ["/bin/", "/usr/bin/", "/usr/local/bin/"].map { $0 + shell }
            .first(where: FileManager.default.isExecutableFile)
    }

    private func run(_ shell: String, _ script: String) throws -> [String] {
        let tools = (toolPath as NSString).deletingLastPathComponent
        let flags = shell.hasSuffix("bash") ? ["--norc"] : shell.hasSuffix("zsh") ? ["-f"] : []
        let run = try execute(
            shell, flags + ["-c", script], in: scratch.folder,
            environment: [
                "TALLY_LEDGER": scratch.ledger, "PATH": "\(tools):/usr/bin:/bin",
                "HOME": scratch.folder,
            ])
        return run.text.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    }

    /// What is typed, the words as bash splits them, and what must come.
    static let lines: [(String, bash: [String], [String])] = [
        ("show school 9", ["show", "school", "9"], ["900001", "900002"]),
        ("show strand ", ["show", "strand", ""], ["oracy"]),
        ("list schools --la 39", ["list", "schools", "--la", "39"], ["390", "391", "392", "393"]),
        (
            "report engagement --authority n", ["report", "engagement", "--authority", "n"],
            ["north"]
        ),
        ("show commitment d", ["show", "commitment", "d"], ["delivery"]),
        ("show programme ", ["show", "programme", ""], ["learning"]),
        ("record SchoolCl", ["record", "SchoolCl"], ["SchoolClosed"]),
        ("record SchoolClosed u", ["record", "SchoolClosed", "u"], ["urn="]),
        ("spend x 1 --born-by a", ["spend", "x", "1", "--born-by", "a"], ["authority:"]),
    ]

    @Test(.enabled(if: place("bash") != nil), arguments: lines.indices)
    func bashCompletesFromTheLedger(_ index: Int) throws {
        let (_, words, expected) = Self.lines[index]
        let quoted = (["tally"] + words).map { "'\($0)'" }.joined(separator: " ")
        let script = """
            source <(tally completions bash)
            COMP_WORDS=(\(quoted)) COMP_CWORD=\(words.count)
            _tally tally
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        #expect(try run(#require(Self.place("bash")), script) == expected)
    }

    /// Bash takes `urn=9` apart, and the answer for what is behind the `=`.
    @Test(.enabled(if: place("bash") != nil))
    func bashCompletesTheValueOfAMember() throws {
        let script = """
            source <(tally completions bash)
            COMP_WORDS=(tally record SchoolClosed urn = 9) COMP_CWORD=5
            _tally tally
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        #expect(try run(#require(Self.place("bash")), script) == ["900001", "900002"])
    }

    /// Bash takes `la:39` apart too.
    @Test(.enabled(if: place("bash") != nil))
    func bashCompletesABodyBehindItsKind() throws {
        let script = """
            source <(tally completions bash)
            COMP_WORDS=(tally spend x 1 --passed-to la : 39) COMP_CWORD=7
            _tally tally
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        #expect(try run(#require(Self.place("bash")), script) == ["390", "391", "392", "393"])
    }

    /// Bodies by their kinds and then by what the ledger has of each; words by what was used before.
    @Test func bodiesAndRolesCompleteFromTheLedger() throws {
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        try scratch.expect([
            "record", "StrandEnrolled", "programme=learning", "strand=oracy", "urn=900002",
            "role=lead-school", "cohort=autumn", "--from", "2024-01-08",
        ])
        for kind in ["hub:north-hub", "partner:x"] {
            try scratch.expect([
                "record", "SupportProvided", "programme=learning", "provider=\(kind)",
                "level=school", "from=2024-01-08", "to=2024-01-09", "halfDays=1", "--from",
                "2024-01-09",
            ])
        }
        for (words, expected) in [
            (["spend", "x", "1", "--born-by", "s"], ["school:"]),
            (
                ["spend", "x", "1", "--born-by", "authority:"],
                ["authority:north", "authority:south"]
            ),
            (
                ["spend", "x", "1", "--born-by=school:9"],
                ["--born-by=school:900001", "--born-by=school:900002"]
            ),
            (["spend", "x", "1", "--passed-to", "hub:"], ["hub:north-hub"]),
            (["record", "SpendRecorded", "bornBy=la:391"], ["bornBy=la:391"]),
            (["record", "StrandEnrolled", "role="], ["role=lead-school"]),
            (["record", "StrandEnrolled", "cohort=s"], []),
            (["spend", "x", "1", "--born-by", "nobody:"], []),
        ] {
            let found = try scratch.expect(["__complete"] + words).text.split(separator: "\n")
            #expect(found.map { String($0.prefix { $0 != "\t" }) } == expected, "\(words)")
        }
        #expect(
            try scratch.expect(["__complete", "spend", "x", "1", "--born-by", ""]).text
                .split(separator: "\n").count == 8)
    }

    /// A body that the ledger has not is doubted by its name.
    @Test func aBodyMistypedIsAnsweredWithWhatWasMeant() throws {
        let run = try scratch.tally([
            "spend", "venue", "1", "--period", "2023-10-01..2023-11-01", "--category", "venue",
            "--born-by", "authority:nroth", "--commitment", "no-such", "--from", "2023-10-01",
        ])
        #expect(run.status == 3)
        #expect(run.talk.contains("did you mean north"), "\(run.talk)")
    }

    @Test(
        .enabled(if: place("fish") != nil, "fish is not installed here"), arguments: lines.indices)
    func fishCompletesFromTheLedger(_ index: Int) throws {
        let (line, _, expected) = Self.lines[index]
        let script = "tally completions fish | source; complete -C 'tally \(line)'"
        #expect(try run(#require(Self.place("fish")), script) == expected)
    }

    @Test(.enabled(if: place("zsh") != nil, "zsh is not installed here"), arguments: lines.indices)
    func zshCompletesFromTheLedger(_ index: Int) throws {
        let (_, words, expected) = Self.lines[index]
        let quoted = (["tally"] + words).map { "'\($0)'" }.joined(separator: " ")
        let script = """
            compdef() { : }
            compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -l -- "$@" }
            source <(tally completions zsh)
            words=(\(quoted)) CURRENT=\(words.count + 1)
            _tally
            """
        #expect(try run(#require(Self.place("zsh")), script) == expected)
    }

    @Test(arguments: [
        ["show", "school", "9"], ["show", "strand", ""], ["list", "schools", "--la", ""],
        ["correct", "3", ""], ["record", "SchoolClosed", "urn="], ["explain", "eng"],
    ])
    func aBrokenLedgerIsNoErrorToWhoeverTypes(_ words: [String]) throws {
        for file in ["projections/register.db", "projections/engagement.db", "log.db"] {
            try Data("this is no database".utf8).write(
                to: URL(fileURLWithPath: scratch.ledger + "/" + file))
            let run = try scratch.tally(["__complete"] + words)
            #expect(run.status == 0 && run.talk == "", "\(run.talk)")
        }
        for environment in [["TALLY_LEDGER": "/nowhere"], ["TALLY_LEDGER": "/dev/null"]] {
            let run = try scratch.tally(["__complete"] + words, environment: environment)
            #expect(run.status == 0 && run.talk == "", "\(run.talk)")
        }
    }

    /// A ledger nobody has asked for a report yet has no read models; its log has the names.
    @Test func namesComeFromTheLogWhereThereAreNoReadModels() throws {
        try FileManager.default.removeItem(atPath: scratch.ledger + "/projections")
        for (words, expected) in [
            (["show", "school", "9"], "900001\n900002\n"),
            (["show", "strand", ""], "oracy\tOracy\n"),
            (["show", "authority", "s"], "south\tsouth\n"),
            (["show", "programme", ""], "learning\n"),
        ] {
            #expect(try scratch.expect(["__complete"] + words).text == expected)
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.ledger + "/projections"))
    }

    @Test(.enabled(if: place("mandoc") != nil, "mandoc is not installed here"))
    func theManualIsWellFormed() throws {
        let page = try scratch.write("tally.1", scratch.expect(["man"]).text)
        let run = try execute(
            #require(Self.place("mandoc")), ["-Tlint", "-W", "warning", page], in: scratch.folder)
        let complaints = (run.text + run.talk).split(separator: "\n")
            // A date would make the page another with every build.
            .filter { !$0.contains("missing date") }
        #expect(complaints == [])
    }

    @Test func helpIsGivenWhereverItIsAskedFor() throws {
        for words in [
            ["-h"], ["show", "-h"], ["show", "school", "-h"], ["show", "school", "900001", "-h"],
            ["list", "schools", "--la", "391", "-h"], ["--json", "log", "-h"],
        ] {
            let run = try scratch.tally(words)
            #expect(run.status == 0 && run.text.hasPrefix("Example"), "\(words): \(run.talk)")
        }
        #expect(try scratch.tally(["--version"]).text.hasPrefix("tally "))
    }
}
