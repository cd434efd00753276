import EventLog
import Foundation
import Testing

@testable import TallyCommands

/// What `doctor` says of things that a test cannot bring about on this machine.
@Suite struct CheckTests {
    @Test(arguments: [(0, Check.State.fault), (1, .fault), (2, .ok), (3, .ok)])
    func recordedMeansOnDisk(level: Int, state: Check.State) {
        #expect(Check.synchronous(level).state == state)
    }

    @Test(arguments: [
        (1_000, 0, Check.State.fault), (63_999_999, 0, .fault), (64_000_000, 0, .warn),
        (300_000_000, 0, .ok), (300_000_000, 200_000_000, .warn),
        (1_000_000_000, 200_000_000, .ok),
    ])
    func theDiskHasRoom(free: Int, log: Int, state: Check.State) {
        let check = Check.disk(free: free, log: log)
        #expect(check.state == state)
        #expect(check.words.hasPrefix("\(free / 1_000_000) MB are free"))
        #expect((check.remedy == nil) == (state == .ok))
    }

    @Test(arguments: [
        (false, false, Check.State.ok), (false, true, .ok), (true, true, .warn),
        (true, false, .fault),
    ])
    func aNetworkIsNoPlaceForALedger(isNetwork: Bool, isAllowed: Bool, state: Check.State) {
        #expect(Check.fileSystem(isNetwork: isNetwork, isAllowed: isAllowed).state == state)
    }

    /// `doctor` looks at a ledger that other commands refuse to open.
    @Test func aLedgerOnANetworkIsLookedAt() throws {
        let desk = try Desk()
        desk.isOnNetworkFileSystem = { _ in true }
        #expect(try desk.run("doctor") == .failed)
        #expect(desk.output.contains("fault  file system  "))
        #expect(desk.output.contains("do: keep the ledger on a local disk, and a backup on the"))
        #expect(try desk.run("log") == .storage)
    }

    @Test func allOfItBelongsToOneUser() {
        let files = [
            LedgerFile(name: ".", mode: 0o700, owner: "ann", isLink: false),
            LedgerFile(name: "heads", mode: 0o600, owner: "ann", isLink: false),
            LedgerFile(name: "log.db", mode: 0o600, owner: "root", isLink: false),
        ]
        let check = Check.owner(files, "north.tally")
        #expect(check.state == .fault)
        #expect(check.words == "the folder belongs to ann, but not log.db (0600)")
        #expect(check.remedy == "chown -R ann north.tally")
        #expect(Check.owner(Array(files.prefix(2)), "north.tally").state == .ok)
    }

    @Test func theGroupMayShareALedger() {
        let names = [".", "heads", "log.db"]
        let files = names.map { LedgerFile(name: $0, mode: 0o660, owner: "a", isLink: false) }
        #expect(Check.permissions(files, "n").words == "open to the owner and the group")
        let own = names.map { LedgerFile(name: $0, mode: 0o600, owner: "a", isLink: false) }
        #expect(Check.permissions(own, "n").words == "open to the owner alone")
        let read = LedgerFile(name: "x", mode: 0o640, owner: "a", isLink: false)
        #expect(Check.permissions(own + [read], "n").state == .warn)
    }

    @Test func anOldCheckpointIsSaid() throws {
        let now = date(of: try #require(Instant("2024-09-02T08:30:00Z")))
        let check = { (days: Double, size: Int) in
            Check.checkpoint(
                last: (15, now - days * 86_400), strange: [], size: size, now: now)
        }
        #expect(check(40, 15).state == .ok)
        #expect(check(30, 16).state == .ok)
        #expect(check(40, 16).state == .warn)
        #expect(check(40, 16).words == "the last is of 15 events, 40 days old")
    }

    @Test func whatCameAfterTheLastReadingIsSaid() {
        let tail = { (acknowledged: Int, verified: Int) in
            Check.tail(size: 20, acknowledged: acknowledged, verified: verified)
        }
        #expect(tail(20, 20).words == "every event was read again for a checkpoint or a backup")
        #expect(tail(20, 19).words == "event 20 is newer than the last checkpoint or backup")
        #expect(tail(20, 0).words == "events 1 to 20 are newer than the last checkpoint or backup")
        #expect(tail(18, 20).state == .warn)
        #expect(tail(18, 20).words == "events 19 to 20 are in the log, but nobody was told so")
    }

    @Test func everyStateIsAWord() {
        #expect(Check.State.allCases.map(\.rawValue) == ["ok", "warn", "fault"])
    }
}
