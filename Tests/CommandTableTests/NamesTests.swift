import Testing

@testable import CommandTable

private let tray = Argument<String>.word("TRAY", "a tray").naming("tray")
private let setting = Argument<String>.word("NAME=VALUE", "a setting").naming("setting").repeating
private let inks = Argument<String>.option("inks", "LIST", "some inks").optional
    .naming("ink", inList: true)
private let folder = Argument<String>.option("folder", "DIR", "where").optional

private let tool = Tool<Int>(
    name: "t", summary: "Try things", version: "1", session: "t", globals: [folder],
    commands: [
        Command(
            "use", "Use a tray", group: "G", arguments: [tray, setting, inks],
            examples: ["use A4 a=1"]
        ) { _, _ in }
    ])

/// What the running program would name: echoes what it is asked.
private func completions(_ line: String) -> [String] {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    return tool.candidates(after: words) { wanted in
        switch wanted.kind {
        case "tray": ["A3", "A4"].map { Candidate($0, meaning: "paper") }
        case "ink": ["black", "blue", "red"].map { Candidate($0) }
        case "setting":
            wanted.typed.contains("=")
                ? [Candidate(wanted.typed + "1"), Candidate("a=x:2")]
                : [Candidate("after-" + wanted.words.joined(separator: "-"))]
        default: []
        }
    }.map(\.text)
}

/// Names that only the running program knows.
@Suite struct NamesTests {
    @Test(arguments: [
        ("use ", ["A3", "A4"]), ("use A4", ["A4"]), ("use X", []),
        ("use A4 ", ["after-A4"]), ("use A4 b=1 a", ["after-A4-b=1"]),
        ("use --inks ", ["black", "blue", "red"]), ("use --inks b", ["black", "blue"]),
        ("use --inks black,b", ["black,blue"]), ("use --inks black,", ["black,blue", "black,red"]),
        ("use --inks=black,r", ["--inks=black,red"]), ("use A4 --inks = b", ["black", "blue"]),
    ])
    func areOfferedWhereTheArgumentSaysSo(_ line: String, _ expected: [String]) {
        #expect(completions(line) == expected)
    }

    /// Bash takes the answer for the last of `a`, `=` and `1`; other shells hand over `a=1`.
    @Test(arguments: [
        ("use A4 a=1", ["a=11"]), ("use A4 a = 1", ["11"]), ("use A4 a =", ["1", "x:2"]),
        ("use A4 a = x : 2", ["2", "21"]), ("use A4 a=x:", ["a=x:1", "a=x:2"]),
    ])
    func areCutToWhatTheShellTakesThemFor(_ line: String, _ expected: [String]) {
        #expect(completions(line).sorted() == expected.sorted())
    }

    @Test func whatWasGivenIsReadWhateverIsWrongWithTheLine() {
        let given = tool.given(in: [
            "--folder", "d", "use", "A9", "--nonsense", "--inks=a,b", "x=1",
        ])
        #expect(given.map(\.text) == ["A9", "x=1", "a,b", "d"])
        #expect(given.map(\.form.names) == ["tray", "setting", "ink", nil])
        #expect(tool.given(in: ["nonsense", "A9"]).isEmpty)
        #expect(tool.given(in: []).isEmpty)
    }
}
