internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// How the figures of a progress report are opened: as those of the reports they come from.
let progressOpening = ReportOpening(
    name: "progress", model: .evidence,
    make: { builder, open, asked in
        let report = try builder.progress(open, asked)
        let money = try builder.valueForMoneyInFull(open, report.options)
        let engagement = try builder.engagement(open, report.options)
        return (report, engagement.figures + money.report.figures + money.hidden)
    },
    figures: (engagementOpening.figures + valueForMoneyOpening.figures).filter {
        openedFigures.contains($0.name)
    })

/// The figures of a progress report, and those they are worked out from.
private let openedFigures: Set<String> = [
    "engagedSchools", "pointsOfContact", "engagementRatePercent", "engagedEligibleSchools",
    "eligibleSchools", "trustsEngaged", "netAuthorityCostPence", "actualPence",
    "forecastOutturnPence", "forecastRemainingPence", "variancePence", "approvedPence",
]

extension ReportBuilder {
    /// What a locality reports every six months: what came and went, what was done, spent, observed
    /// and decided in the period, and what was put right since the last such report.
    ///
    /// Without a first day the period is the six months that end with the day reported.
    package func progress(_ options: ReportOptions) throws -> Report {
        try progress(open(.evidence, options), options)
    }

    func progress(_ open: OpenModel, _ asked: ReportOptions) throws -> Report {
        var options = asked
        options.from = asked.from ?? asked.asOf.sixMonthsBefore
        var report = try frame("progress", open, options, from: .evidence)
        let first = options.from ?? options.asOf
        var opening = options
        opening.from = first + -1
        let movement = try movement(opening)
        let money = try valueForMoney(options)
        let engagement = try engagement(options)
        report.figures =
            ["engagedSchools", "pointsOfContact", "engagementRatePercent", "trustsEngaged"]
            .compactMap(engagement.figure)
            + ["netAuthorityCostPence", "actualPence", "forecastOutturnPence", "variancePence"]
            .compactMap(money.figure)
        report.tables = [
            schoolsTable(movement), try partnersTable(open, options),
            try strands(options).table("strands"), try activityTable(open, options),
            moneyTable(money), try indicatorTable(open, options), try decisionTable(open, options),
            try barrierTable(open, options), try restatedTable(options, report.knownThrough),
        ].compactMap(\.self)
        report.notes = progressNotes(money, first, options.asOf)
        return report
    }

    private func progressNotes(_ money: Report, _ first: Day, _ last: Day) -> [String] {
        [
            "the period is from \(first.words) to \(last.words), both included; opening is the end of "
                + "the day before it",
            "the ledger keeps no register of risks; barriers that stakeholders named in the period "
                + "are listed instead",
        ]
            + money.notes.filter { note in
                ["forecastOutturnPence", "netAuthorityCostPence", "missing"].contains {
                    note.contains($0)
                }
            }
    }

    /// A line for each reason things came or went, a column for each measure.
    private func schoolsTable(_ movement: Report) -> ReportTable {
        let groups = movement.groups.flatMap(\.groups)
        let rows = movement.figures.indices.map { index in
            ReportTable.Row(
                movement.figures[index].name, movement.figures[index].label,
                groups.map { .number($0.figures[index].value) }, behind: [])
        }
        return ReportTable(
            "schools", "Schools and points of contact: opening, joiners, leavers, closing",
            rows: "Line",
            columns: groups.map { .number($0.key, Figure($0.key, .missing).label) }, rows,
            notes: ["'tally explain LINE --report movement' opens each line to its schools"])
    }

