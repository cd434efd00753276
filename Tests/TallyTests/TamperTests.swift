import Foundation
import SQLite
import Testing

/// A ledger somebody went round the tool to change: what `verify` makes of it.
///
/// It holds eighteen events and the heads of its last four sizes.
@Suite struct TamperTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try record("one")
        try record("two")
        try record("three")
    }

    @Test func aLedgerLeftAloneIsInOrder() throws {
        let run = try scratch.expect(["verify"])
        #expect(run.text.contains("Events 1 to 18: every leaf read and hashed"))
    }

    @Test(arguments: forbiddenStatements)
    func theTriggersRefuseEveryChange(_ sql: String) throws {
        #expect(throws: SQLiteError.constraintTrigger) { try scratch.tamper(sql) }
        try scratch.expect(["verify", "--quick"])
    }

    @Test(
        .enabled(if: sqliteShell != nil, "the sqlite3 shell is not installed"),
        arguments: forbiddenStatements)
    func theTriggersRefuseTheShellToo(_ sql: String) throws {
        let run = try execute(
            try #require(sqliteShell), ["-bail", "log.db", sql], in: scratch.ledger)
        #expect(run.status != 0)
        #expect(run.talk.contains("never") || run.talk.contains("only grow"), "\(run.talk)")
        try scratch.expect(["verify", "--quick"])
    }

    @Test(arguments: [1, 7, 18])
    func anEditedEventIsNamed(seq: Int) throws {
        try scratch.tamper(
            "UPDATE event SET leaf = replace(leaf, 'officer', 'offizer') WHERE seq = \(seq)",
            without: ["event_is_never_changed"])
        try expectVerify(5, "event \(seq) is not what was recorded: its leaf hashes to ")
    }

    @Test func eventsThatChangedPlacesAreNamed() throws {
        try scratch.tamper(
            """
            UPDATE event SET seq = -3 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 4;
            UPDATE event SET seq = 4 WHERE seq = -3
            """, without: ["event_is_never_changed"])
        try expectVerify(5, "event 3 is not what was recorded: its leaf says it is event 4")
    }

    @Test func anEventTakenFromTheMiddleIsNamed() throws {
        try scratch.tamper("DELETE FROM event WHERE seq = 9", without: ["event_is_never_removed"])
        try expectVerify(5, "event 9 is not what was recorded: it is missing; event 10 follows")
    }

    @Test(arguments: [
        "CAST(substr(hashes, 1, 128) || randomblob(32) || substr(hashes, 161) AS BLOB)",
        "substr(hashes, 1, 32 * 17)",
    ])
    func anEditedTileIsNoticed(_ hashes: String) throws {
        try scratch.tamper(
            "UPDATE tile SET hashes = \(hashes)", without: ["tile_only_grows"])
        try expectVerify(5, "is not what was recorded")
    }

    /// The index of stories is what facts are decided by.
    @Test(arguments: [
        "DELETE FROM story WHERE story = 'school:900001'",
        "DELETE FROM story WHERE seq = 13",
        "UPDATE story SET changes = 0 WHERE seq = 12",
        "UPDATE story SET story = 'school:900002' WHERE story = 'school:900001'",
        "INSERT INTO story (story, changes, seq) VALUES ('school:900002', 1, 12)",
        "INSERT INTO story (story, changes, seq) VALUES ('school:900002', 1, 99)",
    ])
    func anEditedIndexOfStoriesIsNoticed(_ sql: String) throws {
        try scratch.tamper(sql, without: ["story_is_never_changed", "story_is_never_removed"])
        try expectVerify(5, "stor")
    }

    @Test func anEditedTileAboveTheLeavesIsNoticed() throws {
        let file = try scratch.write("more.ndjson", definitions(1...300))
        try scratch.expect(["import", "facts", file])
        try scratch.tamper(
            "UPDATE tile SET hashes = randomblob(32) WHERE level = 1", without: ["tile_only_grows"])
        try expectVerify(5, "the tiles above the leaves do not agree with them")
    }

    /// With the tiles as they were, and with tiles as they would be without those events.
    @Test(arguments: [[], ["UPDATE tile SET hashes = substr(hashes, 1, 32 * 16)"]])
    func lostLastEventsAreNoticed(_ more: [String]) throws {
        try scratch.tamper(
            (["DELETE FROM event WHERE seq > 16", "DELETE FROM story WHERE seq > 16"] + more)
                .joined(separator: ";"),
            without: ["event_is_never_removed", "story_is_never_removed", "tile_only_grows"])
        try expectVerify(6, "the history has 16 events, but 18 were acknowledged")
    }

    @Test(arguments: [0, 2])
    func aTruncatedFileIsNoticed(divisor: Int) throws {
        let size = try #require(bytes(scratch.logPath)).count
        let file = try #require(FileHandle(forWritingAtPath: scratch.logPath))
        try file.truncate(atOffset: divisor == 0 ? 0 : UInt64(size / divisor))
        try file.close()
        try expectVerify(6, "acknowledged")
    }

    @Test func aForgedHeadIsNoticed() throws {
        let lines = try heads()
        let forged = lines[2].split(separator: " ")
        let root = try #require(lines[1].split(separator: " ").dropFirst().first)
        try write(heads: lines[..<2] + ["\(forged[0]) \(root) \(forged[2])"] + lines[3...])
        try expectVerify(6, "the history of 17 events has another root than was acknowledged")
    }

    @Test func removedHeadsAreNoticed() throws {
        try FileManager.default.removeItem(atPath: scratch.headsPath)
        try expectVerify(6, "the file heads is missing")
    }

    @Test func nothingIsRecordedOverRemovedHeads() throws {
        try FileManager.default.removeItem(atPath: scratch.headsPath)
        #expect(try scratch.tally(["opt-in", "900002", "--from", "2023-09-01"]).status == 6)
        try expectVerify(6, "the file heads is missing")
    }

    @Test func yesterdaysCopyUnderTodaysHeadsIsNoticed() throws {
        let yesterday = try #require(bytes(scratch.logPath))
        try record("four")
        try yesterday.write(to: URL(fileURLWithPath: scratch.logPath))
        try expectVerify(6, "the history has 18 events, but 19 were acknowledged")
    }

    @Test func anotherHistoryOfTheSameSizeIsNoticed() throws {
        let yesterday = try #require(bytes(scratch.logPath))
        try record("four")
        try yesterday.write(to: URL(fileURLWithPath: scratch.logPath))
        // Recording on may be refused; if it is not, the two histories must not pass for one.
        _ = try scratch.tally(["opt-in", "900002", "--from", "2023-09-01"])
        #expect(try scratch.tally(["verify"]).status == 6)
    }

    private func record(_ measure: String) throws {
        try scratch.expect(["record", "MeasureDefined", "measure=\(measure)", "definition=x"])
    }

    private func expectVerify(
        _ status: Int32, _ sentence: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let run = try scratch.tally(["verify"])
        #expect(run.status == status, "\(run.talk)", sourceLocation: location)
        #expect(run.talk.contains(sentence), "\(run.talk)", sourceLocation: location)
        #expect(run.text == "", sourceLocation: location)
    }

    private func heads() throws -> [String] {
        let text = String(decoding: try #require(bytes(scratch.headsPath)), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }

    private func write(heads: [String]) throws {
        let text = heads.map { $0 + "\n" }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.headsPath))
    }
}

/// What every program that opens the file is kept from, as long as the triggers are there.
private let forbiddenStatements = [
    "DELETE FROM event WHERE seq = 3",
    "DELETE FROM event",
    "UPDATE event SET leaf = leaf || ' ' WHERE seq = 3",
    "UPDATE event SET seq = 99 WHERE seq = 3",
    "INSERT OR REPLACE INTO event (seq, leaf) SELECT seq, leaf || ' ' FROM event WHERE seq = 3",
    "INSERT OR REPLACE INTO event (seq, leaf) SELECT 19, leaf FROM event WHERE seq = 3",
    "UPDATE OR REPLACE event SET seq = 3 WHERE seq = 4",
    "DELETE FROM story",
    "UPDATE story SET seq = 1",
    "DELETE FROM tile",
    "UPDATE tile SET hashes = randomblob(32 * 18)",
    "INSERT OR REPLACE INTO tile (level, position, hashes) VALUES (0, 0, randomblob(32 * 18))",
]
