import CanonicalJSON
import Foundation
import SQLite
import Testing

/// The files of read models, whatever happened to them, and processes that want the same ones.
@Suite struct WorkerTests {
    private let scratch: Scratch
    private let report = ["report", "engagement", "--as-of", "2024-03-31"]

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.expect(["projections", "run"])
    }

    private var folder: String { scratch.ledger + "/projections" }

    @Test func aSecondWorkerLeavesAndAReportIsToldFromTheLog() throws {
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        try scratch.expect(["enrol", "900002", "oracy", "--from", "2023-10-01"])
        let lock = try FileLock(path: folder + "/engagement.lock", waiting: 0)
        let told = try scratch.expect(report + ["--json"]).json()
        #expect(told["figures"]?["engagedSchools"]?.integer == 2)
        #expect(told["head"]?["seq"]?.integer == 17)
        let run = try scratch.tally(["projections", "run"])
        #expect(run.status == 4)
        #expect(
            run.talk == """
                tally: another process is at work on the read model engagement
                  try again in a moment

                """)
        _ = consume lock
        try scratch.expect(["projections", "run"])
        #expect(try scratch.expect(report + ["--json"]).json() == told)
    }

    @Test func aFolderThatIsGoneIsMadeAgain() throws {
        let before = try scratch.expect(report).text
        try FileManager.default.removeItem(atPath: folder)
        #expect(try scratch.expect(report).text == before)
        #expect(try names().contains("engagement.db"))
        try FileManager.default.removeItem(atPath: folder)
        let run = try scratch.expect(["projections", "run"]).text
        #expect(run.contains("register: events 1 to 15, told from event 1 (not built yet)"))
        try scratch.expect(["verify"])
    }

    @Test func aPlainFileInPlaceOfTheLinkIsReplaced() throws {
        let before = try scratch.expect(report).text
        let link = folder + "/engagement.db"
        try FileManager.default.removeItem(atPath: link)
        let old = try Connection(path: link, access: .create)
        try old.execute("CREATE TABLE checkpoint (seq INTEGER); INSERT INTO checkpoint VALUES (15)")
        _ = consume old
        #expect(try scratch.expect(report).text == before)
        let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
        #expect(bytes(folder + "/" + target) != nil)
        try scratch.expect(["verify"])
        try expectRollbackGoesToAFileOfOurs()
    }

    @Test func aRunWithNothingToDoTakesAwayWhatAKilledOneLeft() throws {
        try scratch.expect(["projections", "rebuild"])
        let before = try names()
        for name in ["engagement.9.db", "engagement.9.db-journal", "engagement.db.new"] {
            try Data("left behind".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        let lock = try FileLock(path: folder + "/engagement.lock", waiting: 0)
        try scratch.expect(["projections", "run"])
        #expect(try names().count == before.count + 3, "it may be another's at work")
        _ = consume lock
        try scratch.expect(["projections", "run"])
        #expect(try names() == before)
    }

    @Test(
        .enabled(if: Stranger.canRunTheTool, "needs root and setpriv, or a user who is not root"))
    func whoCanOnlyReadIsToldTheWholeStory() throws {
        let copy = scratch.path("copy.tally")
        try copyWhileWriting(to: copy)
        let files = FileManager.default
        for file in try files.subpathsOfDirectory(atPath: copy) where !isLink(copy + "/" + file) {
            try set(file == "projections" ? 0o555 : 0o444, on: copy + "/" + file)
        }
        try set(0o555, on: copy)
        try set(0o755, on: scratch.folder)
        for words in [report, ["report", "value-for-money", "--as-of", "2024-03-31"]] {
            let run = try Stranger.execute(words + ["--ledger", copy], in: scratch.folder)
            #expect(run.status == 0, "\(run.talk)")
            #expect(try run.text == scratch.expect(words).text)
        }
        // Whoever may write finds the journal, and takes the half of it back.
        try set(0o755, on: copy)
        try set(0o755, on: copy + "/projections")
        try FileManager.default.removeItem(atPath: copy + "/projections")
        try #expect(
            scratch.expect(report + ["--ledger", copy]).text == scratch.expect(report).text)
    }

    // MARK: -

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// There may be no file to go back to; there must be no way back to the plain one.
    private func expectRollbackGoesToAFileOfOurs() throws {
        let run = try scratch.tally(["projections", "rollback", "engagement"])
        #expect(run.status == 0 || run.status == 9, "\(run.talk)")
        try scratch.expect(report)
    }

    /// Copies the ledger when a worker has written half of its rows, and would be killed now.
    private func copyWhileWriting(to copy: String) throws {
        let target = try FileManager.default.destinationOfSymbolicLink(
            atPath: folder + "/engagement.db")
        let path = folder + "/" + target
        let before = bytes(path)
        let worker = try Connection(path: path, access: .readWrite)
        // So little memory that changed pages go to the file before the end.
        try worker.execute("PRAGMA cache_size = 1; BEGIN IMMEDIATE")
        for table in ["enrolment", "opt_in", "state", "eligible"] {
            try? worker.execute("DELETE FROM \(table)")
        }
        try worker.execute("CREATE TABLE filler (text TEXT) STRICT")
        try worker.execute(
            """
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 500)
            INSERT INTO filler SELECT hex(zeroblob(500)) FROM number
            """)
        try #require(bytes(path) != before)
        try FileManager.default.copyItem(atPath: scratch.ledger, toPath: copy)
        try #require(bytes(copy + "/projections/" + target + "-journal")?.isEmpty == false)
        try worker.execute("ROLLBACK")
    }

    private func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }

    private func set(_ mode: Int, on path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
}
