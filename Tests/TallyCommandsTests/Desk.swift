import CanonicalJSON
import EventLog
import Events
import Foundation
import TallyTestSupport
import Testing

@testable import TallyCommands

/// An officer's desk: a folder with a ledger, a clock that stands still, and what was said.
final class Desk {
    let folder = FileManager.default.temporaryDirectory.path + "/tally-desk-" + UUID().uuidString
    private(set) var output = ""
    private(set) var talk = ""
    var environment = ["TALLY_ACTOR": "officer:jd"]
    var isOnNetworkFileSystem = { (_: String) in false }
    /// What somebody types, where the desk has a terminal.
    var readTypedLine: (() -> String?)?

    /// - Parameter facts: What the ledger is made of, one JSON object a line; nothing unless given.
    init(facts: String? = nil) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try facts?.write(toFile: folder + "/facts.ndjson", atomically: true, encoding: .utf8)
        let from = facts == nil ? "--name North" : "--from facts.ndjson"
        try #require(try run("init north.tally \(from)") == .done, "\(talk)")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs one command line; only what this one said is kept.
    @discardableResult
    func run(_ line: String, input: String = "") throws -> TallyCommands.ExitStatus {
        (output, talk) = ("", "")
        var session = try session(input: input)
        return TallyCommands.run(line.split(separator: " ").map(String.init), in: &session)
    }

    /// What a run at this desk may touch.
    func session(input: String = "") throws -> Session {
        let now = try #require(Instant("2024-09-02T08:30:00Z"))
        var session = Session(
            environment: environment, currentFolder: folder, now: { now },
            today: "2024-09-02", readStandardInput: { Array(input.utf8) },
            write: { self.output += $0 }, say: { self.talk += $0 })
        session.readTypedLine = readTypedLine
        session.isOnNetworkFileSystem = isOnNetworkFileSystem
        return session
    }

    func json() throws -> JSONValue { try JSONValue(parsing: output) }
}
