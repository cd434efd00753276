package import CanonicalJSON
internal import EventLog
internal import Events
internal import Foundation
package import Ledger
package import Programme

/// A ledger in a folder of its own, which goes when the test is over.
package final class TestLedger {
    package let ledger: Ledger
    private let folder: URL

    /// Makes a ledger with `facts` in it, event 1 being its creation.
    package init(_ facts: Told...) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "tally-test-\(UUID().uuidString)")
        ledger = try Ledger.create(folder: folder.path)
        for fact in [ledgerCreated()] + facts { try record(fact) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Records one entry, tells what came of it, and checks that the log grew only if it should.
    ///
    /// - Parameter other: Another opening of the same ledger, that is to record it.
    @discardableResult
    package func record(_ entry: Entry, in other: Ledger? = nil) throws -> Recorded {
        let ledger = other ?? ledger
        let before = try ledger.log.size()
        do {
            let outcome = try ledger.record([entry], testAct).outcomes[0]
            let added = try ledger.log.size() - before
            switch outcome {
            case .recorded(let event): return added == 1 ? .recorded(event.seq) : .unexpected
            case .alreadyRecorded(let event):
                return added == 0 ? .alreadyRecorded(event.seq) : .unexpected
            case .alreadyHolds(let why): return added == 0 ? .alreadyHolds(why) : .unexpected
            }
        } catch let problems as EntryProblems {
            guard try ledger.log.size() == before, let only = problems.problems.first else {
                return .unexpected
            }
            return only.isRefusal ? .refused(only.sentence) : .unreadable(only.sentence)
        }
    }

    @discardableResult
    package func record(_ told: Told, key: String? = nil) throws -> Recorded {
        try record(entry(told, key: key))
    }

    package func entry(_ told: Told, key: String? = nil) -> Entry {
        var entry = Entry(
            type: told.fact.type, validFrom: told.from, members: told.data.members ?? [])
        entry.key = key
        return entry
    }

    /// Corrects event `seq`, giving only the members that change.
    @discardableResult
    package func correct(
        _ seq: Int, _ changes: [(String, JSONValue?)], key: String? = nil,
        reason: String? = "mistyped"
    ) throws -> Recorded {
        var entry = Entry(
            type: "EventCorrected",
            members: [
                JSONMember("target", .integer(seq)), JSONMember("replacement", .object(changes)),
            ])
        entry.key = key
        entry.reason = reason
        return try record(entry)
    }

    @discardableResult
    package func retract(
        _ seq: Int, key: String? = nil, reason: String? = "did not happen"
    ) throws -> Recorded {
        var entry = Entry(
            type: "EventRetracted", members: [JSONMember("target", .integer(seq))])
        entry.key = key
        entry.reason = reason
        return try record(entry)
    }

    /// The facts as they read now.
    package func facts() throws -> [Reading] {
        var readings = Readings()
        try ledger.log.scan { event in
            try readings.add(event)
            return true
        }
        return readings.facts
    }

    /// The rows of one kind that the facts tell, as ``worldRows(_:)`` writes them.
    package func rows(_ kind: String) throws -> [String] {
        worldRows(try World.told(by: facts())).filter { $0.hasPrefix(kind + " ") }
            .map { String($0.dropFirst(kind.count + 1)) }
    }
}

/// What became of an entry: the number is that of the event, the text what the user reads.
package enum Recorded: Equatable, Sendable {
    case recorded(Int)
    case alreadyRecorded(Int)
    case alreadyHolds(String)
    case refused(String)
    case unreadable(String)
    /// The log grew when it should not have, or the other way round.
    case unexpected
}

/// Acts as one officer, at one moment, with keys made at random.
package let testAct = Act(
    actor: "officer:test", now: { testInstant }, mintKey: { _ in UUID().uuidString })

private let testInstant: Instant = {
    guard let instant = Instant("2025-01-01T09:00:00.000Z") else {
        preconditionFailure("this is an instant")
    }
    return instant
}()
