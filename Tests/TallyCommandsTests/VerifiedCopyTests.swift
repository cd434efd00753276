import EventLog
import Testing

@testable import TallyCommands

/// A copy that is not the one that was meant is never put in place.
@Suite struct VerifiedCopyTests {
    @Test func aCopyThatEndsElsewhereIsRefused() throws {
        let desk = try Desk(facts: pageFacts)
        let session = try desk.session()
        let folder = desk.folder + "/north.tally"
        let head = try EventLog(folder: folder).head()
        #expect(try session.verifyCopy(in: folder, head).head == head)
        let error = try #require(
            #expect(throws: Failure.self) {
                try session.verifyCopy(in: folder, Head(size: 17, root: head.root))
            })
        #expect(error.status == .integrity)
        #expect(
            error.message
                == "the copy ends at event 16 with the root \(head.root.base64), the ledger at event 17 "
                + "with \(head.root.base64)")
        #expect(
            error.hint == "nothing was put in place; check the disk, and run 'tally verify'")
    }
}
