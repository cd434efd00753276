import Foundation
import Testing

/// Every message of the tool: it is on a page, and a test shows it.
@Suite struct MessageTests {
    private let messages: [SourceMessage]

    init() throws { messages = try MessageScan().messages }

    @Test func everyMessageIsShownByATest() throws {
        let shown = try ShownText()
        let unseen = messages.flatMap { message in
            message.fragments.filter { !shown.shows($0) }.map { "\(message.module): \($0)" }
        }
        #expect(
            unseen == [],
            """
            These are said, and no test shows them. Add what provokes each to a file in \
            Tests/TallyTests/Transcripts, and run TALLY_WRITE_TRANSCRIPTS=1 swift test \
            --filter TranscriptTests; or write a test in the suite of the module.
            """)
    }

    @Test func thePageHasThemAll() throws {
        let page = page(of: messages)
        if ProcessInfo.processInfo.environment["TALLY_WRITE_MESSAGES"] != nil {
            try page.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let written = Set(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n"))
        let now = Set(page.split(separator: "\n"))
        let remedy: Comment = "run TALLY_WRITE_MESSAGES=1 swift test --filter MessageTests"
        #expect(now.subtracting(written).sorted() == [], remedy)
        #expect(written.subtracting(now).sorted() == [], remedy)
    }

    /// The scan would find nothing wrong in sources that it cannot read.
    @Test func theScanReadsWhatIsThere() {
        #expect(messages.count > 400)
        let network = messages.first { $0.sentences.contains { $0.contains("network file") } }
        #expect(network?.module == "TallyCommands")
        #expect(network?.status == 8)
        #expect(
            network?.sentences == [
                "… is on a network file system, where two writers can damage a ledger"
            ])
        #expect(
            network?.remedies == [
                "keep the ledger on a local disk; TALLY_NETWORK=allow overrides this"
            ])
        let head = messages.first { $0.sentences.contains { $0.hasPrefix("the events up to") } }
        #expect(
            head?.sentences == [
                "the events up to … are in the log, but their head could not be kept: …"
            ])
    }
}

private let path = packageFolder + "/Sources/TallyCommands/TallyCommands.docc/Messages.md"

private func page(of messages: [SourceMessage]) -> String {
    let modules = Dictionary(grouping: messages, by: \.module).sorted { $0.key < $1.key }
    let sections = modules.map { module, messages in
        let rows = Set(messages.map(row)).sorted()
        return "## \(module)\n\n| said | to do | exit |\n|---|---|---|\n"
            + rows.map { $0 + "\n" }.joined()
    }
    return introduction + sections.joined(separator: "\n")
}

private func row(_ message: SourceMessage) -> String {
    let said = message.sentences.isEmpty ? ["…"] : message.sentences
    let cells = [said, message.remedies].map { $0.map(escaped).joined(separator: "<br>") }
    let status = message.status.map(String.init) ?? ""
    return "| \(cells.joined(separator: " | ")) | \(status) |"
}

private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "|", with: "\\|").replacingOccurrences(of: "<", with: "&lt;")
}

private let introduction = """
    # Messages

    Every sentence with which Tallystick says what went wrong, what to do about it, and the exit status.

    They stand under the module that says them; `…` is what differs. A row can have several, of which one is said. Where no status is given, it
    is that of the message that this one is part of; what is wrong with a line of a file ends with 3, and what says that a fact holds already is no
    failure. The page is written from the sources by a test, which also expects that another test
    provokes each of them and shows it word for word: `MessageTests`.


    """
