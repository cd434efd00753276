package import CanonicalJSON
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Projections

extension ReportBuilder {
    /// The explanation as one JSON document, each item with its events spelt out.
    package func json(_ explanation: Explanation) throws -> JSONValue {
        let value = explanation.figure.value
        return .object([
            ("schema", .string("tally/explanation/1")),
            ("figure", .string(explanation.figure.name)),
            ("value", json(value)),
            ("sum", explanation.isSum ? json(value.of(explanation.sum)) : .null),
            ("report", explanation.report.json),
            ("counted", .array(try explanation.counted.map { try json($0, value) })),
            ("leftOut", .array(try explanation.leftOut.map { try json($0, value) })),
            ("remark", explanation.remark.map { .string($0) }),
            ("formula", explanation.formula.map { .string($0) }),
            (
                "parts",
                explanation.parts.isEmpty ? nil : .array(explanation.parts.map(json))
            ),
            ("definition", try explanation.definition?.seq.map(json)),
            (
                "readModel",
                .object([
                    ("name", .string(explanation.model.name)),
                    ("version", .integer(explanation.model.definitionVersion)),
                ])
            ),
        ])
    }

    private func json(_ value: Figure.Value) -> JSONValue {
        value.digits.map(JSONValue.number) ?? .null
    }

    private func json(_ item: Explanation.Item, _ value: Figure.Value) throws -> JSONValue {
        .object([
            ("key", .string(item.key)), ("name", .string(item.name)), ("la", .string(item.la)),
            ("adds", json(value.of(item.adds))), ("detail", .string(item.detail)),
            ("events", .array(try item.events.map(json))),
            ("rules", .array(try item.rules.map(json))),
            ("placedBy", .array(item.placedBy.map { .integer($0) })),
            ("reason", item.reason.map { .string($0) }),
            ("wouldAdd", item.wouldAdd.map { json(value.of($0)) }),
            ("isPart", item.isPart ? .bool(true) : nil),
        ])
    }

    private func json(_ part: Explanation.Part) -> JSONValue {
        .object([
            ("role", .string(part.role)), ("figure", .string(part.figure.name)),
            ("value", json(part.figure.value)), ("command", .string(part.command)),
        ])
    }

    private func json(_ seq: Int) throws -> JSONValue {
        guard let event = try ledger.log.event(at: seq) else { return .integer(seq) }
        return .object([
            ("seq", .integer(seq)), ("type", .string(event.type)),
            ("validFrom", .string(event.validFrom)),
            ("recordedAt", .string(event.recordedAt.text)),
            ("recordedBy", .string(event.recordedBy)), ("source", event.source),
        ])
    }

    /// The explanation as CSV: a line for each item counted or left out, for each part of a
    /// quotient, and for each event that could not be taken in.
    package func csvText(_ explanation: Explanation) -> String {
        let header = [
            "figure", "counted", "adds", "key", "name", "la", "detail", "events", "complete",
            "reason", "wouldAdd", "rules", "placedBy", "readModel",
        ]
        var lines = explanation.counted.map { line($0, "yes", explanation) }
        lines += explanation.leftOut.map { line($0, "no", explanation) }
        lines += explanation.parts.map { line($0, explanation) }
        lines += explanation.report.quarantined.map { line($0, explanation) }
        return csv([header] + lines)
    }

    private func line(
        _ item: Explanation.Item, _ isCounted: String, _ explanation: Explanation
    ) -> [String] {
        let value = explanation.figure.value
        let rules = Set(item.rules + [explanation.definition?.seq].compactMap(\.self)).sorted()
        return [
            explanation.figure.name, isCounted, value.of(item.adds).digits ?? "",
            csvField(text: item.key), csvField(text: item.name), csvField(text: item.la),
            csvField(text: item.detail), spaced(item.events), explanation.completeness,
            csvField(text: item.reason ?? ""), item.wouldAdd.flatMap { value.of($0).digits } ?? "",
            spaced(rules), spaced(item.placedBy), explanation.readModel,
        ]
    }

    private func line(_ part: Explanation.Part, _ explanation: Explanation) -> [String] {
        [
            explanation.figure.name, "part", part.figure.value.digits ?? "",
            csvField(text: part.figure.name), csvField(text: part.figure.label), "",
            csvField(text: "\(part.role): \(part.command)"), "", explanation.completeness, "", "",
            "", "", explanation.readModel,
        ]
    }

    private func line(_ event: Quarantined, _ explanation: Explanation) -> [String] {
        [
            explanation.figure.name, "no", "0", "", "", "",
            csvField(text: "could not be taken in: \(event.reason)"), String(event.seq),
            "INCOMPLETE", "could not be taken in", "", "", "", explanation.readModel,
        ]
    }

    private func spaced(_ events: [Int]) -> String {
        events.map(String.init).joined(separator: " ")
    }
}

extension Explanation {
    fileprivate var completeness: String {
        report.quarantined.isEmpty ? "complete" : "INCOMPLETE"
    }

    /// The read model and the version of its rows: `engagement 2`.
    var readModel: String { "\(model.name) \(model.definitionVersion)" }
}
