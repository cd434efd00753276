internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// The localities side by side: what each agreed, tried, learnt and changed.
    package func localities(_ options: ReportOptions) throws -> Report {
        try once("localities", options) { try localities(open(.evidence, options), options) }
    }

    private func localities(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("localities", open, options, from: .evidence)
        let parameters = options.parameters(from: options.from)
        let successors = try successors(open, options)
        let told = try open.rows(EvidenceQueries.localities, parameters, LocalityFactRow.init)
            .map { $0.following(successors) }
        let schools = try open.rows(EvidenceQueries.schools, parameters) {
            (
                locality: follow($0.text(0), successors), school: $0.text(1),
                framework: $0.word(2)
            )
        }
        var naming = try Naming(open)
        try naming.addPartnerships(open)
        let found = Dictionary(grouping: told, by: \.locality).sorted { $0.key < $1.key }
            .map { locality, facts in
                Locality(
                    body: locality, facts: facts,
                    schools: schools.filter { $0.locality == locality }.map {
                        ($0.school, $0.framework)
                    })
            }
        report.tables = [
            sideBySide(found, naming), vulnerableLearners(found, naming),
            schoolsTogether(found, naming), adoptions(found, naming),
        ]
        report.figures = localityFigures.map { name, column in
            let table = report.tables.first { $0.place(of: column) != nil } ?? report.tables[0]
            return Figure(name, .count(table.numbers(column).reduce(0) { $0 + ($1 ?? 0) }))
        }
        report.figures.insert(Figure("localities", .count(found.count)), at: 0)
        report.notes = notes(options)
        return report
    }

    /// The authorities merged into others by the day reported, as bodies: their localities go on as
    /// those of the successors.
    private func successors(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> [String: String] {
        let sql = """
            SELECT 'authority:' || predecessor, 'authority:' || successor
            FROM authority_succession WHERE from_day <= :as_of
            """
        let pairs = try open.rows(sql, options.parameters(from: nil)) { ($0.text(0), $0.text(1)) }
        return Dictionary(pairs) { _, newer in newer }
    }

    private func notes(_ options: ReportOptions) -> [String] {
        let isNarrowed =
            options.areaAuthority != nil || options.localAuthorities != nil
            || options.strand != nil
        return [
            "a school counts in each locality whose facts name it, or in whose programme it takes "
                + "part"
        ]
            + (isNarrowed
                ? ["every locality is shown, whatever the area and the strand asked for"] : [])
            + unsplit(options)
    }
}

/// The figures that add up a column of the tables, with that column.
let localityFigures: [(name: String, column: String)] = [
    ("clustersFormed", "clusters"), ("caseCyclesCompleted", "cyclesCompleted"),
    ("lessonsAdopted", "lessons"), ("practicesAdoptedElsewhere", "adoptedElsewhere"),
]

/// The locality, or that of the authority it was merged into, however many mergers away.
private func follow(_ locality: String, _ successors: [String: String]) -> String {
    var locality = locality
    for _ in successors {
        guard let successor = successors[locality] else { break }
        locality = successor
    }
    return locality
}

private struct LocalityFactRow {
    private(set) var locality: String
    let seq: Int
    let type: String
    let name: String
    let other: String?
    let people: Int?

    init(_ row: borrowing Row) {
        locality = row.text(0)
        seq = row.integer(1)
        type = row.text(2)
        name = row.text(3)
        other = row.word(4)
        people = row.number(5)
    }

    func following(_ successors: [String: String]) -> Self {
        var row = self
        row.locality = follow(locality, successors)
        return row
    }
}

private struct Locality {
    let body: String
    let facts: [LocalityFactRow]
    let schools: [(school: String, framework: String?)]

    var kind: String {
        let kind = String(body.prefix { $0 != ":" })
        return Body.Kind(kind)?.singular ?? kind
    }

    func of(_ type: String) -> [LocalityFactRow] { facts.filter { $0.type == type } }
    func count(_ type: String) -> ReportTable.Cell { .count(of(type).count) }

    func people(_ type: String) -> ReportTable.Cell {
        .people(of(type).reduce(0) { $0 + ($1.people ?? 0) })
    }

