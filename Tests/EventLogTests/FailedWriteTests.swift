import Foundation
import SQLite
import Testing

@testable import EventLog

/// Writes that fail leave everything as it was.
@Suite struct FailedWriteTests {
    private let folder: Folder
    private let log: EventLog

    init() throws {
        folder = try Folder()
        log = try folder.open()
        try log.append([draft("a"), draft("b")])
    }

    @Test func aLeafTooLargeIsRefused() throws {
        let size = try #require(try log.event(at: 2)).leaf.count
        let room = EventLog.leafMaximum - size - 2
        let largest = draft("c", data: "\"" + String(repeating: "x", count: room + 2) + "\"")
        var larger = largest
        larger.data.insert(UInt8(ascii: "x"), at: 1)
        try expectNothingWritten(LogError(.tooLarge, "")) { try log.append([draft("d"), larger]) }
        try log.append([largest])
        #expect(try log.event(at: 3)?.leaf.count == EventLog.leafMaximum)
    }

    @Test func aKeyUsedTwiceRollsBack() throws {
        try expectNothingWritten { try log.append([draft("c"), draft("a")]) }
        try expectNothingWritten { try log.append([draft("c"), draft("c")]) }
    }

    @Test func anErrorInTheMiddleRollsBack() throws {
        struct Interruption: Error {}
        try expectNothingWritten {
            try log.write { writer in
                try writer.append(draft("c", stories: [StoryTag("hill", changes: true)]))
                throw Interruption()
            }
        }
        #expect(try log.story("hill", changesOnly: false).isEmpty)
    }

    @Test(arguments: ["{", "x", "", "{}}", "{},\"key\":\"d\""])
    func dataThatIsNoJSONRollsBack(_ data: String) throws {
        try expectNothingWritten { try log.append([draft("c", data: data)]) }
    }

    /// Fills the disk part-way through a large append, by SQLite's own limit of pages.
    @Test func aFullDiskLeavesTheLogAsItWas() throws {
        let pages = try #require(try log.connection.integer("PRAGMA page_count"))
        try log.connection.run("PRAGMA max_page_count = \(pages + 2)")
        try expectNothingWritten(LogError(.storage, "")) {
            try log.append((0..<2_000).map { draft("full-\($0)") })
        }
        try log.connection.run("PRAGMA max_page_count = 1000000")
        try log.append([draft("c")])
        #expect(try log.verify().head.size == 3)
    }

    @Test func aSecondLedgerIsNotMadeOverTheFirst() throws {
        let before = try log.head()
        #expect(throws: LogError(.exists, "")) { try EventLog.create(folder: folder.path) }
        #expect(try folder.open().head() == before)
    }

    @Test func aLinkIsNotFollowed() throws {
        let files = FileManager.default
        let link = folder.path + "-link.tally"
        try files.createDirectory(atPath: link, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: link) }
        try files.createSymbolicLink(
            atPath: link + "/log.db", withDestinationPath: folder.path + "/log.db")
        #expect(throws: LogError.self) { try EventLog(folder: link) }
    }

    @Test func itsFilesAreReadableByTheirOwnerAlone() throws {
        for name in ["log.db", "heads"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: folder.path + "/" + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
        }
    }

    private func expectNothingWritten(
        _ error: LogError? = nil, _ location: SourceLocation = #_sourceLocation,
        by body: () throws -> some Any
    ) throws {
        let (head, heads) = (try log.head(), folder.headsFile)
        let thrown = #expect(throws: (any Error).self, sourceLocation: location) { try body() }
        if let error { #expect(thrown as? LogError == error, sourceLocation: location) }
        #expect(try log.head() == head, sourceLocation: location)
        #expect(folder.headsFile == heads, sourceLocation: location)
        #expect(try folder.open().verify().head == head, sourceLocation: location)
    }
}
