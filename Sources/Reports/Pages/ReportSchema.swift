package import CanonicalJSON

extension PrintedReport {
    /// The JSON Schema of the report's JSON form: <https://json-schema.org/draft/2020-12/schema>.
    ///
    /// It lets further members be, because members are only ever added to the form.
    package var schema: JSONValue {
        var members: [(String, JSONValue?)] = [
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("$id", .string("urn:tallystick:report:\(name):1")),
            ("title", .string(layout.title)), ("description", layout.question.map { .string($0) }),
        ]
        let parts =
            switch self {
            case let report as Report: report.schemaParts
            case is RestatementReport: RestatementReport.schemaParts
            default: AddedReport.schemaParts
            }
        let whole = objectSchema(common(json["schema"]?.text ?? "") + parts)
        members += (whole.members ?? []).map { ($0.name, $0.value) }
        return .object(members)
    }
}

// MARK: - Pieces of schemas

/// A member: its name, what it may be, and whether it is always there.
typealias SchemaPart = (name: String, schema: JSONValue, isRequired: Bool)

private func objectSchema(_ parts: [SchemaPart]) -> JSONValue {
    .object([
        ("type", .string("object")),
        ("properties", .object(parts.map { ($0.name, $0.schema) })),
        ("required", .array(parts.filter(\.isRequired).map { .string($0.name) })),
    ])
}

private func typed(_ types: String..., describedBy text: String? = nil) -> JSONValue {
    .object([
        ("type", types.count == 1 ? .string(types[0]) : .array(types.map(JSONValue.string))),
        ("description", text.map { .string($0) }),
    ])
}

private func arraySchema(_ items: JSONValue) -> JSONValue {
    .object([("type", .string("array")), ("items", items)])
}

