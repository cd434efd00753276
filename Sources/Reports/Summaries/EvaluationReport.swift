internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// How the figures of an evaluation are opened.
let evaluationOpening = ReportOpening(
    name: "evaluation", model: .evidence,
    make: { builder, _, options in (try builder.evaluation(options), []) },
    figures: [
        ("indicatorsObserved", .rows("indicators")), ("recordsOnCriteria", .rows("records")),
    ], tellsLater: false)

extension ReportBuilder {
    /// The four criteria that the pilots are evaluated by, each with what the ledger has on it.
    package func evaluation(_ options: ReportOptions) throws -> Report {
        let builder = try atOneMoment()
        return try builder.once("evaluation", options) {
            try builder.evaluation(builder.open(.evidence, options), options)
        }
    }

    private func evaluation(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("evaluation", open, options, from: .evidence)
        let sources = try EvaluationSources(self, options)
        let records = try criterionRecords(open, options)
        report.tables =
            [
                criterion(
                    "sharedCommitment", "shared-commitment", sharedCommitment(sources)),
                criterion(
                    "leadershipGovernance", "leadership-governance",
                    try leadership(sources, open, options)),
                criterion("clarityFocus", "clarity-focus", try clarity(sources, open, options)),
                criterion("sustainabilityImpact", "sustainability-impact", sustainability(sources)),
                try indicatorTable(open, options), records,
            ]
        report.figures = [
            Figure("indicatorsObserved", .count(report.table("indicators")?.rows.count ?? 0)),
            Figure("recordsOnCriteria", .count(records.rows.count)),
        ]
        report.notes = [
            "figures of other reports are those for the same area, period and programme; 'opens with' "
                + "says where each is opened",
            "decisions, plans, milestones, ratings and evidence filed name no programme and no area",
        ]
        return report
    }

    private func criterion(
        _ name: String, _ criterion: String, _ rows: [ReportTable.Row]
    ) -> ReportTable {
        ReportTable(
            name, criterionTitle(criterion), rows: "Indicator",
            columns: [.number("value", "Value"), .text("opensWith", "Opens with")], rows)
    }

    private func sharedCommitment(_ sources: EvaluationSources) -> [ReportTable.Row] {
        [
            sources.row("engagementRatePercent", of: sources.engagement),
            sources.row("trustsEngaged", of: sources.engagement),
            sources.row("retentionRatePercent", of: sources.retention),
            sources.row("totalResourceCostPence", of: sources.money),
            sources.row("leverageRatio", of: sources.money),
        ].compactMap(\.self)
    }

    private func leadership(
        _ sources: EvaluationSources, _ open: OpenModel, _ options: ReportOptions
    ) throws -> [ReportTable.Row] {
        let leads = try participationRecords(open, options).behind(\.leads)
        return [
            sources.row("decisionsTaken", of: sources.governance),
            sources.row("plansAgreed", of: sources.governance),
            sources.row("milestonesMet", of: sources.governance),
            counted(
                in: "leadershipGovernance", "leads", "Leads on the leadership programme", leads,
                as: { .people($0) }),
            sources.row("correctedSharePercent", of: sources.quality),
        ].compactMap(\.self)
    }

    private func clarity(
        _ sources: EvaluationSources, _ open: OpenModel, _ options: ReportOptions
    ) throws -> [ReportTable.Row] {
        let criteria = """
            SELECT seq, json_array_length(criteria) FROM plan AS newest
            WHERE from_day <= :as_of AND NOT EXISTS (
                SELECT 1 FROM plan WHERE plan.locality = newest.locality AND plan.from_day <= :as_of
                    AND (plan.from_day, plan.seq) > (newest.from_day, newest.seq))
            ORDER BY seq
            """
        let years = sources.strands.table("overTime")?.rows.map { year in
            ReportTable.Row(
                "strandsOpen@\(year.key)", "Strands open at the end of \(year.name)",
                [year.cells[0], .command("tally report strands")], behind: [])
        }
        let behind = try open.rows(criteria, options.parameters(from: nil)) {
            ReportTable.Behind(seq: $0.integer(0), adds: $0.integer(1))
        }
        return (years ?? []) + [
            counted(
                in: "clarityFocus", "successCriteria", "Success criteria in the newest plans",
                behind, as: { .count($0) })
        ]
    }

