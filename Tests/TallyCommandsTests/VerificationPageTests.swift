import CanonicalJSON
import EventLog
import Foundation
import SQLite
import Testing

@testable import TallyCommands

/// What `verify` says of every damage, word for word as the page Verification.md shows it.
///
/// The ledger is made by `pageFacts` and three acts more, and comes out the same every time, so the
/// page and the program cannot part.
@Suite struct VerificationPageTests {
    @Test(arguments: damages) func saysWhatThePageShows(_ damage: Damage) throws {
        let desk = try pageDesk()
        try damage.inflict(desk)
        let status = try desk.run(damage.command)
        let said = desk.output + desk.talkInEarnest
        let session = "$ tally \(damage.command)\n\(said)$ echo $?\n\(status.rawValue)\n"
        let shown = try #require(page.block(under: damage.heading))
        #expect(shown == session)
        // What it looked at is as it was, so the same is said again.
        try desk.run(damage.command)
        #expect(desk.output + desk.talkInEarnest == said)
    }

    @Test func thePageShowsThemAll() {
        let headings = page.split(separator: "\n").filter { $0.hasPrefix("### ") }
        #expect(headings.map { String($0.dropFirst(4)) } == damages.map(\.heading))
    }

    @Test func aFindingIsInEveryForm() throws {
        let desk = try pageDesk()
        try desk.tamper("UPDATE event SET leaf = replace(leaf, 'South', 'North') WHERE seq = 5")
        try #require(try desk.run("verify --json") == .integrity)
        let finding = try #require(try desk.json()["finding"])
        #expect(try desk.json()["sound"] == .bool(false))
        #expect(finding["status"]?.integer == 5)
        #expect(finding["seq"]?.integer == 5)
        #expect(finding["member"]?.text == "leaf")
        #expect(finding["lastGood"]?["kind"]?.text == "none")
        #expect(try desk.run("verify --csv") == .integrity)
        #expect(desk.output.contains("is not what was recorded"))
        #expect(desk.output.contains(",FAILED,5,leaf,"))
    }
}

/// One thing that can happen to a ledger, under its heading on the page.
struct Damage: CustomTestStringConvertible, Sendable {
    let heading: String
    var command = "verify"
    let inflict: @Sendable (Desk) throws -> Void

    var testDescription: String { heading }

    init(
        _ heading: String, command: String = "verify",
        _ inflict: @escaping @Sendable (Desk) throws -> Void
    ) {
        self.heading = heading
        self.command = command
        self.inflict = inflict
    }
}

/// The page, as it stands in the repository.
private let page: String = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    let file = folder + "/Sources/EventLog/EventLog.docc/Verification.md"
    return String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
}()

extension Desk {
    /// What was said but how far it had come, which depends on how long it took.
    fileprivate var talkInEarnest: String {
        talk.split(separator: "\n").filter { !$0.hasPrefix("verify, ") }.map { $0 + "\n" }.joined()
    }
}

extension String {
    /// The first block of what is typed and printed after a heading.
    fileprivate func block(under heading: String) -> String? {
        guard let place = range(of: "\n### \(heading)\n"),
            let start = range(of: "\n```console\n", range: place.upperBound..<endIndex),
            let end = range(of: "\n```\n", range: start.upperBound..<endIndex)
        else { return nil }
        return self[start.upperBound..<end.lowerBound] + "\n"
    }
}
