import Foundation
import SQLite
import Testing

@testable import EventLog

/// What a verification reads again, however the log grew and whoever writes meanwhile.
@Suite struct VerificationTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    /// With more than 65,536 events, a tile of the second level is full, and no longer at the edge.
    @Test func aFullTileAboveTheLeavesIsReadAgain() throws {
        let log = try folder.open()
        try log.append((0..<65_800).map { draft("\($0)") })
        #expect(try log.verify().head.size == 65_800)
        try log.connection.execute(
            """
            DROP TRIGGER tile_only_grows;
            UPDATE tile SET hashes = CAST(substr(hashes, 1, 3200) || zeroblob(32)
                || substr(hashes, 3233) AS BLOB) WHERE level = 1 AND position = 0
            """)
        let error = #expect(throws: LogError.self) { try log.verify() }
        #expect(error?.disagreement?.member == "tile 0 of level 1")
        #expect(error?.message.hasSuffix("tile 0 of level 1, hash 101") == true)
    }

    @Test func whoeverWritesMeanwhileIsNoFault() throws {
        let log = try folder.open()
        try log.append((0..<300).map { draft("\($0)") })
        let other = try folder.open()
        var written = 0
        let verified = try log.verify { _, _ in
            written += 1
            _ = try? other.append([draft("meanwhile-\(written)")])
        }
        #expect(written > 0)
        #expect(verified.head.size == 300)
        #expect(try log.verify().head.size == 300 + written)
    }

    @Test func theFileIsLeftOutWhenItIsNotAskedFor() throws {
        let log = try folder.open()
        try log.append([draft("a")])
        #expect(try log.verify().fileCheck != nil)
        #expect(try log.verify(checksFile: false).fileCheck == nil)
    }

    /// The last two are committed, but the writer was killed before it could say so.
    @Test func eventsThatWereNotAcknowledgedAreNoFault() throws {
        let log = try folder.open()
        try log.append([draft("a"), draft("b")])
        let heads = folder.headsFile
        try log.append([draft("c"), draft("d")])
        try heads.write(toFile: log.headsPath, atomically: true, encoding: .utf8)
        let verified = try log.verify()
        #expect(verified.head.size == 4)
        #expect(verified.acknowledged == 2)
    }

    @Test(arguments: ["02", "+2", "2 "]) func aLineOfHeadsHasOneSpelling(_ size: String) throws {
        let log = try folder.open()
        try log.append([draft("a"), draft("b")])
        let line = size + folder.headsFile.dropFirst(1)
        try line.write(toFile: log.headsPath, atomically: true, encoding: .utf8)
        let error = #expect(throws: LogError.self) { try log.verify() }
        #expect(error?.message == "line 1 of the file heads cannot be read")
    }

    /// Checkpoints and heads are looked up in the leaves, whatever the tiles hold.
    @Test func theNewestHeadThatAgreesIsFound() throws {
        let log = try folder.open()
        var heads: [Head] = []
        for key in ["a", "b", "c", "d"] { heads.append(try log.append([draft(key)]).head) }
        #expect(log.newestAgreeing(heads, through: 4) == heads[3])
        #expect(log.newestAgreeing(heads, through: 2) == heads[1])
        let forged = Head(size: 4, root: heads[1].root)
        #expect(log.newestAgreeing(heads.dropLast() + [forged], through: 4) == heads[2])
        #expect(log.newestAgreeing([forged], through: 4) == nil)
        #expect(log.newestRecordedHead(through: 3) == heads[2])
    }
}
