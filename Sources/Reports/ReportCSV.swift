internal import EventLog
internal import Events

extension Report {
    /// The report as CSV: a line for the whole and for each part, each complete in itself.
    package var csvText: String {
        let common = [
            ("report", csvField(text: name)), ("ledger", csvField(text: ledger.name)),
            ("asOf", options.asOf.text), ("from", options.from?.text ?? ""),
            ("knownAtSeq", String(head.size)), ("head", csvField(text: head.root.base64)),
            ("boundary", csvField(text: options.boundary.text)),
            ("area", csvField(text: options.areaAuthority?.text ?? "")),
            (
                "localAuthorities",
                csvField(text: localAuthorities.map(\.text).joined(separator: " "))
            ),
            ("complete", quarantined.isEmpty ? "complete" : "INCOMPLETE"),
            ("quarantined", String(quarantined.count)),
        ]
        let provenance = self.provenance
        let columns = tableColumns
        let header =
            common.map(\.0) + ["dimension", "key", "name"] + figures.map(\.name) + columns
            + provenance.map(\.0)
        let values = common.map(\.1)
        let none = columns.map { _ in "" }
        let last = provenance.map(\.1)
        var lines = [header, values + ["all", "", "All"] + cells(figures) + none + last]
        for entry in groups {
            for group in entry.groups {
                lines.append(
                    values + [
                        entry.dimension.rawValue, csvField(text: group.key),
                        csvField(text: group.name),
                    ] + cells(of: group) + none + last)
            }
        }
        let allColumns = figures.map(\.name) + columns
        for table in tables {
            lines += table.rows.map { row in
                values + [table.name, csvField(text: row.key), csvField(text: row.name)]
                    + table.csvCells(row, under: allColumns) + last
            }
        }
        return csv(lines)
    }

    /// The columns of the tables that are no figures of the whole, each once.
    private var tableColumns: [String] {
        var seen = Set(figures.map(\.name))
        return tables.flatMap { $0.columns.map(\.name) }.filter { seen.insert($0).inserted }
    }

    private var provenance: [(String, String)] {
        let definitions = definitions.map { "\($0.measure):\($0.seq.map(String.init) ?? "-")" }
        let models = sources.map { "\($0.model) \($0.version)" }
        return [
            ("ledgerId", csvField(text: ledger.id)),
            ("definitions", csvField(text: definitions.joined(separator: " "))),
            ("readModels", csvField(text: models.joined(separator: " "))),
            ("form", String(form)), ("reproduce", csvField(text: reproduce)),
            (
                "controlTotals",
                csvField(text: controlTotals.map(\.words).joined(separator: "; "))
            ),
        ]
    }

    /// The figures of a part under those of the whole, of which a part may have fewer.
    private func cells(of group: Group) -> [String] {
        let values = Dictionary(group.figures.map { ($0.name, $0.value.csv) }) { first, _ in first }
        return figures.map { values[$0.name] ?? "" }
    }

    private func cells(_ figures: [Figure]) -> [String] { figures.map(\.value.csv) }
}
