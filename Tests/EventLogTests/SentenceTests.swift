import SQLite
import Testing

@testable import EventLog

/// What is said when something goes wrong below the tool that no command can be made to do.
@Suite struct SentenceTests {
    private let folder: Folder
    private let log: EventLog

    init() throws {
        folder = try Folder()
        log = try folder.open()
        try log.append([draft("a"), draft("b")])
    }

    @Test func dataThatIsNotJSONIsNamed() throws {
        let error = #expect(throws: LogError.self) { try log.append([draft("c", data: "{}}")]) }
        #expect(
            error?.message
                == "the event cannot be written: text after the end of the data (at byte 2)")
        #expect(error?.hint == "its data is not canonical JSON")
        #expect(try log.size() == 2)
    }

    /// Somebody changes the event in the same moment, in spite of the triggers.
    @Test func whatDoesNotReadBackIsNotReportedAsWritten() throws {
        let error = #expect(throws: LogError.self) {
            try log.write { writer in
                try writer.append(draft("c"))
                try log.connection.execute("DROP TRIGGER event_is_never_changed")
                try log.connection.run(
                    "UPDATE event SET leaf = replace(leaf, 'officer', 'offizer') WHERE seq = 3")
            }
        }
        #expect(error?.message == "the events 3 to 3 did not read back as written")
        #expect(error?.hint == "run 'tally verify'")
        #expect(error?.kind == .altered(seq: nil))
    }

    @Test func aLockThatAnotherHoldsIsNamed() throws {
        let path = folder.path + "/lock"
        let lock = try FileLock(path: path, waiting: 0)
        do throws(SQLiteError) {
            _ = try FileLock(path: path, waiting: 0)
            Issue.record("the lock is held twice")
        } catch {
            #expect(error.message == "\(path) is locked")
            #expect(error.isBusy)
        }
        _ = consume lock
    }

    @Test func aStatementThatSaysNothingIsNone() throws {
        let memory = try Connection(path: ":memory:")
        do throws(SQLiteError) {
            _ = try memory.prepare("-- nothing")
            Issue.record("a remark was prepared")
        } catch {
            #expect(error.message == "no statement")
        }
    }
}
