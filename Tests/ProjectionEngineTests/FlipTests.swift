import EventLog
import Foundation
import SQLite
import TallyTestSupport
import Testing

/// Bits of `log.db` that rot.
@Suite struct FlipTests {
    /// `scripts/flip-test` turns more of them, or all, and judges them by other means.
    @Test func noBitThatChangesAnythingGoesUnnoticed() throws {
        let random = try RandomLedger(RandomHistory(seed: 300, proposals: 400))
        defer { withExtendedLifetime(random) {} }
        let copy = random.folder + "-flipped"
        try FileManager.default.copyItem(atPath: random.folder, toPath: copy)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        // Whoever closes the copy last folds its write-ahead log into the file.
        _ = try EventLog(folder: copy)
        let flips = try BitFlips(folder: copy)
        let before = try #require(content(flips.folder))
        #expect(before.count > 400)
        var noticed = 0
        for bit in stride(from: 0, to: flips.count, by: everyNthBit) {
            try flips.turn(bit) { error in
                if error != nil { noticed += 1 }
                // Compared first: there is no reading the two in a message.
                let isSafe = error != nil || content(flips.folder) == before
                #expect(isSafe, "bit \(bit)")
            }
        }
        #expect(noticed > 100)
        #expect(try flips.isAsBefore())
    }

    /// Every row of `log.db`, its tables and triggers; `nil` when it cannot be read.
    private func content(_ folder: String) -> [[Value]]? {
        let path = folder + "/log.db"
        guard let connection = try? Connection(path: path, access: .readOnly, trustsSchema: true)
        else { return nil }
        var rows: [[Value]] = []
        for sql in [
            "SELECT type, name, tbl_name, sql, 0 FROM sqlite_schema ORDER BY rowid",
            "SELECT seq, leaf, typeof(seq), typeof(leaf), 0 FROM event NOT INDEXED ORDER BY seq",
            "SELECT level, position, hashes, typeof(hashes), 0 FROM tile NOT INDEXED ORDER BY rowid",
            "SELECT story, changes, seq, 0, 0 FROM story",
        ] {
            let found = try? connection.rows(sql) { row in
                [row.value(0), row.value(1), row.value(2), row.value(3), row.value(4)]
            }
            guard let found else { return nil }
            rows += found
        }
        return rows
    }
}

/// A prime, so that every place in a byte comes.
private let everyNthBit = 1_009
