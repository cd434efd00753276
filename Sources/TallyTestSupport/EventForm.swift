package import CanonicalJSON
package import EventLog
internal import Events

extension RandomHistory {
    /// The kept acts as the log would hold them, event `seq` being act `seq`.
    package func recordedEvents() throws -> [RecordedEvent] {
        try acts.enumerated().map { offset, act in
            try RecordedEvent(leaf: envelope(offset + 1, act).canonical)
        }
    }

    private func envelope(_ seq: Int, _ act: Act) -> JSONValue {
        let (type, day, data) = parts(act)
        return .object([
            ("data", data), ("key", .string("k\(seq)")), ("reason", .string("test")),
            ("recordedAt", .string("2025-01-01T00:00:00.000Z")),
            ("recordedBy", .string("officer:test")), ("seq", .integer(seq)),
            ("type", .string(type)), ("v", .integer(1)), ("validFrom", .string(day.text)),
        ])
    }

    private func parts(_ act: Act) -> (type: String, day: Day, data: JSONValue) {
        switch act {
        case .fact(let told): (told.fact.type, told.from, told.data)
        case .correction(let root, let told):
            (
                "EventCorrected", told.from,
                .object([("replacement", told.replacement), ("target", .integer(root))])
            )
        case .retraction(let target):
            ("EventRetracted", "2025-01-01", .object([("target", .integer(target))]))
        }
    }
}

extension Told {
    /// The members of the fact.
    package var data: JSONValue {
        guard let data = try? JSONValue(parsing: fact.canonical) else {
            preconditionFailure("a fact writes JSON")
        }
        return data
    }

    /// The day and the members together, as a correction gives them.
    package var replacement: JSONValue {
        .object([JSONMember("validFrom", .string(from.text))] + (data.members ?? []))
    }
}
