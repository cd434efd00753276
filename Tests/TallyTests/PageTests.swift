import Foundation
import Testing

/// What the pages for newcomers show, typed into a shell as it stands.
@Suite(.sampleLedger) struct PageTests {
    private let sample: SampleLedger
    private let scratch: Scratch

    init() throws {
        sample = try #require(SampleLedger.current)
        scratch = try Scratch()
    }

    @Test func theReadMeShowsWhatIsPrinted() throws {
        try TypedPage("README.md").expectWhatIsPrinted(in: scratch)
    }

    @Test func theArchitectureShowsWhatIsPrinted() throws {
        try sample.copy(to: scratch.path("north-east.tally"))
        let page = try TypedPage("ARCHITECTURE.md")
        _ = try scratch.write("root.py", page.file("root.py"))
        try page.expectWhatIsPrinted(in: scratch)
    }

    @Test func theDirectorsPageShowsWhatIsPrinted() throws {
        try TypedPage("Sources/Site/Site.docc/DirectorsFiveMinutes.md")
            .expectWhatIsPrinted(in: scratch)
    }

    @Test(
        .enabled(if: sqliteShell != nil, "the shell of SQLite is not installed"),
        arguments: ["", "/register", "/engagement", "/value-for-money"])
    func theReadModelsPageShowsWhatIsPrinted(_ model: String) throws {
        try sample.copy(to: scratch.path("north-east.tally"))
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("projections"),
            withDestinationPath: packageFolder + "/projections")
        try TypedPage("projections\(model)/README.md").expectWhatIsPrinted(in: scratch)
    }

    /// A page that shows what is printed is typed by a test, so that it stays true.
    @Test func everyPageThatShowsASessionIsTyped() throws {
        #expect(try Set(pagesWithSessions()) == Set(typedPages))
    }

    /// The pages for newcomers name scripts and link to pages; these are there.
    @Test(arguments: typedPages + ["CONTRIBUTING.md", "DECISIONS.md", "events/README.md"])
    func whatAPageNamesIsThere(_ page: String) throws {
        let text = try String(contentsOfFile: packageFolder + "/" + page, encoding: .utf8)
        let folder = URL(fileURLWithPath: packageFolder + "/" + page).deletingLastPathComponent()
        for link in text.matches(of: /\]\(([^)#:]+)\)/).map(\.output.1) {
            let path = folder.appendingPathComponent(String(link)).path
            #expect(FileManager.default.fileExists(atPath: path), "\(link)")
        }
        for script in text.matches(of: /`?scripts\/([a-z-]+[a-z])[ `]/).map(\.output.1) {
            let path = "\(packageFolder)/scripts/\(script)"
            #expect(FileManager.default.fileExists(atPath: path), "scripts/\(script)")
        }
    }

    private func pagesWithSessions() throws -> [String] {
        let run = try execute(
            "/bin/sh",
            ["-c", "grep -rl --include=*.md '^```console' *.md Sources events projections"],
            in: packageFolder)
        return run.text.split(separator: "\n").map(String.init)
    }
}

/// Pages with sessions: those typed here, and those that tests of their own type.
let typedPages = [
    "README.md", "ARCHITECTURE.md", "projections/README.md", "projections/register/README.md",
    "projections/engagement/README.md", "projections/value-for-money/README.md",
    "Sources/EventLog/EventLog.docc/Verification.md",
    "Sources/Checkpoints/Checkpoints.docc/Checkpoints.md",
    "Sources/AuditorPack/AuditorPack.docc/AuditorsHalfHour.md",
    "Sources/ProjectionEngine/ProjectionEngine.docc/OwnReadModel.md",
    "Sources/Site/Site.docc/DirectorsFiveMinutes.md",
    // What each entry shows was printed when it was written, and stays as it was.
    "CHANGELOG.md",
]
