import Foundation
import Testing

/// What is shown at a terminal, and what is not where there is none.
@Suite struct TerminalTests {
    private let scratch: Scratch
    private let typist: Typist

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        guard let typist = Typist() else { try Test.cancel("there is no Python 3 here") }
        self.typist = typist
    }

    /// Lines of commands, each with a pager that leaves its mark on what it shows.
    private static let longAnswers = [
        ["log"], ["show", "school", "900001"], ["report", "engagement"], ["show", "event", "3"],
        ["explain", "engagedSchools"], ["list", "schools"], ["find", "hill"],
    ]
    private let marking = ["TALLY_PAGER": "sed 's/^/paged: /'"]

    @Test(arguments: longAnswers)
    func aLongAnswerGoesThroughThePager(_ words: [String]) throws {
        let run = try typist.run(words, in: scratch, environment: marking)
        #expect(run.status == 0, "\(run.text)")
        let lines = run.text.split(separator: "\n")
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { $0.hasPrefix("paged: ") }, "\(run.text)")
    }

    @Test(arguments: longAnswers)
    func nothingIsPagedWhereNobodyReads(_ words: [String]) throws {
        let pipe = try scratch.tally(words, environment: marking.merging(["TERM": "xterm"]) { $1 })
        #expect(!pipe.text.contains("paged: "))
        for place in ["stdin", "stdout"] {
            let run = try typist.run(
                words, in: scratch, environment: marking, redirecting: place)
            let file = bytes(scratch.path("shown")).map { String(decoding: $0, as: UTF8.self) }
            #expect(!(run.text + (file ?? "")).contains("paged: "), "\(place)")
        }
    }

    @Test(arguments: [
        ["--plain"], ["TERM=dumb"], ["TERM="], ["TALLY_PAGER=none"], ["TALLY_PAGER="],
        ["TALLY_PAGER=cat"], ["TALLY_PAGER=no-such-program -x"],
    ])
    func thePagerIsSwitchedOff(_ how: [String]) throws {
        let pair = how[0].split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        let isOption = pair.count == 1
        let run = try typist.run(
            isOption ? ["log", how[0]] : ["log"], in: scratch,
            environment: marking.merging(isOption ? [:] : [pair[0]: pair[1]]) { $1 })
        #expect(run.status == 0)
        #expect(run.text.contains("SchoolOptedIn") && !run.text.contains("paged: "), "\(run.text)")
    }

    @Test func theSettledPagerIsUsed() throws {
        try FileManager.default.createDirectory(
            atPath: scratch.path("tallystick"), withIntermediateDirectories: true)
        _ = try scratch.write("tallystick/config", "pager = sed 's/^/ours: /'\n")
        let user = ["XDG_CONFIG_HOME": scratch.folder]
        #expect(
            try typist.run(["log"], in: scratch, environment: user).text.hasPrefix("ours: "))
        let other = user.merging(["PAGER": "sed 's/^/theirs: /'"]) { $1 }
        #expect(
            try typist.run(["log"], in: scratch, environment: other).text.hasPrefix("theirs: "))
    }

    /// `head -1` ends before the rest is written; nobody is told of a broken pipe.
    @Test func aPagerThatReadsNoMoreIsNoError() throws {
        let run = try typist.run(
            ["log", "--json"], in: scratch, environment: ["TALLY_PAGER": "exit 0; cat"])
        #expect(run.status == 0, "\(run.text)")
        let first = try typist.run(["log"], in: scratch, environment: ["TALLY_PAGER": "head -n 1"])
        #expect(first.status == 0)
        #expect(first.text.split(separator: "\n").count == 1)
    }

    /// One screen is shown and left standing: `less -FIRX` needs no key.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/less")))
    func aShortAnswerNeedsNoKey() throws {
        let run = try typist.run(["log", "--last", "2"], in: scratch)
        #expect(run.status == 0)
        #expect(!run.text.contains("killed"), "\(run.text)")
    }

    @Test(arguments: [
        ["NO_COLOR=1"], ["TERM=dumb"], ["TERM="], ["TALLY_COLOUR=never"], ["--no-color"],
        ["--plain"],
    ])
    func noEscapeIsWrittenWhereNoneIsWanted(_ how: [String]) throws {
        let pair = how[0].split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        let environment = pair.count == 1 ? [:] : [pair[0]: pair[1]]
        for words in Self.longAnswers + [["show", "school", "900999"], ["lgo"], ["settings"]] {
            let line = pair.count == 1 ? words + [how[0]] : words
            let run = try typist.run(
                line, in: scratch,
                environment: environment.merging(["TALLY_PAGER": "none"]) { given, _ in given })
            #expect(!run.output.contains(0x1b), "\(line): \(run.text)")
        }
    }

    @Test func aRefusalIsRedAtATerminalAndSaysTheSameInAPipe() throws {
        let shown = try typist.run(["show", "school", "900999"], in: scratch)
        #expect(shown.text.contains("\u{1b}[31mtally:\u{1b}[0m "), "\(shown.text)")
        let piped = try scratch.tally(
            ["show", "school", "900999"], environment: ["TERM": "xterm-256color"])
        let colours = ["\u{1b}[31m", "\u{1b}[0m"]
        let colourless = colours.reduce(shown.text) { $0.replacing($1, with: "") }
        #expect(colourless == piped.talk)
    }
}
