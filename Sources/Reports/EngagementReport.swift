internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// How many schools take part, in what, and out of how many.
    package func engagement(_ options: ReportOptions) throws -> Report {
        try once("engagement", options) {
            let open = try open(.engagement, options)
            var report = try engagement(open, options)
            report.controlTotals = try controlTotals(for: report, open)
            return report
        }
    }

    func engagement(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("engagement", open, options, from: .engagement)
        let table = try open.table(
            ReadModel.engagement.report,
            options.parameters(from: options.from ?? .startOfTime))
        try fill(&report, table, open, figures)
        report.notes = notes(report)
        return report
    }

    /// Those figures of the report that say how things stand at the end of the day reported, and
    /// nothing of a period.
    package func engagementOfDay(_ options: ReportOptions) throws -> [Figure] {
        try engagementOfDay(open(.engagement, options), options)
    }

    func engagementOfDay(_ open: OpenModel, _ options: ReportOptions) throws -> [Figure] {
        let table = try open.table(EngagementOfDay.figures, options.parameters(from: nil))
        return table.rows.flatMap { row in
            let values = ReportRow(table.columns, row)
            return table.columns.map { Figure($0, values.count($0)) }
        }
    }

    private func figures(_ row: ReportRow) -> [Figure] {
        let rate = quotient(row["engagedEligibleSchools"], row["eligibleSchools"], scale: 10_000)
        let depth = quotient(row["pointsOfContact"], row["engagedSchools"], scale: 100)
        return [
            Figure("engagedSchools", row.count("engagedSchools")),
            Figure("pointsOfContact", row.count("pointsOfContact")),
            Figure("eligibleSchools", row.count("eligibleSchools")),
            Figure("engagedEligibleSchools", row.count("engagedEligibleSchools")),
            Figure("engagementRatePercent", rate.map { .decimal($0, places: 2) } ?? .missing),
            Figure("pointsPerSchool", depth.map { .decimal($0, places: 2) } ?? .missing),
            Figure("everEngagedSchools", row.count("everEngagedSchools")),
            Figure("schoolDays", row.count("schoolDays")),
            Figure("trustsEngaged", row.count("trustsEngaged")),
        ]
    }

    /// What was asked for and is not in the register on the day reported.
    private func unknown(_ report: Report) -> [String] {
        let known = Set(report.localAuthorities)
        let missing = (report.options.localAuthorities ?? []).filter { !known.contains($0) }
        return missing.map { "local authority \($0) is not in the area on \(report.options.asOf)" }
    }

    private func notes(_ report: Report) -> [String] {
        var notes: [String] = []
        if report.figure("eligibleSchools")?.value == .missing {
            notes.append(
                "eligibleSchools, engagedEligibleSchools and engagementRatePercent are missing: no "
                    + "eligibility rule is in force on \(report.options.asOf); record "
                    + "EligibilityRuleSet")
        } else if report.figure("engagementRatePercent")?.value == .missing {
            notes.append("engagementRatePercent is missing: there are no eligible schools here")
        }
        if report.figure("pointsPerSchool")?.value == .missing {
            notes.append("pointsPerSchool is missing: no school is engaged here")
        }
        if let authority = report.options.areaAuthority, report.localAuthorities.isEmpty {
            notes.append("\(authority) has no members on \(report.options.asOf)")
        }
        notes += unknown(report)
        if !report.definitions.contains(where: { $0.measure == "points-of-contact" }) {
            notes.append(
                "pointsOfContact counts active pairs of school and strand; the ledger holds no "
                    + "definition of its own")
        }
        return notes
    }
}
