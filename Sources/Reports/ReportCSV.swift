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
        let header =
            common.map(\.0) + ["dimension", "key", "name"] + figures.map(\.name)
            + provenance.map(\.0)
        let values = common.map(\.1)
        let last = provenance.map(\.1)
        var lines = [header, values + ["all", "", "All"] + cells(figures) + last]
        for entry in groups {
            for group in entry.groups {
                lines.append(
                    values + [
                        entry.dimension.rawValue, csvField(text: group.key),
                        csvField(text: group.name),
                    ] + cells(group.figures) + last)
            }
        }
        return csv(lines)
    }

    private var provenance: [(String, String)] {
        let definitions = definitions.map { "\($0.measure):\($0.seq.map(String.init) ?? "-")" }
        let models = sources.map { "\($0.model) \($0.version)" }
        return [
            ("ledgerId", csvField(text: ledger.id)),
            ("definitions", csvField(text: definitions.joined(separator: " "))),
            ("readModels", csvField(text: models.joined(separator: " "))),
            ("form", String(reportForm)), ("reproduce", csvField(text: reproduce)),
            (
                "controlTotals",
                csvField(text: controlTotals.map(\.words).joined(separator: "; "))
            ),
        ]
    }

    private func cells(_ figures: [Figure]) -> [String] { figures.map { $0.value.digits ?? "" } }
}
