import EventLog
import Foundation
import SQLite
import Testing

/// Files that are not what they were, though SQLite finds nothing wrong with them.
///
/// `scripts/flip-test` does more of each.
@Suite struct StaleFileTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    /// SQLite drops a write-ahead log from the first frame on that is not sound.
    @Test func bitsTurnedInAWriteAheadLogAreNoticed() throws {
        let hot = try hotCopy(["log.db", "log.db-wal", "heads"])
        let log = try #require(bytes(hot + "/log.db-wal"))
        var shorter = 0
        for bit in stride(from: 101, to: log.count * 8, by: log.count * 8 / 30) {
            let copy = scratch.path("bit-\(bit)")
            try FileManager.default.copyItem(atPath: hot, toPath: copy)
            var flipped = log
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            try flipped.write(to: URL(fileURLWithPath: copy + "/log.db-wal"))
            let run = try scratch.tally(["verify", "--quick", "--ledger", copy])
            if run.status == 6 { shorter += 1 }
            // What was written over later, or never filled, says nothing.
            let all = run.status == 0 && run.text.hasPrefix("Events 1 to 20: ")
            #expect([5, 6].contains(run.status) || all, "bit \(bit): \(run.talk)")
        }
        #expect(shorter > 5)
    }

    @Test func aCopyOfALedgerAtWorkIsShorter() throws {
        let copy = try hotCopy(["log.db", "heads"])
        let run = try scratch.tally(["verify", "--ledger", copy])
        #expect(run.status == 6, "\(run.talk)")
        #expect(run.talk.contains("but 20 were acknowledged"))
    }

    @Test func aPageOfAnOlderCopyIsNoticed() throws {
        let old = try #require(bytes(scratch.logPath))
        for number in 1...40 { try record("page-\(number)") }
        let new = try #require(bytes(scratch.logPath))
        let pageSize = 8_192
        var noticed = 0
        for start in stride(from: 0, to: old.count, by: pageSize) {
            let page = start..<start + pageSize
            guard old[page] != new[page] else { continue }
            var mixed = new
            mixed.replaceSubrange(page, with: old[page])
            try mixed.write(to: URL(fileURLWithPath: scratch.logPath))
            let run = try scratch.tally(["verify"])
            #expect([5, 6].contains(run.status), "page at \(start)")
            noticed += 1
        }
        #expect(noticed >= 4)
    }

    /// Makes a ledger of twenty events, five of which are still in its write-ahead log, and copies
    /// files of it.
    ///
    /// - Returns: The folder of the copy.
    private func hotCopy(_ files: [String]) throws -> String {
        // A reader that stays keeps the log from being folded in when a writer ends.
        let reader = try Connection(path: scratch.logPath, access: .readOnly, trustsSchema: true)
        try reader.execute("BEGIN")
        _ = try reader.integer("SELECT count(*) FROM event")
        for number in 1...5 { try record("hot-\(number)") }
        let copy = scratch.path("copy.tally")
        try FileManager.default.createDirectory(
            atPath: copy, withIntermediateDirectories: true)
        for file in files {
            // A program of its own: to close the file here would take the reader's locks from it.
            let run = try execute(
                "/bin/cp", [scratch.ledger + "/" + file, copy], in: scratch.folder)
            #expect(run.status == 0, "\(run.talk)")
        }
        try reader.execute("ROLLBACK")
        return copy
    }

    private func record(_ measure: String) throws {
        try scratch.expect(["record", "MeasureDefined", "measure=\(measure)", "definition=x"])
    }
}
