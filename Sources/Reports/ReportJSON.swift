package import CanonicalJSON
internal import EventLog
internal import Events

extension Report {
    /// The report as one JSON document; members are only ever added to this form.
    package var json: JSONValue {
        .object([
            ("schema", .string("tally/report/\(name)/1")),
            ("ledger", .string(ledger.id)),
            ("ledgerName", .string(ledger.name)),
            (
                "head",
                .object([
                    ("seq", .integer(head.size)), ("root", .string(head.root.base64)),
                ])
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
            ("boundary", .string(options.boundary.text)),
            ("scope", scope),
            ("complete", .bool(quarantined.isEmpty)),
            ("quarantined", .integer(quarantined.count)),
            ("definitions", .array(definitions.map(json))),
            ("figures", json(figures)),
            (
                "by",
                groups.isEmpty
                    ? nil
                    : .object(
                        groups.map { entry in
                            (entry.dimension.rawValue, .array(entry.groups.map(json)))
                        })
            ),
            ("tables", tables.isEmpty ? nil : .array(tables.map(\.json))),
            ("notes", .array(notes.map(JSONValue.string))),
            ("controlTotals", .array(controlTotals.map(\.json))),
            ("readModels", .array(sources.map(json))),
            ("form", .integer(form)),
            ("options", .object(options.named)),
            ("reproduce", .string(reproduce)),
        ])
    }

    private var scope: JSONValue {
        .object([
            ("authority", options.areaAuthority.map { .string($0.text) }),
            ("localAuthorities", .array(localAuthorities.map { .string($0.text) })),
            ("programme", options.programme.map { .string($0.text) }),
            ("strand", options.strand.map { .string($0.text) }),
        ])
    }

    private func json(_ source: Source) -> JSONValue {
        .object([("model", .string(source.model)), ("version", .integer(source.version))])
    }

    private func json(_ definition: Definition) -> JSONValue {
        .object([
            ("measure", .string(definition.measure)),
            ("seq", definition.seq.map { .integer($0) } ?? .null),
            ("text", .string(definition.text)),
        ])
    }

    private func json(_ group: Group) -> JSONValue {
        .object([
            ("key", .string(group.key)), ("name", .string(group.name)),
            ("figures", json(group.figures)),
        ])
    }

    private func json(_ figures: [Figure]) -> JSONValue {
        .object(figures.map { ($0.name, $0.value.json) })
    }
}

extension Figure.Value {
    /// The number; `null` when it is missing, `"[c]"` when it is kept back.
    package var json: JSONValue {
        isConfidential ? .string("[c]") : digits.map(JSONValue.number) ?? .null
    }

    /// The number as a field of CSV; empty when it is missing.
    var csv: String { isConfidential ? "[c]" : digits ?? "" }
}
