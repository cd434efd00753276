import Foundation
import Testing

/// What the tool says no to, how it says it, and that nothing changes by it.
@Suite struct RefusalTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    @Test(arguments: mistypedLines + illegalLines + unknownThings)
    func refusesAndChangesNothing(_ refused: Refused) throws {
        let before = try state()
        let run = try scratch.tally(refused.words)
        #expect(run.status == refused.status)
        #expect(run.talk == refused.talk)
        #expect(run.text == "")
        #expect(try state() == before)
    }

    @Test func refusesAFolderWithoutALedger() throws {
        let folder = scratch.path("nowhere.tally")
        let run = try scratch.tally(["log", "--ledger", folder])
        #expect(run.status == 9)
        #expect(
            run.talk == """
                tally: there is no ledger at \(folder)
                  make one with 'tally init \(folder)', or name another with --ledger DIR

                """)
        #expect(bytes(folder) == nil)
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test(arguments: [
        ("opt-in 900001 --from 2023-12-01", "school 900001 is already in learning"),
        ("opt-in 900001 --from 2023-09-01 --key opt-in-900001", "Already recorded as event 12"),
        ("enrol 900001 oracy --from 2023-10-01", "school 900001 is already enrolled in oracy"),
    ])
    func doesNothingWhenItHoldsAlready(line: String, answer: String) throws {
        let before = try state()
        let run = try scratch.expect(line.split(separator: " ").map(String.init))
        #expect(run.text.contains(answer))
        #expect(try state() == before)
    }

    @Test func listsEveryLaterFactACorrectionWouldBreak() throws {
        let lines = """
            record StrandOpened programme=learning strand=maths title=Maths --from 2021-09-01
            enrol 900001 maths --from 2023-11-01
            """
        for line in lines.split(separator: "\n") {
            try scratch.expect(line.split(separator: " ").map(String.init))
        }
        let run = try scratch.tally(["retract", "12", "--reason", "mistaken"])
        #expect(run.status == 3)
        #expect(run.talk.contains("  event 13: StrandEnrolled from 2023-10-01: school 900001 "))
        #expect(run.talk.contains("  event 17: StrandEnrolled from 2023-11-01: school 900001 "))
    }

    @Test(arguments: [["--dry-run"], ["--dry-run", "--json"]])
    func aTrialRecordsNothing(_ options: [String]) throws {
        let before = try state()
        let line = ["opt-in", "900002", "--from", "2023-09-01"]
        try #expect(scratch.expect(line + options).text.contains("16"))
        #expect(try state() == before)
    }

    /// The ledger's bytes.
    ///
    /// The write-ahead log is empty or gone once the last process has let go.
    private func state() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in ["log.db", "log.db-wal", "heads"] {
            files[name] = bytes(scratch.ledger + "/" + name)
        }
        if files["log.db-wal"]?.isEmpty == true { files["log.db-wal"] = nil }
        return files
    }
}
