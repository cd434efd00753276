import CanonicalJSON
import Foundation
import Testing

/// A worker that keeps read models up to date while others record.
@Suite struct FollowTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    @Test func itSaysWhenItIsReadyAndTakesInWhatOthersRecord() throws {
        let follower = try Follower(scratch)
        defer { follower.kill() }
        let ready = try follower.waitFor { $0["state"]?.text == "ready" }
        #expect(ready["events"]?.integer == 15)
        #expect(try positions() == [15, 15, 15, 15])

        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        _ = try follower.waitFor { line in
            line["models"]?.elements?.contains { $0["to"]?.integer == 16 } == true
        }
        try waitUntil { try positions() == [16, 16, 16, 16] }
        let file = try scratch.write("more.ndjson", definitions(1...40))
        try scratch.expect(["import", "facts", file])
        try waitUntil { try positions() == [56, 56, 56, 56] }
        #expect(try follower.lines().allSatisfy { $0["state"]?.text != "failed" })
    }

    @Test(arguments: [SIGTERM, SIGINT]) func aSignalEndsItInOrder(signal: Int32) throws {
        let follower = try Follower(scratch)
        defer { follower.kill() }
        _ = try follower.waitFor { $0["state"]?.text == "ready" }
        #expect(kill(follower.id, signal) == 0)
        #expect(try follower.status() == 0)
        #expect(try follower.lines().last?["state"]?.text == "stopped")
        try scratch.expect(["verify"])
    }

    @Test func forPeopleItSpeaksOnStandardError() throws {
        let follower = try Follower(scratch, asJSON: false)
        defer { follower.kill() }
        try waitUntil { follower.text.contains("ready: read models hold events 1 to 15\n") }
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        try waitUntil { follower.text.contains("engagement: events 1 to 16, ") }
        #expect(kill(follower.id, SIGTERM) == 0)
        #expect(try follower.status() == 0)
        #expect(follower.text.hasSuffix("\nstopped\n"))
    }

    @Test(.enabled(if: bytes("/proc/self/stat") != nil, "the system has no /proc"))
    func waitingCostsNothing() throws {
        let follower = try Follower(scratch)
        defer { follower.kill() }
        _ = try follower.waitFor { $0["state"]?.text == "ready" }
        let before = try follower.ticks()
        Thread.sleep(forTimeInterval: 2)
        // Five hundredths of a second, where asking again and again would take many more.
        #expect(try follower.ticks() - before <= 5)
    }

    /// How far each read model has come.
    private func positions() throws -> [Int?] {
        let status = try scratch.expect(["projections", "status", "--json"]).json()
        return status["models"]?.elements?.map { $0["position"]?.integer } ?? []
    }
}

/// `tally projections run --follow`, and what it has said so far.
private final class Follower {
    private let process = Process()
    private let path: String

    var id: pid_t { process.processIdentifier }

    init(_ scratch: Scratch, asJSON: Bool = true) throws {
        path = scratch.path("said")
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        process.executableURL = URL(fileURLWithPath: toolPath)
        process.arguments = ["projections", "run", "--follow"] + (asJSON ? ["--json"] : [])
        process.environment = ["TALLY_LEDGER": scratch.ledger, "TALLY_ACTOR": "officer:test"]
        process.standardOutput = asJSON ? file : FileHandle.nullDevice
        process.standardError = asJSON ? FileHandle.nullDevice : file
        try process.run()
    }

    var text: String { String(decoding: bytes(path) ?? Data(), as: UTF8.self) }

    /// Every whole line, each of which must be JSON.
    func lines() throws -> [JSONValue] {
        try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map { try JSONValue(parsing: String($0)) }
    }

    func waitFor(_ isWanted: (JSONValue) -> Bool) throws -> JSONValue {
        try waitUntil { try lines().contains(where: isWanted) }
        return try #require(try lines().first(where: isWanted))
    }

    /// Waits for it to end, for ten seconds at most.
    func status() throws -> Int32 {
        try waitUntil { !process.isRunning }
        return process.terminationStatus
    }

    func kill() {
        // Not by a signal that it might ignore: nothing may outlive its test.
        if process.isRunning { _ = Foundation.kill(id, SIGKILL) }
    }

    /// The processor time it has used, in hundredths of a second.
    func ticks() throws -> Int {
        let stat = String(decoding: try #require(bytes("/proc/\(id)/stat")), as: UTF8.self)
        // The name, in parentheses, may hold anything; user and system time are the 12th and 13th
        // words after it.
        let words = stat[try #require(stat.lastIndex(of: ")"))...].split(separator: " ")
        return try #require(Int(words[12])) + (try #require(Int(words[13])))
    }
}

/// Asks again and again, for ten seconds at most.
private func waitUntil(
    _ location: SourceLocation = #_sourceLocation, _ isSo: () throws -> Bool
) throws {
    for _ in 0..<500 {
        if try isSo() { return }
        Thread.sleep(forTimeInterval: 0.02)
    }
    Issue.record("ten seconds were not enough", sourceLocation: location)
    throw Waited()
}

private struct Waited: Error {}
