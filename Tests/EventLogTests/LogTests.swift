import SQLite
import Testing

@testable import EventLog

/// Appending, and reading back.
@Suite struct LogTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    @Test func aNewLogIsEmpty() throws {
        let log = try folder.open()
        #expect(try log.size() == 0)
        #expect(try log.head() == Head(size: 0, root: emptyRoot))
        #expect(try log.event(at: 1) == nil)
        #expect(try log.verify().head.size == 0)
        #expect(folder.headsFile == "")
    }

    @Test func keepsWhatIsAppendedInOrder() throws {
        for batch in [["a"], ["b", "c"], [], ["d"]] {
            try folder.open().append(batch.map { draft($0) })
        }
        let events = try folder.open().everyEvent()
        #expect(events.map(\.seq) == [1, 2, 3, 4])
        #expect(events.map(\.key) == ["a", "b", "c", "d"])
        #expect(try folder.open().verify().heads == 3)
    }

    @Test func findsEventsByNumberKeyAndType() throws {
        let log = try folder.open()
        try log.append([draft("a", type: "One"), draft("b", type: "Two"), draft("c", type: "One")])
        #expect(try log.event(at: 2)?.key == "b")
        #expect(try log.event(at: 4) == nil)
        #expect(try log.event(withKey: "c")?.seq == 3)
        #expect(try log.event(withKey: "d") == nil)
        #expect(try log.events(ofTypes: ["One"]).map(\.seq) == [1, 3])
        #expect(try log.events(ofTypes: ["Three"]).isEmpty)
    }

    /// The end of a leaf says of which type it is; a name with an escape in it is read with care.
    @Test func findsTheEventsOfSomeTypesWhateverTheyAreCalled() throws {
        let log = try folder.open()
        let types = ["One", "TheOne", "One\"", "type\":\"One", "One", "Ones", ""]
        try log.append(types.enumerated().map { draft("\($0)", type: $1) })
        for wanted in types.map({ [$0] }) + [["One", "Ones"], ["One\"", "TheOne"], []] {
            for range in [1...7, 2...4, 5...5] {
                let found = try log.events(
                    ofTypes: wanted, from: range.lowerBound, through: range.upperBound)
                let expected = range.filter { wanted.contains(types[$0 - 1]) }
                #expect(found.map(\.seq) == expected, "\(wanted) in \(range)")
            }
        }
    }

    @Test func envelopesAreThoseOfTheEvents() throws {
        let log = try folder.open()
        let days = [
            "2024-02-29T23:59:59.999Z", "1970-01-01T00:00:00.000Z", "9999-12-31T00:00:00.001Z",
        ]
        try log.append(days.map { draft($0, type: "On\($0)", recordedAt: instant($0)) })
        var found: [String] = []
        try log.scanEnvelopes(through: 2) { event, leaf in
            let (year, month, day) = event.recordedAt.civil
            found.append("\(event.seq) \(year) \(month) \(day)")
        }
        #expect(found == ["1 2024 2 29", "2 1970 1 1"])
        #expect(instant(days[2]).civil == (9999, 12, 31))
    }

    @Test func findsEventsByTheirStories() throws {
        let log = try folder.open()
        let (changes, reads) = (StoryTag("hill", changes: true), StoryTag("hill", changes: false))
        try log.append([
            draft("a", stories: [changes]), draft("b", stories: [reads]),
            draft("c", stories: [changes, reads, changes]), draft("d"),
        ])
        #expect(try log.story("hill", changesOnly: true).map(\.seq) == [1, 3])
        #expect(try log.story("hill", changesOnly: false).map(\.seq) == [1, 2, 3])
        #expect(try log.story("dale", changesOnly: false).isEmpty)
    }

    /// A clock set back does not reorder history.
    @Test(arguments: [
        ("2024-05-07T08:59:59.999Z", 0), ("2024-05-07T09:00:00.000Z", 3),
        ("2024-05-07T09:30:00.000Z", 3), ("2024-05-07T10:00:00.000Z", 3),
        ("2024-05-07T11:00:00.000Z", 5),
    ])
    func knowsTheLastEventRecordedBy(_ moment: String, seq: Int) throws {
        let log = try folder.open()
        let hours = ["09", "10", "09", "11", "11"]
        try log.append(
            hours.enumerated().map { index, hour in
                draft("\(index)", recordedAt: instant("2024-05-07T\(hour):00:00.000Z"))
            })
        #expect(try log.lastRecorded(by: instant(moment)) == seq)
        #expect(try log.verify().clockSetBack == [3])
    }

    @Test func aReaderLendsTheLeavesOnAnotherThread() async throws {
        let log = try folder.open()
        try log.append((0..<600).map { draft("\($0)") })
        let place = log.place
        async let leaves = Self.leaves(300...500, place)
        let found = try await leaves
        #expect(found == (try log.everyEvent())[299..<500].map(\.leaf))
        var count = 0
        try log.scanLeaves { _, _ in count += 1 }
        #expect(count == 600)
    }

    @concurrent
    private static func leaves(_ range: ClosedRange<Int>, _ place: LogPlace) async throws
        -> [[UInt8]]
    {
        var found: [[UInt8]] = []
        let reader = try place.reader()
        try reader.scanLeaves(from: range.lowerBound, through: range.upperBound) { seq, leaf in
            #expect(seq == range.lowerBound + found.count)
            found.append(leaf.indices.map { leaf[$0] })
        }
        return found
    }

    @Test func theQuickVerificationFindsWhatTheCarefulOneDoes() throws {
        let log = try folder.open()
        try log.append((0..<20_000).map { draft("\($0)") })
        let quick = try #require(try log.quickLeaves(log.recordedHeads()) { _, _ in })
        #expect(Head(size: quick.tree.size, root: quick.tree.root) == (try log.head()))
        #expect(quick.clockSetBack.isEmpty)
    }

    @Test func itsTreeIsThatOfItsLeavesHoweverTheyCame() throws {
        let log = try folder.open()
        var range = CompactRange()
        var count = 0
        for batch in [1, 2, 250, 3, 1, 255, 256, 300, 1] {
            let receipt = try log.append((0..<batch).map { draft("\(count + $0)") })
            count += batch
            for seq in range.size + 1...count {
                range.append(leafHash(try #require(try log.event(at: seq)).leaf))
            }
            #expect(receipt == Receipt(head: Head(size: count, root: range.root), appended: batch))
            #expect(try log.head() == receipt.head)
        }
        let reopened = try folder.open()
        #expect(try reopened.head() == Head(size: count, root: range.root))
        #expect(try reopened.head(size: 257).root == naiveRoot(reopened, size: 257))
        #expect(try reopened.verify().head.root == range.root)
        #expect(try reopened.connection.integer("SELECT count(*) FROM tile WHERE level = 0") == 5)
        #expect(try reopened.connection.integer("SELECT count(*) FROM tile WHERE level = 1") == 1)
    }

    @Test func everyAppendIsAHeadOnDisk() throws {
        let log = try folder.open()
        let receipts = try [["a", "b"], ["c"]].map { try log.append($0.map { draft($0) }) }
        let lines = receipts.map { "\($0.head.size) \($0.head.root.base64) \(noon)\n" }
        #expect(folder.headsFile == lines.joined())
    }

    private func naiveRoot(_ log: EventLog, size: Int) throws -> Hash {
        var tree = NaiveTree(try log.everyEvent().prefix(size).map { leafHash($0.leaf) })
        return tree.root(0..<size)
    }
}
