internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// Where capacity comes from: half-days of support, by who gave them, at which level, to whom.
    package func capacity(_ options: ReportOptions) throws -> Report {
        try once("capacity", options) { try capacity(open(.evidence, options), options) }
    }

    private func capacity(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("capacity", open, options, from: .evidence)
        guard options.strand == nil else {
            report.figures = capacityFigures.map { Figure($0, .missing) }
            report.notes = [
                capacityFigures.joined(separator: ", ")
                    + " are missing: support is recorded by programme, not by strand; ask without "
                    + "--strand"
            ]
            return report
        }
        let given = try open.rows(
            EvidenceQueries.given, options.parameters(from: options.from), HalfDays.init)
        let support = given.filter(\.isSupport)
        let time = given.filter { !$0.isSupport }
        var naming = try Naming(open)
        try naming.addPartnerships(open)
        try naming.add(
            schools: Set(given.filter { $0.body.kind == .school }.map(\.body.id)), open)
        report.tables = [
            providerKinds(support), providers(support, naming), levels(support),
            levelsByPhaseAndType(support),
            trustsAndHubs(support, naming, try trustsTakingPart(open, options)),
            timeGiven(time, naming),
        ]
        report.figures = [
            Figure("supportHalfDays", .count(sum(support))),
            Figure("timeGivenHalfDays", .count(sum(time))),
            Figure("supportProviders", .count(Set(support.map(\.body)).count)),
        ]
        report.notes = [
            "supportHalfDays and timeGivenHalfDays are not added up: the same half-day may be "
                + "recorded as support and as a contribution"
        ]
        report.notes += unsplit(options)
        return report
    }

    /// The trusts that take part in a programme at the end of the day reported.
    private func trustsTakingPart(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> Set<String> {
        let sql = """
            SELECT trust FROM trust_opt_in WHERE from_day <= :as_of AND :as_of < to_day
                AND (:programme IS NULL OR programme = :programme)
            """
        return Set(try open.rows(sql, options.parameters(from: nil)) { $0.text(0) })
    }
}

/// What is said where a split is asked of a report whose tables show every split there is.
func unsplit(_ options: ReportOptions) -> [String] {
    options.by.isEmpty
        ? []
        : ["--by splits nothing here: the tables show the figures in every way they can be split"]
}

let capacityFigures = ["supportHalfDays", "timeGivenHalfDays", "supportProviders"]

/// Half-days that a body gave, of one event.
private struct HalfDays {
    let seq: Int
    let isSupport: Bool
    let body: Body
    let level: String?
    let count: Int
    /// The school supported, its phase and its type then; `nil` when it was not one school.
    let school: (urn: String, phase: String, type: String)?

    init(_ row: borrowing Row) {
        seq = row.integer(0)
        isSupport = row.integer(1) == 1
        body = Body(kind: Body.Kind(row.text(2)) ?? .partner, id: row.text(3))
        level = row.word(4)
        count = row.integer(5)
        school = row.word(6).map { ($0, row.word(7) ?? "", row.word(8) ?? "") }
    }

    var behind: ReportTable.Behind { .init(seq: seq, adds: count) }
}

private func sum(_ given: [HalfDays]) -> Int { given.reduce(0) { $0 + $1.count } }

private func schools(_ given: [HalfDays]) -> Int {
    Set(given.compactMap(\.school?.urn)).count
}

private func columns(_ others: ReportTable.Column...) -> [ReportTable.Column] {
    [.number("halfDays", "Half-days"), .number("records", "Records")] + others
}

private func cells(_ given: [HalfDays]) -> [ReportTable.Cell] {
    [.count(sum(given)), .count(given.count)]
}

/// The groups by a key, the largest first.
private func groups(
    _ given: [HalfDays], by key: (HalfDays) -> String
) -> [(key: String, given: [HalfDays])] {
    Dictionary(grouping: given, by: key).map { ($0.key, $0.value) }
        .sorted { (sum($1.1), $0.0) < (sum($0.1), $1.0) }
}

private func providerKinds(_ support: [HalfDays]) -> ReportTable {
    let found = groups(support) { $0.body.kind.text }
    let rows = found.map { key, given in
        ReportTable.Row(
            key, Body.Kind(key)?.plural ?? key,
            cells(given) + [.count(Set(given.map(\.body)).count), .count(schools(given))],
            behind: given.map(\.behind))
    }
    let chart = rows.first.map { first in
        ReportTable.Chart(
            .bars, of: "halfDays", title: "\(first.name) gave the most support",
            summary: "Half-days of support by kind of body: "
                + rows.map { "\($0.name.lowercased()) \($0.cells[0].words)" }.joined(
                    separator: ", "))
    }
    return ReportTable(
        "providerKinds", "Support, by the kind of body that gave it", rows: "Kind of body",
        columns: columns(.number("bodies", "Bodies"), .number("schools", "Schools supported")),
        rows, chart: chart)
}

