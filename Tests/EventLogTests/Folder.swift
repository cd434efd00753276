import EventLog
import Foundation

/// A folder of a test's own with an empty log in it; gone when the test is over.
final class Folder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/event-log-" + UUID().uuidString

    init() throws { _ = try EventLog.create(folder: path) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Opens the log, as another process would.
    func open() throws -> EventLog { try EventLog(folder: path) }

    var headsFile: String {
        let data = FileManager.default.contents(atPath: path + "/heads")
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}

let noon = instant("2024-05-07T12:00:00.000Z")

func instant(_ text: String) -> Instant {
    guard let instant = Instant(text) else { preconditionFailure("\(text) is no instant") }
    return instant
}

/// An event that is about nothing.
func draft(
    _ key: String, type: String = "SomethingHappened", validFrom: String = "2024-05-07",
    recordedAt: Instant = noon, by role: String = "officer:jd", data: String = "{}",
    stories: [StoryTag] = []
) -> Draft {
    Draft(
        key: key, type: type, version: 1, validFrom: validFrom, recordedAt: recordedAt,
        recordedBy: role, data: Array(data.utf8), stories: stories)
}

extension EventLog {
    /// Appends events in one transaction.
    @discardableResult
    func append(_ drafts: [Draft]) throws -> Receipt {
        try write { writer in for draft in drafts { try writer.append(draft) } }.receipt
    }

    func everyEvent() throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        try scan { event in
            events.append(event)
            return true
        }
        return events
    }
}