    /// Who was a partner at the end of the day, or gave support in the period.
    private func partnersTable(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> ReportTable {
        let sql = """
            SELECT 'Trusts taking part as bodies', 'trusts', count(DISTINCT trust), group_concat(from_seq)
            FROM trust_opt_in WHERE from_day <= :as_of AND :as_of < to_day
                AND (:programme IS NULL OR programme = :programme)
            UNION ALL
            SELECT 'Bodies that gave support: ' || provider_kind, provider_kind,
                count(DISTINCT provider_id), group_concat(seq)
            FROM support WHERE from_day <= :as_of AND period_from BETWEEN :from AND :as_of
                AND (:programme IS NULL OR programme = :programme)
            GROUP BY provider_kind
            """
        let rows = try open.rows(sql, options.parameters(from: options.from)) { row in
            ReportTable.Row(
                row.text(1), row.text(0), [.count(row.integer(2))],
                events: (row.word(3) ?? "").split(separator: ",").compactMap { Int($0) }.sorted())
        }
        return ReportTable(
            "partners", "Partners", rows: "Partner", columns: [.number("bodies", "Bodies")], rows)
    }

    /// People, sessions and support of the period, by the first day each is about.
    private func activityTable(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> ReportTable {
        let rows = try activities.map { activity in
            let behind = try open.rows(activity.sql, options.parameters(from: options.from)) {
                ReportTable.Behind(seq: $0.integer(0), adds: $0.integer(1))
            }
            let sum = behind.reduce(0) { $0 + ($1.adds ?? 0) }
            return ReportTable.Row(
                activity.key, activity.label,
                [activity.isPeople ? .people(sum) : .count(sum), .count(behind.count)],
                behind: behind)
        }
        return ReportTable(
            "activity", "Activity of the period", rows: "Activity",
            columns: [.number("amount", "Amount"), .number("records", "Records")], rows,
            notes: ["who is in two records is counted twice: the ledger knows no names"])
    }

    private func moneyTable(_ money: Report) -> ReportTable {
        let names = [
            "approvedPence", "committedPence", "actualPence", "netAuthorityCostPence",
            "totalResourceCostPence", "forecastOutturnPence", "variancePence",
        ]
        let rows = names.compactMap { money.figure($0) }.map { figure in
            ReportTable.Row(figure.name, figure.label, [.number(figure.value)], behind: [])
        }
        return ReportTable(
            "money", "Spend and forecast", rows: "Money",
            columns: [.number("amountPence", "Amount")], rows,
            notes: ["'tally explain NAME --report value-for-money' opens each"])
    }

    /// Barriers that stakeholders named in the period.
    private func barrierTable(_ open: OpenModel, _ options: ReportOptions) throws -> ReportTable {
        let sql = """
            SELECT ref, holders, position, from_day, seq FROM stakeholder_view
            WHERE theme = 'barrier' AND from_day BETWEEN :from AND :as_of ORDER BY from_day, seq
            """
        let rows = try open.rows(sql, options.parameters(from: options.from)) { row in
            ReportTable.Row(
                row.text(0), row.text(0),
                [.text(row.text(1)), .text(row.text(2)), .day(row.day(3))],
                events: [row.integer(4)])
        }
        return ReportTable(
            "barriers", "Barriers named by stakeholders", rows: "View",
            columns: [
                .text("group", "Group"), .text("position", "Position"), .text("on", "On"),
            ], rows)
    }

    /// What was corrected or taken back since the last report of this kind was published, or else
    /// in the period.
    private func restatedTable(_ options: ReportOptions, _ last: Int) throws -> ReportTable {
        let published = try publications(through: last).last { $0.report == "progress" }
        let since = try published?.head.size ?? lastRecorded(before: options.from, last)
        let amended = try amendments(after: since, through: last)
        return ReportTable(
            "restatements",
            "Corrected or taken back since "
                + (published.map { "the report of \($0.day.words) (event \($0.seq))" }
                    ?? "the period began"),
            rows: "Event", columns: [.text("what", "What"), .text("reason", "Reason")],
            amended.map { event in
                let target = event.target.map { [$0] } ?? []
                return ReportTable.Row(
                    String(event.seq), "Event \(event.seq)",
                    [
                        .text("\(event.type) of event \(event.target.map { String($0) } ?? "?")"),
                        event.reason.map { .text($0) } ?? .notApplicable,
                    ],
                    events: target + [event.seq])
            })
    }

    private func lastRecorded(before day: Day?, _ last: Int) throws -> Int {
        guard let day, let instant = Instant("\(day)T00:00:00.000Z") else { return 0 }
        return min(try ledger.log.lastRecorded(by: instant), last)
    }

    private func amendments(after since: Int, through last: Int) throws -> [RecordedEvent] {
        let types: [any FactData.Type] = [EventCorrected.self, EventRetracted.self]
        return try types.flatMap { try ledger.log.events(ofType: $0.descriptor.type) }
            .filter { since < $0.seq && $0.seq <= last }.sorted { $0.seq < $1.seq }
    }
}

extension Day {
    /// The first day of the six months that end with this day: 1 October for 31 March.
    var sixMonthsBefore: Day {
        let (year, month, day) = (self + 1).civil
        let (earlier, before) = month > 6 ? (year, month - 6) : (year - 1, month + 6)
        for length in stride(from: day, through: 1, by: -1) {
            if let found = Day(year: earlier, month: before, day: length) { return found }
        }
        return self
    }
}

private struct Activity {
    let key, label, sql: String
    let isPeople: Bool
}

private let activities = [
    Activity(
        key: "leads", label: "Leads on programmes", sql: participation("leads"), isPeople: true),
    Activity(
        key: "teachers", label: "Teachers taking part", sql: participation("teachers"),
        isPeople: true),
    Activity(
        key: "pupils", label: "Pupils taking part", sql: participation("pupils"), isPeople: true),
    Activity(
        key: "sessions", label: "Sessions held", sql: participation("sessions"), isPeople: false),
    Activity(
        key: "halfDays", label: "Half-days of support",
        sql: """
            SELECT seq, half_days FROM support
            WHERE from_day <= :as_of AND period_from BETWEEN :from AND :as_of
                AND (:programme IS NULL OR programme = :programme)
            ORDER BY seq
            """, isPeople: false),
]

/// Records of the period that count `column`, each with its number.
private func participation(_ column: String) -> String {
    """
    SELECT seq, \(column) FROM participation
    WHERE from_day <= :as_of AND period_from BETWEEN :from AND :as_of AND \(column) IS NOT NULL
        AND (:programme IS NULL OR programme = :programme)
        AND (:strand IS NULL OR strand = :strand)
    ORDER BY seq
    """
}