private func providers(_ support: [HalfDays], _ naming: Naming) -> ReportTable {
    ReportTable(
        "providers", "Support, by the body that gave it", rows: "Body",
        columns: columns(.number("schools", "Schools supported")),
        groups(support) { $0.body.text }.map { key, given in
            ReportTable.Row(
                key, naming.inTable(given[0].body), cells(given) + [.count(schools(given))],
                behind: given.map(\.behind))
        })
}

private func levels(_ support: [HalfDays]) -> ReportTable {
    ReportTable(
        "levels", "Support, by the level it was given at", rows: "Level",
        columns: columns(.number("schools", "Schools supported")),
        SupportProvided.Level.allCases.compactMap { level in
            let given = support.filter { $0.level == level.text }
            guard !given.isEmpty else { return nil }
            return ReportTable.Row(
                level.text, level.words, cells(given) + [.count(schools(given))],
                behind: given.map(\.behind))
        })
}

private func levelsByPhaseAndType(_ support: [HalfDays]) -> ReportTable {
    let found = groups(support) { given in
        [given.level ?? "", given.school?.phase ?? "-", given.school?.type ?? "-"]
            .joined(separator: "/")
    }
    let rows = found.sorted { $0.key < $1.key }.map { key, given in
        let first = given[0]
        let level = first.level.flatMap { SupportProvided.Level($0) }?.words ?? ""
        return ReportTable.Row(
            key, level,
            cells(given) + [
                first.school.map { spokenCell($0.phase) } ?? .notApplicable,
                first.school.map { .text($0.type) } ?? .notApplicable, .count(schools(given)),
            ], behind: given.map(\.behind))
    }
    return ReportTable(
        "levelsByPhaseAndType", "Support, by level, phase and type of school", rows: "Level",
        columns: columns(
            .text("phase", "Phase"), .text("type", "Type"),
            .number("schools", "Schools supported")),
        rows, notes: ["support that was not for one school has no phase and no type"])
}

private func trustsAndHubs(
    _ support: [HalfDays], _ naming: Naming, _ takingPart: Set<String>
) -> ReportTable {
    let given = support.filter { $0.body.kind == .trust || $0.body.kind == .hub }
    let levels = SupportProvided.Level.allCases
    return ReportTable(
        "trustsAndHubs", "Trusts and hubs: the half-days of support each gave, by level",
        rows: "Trust or hub",
        columns: [.number("halfDays", "Half-days")]
            + levels.map { .number("\($0)HalfDays", $0.words) }
            + [.text("takesPart", "Takes part as a trust")],
        groups(given) { $0.body.text }.map { key, given in
            let body = given[0].body
            return ReportTable.Row(
                key, naming.inTable(body),
                [.count(sum(given))]
                    + levels.map { level in .count(sum(given.filter { $0.level == level.text })) }
                    + [
                        body.kind == .trust
                            ? .text(takingPart.contains(body.id) ? "yes" : "no") : .notApplicable
                    ],
                behind: given.map(\.behind))
        })
}

private func timeGiven(_ time: [HalfDays], _ naming: Naming) -> ReportTable {
    ReportTable(
        "timeGiven", "Time contributed in kind, by the body that gave it", rows: "Body",
        columns: columns(),
        groups(time) { $0.body.text }.map { key, given in
            ReportTable.Row(
                key, naming.inTable(given[0].body), cells(given), behind: given.map(\.behind))
        })
}

extension SupportProvided.Level {
    var words: String {
        switch self {
        case .regional: "The whole region"
        case .la: "A local authority"
        case .cluster: "A cluster of schools"
        case .school: "One school"
        }
    }
}

extension Body.Kind {
    /// The bodies of this kind, for people.
    var plural: String {
        switch self {
        case .authority: "Combined authorities"
        case .la: "Local authorities"
        case .school: "Schools"
        case .trust: "Trusts"
        case .partnership: "Partnerships"
        case .hub: "Hubs"
        case .partner: "Partners"
        case .department: "Departments"
        }
    }

    var singular: String {
        switch self {
        case .authority: "combined authority"
        case .la: "local authority"
        default: text
        }
    }
}