    private func sustainability(_ sources: EvaluationSources) -> [ReportTable.Row] {
        [
            sources.row("costPerSchoolYearPence", of: sources.money),
            sources.row("availablePence", of: sources.money),
            sources.row("pointsPerSchool", of: sources.engagement),
        ].compactMap(\.self) + [sources.strandSurvival].compactMap(\.self)
    }

    /// A row that adds up what events say.
    private func counted(
        in table: String, _ key: String, _ label: String, _ behind: [ReportTable.Behind],
        as value: (Int) -> ReportTable.Cell
    ) -> ReportTable.Row {
        ReportTable.Row(
            key, label,
            [
                value(behind.reduce(0) { $0 + ($1.adds ?? 0) }),
                .command("tally explain \(table)/\(key) --report evaluation"),
            ],
            behind: behind)
    }

    /// Ratings and evidence filed on each criterion.
    private func criterionRecords(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> ReportTable {
        let sql = """
            SELECT seq, criterion, from_day, 'rated ' || coalesce(rating, 'without a mark')
                || coalesce(' by ' || rubric, ''), rater_role FROM rating WHERE from_day <= :as_of
            UNION ALL
            SELECT seq, criterion, from_day, title, NULL FROM filing WHERE from_day <= :as_of
            ORDER BY criterion, from_day, seq
            """
        let rows = try open.rows(sql, options.parameters(from: nil)) { row in
            ReportTable.Row(
                String(row.integer(0)), row.text(3),
                [
                    .named(key: row.text(1), criterionTitle(row.text(1))), .day(row.day(2)),
                    row.word(4).map(roleCell) ?? .notApplicable,
                ],
                events: [row.integer(0)])
        }
        return ReportTable(
            "records", "Ratings and evidence filed, by criterion", rows: "Record",
            columns: [
                .text("criterion", "Criterion"), .text("on", "On"), .text("raterRole", "Rated by"),
            ], rows)
    }
}

/// What a criterion is called: one of the four, or one that a locality added.
private func criterionTitle(_ criterion: String) -> String {
    switch criterion {
    case "shared-commitment": "Shared commitment to the locality"
    case "leadership-governance": "Leadership and governance"
    case "clarity-focus": "Clarity of focus and approach"
    case "sustainability-impact": "Sustainability and impact"
    default: criterion.titled
    }
}

/// The reports that an evaluation takes figures from, for the same area, period and programme.
private struct EvaluationSources {
    let engagement, retention, money, strands, quality, governance: Report
    private let asOf: Day

    init(_ builder: ReportBuilder, _ options: ReportOptions) throws {
        asOf = options.asOf
        builder.findOut([
            { try $0.valueForMoney(options) }, { try $0.retention(options) },
            { try $0.dataQuality(options) }, { try $0.engagement(options) },
            { try $0.strands(options) }, { try $0.governance(options) },
        ])
        engagement = try builder.engagement(options)
        retention = try builder.retention(options)
        money = try builder.valueForMoney(options)
        strands = try builder.strands(options)
        quality = try builder.dataQuality(options)
        governance = try builder.governance(options)
    }

    /// A figure of another report as a row.
    func row(_ name: String, of report: Report) -> ReportTable.Row? {
        report.figure(name).map { figure in
            ReportTable.Row(
                name, figure.label,
                [
                    .number(figure.value),
                    .command("tally explain \(name) --report \(report.name)"),
                ],
                behind: [])
        }
    }

    /// How many strands of twelve months ago are still open.
    var strandSurvival: ReportTable.Row? {
        guard let table = strands.table("strands") else { return nil }
        let then = asOf.adding(years: -1)
        let open = table.rows.filter { row in
            guard case .day(let opened) = row.cells[1], opened <= then else { return false }
            if case .day(let last) = row.cells[2] { return last >= then }
            return true
        }
        let kept = open.count { $0.cells[2] == .notApplicable }
        return ReportTable.Row(
            "strandSurvivalPercent", "Strands of twelve months ago still open, %",
            [.number(rate(kept, of: open.count)), .command("tally report strands")], behind: [])
    }
}
