package import CanonicalJSON
internal import EventLog
internal import Ledger
internal import ProjectionEngine

extension ReportBuilder {
    /// The explanation as one JSON document, each item with its events spelt out.
    package func json(_ explanation: Explanation) throws -> JSONValue {
        .object([
            ("schema", .string("tally/explanation/1")),
            ("figure", .string(explanation.figure.name)),
            ("value", explanation.figure.value.digits.map(JSONValue.number) ?? .null),
            ("sum", .integer(explanation.sum)),
            ("report", explanation.report.json),
            ("counted", .array(try explanation.counted.map(json))),
            ("leftOut", .array(try explanation.leftOut.map(json))),
            ("remark", explanation.remark.map { .string($0) }),
        ])
    }

    private func json(_ item: Explanation.Item) throws -> JSONValue {
        .object([
            ("key", .string(item.key)), ("name", .string(item.name)), ("la", .string(item.la)),
            ("adds", .integer(item.adds)), ("detail", .string(item.detail)),
            ("events", .array(try item.events.map(json))),
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

    /// The explanation as CSV: a line for each item counted or left out, and for each event that
    /// could not be taken in.
    package func csvText(_ explanation: Explanation) -> String {
        let header = [
            "figure", "counted", "adds", "key", "name", "la", "detail", "events", "complete",
        ]
        let lines =
            (explanation.counted.map { ($0, "yes") } + explanation.leftOut.map { ($0, "no") })
            .map { item, isCounted in
                [
                    explanation.figure.name, isCounted, String(item.adds),
                    csvField(text: item.key), csvField(text: item.name), csvField(text: item.la),
                    csvField(text: item.detail),
                    item.events.map(String.init).joined(separator: " "),
                    explanation.report.quarantined.isEmpty ? "complete" : "INCOMPLETE",
                ]
            }
        let missing = explanation.report.quarantined.map { event in
            [
                explanation.figure.name, "no", "0", "", "", "",
                csvField(text: "could not be taken in: \(event.reason)"), String(event.seq),
                "INCOMPLETE",
            ]
        }
        return csv([header] + lines + missing)
    }
}

extension Explanation {
    /// The explanation for people.
    package var text: String {
        var lines = report.banner.map { [$0, ""] } ?? []
        lines += ["\(figure.label): \(figure.value.words)", ""]
        if let remark { lines.append(remark + ".") }
        lines += aligned(counted.map(row), left: [0, 1, 2, 3])
        lines.append("")
        lines.append("Counted: \(counted.count), adding up to \(sum).")
        let reasons = Dictionary(grouping: leftOut, by: \.detail)
        for (reason, items) in reasons.sorted(by: { $0.key < $1.key }) {
            lines += ["", "Left out, \(reason): \(items.count)"]
            lines += aligned(items.prefix(leftOutShownMaximum).map(row), left: [0, 1, 2, 3])
            if items.count > leftOutShownMaximum {
                lines.append("  … \(items.count - leftOutShownMaximum) more; --csv lists them all")
            }
        }
        lines.append("")
        lines.append("'tally show event SEQ' shows an event; --json gives them all in full.")
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ item: Item) -> [String] {
        let events = item.events.map(String.init).joined(separator: " ")
        return ["  " + printable(item.name), item.la, printable(item.detail), "events \(events)"]
    }
}

/// How many of those left out for one reason are shown to people.
private let leftOutShownMaximum = 10
