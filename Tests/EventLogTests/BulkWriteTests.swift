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

    /// What waits is written a few rows at a time, whenever some have gathered.
    @Test(arguments: [1...1, 1...40, 33...33, 64...1 << 18])
    func theRowsOfStoriesAreTheSameHoweverManyWait(_ bounds: ClosedRange<Int>) throws {
        let drafts = drafts(300, seed: 9)
        let (other, few) = (try Folder(), try Folder())
        let (alone, together) = (try other.open(), try few.open())
        for draft in drafts { try alone.append([draft]) }
        var tables = try BulkTables(
            together.connection, TreeTiles(), isKept: true, waitingBounds: bounds)
        var batch = EventBatch(capacity: 7)
        for (index, draft) in drafts.enumerated() {
            try batch.add(draft, at: index + 1)
            guard index % 7 == 6 || index == 299 else { continue }
            try tables.insert(batch)
            batch = EventBatch(capacity: 7)
            if index % 5 == 0 { try tables.write("story:3") }
        }
        try tables.writeStories()
        for sql in ["SELECT * FROM event", "SELECT * FROM story"] {
            let rows = { (log: EventLog) in
                try log.connection.rows(sql) { row in (0..<row.count).map { row.value($0) } }
            }
            #expect(try rows(together) == rows(alone), "\(bounds)")
        }
        let root = tables.tree.root
        #expect(try alone.head().root == root)
    }

    /// The disk is full on the thread that inserts, and whoever decides goes on as if it were not.
    @Test func aFullDiskLeavesTheLogAsItWasWhateverTheBodyFinds() throws {
        let before = try tables(log)
        let pages = try #require(try log.connection.integer("PRAGMA page_count"))
        try log.connection.run("PRAGMA max_page_count = \(pages + 2)")
        struct Refused: Error {}
        #expect(throws: LogError(.storage, "")) {
            _ = try log.write(isBulk: true) { writer in
                for number in 0..<2_000 {
                    _ = try? writer.append(draft("full-\(number)"))
                    if number % 500 == 0 { _ = try? log.event(withKey: "full-0") }
                }
                throw Refused()
            }
        }
        #expect(throws: LogError(.storage, "")) {
            _ = try log.write(isBulk: true) { writer in
                for number in 0..<2_000 { _ = try? writer.append(draft("full-\(number)")) }
            }
        }
        try log.connection.run("PRAGMA max_page_count = 1000000")
        #expect(try tables(log) == before)
        _ = try log.write(isBulk: true) { try $0.append(draft("c")) }
        #expect(try folder.open().verify().head.size == 3)
    }

    @Test func anEventIsFoundWhileItsBatchIsNotFull() throws {
        _ = try log.write(isBulk: true) { writer in
            for number in 0..<100 {
                try writer.append(draft("key-\(number)"))
                #expect(try log.event(withKey: "key-\(number)")?.seq == number + 3)
                #expect(try log.event(at: number + 3)?.key == "key-\(number)")
                #expect(try log.size() == number + 3)
            }
        }
    }

    @Test func howManyEventsThereAreIsKnownWhileTheyWait() throws {
        _ = try log.write(isBulk: true) { writer in
            for number in 1...100 {
                try writer.append(draft("key-\(number)"))
                if number % 9 == 0 { #expect(try log.size() == number + 2) }
            }
        }
    }

    @Test func aLeafTooLargeIsLeftOutAndTheOthersStay() throws {
        let large = draft("large", data: "\"" + String(repeating: "x", count: 65_600) + "\"")
        _ = try log.write(isBulk: true) { writer in
            try writer.append(draft("c"))
            #expect(throws: LogError(.tooLarge, "")) { try writer.append(large) }
            try writer.append(draft("d"))
        }
        #expect(try log.everyEvent().map(\.key) == ["a", "b", "c", "d"])
        #expect(try folder.open().verify().head.size == 4)
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
