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
