internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections

extension ReportBuilder {
    /// How many schools that joined are still engaged twelve months later, and who left.
    package func retention(_ options: ReportOptions) throws -> Report {
        try once("retention", options) {
            try retention(open(.engagement, options, .followed), options)
        }
    }

    private func retention(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        let times = try engagedTimes(options)
        var report = try frame("retention", open, options, from: .engagement)
        let due = times.filter { $0.anniversary <= options.asOf }
        let kept = due.count { $0.isEngaged(on: $0.anniversary) }
        report.figures = [
            Figure("everEngagedSchools", .count(times.count)),
            Figure("schoolsTwelveMonthsOn", .count(due.count)),
            Figure("schoolsRetained", .count(kept)),
            Figure("retentionRatePercent", rate(kept, of: due.count)),
            Figure("engagedSchools", .count(times.count(where: \.isEngagedNow))),
            Figure("schoolsThatLeft", .count(times.count { !$0.isEngagedNow })),
        ]
        let naming = try Naming(open)
        report.tables = [
            byYear(times, options.asOf), byLocalAuthority(times, options.asOf, naming),
            try leavers(times, naming),
        ]
        report.notes = retentionNotes(report)
        return report
    }

    private func retentionNotes(_ report: Report) -> [String] {
        var notes = [
            "a school is retained when it is engaged on the day twelve months after its first day, "
                + "whatever was between; schools that merged count once, from the first day of any"
        ]
        if report.figure("retentionRatePercent")?.value == .missing {
            notes.append(
                "retentionRatePercent is missing: no school joined twelve months before "
                    + report.options.asOf.words)
        }
        return notes
    }

    private func byYear(_ times: [EngagedTime], _ asOf: Day) -> ReportTable {
        let years = Dictionary(grouping: times) { AcademicYear(containing: $0.joined) }
        let rows = years.sorted { $0.key < $1.key }.map { year, times in
            retentionRow(year.key, year.words, times, asOf)
        }
        return ReportTable(
            "byYearJoined", "Schools by the academic year in which they joined", rows: "Joined in",
            columns: retentionColumns, rows)
    }

    private func byLocalAuthority(
        _ times: [EngagedTime], _ asOf: Day, _ naming: Naming
    ) -> ReportTable {
        let areas = Dictionary(grouping: times, by: \.last.la)
        let rows = areas.sorted { $0.key < $1.key }.map { la, times in
            retentionRow(la, naming.name(.la, la) ?? la, times, asOf)
        }
        return ReportTable(
            "byLocalAuthority", "Schools by local authority", rows: "Local authority",
            columns: retentionColumns, rows)
    }

    private func retentionRow(
        _ key: String, _ name: String, _ times: [EngagedTime], _ asOf: Day
    ) -> ReportTable.Row {
        let due = times.filter { $0.anniversary <= asOf }
        let kept = due.count { $0.isEngaged(on: $0.anniversary) }
        return ReportTable.Row(
            key, name,
            [
                .count(times.count), .count(due.count), .count(kept),
                due.isEmpty ? .notApplicable : .number(rate(kept, of: due.count)),
                .count(times.count(where: \.isEngagedNow)),
            ],
            events: Set(times.flatMap(\.events)).sorted())
    }

    /// Every school that is engaged no more, with the day and what ended it.
    private func leavers(_ times: [EngagedTime], _ naming: Naming) throws -> ReportTable {
        let left = times.filter { !$0.isEngagedNow }
            .sorted { ($0.left, $0.school) < ($1.left, $1.school) }
        let rows = try left.map { time in
            ReportTable.Row(
                time.last.urn, time.last.name,
                [
                    .text(time.last.urn), .text(naming.name(.la, time.last.la) ?? time.last.la),
                    .day(time.joined), .day(time.left + -1), .text(try whatEnded(time)),
                ],
                events: time.events)
        }
        return ReportTable(
            "leavers", "Schools that are engaged no more", rows: "School",
            columns: [
                .text("urn", "URN"), .text("localAuthority", "Local authority"),
                .text("joined", "First day"), .text("lastDay", "Last day"),
                .text("endedBy", "Ended by"),
            ], rows)
    }

    private func whatEnded(_ time: EngagedTime) throws -> String {
        guard let seq = time.last.endedBy, let event = try ledger.log.event(at: seq) else {
            return "its area is no longer counted"
        }
        return endings[event.type] ?? event.type
    }
}

private let endings = [
    "StrandEnrolmentEnded": "it left its last strand", "SchoolWithdrew": "it withdrew",
    "SchoolClosed": "it closed", "SchoolsMerged": "it closed into another",
    "SchoolSplit": "it was split", "StrandClosed": "its strand closed",
    "ProgrammeClosed": "the programme closed",
]

private let retentionColumns: [ReportTable.Column] = [
    .number("everEngagedSchools", "Joined"),
    .number("schoolsTwelveMonthsOn", "Twelve months on"),
    .number("schoolsRetained", "Retained"), .number("retentionRatePercent", "Rate, %"),
    .number("engagedSchools", "Engaged now"),
]

extension Evidence {
    /// Schools ever engaged, chosen among by `isCounted`.
    func engagedTimes(
        _ detail: (EngagedTime) -> String, where isCounted: (EngagedTime) -> Bool = { _ in true }
    ) throws -> Opened {
        let times = try everEngagedTimes()
        return Opened(counted: times.filter(isCounted).map { $0.item(detail($0)) })
    }

    func firstEngaged() throws -> Opened {
        try engagedTimes { "first engaged on \($0.joined.words)" }
    }

    func twelveMonthsOn() throws -> Opened {
        try engagedTimes({ "first engaged on \($0.joined.words)" }) {
            $0.anniversary <= options.asOf
        }
    }

    func retained() throws -> Opened {
        try engagedTimes({ "engaged on \($0.anniversary.words) too" }) {
            $0.anniversary <= options.asOf && $0.isEngaged(on: $0.anniversary)
        }
    }

    func engagedStill() throws -> Opened {
        try engagedTimes({ "engaged since \($0.joined.words)" }, where: \.isEngagedNow)
    }

    func thatLeft() throws -> Opened {
        try engagedTimes({ "until \(($0.left + -1).words)" }) { !$0.isEngagedNow }
    }
}
