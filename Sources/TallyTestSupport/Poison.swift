package import EventLog
internal import Foundation
package import Ledger

extension Ledger {
    /// Appends an event without asking the deciders, as another program might.
    ///
    /// - Parameter data: Its data as canonical JSON.
    /// - Returns: Its number.
    @discardableResult
    package func appendUnjudged(
        _ type: String, version: Int = 1, data: String, from day: String = "2023-01-01",
        stories: [StoryTag] = []
    ) throws -> Int {
        guard let recordedAt = Instant("2025-01-01T09:00:00.000Z") else {
            preconditionFailure("this is an instant")
        }
        let written = try log.write { writer in
            try writer.append(
                Draft(
                    key: UUID().uuidString, type: type, version: version, validFrom: day,
                    recordedAt: recordedAt, recordedBy: "test:another-program",
                    data: Array(data.utf8), stories: stories))
        }
        return written.result.seq
    }
}
