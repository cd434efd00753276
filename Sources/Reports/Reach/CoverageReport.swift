internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// Which eligible schools are reached and which are not, by local authority, phase, type and
    /// deprivation, at the end of a day.
    package func coverage(_ options: ReportOptions) throws -> Report {
        try once("coverage", options) { try coverage(open(.engagement, options), options) }
    }

    private func coverage(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("coverage", open, options, from: .engagement)
        let eligible = try coveredSchools(open, options).filter(\.isEligible)
        let hasRule = try hasEligibilityRule(open, options)
        report.figures = coverageFigures(eligible, hasRule: hasRule)
        guard hasRule else {
            report.notes = [noRule(options)]
            return report
        }
        report.tables = try coverageTables(eligible, Naming(open))
        report.notes = coverageNotes(eligible)
        return report
    }

    /// Whether a rule says on the day reported which schools are eligible.
    func hasEligibilityRule(_ open: OpenModel, _ options: ReportOptions) throws -> Bool {
        try !open.rows(EngagementExplanation.rules, options.parameters(from: nil)) {
            $0.integer(0)
        }.isEmpty
    }

    func noRule(_ options: ReportOptions) -> String {
        "every figure is missing: no eligibility rule is in force on \(options.asOf); record "
            + "EligibilityRuleSet"
    }

    private func coverageFigures(_ eligible: [CoveredSchool], hasRule: Bool) -> [Figure] {
        let reached = eligible.count(where: \.isReached)
        func value(_ value: Figure.Value) -> Figure.Value { hasRule ? value : .missing }
        return [
            Figure("eligibleSchools", value(.count(eligible.count))),
            Figure("engagedEligibleSchools", value(.count(reached))),
            Figure("notReachedSchools", value(.count(eligible.count - reached))),
            Figure("engagementRatePercent", value(rate(reached, of: eligible.count))),
        ]
    }

    private func coverageTables(
        _ eligible: [CoveredSchool], _ naming: Naming
    ) throws -> [ReportTable] {
        func by(_ key: (CoveredSchool) -> String) -> [(key: String, schools: [CoveredSchool])] {
            Dictionary(grouping: eligible, by: key).sorted { $0.key < $1.key }
                .map { ($0.key, $0.value) }
        }
        let areas = by(\.la).map { ($0.key, naming.name(.la, $0.key) ?? $0.key, $0.schools) }
        return [
            coverageTable("byLocalAuthority", "local authority", areas, isDrawn: true),
            coverageTable(
                "byPhase", "phase", by(\.phase).map { ($0.key, $0.key.titled, $0.schools) }),
            coverageTable(
                "byType", "type of school", by(\.type).map { ($0.key, $0.key, $0.schools) }),
            coverageTable(
                "byDeprivation", "deprivation",
                DeprivationGroups(eligible).groups.map {
                    ($0.group.key, $0.group.words, $0.schools)
                }),
            notReached(eligible, naming),
        ]
    }

    private func coverageTable(
        _ name: String, _ what: String,
        _ groups: [(key: String, name: String, schools: [CoveredSchool])], isDrawn: Bool = false
    ) -> ReportTable {
        let rows = groups.map { group in
            let reached = group.schools.count(where: \.isReached)
            return ReportTable.Row(
                group.key, group.name,
                [
                    .count(group.schools.count), .count(reached),
                    .count(group.schools.count - reached),
                    .number(rate(reached, of: group.schools.count)),
                ],
                events: Set(group.schools.flatMap(\.events)).sorted())
        }
        return ReportTable(
            name, "Eligible schools by \(what)",
            rows: what.prefix(1).uppercased() + what.dropFirst(), columns: coverageColumns, rows,
            chart: isDrawn ? coverageChart(groups.map { ($0.name, $0.schools) }) : nil)
    }

    /// A bar for the rate of each group.
    private func coverageChart(
        _ groups: [(name: String, schools: [CoveredSchool])]
    ) -> ReportTable.Chart? {
        let rates = groups.map { group in
            let reached = group.schools.count(where: \.isReached)
            return (name: group.name, tenths: reached * 1_000 / group.schools.count)
        }
        guard let most = rates.max(by: { $0.tenths < $1.tenths }),
            let least = rates.min(by: { $0.tenths < $1.tenths })
        else { return nil }
        return ReportTable.Chart(
            .bars, of: "engagementRatePercent",
            title: most.name == least.name
                ? "The programme reaches \(most.tenths / 10)% in \(most.name)"
                : "\(most.name) is reached most, \(least.name) least",
            summary:
                "A bar for each local authority shows how many of its eligible schools are reached, "
                + "in percent: from \(least.tenths / 10) in \(least.name) to \(most.tenths / 10) in "
                + "\(most.name).")
    }

    /// Every eligible school that is not reached.
    private func notReached(_ eligible: [CoveredSchool], _ naming: Naming) -> ReportTable {
        let rows = eligible.filter { !$0.isReached }.map { school in
            ReportTable.Row(
                school.urn, school.name,
                [
                    .text(school.urn), .text(naming.name(.la, school.la) ?? school.la),
                    spokenCell(school.phase), .text(school.type),
                    school.trust.map { .text(naming.name(.trust, $0) ?? $0) } ?? .notApplicable,
                ],
                events: school.events)
        }
        return ReportTable(
            "notReached", "Eligible schools not reached", rows: "School",
            columns: [
                .text("urn", "URN"), .text("localAuthority", "Local authority"),
                .text("phase", "Phase"), .text("schoolType", "Type"), .text("trust", "Trust"),
            ], rows)
    }

    private func coverageNotes(_ eligible: [CoveredSchool]) -> [String] {
        let unknown = eligible.count { $0.freeMealsTenths == nil }
        var notes = [
            "deprivation is by the share of pupils known to be eligible for free school meals at the "
                + "newest count of each school, in fifths of the eligible schools; schools with the "
                + "same share are in the same group"
        ]
        if eligible.isEmpty {
            notes.append("engagementRatePercent is missing: there are no eligible schools here")
        }
        if unknown > 0 {
            notes.append("the share is not known of \(unknown) of the \(eligible.count)")
        }
        return notes
    }
}

private let coverageColumns: [ReportTable.Column] = [
    .number("eligibleSchools", "Eligible"), .number("engagedEligibleSchools", "Reached"),
    .number("notReachedSchools", "Not reached"), .number("engagementRatePercent", "Rate, %"),
]

/// `part` of `whole` in percent with two decimals, half up; missing when there is no whole.
func rate(_ part: Int, of whole: Int) -> Figure.Value {
    quotient(part, whole, scale: 10_000).map { .decimal($0, places: 2) } ?? .missing
}
