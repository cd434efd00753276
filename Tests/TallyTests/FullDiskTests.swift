import Foundation
import Testing

/// A file that may grow no more stands for a full disk: SQLite and the tool see the same error.
@Suite struct FullDiskTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    @Test func anImportIsRefusedWholeAndCanBeTriedAgain() throws {
        let file = try scratch.write("more.ndjson", definitions(1...300))
        let before = try scratch.expect(["export"]).output
        let run = try limited(to: 128, ["import", "facts", file])
        #expect(run.status == 8, "\(run.talk)")
        #expect(run.talk.hasPrefix("tally: the storage failed: "))
        #expect(run.text == "")
        #expect(try scratch.expect(["export"]).output == before)
        try scratch.expect(["verify"])
        try scratch.expect(["import", "facts", file])
        try #expect(scratch.expect(["verify"]).text.contains("Events 1 to 315:"))
    }

    @Test func aReportThatCannotBeKeptSaysSo() throws {
        let run = try limited(to: 8, ["report", "engagement", "--as-of", "2024-03-31"])
        #expect(run.status == 0 || run.status == 8, "\(run.talk)")
        #expect(run.status == 0 || run.text == "")
        try scratch.expect(["report", "engagement", "--as-of", "2024-03-31"])
        try scratch.expect(["verify"])
    }

    /// When the head cannot be kept, nothing may be recorded, or what was must be said.
    @Test func aHeadThatCannotBeWrittenIsNoSilentSuccess() throws {
        let files = FileManager.default
        try files.moveItem(atPath: scratch.headsPath, toPath: scratch.path("heads"))
        try files.createSymbolicLink(
            atPath: scratch.headsPath, withDestinationPath: scratch.path("heads"))
        let before = try scratch.expect(["export"]).output
        let run = try scratch.tally(["opt-in", "900002", "--from", "2023-09-01", "--key", "k"])
        #expect(run.status == 8)
        #expect(try scratch.expect(["export"]).output == before)
        try files.removeItem(atPath: scratch.headsPath)
        try files.moveItem(atPath: scratch.path("heads"), toPath: scratch.headsPath)
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01", "--key", "k"])
        try #expect(scratch.expect(["verify"]).text.contains("2 recorded heads"))
    }

    /// Runs the tool in a shell whose files can have no more than so many kilobytes.
    private func limited(to kilobytes: Int, _ words: [String]) throws -> Run {
        // POSIX counts in blocks of 512 bytes.
        let script = "ulimit -f \(kilobytes * 2) && exec \"$0\" \"$@\""
        return try execute(
            "/bin/sh", ["-c", script, toolPath] + words, in: scratch.folder,
            environment: ["TALLY_LEDGER": scratch.ledger])
    }
}