private let day = JSONValue.object([
    ("type", .string("string")), ("pattern", .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")),
])

private let headSchema = objectSchema([
    ("seq", typed("integer"), true), ("root", typed("string"), true),
])

/// The members that all reports have.
private func common(_ name: String) -> [SchemaPart] {
    [
        ("schema", .object([("const", .string(name))]), true), ("ledger", typed("string"), true),
        ("ledgerName", typed("string"), true), ("head", headSchema, true),
        (
            "knownAt",
            objectSchema([
                ("seq", typed("integer"), true), ("recordedAt", typed("string", "null"), true),
            ]), true
        ),
        ("complete", typed("boolean", describedBy: "false when events are missing from it"), true),
        ("quarantined", typed("integer"), true), ("form", typed("integer"), true),
        ("options", typed("object", describedBy: "what was asked"), true),
        ("reproduce", typed("string", describedBy: "the command that makes it again"), true),
    ]
}

/// A number of a kind; `null` when it is missing, `"[c]"` when it is kept back.
private func numberSchema(_ kind: NumberKind, _ label: String, _ said: String?) -> JSONValue {
    let type = kind == .decimal ? "number" : "integer"
    let number = typed(type, "null")
    let isKeptBack = kind == .people
    return .object([
        ("title", .string(label)), ("description", said.map { .string($0) }),
        ("type", isKeptBack ? nil : number["type"]),
        (
            "anyOf",
            isKeptBack ? .array([number, .object([("const", .string("[c]"))])]) : nil
        ),
    ])
}

// MARK: - Reports

extension Report {
    fileprivate var schemaParts: [SchemaPart] {
        let figures = objectSchema(self.figures.map(part))
        return [
            ("asOf", day, true), ("from", day, false), ("boundary", typed("string"), true),
            ("scope", scopeSchema, true),
            (
                "definitions",
                arraySchema(
                    objectSchema([
                        ("measure", typed("string"), true), ("seq", typed("integer", "null"), true),
                        ("text", typed("string"), true),
                    ])), true
            ),
            ("figures", figures, true), ("by", partsSchema, false),
            (
                "tables",
                .object([
                    ("type", .string("array")),
                    ("prefixItems", tables.isEmpty ? nil : .array(tables.map(\.schema))),
                ]), false
            ),
            ("notes", arraySchema(typed("string")), true),
            ("controlTotals", arraySchema(controlTotalSchema), true),
            (
                "readModels",
                arraySchema(
                    objectSchema([
                        ("model", typed("string"), true), ("version", typed("integer"), true),
                    ])), true
            ),
        ]
    }

    private func part(_ figure: Figure) -> SchemaPart {
        let said = FigureMeaning.of(figure.name, models: definingPages)?.words
        return (figure.name, numberSchema(kind(of: figure), figure.label, said), true)
    }

    /// The parts; one may have fewer figures than the whole.
    private var partsSchema: JSONValue {
        let figures = objectSchema(
            self.figures.map { figure in
                let isEverywhere = groups.allSatisfy { entry in
                    entry.groups.allSatisfy { $0.figures.contains { $0.name == figure.name } }
                }
                return (figure.name, part(figure).schema, isEverywhere)
            })
        let group = objectSchema([
            ("key", typed("string"), true), ("name", typed("string"), true),
            ("figures", figures, true),
        ])
        return objectSchema(
            (Dimension.allCases + [.measure]).map { ($0.rawValue, arraySchema(group), false) })
    }

    private var scopeSchema: JSONValue {
        objectSchema([
            ("authority", typed("string"), false),
            ("localAuthorities", arraySchema(typed("string")), true),
            ("programme", typed("string"), false), ("strand", typed("string"), false),
        ])
    }

    private var controlTotalSchema: JSONValue {
        objectSchema([
            ("event", typed("integer"), true), ("measure", typed("string"), true),
            ("asOf", day, true),
            (
                "scope",
                objectSchema([
                    ("authority", typed("string"), false), ("la", typed("string"), false),
                    ("programme", typed("string"), false), ("strand", typed("string"), false),
                ]), true
            ),
            ("statedBy", typed("string"), true), ("stated", typed("integer"), true),
            ("found", typed("integer", "null"), true),
            ("difference", typed("integer", "null"), true), ("agrees", typed("boolean"), true),
        ])
    }
}

extension FigureMeaning {
    /// The definition without its marks.
    package var words: String {
        definition.map { span in
            switch span {
            case .text(let text), .code(let text), .strong(let text): text
            }
        }.joined()
    }
}

extension ReportTable {
    fileprivate var schema: JSONValue {
        let cells = columns.indices.map { place -> SchemaPart in
            let column = columns[place]
            let schema = kind(of: place).map { numberSchema($0, column.label, nil) }
            return (column.name, schema ?? typed("string", "null", describedBy: column.label), true)
        }
        return objectSchema([
            ("name", .object([("const", .string(name))]), true), ("caption", typed("string"), true),
            ("rowLabel", typed("string"), true),
            (
                "columns",
                arraySchema(
                    objectSchema([
                        ("name", typed("string"), true), ("label", typed("string"), true),
                    ])), true
            ),
            (
                "rows",
                arraySchema(
                    objectSchema([
                        ("key", typed("string"), true), ("name", typed("string"), true),
                        ("cells", objectSchema(cells), true),
                        ("events", arraySchema(typed("integer")), true),
                    ])), true
            ),
            ("notes", arraySchema(typed("string")), true),
        ])
    }
}

extension AddedReport {
    fileprivate static var schemaParts: [SchemaPart] {
        [
            ("model", typed("string"), true), ("question", typed("string"), true),
            ("asOf", day, true), ("from", day, false),
            ("columns", arraySchema(typed("string")), true),
            ("rows", arraySchema(arraySchema(typed("integer", "string", "null"))), true),
        ]
    }
}

extension RestatementReport {
    fileprivate static var schemaParts: [SchemaPart] {
        [
            ("published", arraySchema(publishedSchema), true),
            ("closedPeriods", arraySchema(closedSchema), true),
        ]
    }

    private static var publishedSchema: JSONValue {
        objectSchema([
            ("event", typed("integer"), true), ("day", day, true),
            ("report", typed("string"), true), ("options", typed("object"), true),
            ("to", typed("string", "null"), true), ("head", headSchema, true),
            ("sha256", typed("string"), true), ("restated", typed("boolean", "null"), true),
            ("differences", arraySchema(differenceSchema), true),
        ])
    }

    private static var differenceSchema: JSONValue {
        let value = typed("number", "string", "null")
        return objectSchema([
            ("figure", typed("string"), true), ("published", value, true), ("now", value, true),
            (
                "movedBy",
                arraySchema(
                    objectSchema(event + [("before", value, true), ("after", value, true)])), true
            ),
        ])
    }

    private static var closedSchema: JSONValue {
        objectSchema([
            ("event", typed("integer"), true), ("programme", typed("string"), true),
            ("from", day, true), ("to", day, true), ("head", headSchema, true),
            ("lateEntries", arraySchema(objectSchema(event + [("day", day, true)])), true),
        ])
    }

    private static var event: [SchemaPart] {
        [
            ("seq", typed("integer"), true), ("type", typed("string"), true),
            ("validFrom", typed("string"), true), ("recordedAt", typed("string"), true),
            ("recordedBy", typed("string"), true), ("reason", typed("string"), false),
        ]
    }
}
