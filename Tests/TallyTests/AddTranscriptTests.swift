import Foundation
import Testing

/// `add` at a real terminal: what is asked, and what an interruption leaves.
@Suite struct AddTranscriptTests {
    private let scratch: Scratch
    private let typist: Typist

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        guard let typist = Typist() else { try Test.cancel("there is no Python 3 here") }
        self.typist = typist
    }

    @Test func asksAndRecords() throws {
        let run = try typist.run(
            ["add"], in: scratch, typing: "1\n\ndale\n5/9/2023\n\nyes\n.\n")
        #expect(run.status == 0, "\(run.text)")
        let said = [
            "What is to be recorded?", "programme: The programme it takes part in.",
            "[learning] > ",
            "  = 900002  Dale School, LA 390", "validFrom: The day from which this holds.",
            "It would be event 16.", "Record it? yes; or the number of an answer to change",
            "Recorded event 16: SchoolOptedIn, from 2023-09-05", "1 event recorded",
        ]
        var rest = run.text[...]
        for words in said {
            let place = try #require(rest.firstRange(of: words), "\(words) in \(run.text)")
            rest = rest[place.upperBound...]
        }
        try #expect(scratch.expect(["verify", "--quick"]).text.contains("Events 1 to 16"))
    }

    /// Ctrl-C and Ctrl-D, at every question of an opt-in and before it is confirmed.
    @Test(arguments: 0...5, ["\u{3}", "\u{4}"])
    func anInterruptionLeavesNothingHalfDone(after answers: Int, by key: String) throws {
        let lines = ["1", "", "dale", "5/9/2023", ""]
        let before = try scratch.expect(["export"]).output
        let typed = lines.prefix(answers).map { $0 + "\n" }.joined()
        let run = try typist.run(["add"], in: scratch, typing: typed + key)
        // A signal that ends the program is what shells call 130.
        let interrupted: Set<Int32> = [254, 130]
        #expect(key == "\u{4}" ? run.status == 0 : interrupted.contains(run.status), "\(run.text)")
        #expect(!run.text.contains("killed: it waits"))
        #expect(try scratch.expect(["export"]).output == before)
        try scratch.expect(["verify", "--quick"])
    }

    @Test func neverAsksWhereNobodyAnswers() throws {
        for (words, place) in [
            (["add"], "stdin"), (["add"], "stdout"), (["add", "--no-input"], ""),
        ] {
            let run = try typist.run(words, in: scratch, typing: "1\n", redirecting: place)
            #expect(run.status == 2, "\(run.text)")
            #expect(run.text.contains("there is nobody to answer them"), "\(run.text)")
        }
        #expect(try scratch.tally(["add"], input: "1\n").status == 2)
    }
}
