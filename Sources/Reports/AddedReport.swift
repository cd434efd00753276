package import CanonicalJSON
package import EventLog
internal import Events
internal import Ledger
package import ProjectionEngine
package import Projections
package import SQLite

/// The report of an added read model: the rows of its statement as they are, and everything a
/// reader needs to check them.
package struct AddedReport: Sendable {
    package let model: ReadModel
    /// The ledger's short name and its name in words.
    package let ledger: (id: String, name: String)
    package let head: Head
    /// When the last event known was recorded.
    package let recordedAt: Instant?
    package let options: ReportOptions
    package let table: Table
    /// The events that the model could not take in; it stopped before the first of them.
    package let quarantined: [Quarantined]

    /// What every form of the report says first when events are missing from it.
    package var banner: String? { incomplete(quarantined) }

    package var name: String { model.name }

    /// The last event that could have been counted: what could not be taken in is missing again.
    package let knownThrough: Int

    /// The command line that makes the same report again.
    package var reproduce: String { reproduction(name, options, knownThrough) }
}

extension ReportBuilder {
    /// Runs the report of an added read model.
    package func added(_ model: ReadModel, _ options: ReportOptions) throws -> AddedReport {
        let open = try models.open(model, knownAt: position(options))
        let table = try open.report(model, options.addedParameters(knownAt: open.head.size))
        return AddedReport(
            model: model, ledger: try identity(open.head.size), head: open.head,
            recordedAt: open.lastRecordedAt, options: options, table: table,
            quarantined: open.quarantined, knownThrough: try knownThrough(open, options))
    }

    /// Runs the report of an added read model and its audit, and compares every row.
    func auditAdded(_ model: ReadModel, _ options: ReportOptions) throws -> AuditComparison {
        let report = try added(model, options)
        let audit = try ledger.log.audit(
            model, through: report.head.size, options.addedParameters(knownAt: report.head.size))
        return AuditComparison(model, report.table, audit)
    }
}

extension ReportOptions {
    /// Whether it is for a part of the ledger, or by parts.
    package var narrows: Bool {
        authority != nil || localAuthorities != nil || programme != nil || strand != nil
            || !by.isEmpty || boundary != .asWas
    }

    /// The parameters of the report and of the audit of an added model: days as numbers, and as
    /// texts.
    package func addedParameters(knownAt seq: Int?) -> [String: Value] {
        [
            "as_of": .integer(asOf.number), "as_of_text": .text(asOf.text),
            "from": Value(from?.number), "from_text": Value(from?.text),
            "today": .integer(today.number), "today_text": .text(today.text),
            "known_at": Value(seq),
        ]
    }
}

// MARK: - Forms

extension AddedReport {
    /// The report for people.
    package var text: String {
        let known = recordedAt.map { " recorded by \($0)" } ?? ""
        let period = options.from.map { ", period from \($0.words)" } ?? ""
        var lines = banner.map { [$0, ""] } ?? []
        lines += [
            "\(model.name) – \(printable(ledger.name))", printable(model.question),
            "As of the end of \(options.asOf.words)\(period)",
            "Known: events 1 to \(head.size)\(known)",
            "Head: \(head.size) \(head.root.base64)", "",
        ]
        let words = [table.columns] + table.rows.map { row in row.map(\.words) }
        let texts = table.columns.indices.filter { column in
            table.rows.contains { if case .text = $0[column] { true } else { false } }
        }
        lines += aligned(words.map { $0.map(printable) }, left: Set(texts)).map { "  " + $0 }
        lines += ["", "Reproduce: \(reproduce)"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report as one JSON document; members are only ever added to this form.
    package var json: JSONValue {
        .object([
            ("schema", .string("tally/report/added/1")), ("model", .string(model.name)),
            ("question", .string(model.question)), ("ledger", .string(ledger.id)),
            ("ledgerName", .string(ledger.name)),
            (
                "head",
                .object([("seq", .integer(head.size)), ("root", .string(head.root.base64))])
            ),
            ("asOf", .string(options.asOf.text)),
            ("from", options.from.map { .string($0.text) }),
            (
                "knownAt",
                .object([
                    ("seq", .integer(head.size)),
                    ("recordedAt", recordedAt.map { .string($0.text) } ?? .null),
                ])
            ),
            ("complete", .bool(quarantined.isEmpty)),
            ("quarantined", .integer(quarantined.count)),
            ("columns", .array(table.columns.map(JSONValue.string))),
            ("rows", .array(table.rows.map { row in .array(row.map(\.json)) })),
            ("form", .integer(form)),
            ("options", .object(options.named)),
            ("reproduce", .string(reproduce)),
        ])
    }

    /// The report as CSV: every row complete in itself.
    package var csvText: String {
        let common = [
            ("report", csvField(text: model.name)), ("ledger", csvField(text: ledger.name)),
            ("asOf", options.asOf.text), ("from", options.from?.text ?? ""),
            ("knownAtSeq", String(head.size)), ("head", csvField(text: head.root.base64)),
            ("complete", quarantined.isEmpty ? "complete" : "INCOMPLETE"),
            ("quarantined", String(quarantined.count)),
            ("reproduce", csvField(text: reproduce)),
        ]
        let header = common.map(\.0) + table.columns.map { csvField(text: $0) }
        return csv([header] + table.rows.map { row in common.map(\.1) + row.map(\.csv) })
    }
}

extension Value {
    fileprivate var words: String {
        switch self {
        case .integer(let number): String(number)
        case .text(let text): text
        case .null: "–"
        case .blob: "?"
        }
    }

    fileprivate var json: JSONValue {
        switch self {
        case .integer(let number): .integer(number)
        case .text(let text): .string(text)
        case .null, .blob: .null
        }
    }

    /// The value as a cell of a table for people.
    var cell: ReportTable.Cell {
        switch self {
        case .integer(let number): .count(number)
        case .text(let text): .text(text)
        case .null, .blob: .notApplicable
        }
    }

    fileprivate var csv: String {
        switch self {
        case .integer(let number): String(number)
        case .text(let text): csvField(text: text)
        case .null, .blob: ""
        }
    }
}
