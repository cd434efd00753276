import CommandTable
import Foundation
import TallyCommands
import Testing

/// Every example that help shows is typed into a shell on a copy of the sample ledger.
///
/// An example that is added to a command is typed too; what it needs to find there is in
/// `ExampleDesk.swift`.
@Suite(.sampleLedger) struct ExampleTests {
    @Test(arguments: tallyTool.commands.flatMap(\.examples))
    func everyExampleDoesWhatItShows(_ example: String) throws {
        let scratch = try Scratch()
        try scratch.layOut(for: example, try #require(SampleLedger.current))
        let expected = exampleStatuses[example]?.status ?? 0
        let run = try scratch.type(line(for: example))
        #expect(
            run.status == expected,
            """
            'tally \(example)' exits \(run.status) on a copy of the sample: \(run.talk)
            If it names a file or a folder, say in `exampleFiles` how that is made; if something is to be \
            done before, in `exampleSteps`; if the status is right, in `exampleStatuses`, with the \
            reason. All three are in Tests/TallyTests/ExampleDesk.swift.
            """)
        if expected == 0 { #expect(!run.talk.contains("tally: "), "\(run.talk)") }
    }

    @Test func theTablesNameExamplesThereAre() {
        let examples = tallyTool.commands.flatMap(\.examples)
        for example in exampleStatuses.keys { #expect(examples.contains(example)) }
        for start in exampleSteps.keys {
            #expect(examples.contains { $0.hasPrefix(start) }, "\(start)")
        }
        for (file, _) in exampleFiles {
            #expect(examples.contains { $0.contains(file) }, "\(file)")
        }
    }

    /// The line a reader would type; one that runs until it is interrupted is, when it says that it
    /// is ready.
    private func line(for example: String) -> String {
        let line = "tally " + example.replacing("/media/", with: "media/")
        guard endlessExamples.contains(example) else { return line }
        return """
            \(line) > said 2>&1 & worker=$!
            for pause in $(seq 600); do grep -q ready said && break; sleep 0.1; done
            kill -TERM $worker; wait $worker
            """
    }
}
