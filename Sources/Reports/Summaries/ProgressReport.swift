internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// How the figures of a progress report are opened: as those of the reports they come from.
let progressOpening = ReportOpening(
    name: "progress", model: .evidence, isDetailed: true,
    make: { builder, open, asked in
        let report = try builder.progress(asked)
        let money = try builder.valueForMoneyInFull(open, report.options)
        let engagement = try builder.engagement(report.options)
        return (report, engagement.figures + money.report.figures + money.hidden)
    },
    figures: (engagementOpening.figures + valueForMoneyOpening.figures).filter {
        openedFigures.contains($0.name)
    })

/// The figures of money that a progress report shows.
private let moneyShown = [
    "approvedPence", "committedPence", "actualPence", "netAuthorityCostPence",
    "totalResourceCostPence", "forecastOutturnPence", "variancePence",
]

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
        let builder = try atOneMoment()
        return try builder.once("progress", options) {
            try builder.progress(builder.open(.evidence, options), options)
        }
    }

    private func progress(_ open: OpenModel, _ asked: ReportOptions) throws -> Report {
        var options = asked
        options.from = asked.from ?? asked.asOf.sixMonthsBefore
        var report = try frame("progress", open, options, from: .evidence)
        let first = options.from ?? options.asOf
        var opening = options
        opening.from = first + -1
        findOut(sources(options, opening))
        let movement = try movement(opening)
        let money = try valueForMoney(options)
        let engagement = try engagement(options)
        let capacity = try capacity(options)
        let people = try participationRecords(open, options)
        report.figures =
            ["engagedSchools", "pointsOfContact", "engagementRatePercent", "trustsEngaged"]
            .compactMap(engagement.figure)
            + ["netAuthorityCostPence", "actualPence", "forecastOutturnPence", "variancePence"]
            .compactMap(money.figure)
        report.tables = [
            schoolsTable(movement), capacity.table("trustsAndHubs"),
            capacity.table("providerKinds"), try strands(options).table("strands"),
            activityTable(people, capacity), moneyTable(money),
            try indicatorTable(open, options), try governance(options).table("decisions"),
            try barrierTable(options), try restatedTable(options, report.knownThrough),
        ].compactMap(\.self)
        report.notes = progressNotes(money, capacity, first, options.asOf)
        return report
    }

    private func sources(_ options: ReportOptions, _ opening: ReportOptions) -> [Question] {
        [
            { try $0.movement(opening) }, { try $0.valueForMoney(options) },
            { try $0.strands(options) }, { try $0.engagement(options) },
            { try $0.capacity(options) },
        ]
    }

    private func progressNotes(
        _ money: Report, _ capacity: Report, _ first: Day, _ last: Day
    ) -> [String] {
        [
            "the period is from \(first.words) to \(last.words), both included; opening is the end of "
                + "the day before it",
            "the ledger keeps no register of risks; barriers that stakeholders named in the period "
                + "are listed instead",
        ]
            + (money.notes + capacity.notes).filter { note in
                note.contains("missing")
                    && (moneyShown + ["supportHalfDays"]).contains { note.contains($0) }
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

    /// People, sessions and support of the period, by the first day each is about.
    private func activityTable(
        _ people: [Participants.Record], _ capacity: Report
    ) -> ReportTable {
        let kinds: [(key: String, label: String, kind: KeyPath<Participants.Record, Int?>)] = [
            ("leads", "Leads on programmes", \.leads),
            ("teachers", "Teachers taking part", \.teachers),
            ("pupils", "Pupils taking part", \.pupils),
            ("sessions", "Sessions held", \.sessions),
        ]
        let rows = kinds.map { key, label, kind in
            let behind = people.behind(kind)
            let sum = behind.reduce(0) { $0 + ($1.adds ?? 0) }
            return ReportTable.Row(
                key, label, [key == "sessions" ? .count(sum) : .people(sum), .count(behind.count)],
                behind: behind)
        }
        let support = capacity.table("providerKinds")?.rows.flatMap(\.behind) ?? []
        let halfDays = ReportTable.Row(
            "halfDays", "Half-days of support",
            [
                .number(capacity.figure("supportHalfDays")?.value ?? .missing),
                .count(support.count),
            ], behind: support)
        return ReportTable(
            "activity", "Activity of the period", rows: "Activity",
            columns: [.number("amount", "Amount"), .number("records", "Records")],
            rows + [halfDays],
            notes: ["who is in two records is counted twice: the ledger knows no names"])
    }

    /// Barriers that stakeholders named in the period, by group.
    ///
    /// A view names no programme.
    private func barrierTable(_ options: ReportOptions) throws -> ReportTable? {
        var asked = options
        asked.programme = nil
        asked.strand = nil
        guard let views = try views(asked).table("groupsByTheme") else { return nil }
        let place = views.place(of: "group") ?? 0
        let rows = views.rows.filter { $0.key.hasPrefix("barrier/") }.map { row in
            ReportTable.Row(
                row.key, row.cells[place].words, Array(row.cells[..<place]), behind: row.behind)
        }
        return ReportTable(
            "barriers", "Barriers named by stakeholders", rows: "Group",
            columns: Array(views.columns[..<place]), rows)
    }

    private func moneyTable(_ money: Report) -> ReportTable {
        let rows = moneyShown.compactMap { money.figure($0) }.map { figure in
            ReportTable.Row(figure.name, figure.label, [.number(figure.value)], behind: [])
        }
        return ReportTable(
            "money", "Spend and forecast", rows: "Money",
            columns: [.number("amountPence", "Amount")], rows,
            notes: ["'tally explain NAME --report value-for-money' opens each"])
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
        let types = [EventCorrected.descriptor.type, EventRetracted.descriptor.type]
        return try ledger.log.events(ofTypes: types, from: since + 1, through: last)
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
