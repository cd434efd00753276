import Foundation
import SQLite
import Testing

@testable import EventLog

/// A write of many events leaves what as many single ones leave, and guards it as well.
@Suite struct BulkWriteTests {
    private let folder: Folder
    private let log: EventLog

    init() throws {
        folder = try Folder()
        log = try folder.open()
        try log.append([draft("a"), draft("b")])
    }

    /// Some events of random stories, several of them often the same.
    private func drafts(_ count: Int, seed: UInt64) -> [Draft] {
        var state = seed
        func number(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        return (0..<count).map { index in
            let tags = (0..<number(5)).map { _ in
                StoryTag("story:\(number(12))", changes: number(2) == 1)
            }
            return draft("bulk-\(index)", stories: tags)
        }
    }

    private func tables(_ log: EventLog) throws -> [String] {
        try [
            "SELECT * FROM event", "SELECT * FROM story",
            "SELECT * FROM tile ORDER BY level, position",
        ].flatMap { sql in
            try log.connection.rows(sql) { row in
                (0..<row.count).map { "\(row.value($0))" }.joined(separator: "|")
            }
        }
    }

    @Test(arguments: [1, 2, 3])
    func leavesTheTablesThatSingleWritesLeave(_ seed: UInt64) throws {
        let drafts = drafts(700, seed: seed)
        _ = try log.write(isBulk: true) { writer in
            for (index, draft) in drafts.enumerated() {
                try writer.append(draft)
                if index == 350 { try writer.writeTiles() }
            }
        }
        let other = try Folder()
        let alone = try other.open()
        try alone.append([draft("a"), draft("b")])
        for draft in drafts { try alone.append([draft]) }
        #expect(try tables(log) == tables(alone), "seed \(seed)")
        #expect(try folder.open().verify().head == alone.head())
    }

    @Test func whoeverReadsAStoryMeanwhileFindsAllOfIt() throws {
        let (changes, reads) = (
            StoryTag("hill:1", changes: true), StoryTag("hill:1", changes: false)
        )
        _ = try log.write(isBulk: true) { writer in
            try writer.append(draft("c", stories: [changes, StoryTag("dale:1", changes: true)]))
            #expect(try log.story("hill:1", changesOnly: false).map(\.seq) == [3])
            try writer.append(draft("d", stories: [reads]))
            try writer.append(draft("e", stories: [changes]))
            #expect(try log.story("hill:1", changesOnly: true).map(\.seq) == [3, 5])
            #expect(try log.story("hill:1", changes: false) { _, _ in true }.map(\.seq) == [4])
            #expect(try log.stories(startingWith: "dale:") == ["dale:1"])
        }
        #expect(try log.story("hill:1", changesOnly: false).map(\.seq) == [3, 4, 5])
    }

    @Test func leavesNothingBehindWhenItFails() throws {
        struct Interruption: Error {}
        let before = try tables(log)
        #expect(throws: Interruption.self) {
            _ = try log.write(isBulk: true) { writer in
                try writer.append(draft("c", stories: [StoryTag("hill:1", changes: true)]))
                throw Interruption()
            }
        }
        #expect(try tables(log) == before)
        try log.append([draft("d")])
        #expect(try log.stories(startingWith: "hill:").isEmpty)
        #expect(try folder.open().verify().head.size == 3)
    }

    @Test(arguments: [["a"], ["c", "c"]])
    func aKeyUsedTwiceRollsBack(_ keys: [String]) throws {
        let before = try tables(log)
        #expect(throws: LogError.self) {
            _ = try log.write(isBulk: true) { writer in
                for key in ["x", "y"] + keys { try writer.append(draft(key)) }
            }
        }
        #expect(try tables(log) == before)
    }

    /// After it, as before it, the same connection meets the triggers.
    @Test(arguments: [true, false])
    func theTriggersRunAgain(_ fails: Bool) throws {
        _ = try? log.write(isBulk: true) { writer in
            try writer.append(draft(fails ? "a" : "c"))
        }
        for sql in [
            "UPDATE event SET leaf = leaf", "DELETE FROM event", "DELETE FROM tile",
            "REPLACE INTO event SELECT seq, leaf FROM event",
        ] {
            #expect(throws: SQLiteError.constraintTrigger) { try log.connection.run(sql) }
        }
    }

    @Test func aWriterGrowsTheTreeThatAnotherGrewMeanwhile() throws {
        let other = try folder.open()
        for round in 0..<4 {
            try log.append([draft("log-\(round)")])
            try other.append([draft("other-\(round)"), draft("too-\(round)")])
        }
        #expect(try folder.open().verify().head == other.head())
    }
}

/// Moments of recording as this project counts them and as Foundation does.
@Suite struct InstantOfDateTests {
    @Test(arguments: [1, 2])
    func countsAsFoundationDoes(_ seed: UInt64) {
        var state = seed
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Whole seconds and halves, which both hold exactly.
            let seconds = Double((state >> 20) % 506_804_601_600) / 2
            let date = Date(timeIntervalSince1970: seconds)
            #expect(Instant(date) == Instant(formatting: date), "\(seconds)")
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_399.9996, "2000-02-28T23:59:59.999Z"),
        (951_782_400, "2000-02-29T00:00:00.000Z"), (1_711_846_799.25, "2024-03-31T00:59:59.250Z"),
        (253_402_300_799.5, "9999-12-31T23:59:59.500Z"),
        (300_000_000_000, "9999-12-31T23:59:59.999Z"),
        (-1, "1969-12-31T23:59:59.000Z"),
    ])
    func isWrittenToTheMillisecond(_ seconds: Double, _ text: String) {
        #expect(Instant(Date(timeIntervalSince1970: seconds)).text == text)
    }
}
