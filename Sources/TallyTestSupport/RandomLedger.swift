internal import EventLog
internal import Foundation
package import Ledger

/// A ledger in a temporary folder that holds a random legal history, or as much of it as was asked
/// for so far.
package final class RandomLedger {
    package let folder: String
    package let ledger: Ledger
    /// How many events it holds.
    package private(set) var size = 0
    /// How many it can hold.
    package let total: Int
    private let events: [RecordedEvent]
    private var readings = Readings()

    /// - Parameter count: How many events it holds at first; all unless given.
    package init(_ history: RandomHistory, first count: Int? = nil) throws {
        folder = NSTemporaryDirectory() + "tally-\(UUID().uuidString)"
        _ = try EventLog.create(folder: folder)
        events = try history.recordedEvents()
        total = events.count
        ledger = try Ledger(folder: folder)
        try grow(by: count ?? total)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Appends the next events, in one transaction.
    package func grow(by count: Int) throws {
        let next = events[size..<min(total, size + count)]
        _ = try ledger.log.write { writer in
            for event in next { try writer.append(draft(event)) }
        }
        size += next.count
    }

    private func draft(_ event: RecordedEvent) throws -> Draft {
        Draft(
            key: event.key, type: event.type, version: event.version,
            validFrom: event.validFrom, recordedAt: event.recordedAt,
            recordedBy: event.recordedBy, reason: event.reason,
            data: Array(event.leaf[event.data]), stories: Array(try readings.tags(adding: event)))
    }
}
