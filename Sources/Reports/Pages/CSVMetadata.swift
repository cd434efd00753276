package import CanonicalJSON

/// What a CSV file of a report is, as "Metadata Vocabulary for Tabular Data" of the W3C has it, for a
/// file beside it: <https://www.w3.org/TR/tabular-metadata/>.
package struct CSVMetadata {
    let title: String
    let description: String
    let columns: [Column]

    struct Column {
        let name: String
        let title: String
        let datatype: String
        /// What stands for a number that is not there.
        var nulls: [String] = []
    }

    /// The file of metadata.
    ///
    /// - Parameter file: The name of the CSV file, which is in the same folder.
    package func json(for file: String) -> JSONValue {
        .object([
            (
                "@context",
                .array([
                    .string("http://www.w3.org/ns/csvw"), .object([("@language", .string("en"))]),
                ])
            ),
            ("url", .string(file)), ("dc:title", .string(title)),
            ("dc:description", .string(description)),
            (
                "dialect",
                .object([
                    ("header", .bool(true)), ("encoding", .string("utf-8")),
                    ("lineTerminators", .array([.string("\r\n")])),
                ])
            ),
            (
                "tableSchema",
                .object([("columns", .array(zip(columns, variables).map { $0.json(named: $1) }))])
            ),
        ])
    }

    /// The names of the columns as metadata may have them, where two are alike the later numbered.
    private var variables: [String] {
        var counts: [String: Int] = [:]
        return columns.map { column in
            counts[column.variable, default: 0] += 1
            let count = counts[column.variable] ?? 1
            return column.variable + (count == 1 ? "" : "_\(count)")
        }
    }
}

extension CSVMetadata.Column {
    fileprivate func json(named variable: String) -> JSONValue {
        let titles = title == name ? [name] : [name, title]
        return .object([
            ("name", .string(variable)), ("titles", .array(titles.map(JSONValue.string))),
            ("datatype", .string(datatype)),
            ("null", nulls.isEmpty ? nil : .array(nulls.map(JSONValue.string))),
        ])
    }

    /// The name with nothing in it that a name in metadata may not have.
    fileprivate var variable: String {
        let safe = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        return String(safe.drop { $0 == "_" })
    }

    init(_ name: String, _ title: String, _ kind: NumberKind?) {
        self.name = name
        self.title = title
        switch kind {
        case nil: datatype = "string"
        case .whole, .people: datatype = "integer"
        case .decimal: datatype = "decimal"
        }
        nulls = kind == nil ? [] : ["", "[c]"]
    }

    init(_ name: String, _ title: String, _ datatype: String) {
        self.name = name
        self.title = title
        self.datatype = datatype
        nulls = ["string", "boolean"].contains(datatype) ? [] : [""]
    }
}

extension Report {
    /// What the CSV form of the report is.
    package var csvMetadata: CSVMetadata {
        let question = StandardReport.named(name)?.question ?? title
        return CSVMetadata(
            title: "\(title) – \(ledger.name)",
            description: "\(question) A row for the whole, for each part, and for each row of a "
                + "table. \(reproduce)",
            columns: [
                .init("report", "Report", "string"), .init("ledger", "Ledger", "string"),
                .init("asOf", "As of the end of", "date"),
                .init("from", "First day of the period", "date"),
                .init("knownAtSeq", "Events known", "integer"), .init("head", "Root", "string"),
                .init("boundary", "Boundary basis", "string"), .init("area", "Area", "string"),
                .init("localAuthorities", "Local authorities by DfE code", "string"),
                .init("complete", "Complete or INCOMPLETE", "string"),
                .init("quarantined", "Events not taken in", "integer"),
                .init("dimension", "What the row is one of", "string"),
                .init("key", "Key of the row", "string"),
                .init("name", "Name of the row", "string"),
            ] + figures.map { .init($0.name, $0.label, kind(of: $0)) } + tableColumns + [
                .init("ledgerId", "Ledger's short name", "string"),
                .init("definitions", "Definitions in force, by event", "string"),
                .init("readModels", "Read models", "string"),
                .init("form", "Form of the report", "integer"),
                .init("reproduce", "Command that makes it again", "string"),
                .init("controlTotals", "Control totals", "string"),
            ])
    }

    /// The columns of the tables that are no figures of the whole, each once.
    private var tableColumns: [CSVMetadata.Column] {
        var seen = Set(figures.map(\.name))
        return tables.flatMap { table in
            table.columns.indices.compactMap { place in
                let column = table.columns[place]
                guard seen.insert(column.name).inserted else { return nil }
                return CSVMetadata.Column(column.name, column.label, table.kind(of: place))
            }
        }
    }
}

extension PrintedReport {
    /// What the CSV form of the report is: of one that has only columns, their names.
    ///
    /// - Parameter header: The first line of the CSV form.
    package func csvMetadata(header: [String]) -> CSVMetadata {
        if let report = self as? Report { return report.csvMetadata }
        let layout = layout
        return CSVMetadata(
            title: "\(layout.title) – \(layout.ledger)",
            description: "\(layout.question ?? layout.title) \(layout.reproduce)",
            columns: header.map { .init($0, $0, "string") })
    }
}