    /// The names that facts of a type give, as keys and as people say them.
    func names(_ type: String, called: (String) -> String) -> ReportTable.Cell {
        let keys = Set(of(type).map(\.name)).sorted()
        return keys.isEmpty
            ? .notApplicable
            : .named(
                key: keys.joined(separator: ", "), keys.map(called).joined(separator: ", "))
    }

    func clusters(_ kind: String) -> ReportTable.Cell {
        .count(of("ClusterFormed").count { $0.other == kind })
    }

    func row(_ naming: Naming, _ cells: [ReportTable.Cell]) -> ReportTable.Row {
        ReportTable.Row(body, naming.body(named: body), cells, events: facts.map(\.seq))
    }
}

private func sideBySide(_ found: [Locality], _ naming: Naming) -> ReportTable {
    ReportTable(
        "localities", "The localities side by side", rows: "Locality",
        columns: [
            .text("kind", "Led by a"), .text("programmes", "Programme"),
            .number("schools", "Schools"), .number("plans", "Plans agreed"),
            .number("milestones", "Milestones met"), .number("lessons", "Lessons adopted"),
            .number("practices", "Practices changed"),
            .number("adoptedElsewhere", "Adopted elsewhere"),
        ],
        found.map { one in
            one.row(
                naming,
                [
                    .text(one.kind), one.names("programme") { naming.name(.programme, $0) ?? $0 },
                    .count(Set(one.schools.map(\.school)).count), one.count("ActionPlanAgreed"),
                    one.count("MilestoneMet"), one.count("LessonAdopted"),
                    one.count("PracticeChanged"), one.count("PracticeAdoptedElsewhere"),
                ])
        })
}

private func vulnerableLearners(_ found: [Locality], _ naming: Naming) -> ReportTable {
    ReportTable(
        "vulnerableLearners", "How localities look at vulnerable pupils", rows: "Locality",
        columns: [
            .text("lenses", "Lenses"), .number("vulnerabilityDefinitions", "Definitions agreed"),
            .number("cyclesStarted", "Case cycles started"),
            .number("cyclesCompleted", "Case cycles completed"),
            .number("cohort", "Pupils looked at"), .number("posts", "Posts created"),
        ],
        found.map { one in
            one.row(
                naming,
                [
                    one.names("LensChosen") { $0.titled },
                    one.count("VulnerabilityDefinitionAgreed"),
                    one.count("CaseCycleStarted"), one.count("CaseCycleCompleted"),
                    one.people("CaseCycleCompleted"),
                    .count(one.of("RoleCreated").reduce(0) { $0 + ($1.people ?? 0) }),
                ])
        })
}

private func schoolsTogether(_ found: [Locality], _ naming: Naming) -> ReportTable {
    ReportTable(
        "schoolsTogether", "How schools work together", rows: "Locality",
        columns: [
            .number("clusters", "Clusters"), .number("triads", "Triads"),
            .number("frameworks", "Frameworks"),
            .number("frameworkSchools", "Schools that adopted one"),
            .number("selfEvaluations", "Self-evaluations"), .number("reviews", "Peer reviews"),
            .number("reports", "Reports published"), .number("parents", "Parents who answered"),
        ],
        found.map { one in
            one.row(
                naming,
                [
                    one.clusters("cluster"), one.clusters("triad"),
                    .count(Set(one.of("FrameworkAdopted").map(\.name)).count),
                    .count(Set(one.schools.filter { $0.framework != nil }.map(\.school)).count),
                    one.count("SelfEvaluationSubmitted"), one.count("PeerReviewCompleted"),
                    one.count("SchoolReportPublished"), one.people("ParentConsulted"),
                ])
        })
}

private func adoptions(_ found: [Locality], _ naming: Naming) -> ReportTable {
    ReportTable(
        "adoptions", "Practices adopted elsewhere", rows: "Practice",
        columns: [.text("locality", "Changed first in"), .text("adopter", "Adopted by")],
        found.flatMap { one in
            one.of("PracticeAdoptedElsewhere").map { fact in
                ReportTable.Row(
                    String(fact.seq), fact.name,
                    [
                        .text(naming.body(named: one.body)),
                        .text(naming.body(named: fact.other ?? "")),
                    ], events: [fact.seq])
            }
        })
}
