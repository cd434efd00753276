package import CanonicalJSON
internal import EventLog
internal import Events

extension RestatementReport {
    /// The report for people.
    package var text: String {
        let known = recordedAt.map { " recorded by \($0)" } ?? ""
        var lines = banner.map { [$0, ""] } ?? []
        lines += [
            "Restatement – \(printable(ledger.name))",
            "Known: events 1 to \(head.size)\(known)", "Head: \(head.size) \(head.root.base64)",
            quarantined == 0 ? "Complete" : "INCOMPLETE", "",
        ]
        lines += published.isEmpty ? ["No report has been published."] : []
        lines += published.flatMap(\.lines)
        lines += closed.flatMap(\.lines)
        lines += ["", "Reproduce: \(reproduce)"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report as one JSON document; members are only ever added to this form.
    package var json: JSONValue {
        .object([
            ("schema", .string("tally/report/restatement/1")), ("ledger", .string(ledger.id)),
            ("ledgerName", .string(ledger.name)), ("head", head.members),
            (
                "knownAt",
                .object([
                    ("seq", .integer(head.size)),
                    ("recordedAt", recordedAt.map { .string($0.text) } ?? .null),
                ])
            ),
            ("complete", .bool(banner == nil)), ("quarantined", .integer(quarantined)),
            ("published", .array(published.map(\.json))),
            ("closedPeriods", .array(closed.map(\.json))), ("form", .integer(form)),
            ("options", .object(options.named)), ("reproduce", .string(reproduce)),
        ])
    }

    /// The report as CSV: a line for each event that moved a figure, and for each late entry.
    package var csvText: String {
        let header = [
            "report", "ledger", "knownAtSeq", "head", "complete", "kind", "publishedAs", "figure",
            "published", "now", "event", "type", "validFrom", "recordedAt", "recordedBy", "before",
            "after", "reproduce",
        ]
        let common = [
            name, csvField(text: ledger.id), String(head.size), csvField(text: head.root.base64),
            banner == nil ? "complete" : "INCOMPLETE",
        ]
        let rows = published.flatMap(\.csvRows) + closed.flatMap(\.csvRows)
        return csv([header] + rows.map { common + $0 + [csvField(text: reproduce)] })
    }
}

extension Head {
    fileprivate var members: JSONValue {
        .object([("seq", .integer(size)), ("root", .string(root.base64))])
    }
}

extension RecordedEvent {
    fileprivate var members: [(String, JSONValue?)] {
        [
            ("seq", .integer(seq)), ("type", .string(type)), ("validFrom", .string(validFrom)),
            ("recordedAt", .string(recordedAt.text)), ("recordedBy", .string(recordedBy)),
            ("reason", reason.map { .string($0) }),
        ]
    }

    fileprivate var words: String {
        let why = reason.map { " – \(printable($0))" } ?? ""
        return "event \(seq) \(type), from \(validFrom), recorded \(recordedAt.text.prefix(10)) by "
            + printable(recordedBy) + why
    }

    fileprivate var cells: [String] {
        [String(seq), type, validFrom, recordedAt.text, csvField(text: recordedBy)]
    }
}

extension RestatedReport {
    fileprivate var lines: [String] {
        let to = publication.to.map { " to \(printable($0))" } ?? ""
        let start =
            "\(publication.report), published on \(publication.day.words)\(to) as event "
            + "\(publication.seq), of events 1 to \(publication.head.size)"
        guard let differences else { return ["\(start): cannot be told anew; make it again"] }
        guard !differences.isEmpty else { return ["\(start): would say the same now"] }
        return ["\(start): would now say"]
            + differences.flatMap { one in
                ["  \(one.figure): \(one.after.words), not \(one.before.words)"]
                    + one.movedBy.map { step in
                        "    \(step.change.before.words) → \(step.change.after.words)  "
                            + step.event.words
                    }
            }
    }

    fileprivate var json: JSONValue {
        .object([
            ("event", .integer(publication.seq)), ("day", .string(publication.day.text)),
            ("report", .string(publication.report)), ("options", publication.options),
            ("to", publication.to.map { .string($0) }), ("head", publication.head.members),
            ("sha256", .string(publication.sha256)),
            ("restated", differences.map { .bool(!$0.isEmpty) } ?? .null),
            ("differences", .array((differences ?? []).map(json))),
        ])
    }

    private func json(_ difference: FigureDifference) -> JSONValue {
        .object([
            ("figure", .string(difference.figure)), ("published", difference.before.json),
            ("now", difference.after.json),
            (
                "movedBy",
                .array(
                    difference.movedBy.map { step in
                        .object(
                            step.event.members + [
                                ("before", step.change.before.json),
                                ("after", step.change.after.json),
                            ])
                    })
            ),
        ])
    }

    fileprivate var csvRows: [[String]] {
        (differences ?? []).flatMap { one in
            one.movedBy.map { step in
                [
                    "restated", String(publication.seq), csvField(text: one.figure),
                    one.before.digits ?? "", one.after.digits ?? "",
                ] + step.event.cells + [
                    step.change.before.digits ?? "", step.change.after.digits ?? "",
                ]
            }
        }
    }
}

extension ClosedPeriod {
    package var title: String {
        "\(programme) from \(from.words) to \(Day(number: to.number - 1).words), closed as event \(seq), of "
            + "events 1 to \(head.size)"
    }

    fileprivate var lines: [String] {
        guard !lateEntries.isEmpty else { return ["", "\(title): nothing recorded since"] }
        return ["", "\(title); recorded since:"]
            + lateEntries.map { "  \($0.event.words)" }
    }

    package var json: JSONValue {
        .object([
            ("event", .integer(seq)), ("programme", .string(programme.text)),
            ("from", .string(from.text)), ("to", .string(to.text)), ("head", head.members),
            (
                "lateEntries",
                .array(
                    lateEntries.map {
                        .object($0.event.members + [("day", .string($0.day.text))])
                    })
            ),
        ])
    }

    fileprivate var csvRows: [[String]] {
        lateEntries.map { ["late entry", String(seq), "", "", ""] + $0.event.cells + ["", ""] }
    }
}
