internal import EventLog
internal import Events
internal import Programme

extension Report {
    /// The report for people, at most 100 columns wide where the names allow it.
    package var text: String {
        var lines = (banner.map { [$0, ""] } ?? []) + heading
        lines.append("")
        if let bridge = groups.first(where: { $0.dimension == .measure }) {
            lines += bridgeTable(bridge.groups)
        } else {
            lines += aligned(figures.map { ["  " + $0.label, $0.value.words] })
            for entry in groups {
                lines += ["", "By \(entry.dimension.words)", ""]
                lines += table(entry.groups)
            }
        }
        for table in tables { lines += [""] + table.textLines }
        if !controlTotals.isEmpty {
            lines += ["", "Control totals:"] + controlTotals.map { "  " + $0.words }
        }
        if !notes.isEmpty { lines += [""] + notes.map { "Note: \(printable($0))." } }
        if !definitions.isEmpty {
            lines += ["", "Definitions in force:"]
            lines += definitions.map {
                "  \($0.measure) (event \($0.seq ?? 0)): \(printable($0.text))"
            }
        }
        lines += ["", "Reproduce: \(reproduce)"]
        return lines.joined(separator: "\n") + "\n"
    }

    private var heading: [String] {
        let area =
            options.areaAuthority.map { "\($0)" }
            ?? (options.localAuthorities == nil ? "all areas" : "local authorities")
        let las = localAuthorities.map(\.text).joined(separator: ", ")
        let known = recordedAt.map { " recorded by \($0)" } ?? ""
        var period = "the end of \(options.asOf.words)"
        if let from = options.from { period += ", period from \(from.words)" }
        var lines = ["\(title) – \(printable(ledger.name))", "As of \(period)"]
        if saysPeriod, let from = options.from {
            lines.append("Period: \(options.periodWords(from: from))")
        }
        return lines + [
            "Area: \(area)\(las.isEmpty ? "" : " (LAs \(las))"), boundaries \(options.boundary.text)",
            "Known: events 1 to \(head.size)\(known)",
            "Head: \(head.size) \(head.root.base64)",
            "Read models: " + sources.map { "\($0.model) \($0.version)" }.joined(separator: ", ")
                + (quarantined.isEmpty ? "; complete" : "; INCOMPLETE")
                + (form > 1 ? "; form \(form)" : ""),
        ]
    }

    var title: String { name.titled }

    /// Whether the heading has a line for the period, as reports of money do but in form 1.
    private var saysPeriod: Bool { form > 1 || name.hasPrefix("costs-by-") }

    /// A line for each figure and a column for each measure, as a statement of movement is read.
    private func bridgeTable(_ groups: [Group]) -> [String] {
        let header = [[""] + groups.map(\.name)]
        let rows = figures.indices.map { index in
            ["  " + figures[index].label] + groups.map { $0.figures[index].value.words }
        }
        return aligned(header + rows)
    }

    private func table(_ groups: [Group]) -> [String] {
        let shown = groups.first?.figures.filter { !hiddenInTables.contains($0.name) } ?? []
        let header = [["", ""] + shown.map { shortLabels[$0.name] ?? $0.name }]
        let rows = groups.map { group in
            let figures = group.figures.filter { !hiddenInTables.contains($0.name) }
            let name = group.name == group.key ? "" : printable(group.name)
            return ["  " + printable(group.key), name] + figures.map(\.value.words)
        }
        return aligned(header + rows, left: [0, 1])
    }
}

/// Figures that tables leave to the other formats, to stay narrow.
private let hiddenInTables: Set<String> = [
    "everEngagedSchools", "schoolDays", "schoolYears", "openCommitmentPence", "availablePence",
    "variancePence", "approvedPence", "leverageRatio", "costPerPointOfContactPence",
]

private let shortLabels = [
    "engagedSchools": "engaged", "pointsOfContact": "points", "eligibleSchools": "eligible",
    "engagedEligibleSchools": "both", "engagementRatePercent": "rate %",
    "pointsPerSchool": "per school", "trustsEngaged": "trusts",
    "netAuthorityCostPence": "net cost", "totalResourceCostPence": "total cost",
    "costPerEngagedSchoolPence": "per school", "costPerSchoolYearPence": "per school-year",
    "committedPence": "committed", "actualPence": "actual", "forecastOutturnPence": "outturn",
]

extension Figure.Value {
    /// The figure for people: thousands apart, money in pounds, a missing one as `[x]`.
    package var words: String {
        switch self {
        case .count(let number), .people(let number): grouped(number)
        case .pence(let pence): pounds(pence)
        case .decimal: digits ?? ""
        case .missing: "[x]"
        case .fewerThanFive: "fewer than 5"
        case .withheld: "[c]"
        }
    }
}

private func grouped(_ number: Int) -> String { pounds(number * 100).filter { $0 != "£" } }

extension Dimension {
    var words: String {
        switch self {
        case .la: "local authority"
        case .phase: "phase"
        case .type: "type of school"
        case .strand: "strand"
        case .trust: "trust"
        case .measure: "measure"
        }
    }
}
