import EventLog
import Foundation

extension Scratch {
    /// Appends, in one transaction, events that another program might write: `numbers` of definitions
    /// and one of a type that no program knows, in the middle of them.
    ///
    /// - Returns: The number of that one.
    func poison(among definitions: Int = 0, in folder: String? = nil) throws -> Int {
        let log = try EventLog(folder: folder ?? ledger)
        let written = try log.write { writer in
            var seq = 0
            for number in 0...definitions {
                let isPoison = number == definitions / 2
                let event = try writer.append(isPoison ? unknown() : definition(number))
                if isPoison { seq = event.seq }
            }
            return seq
        }
        return written.result
    }
}

private func unknown() -> Draft { draft("SchoolTwinned", #"{"urn":"900001"}"#) }

private func definition(_ number: Int) -> Draft {
    let measure = "beside-the-poison-\(number)"
    return draft(
        "MeasureDefined", #"{"definition":"x","measure":"\#(measure)"}"#,
        [StoryTag("measure:\(measure)", changes: true)])
}

private func draft(_ type: String, _ data: String, _ stories: [StoryTag] = []) -> Draft {
    guard let recordedAt = Instant("2025-01-01T09:00:00.000Z") else {
        preconditionFailure("this is an instant")
    }
    return Draft(
        key: UUID().uuidString, type: type, version: 1, validFrom: "2023-09-01",
        recordedAt: recordedAt, recordedBy: "test:another-program", data: Array(data.utf8),
        stories: stories)
}
