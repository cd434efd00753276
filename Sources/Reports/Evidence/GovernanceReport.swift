internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// Who decided what, which plans were agreed, and which money lacks a recorded decision.
    package func governance(_ options: ReportOptions) throws -> Report {
        try once("governance", options) { try governance(open(.evidence, options), options) }
    }

    private func governance(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("governance", open, options, from: .evidence)
        let parameters = options.parameters(from: options.from)
        let decisions = try open.rows(EvidenceQueries.decisions, parameters, Decision.init)
        let steps = try open.rows(EvidenceQueries.plans, parameters, PlanStep.init)
        var naming = try Naming(open)
        try naming.addPartnerships(open)
        report.tables = [
            deciders(decisions), table(of: decisions), plans(steps, naming),
            milestones(steps, naming),
        ]
        report.figures = [
            Figure("decisionsTaken", .count(decisions.count)),
            Figure("plansAgreed", .count(steps.count(where: \.isPlan))),
            Figure("milestonesMet", .count(steps.count { !$0.isPlan })),
        ]
        report.notes = [
            "decisions, plans and milestones name no programme: all of the period are shown"
        ]
        report.notes += unsplit(options)
        try addExceptions(to: &report, open, naming)
        return report
    }

    private func addExceptions(
        to report: inout Report, _ open: OpenModel, _ naming: Naming
    ) throws {
        let options = report.options
        guard options.strand == nil, options.localAuthorities == nil else {
            report.figures += regularityFigures.map { Figure($0.name, .missing) }
            report.notes.append(
                regularityFigures.map(\.name).joined(separator: ", ")
                    + " are missing: the money of a programme belongs to its lead; ask without "
                    + "--la and --strand")
            return
        }
        let found = try open.rows(
            EvidenceQueries.exceptions, options.parameters(from: nil), Exception.init)
        for (name, kind, caption) in regularityFigures {
            let ofKind = found.filter { $0.kind == kind }
            report.figures.append(
                Figure(name, .pence(ofKind.reduce(0) { $0 + $1.pence })))
            report.tables.append(exceptions(kind, caption, ofKind, naming))
        }
    }
}

/// The figures of regularity, each with the kind of money and the caption of its table.
let regularityFigures: [(name: String, kind: String, caption: String)] = [
    ("fundingWithoutDecisionPence", "funding", "Funding whose decision is not recorded"),
    (
        "commitmentsWithoutDecisionPence", "commitment",
        "Commitments whose decision is not recorded"
    ),
    ("spendWithoutDecisionPence", "spend", "Spend behind which no decision is recorded"),
]

private struct Decision {
    let seq: Int
    let ref: String
    let body: String
    let subject: String
    let day: Day

    init(_ row: borrowing Row) {
        seq = row.integer(0)
        ref = row.text(1)
        body = row.text(2)
        subject = row.text(3)
        day = row.day(4)
    }
}

/// A plan agreed, or a milestone met.
private struct PlanStep {
    let isPlan: Bool
    let locality: String
    let seq: Int
    let what: String
    let criteria: Int?
    let day: Day

    init(_ row: borrowing Row) {
        isPlan = row.integer(0) == 1
        locality = row.text(1)
        seq = row.integer(2)
        what = row.text(3)
        criteria = row.number(4)
        day = row.day(5)
    }
}

/// Money without a recorded decision.
private struct Exception {
    let kind: String
    let thing: String
    let programme: String
    let pence: Int
    /// The decision it quotes.
    let ref: String?
    let seq: Int

    init(_ row: borrowing Row) {
        kind = row.text(0)
        thing = row.text(1)
        programme = row.text(2)
        pence = row.integer(3)
        ref = row.word(4)
        seq = row.integer(5)
    }
}

private func deciders(_ decisions: [Decision]) -> ReportTable {
    let found = Dictionary(grouping: decisions, by: \.body)
        .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    return ReportTable(
        "deciders", "Decisions, by who took them", rows: "Taken by",
        columns: [
            .number("decisions", "Decisions"), .text("firstDay", "First"), .text("lastDay", "Last"),
        ],
        found.map { body, decisions in
            ReportTable.Row(
                body, body.titled,
                [
                    .count(decisions.count), .day(decisions[0].day),
                    .day(decisions[decisions.count - 1].day),
                ], events: decisions.map(\.seq))
        })
}

private func table(of decisions: [Decision]) -> ReportTable {
    ReportTable(
        "decisions", "Decisions, in order", rows: "Reference",
        columns: [.text("day", "Day"), .text("takenBy", "Taken by"), .text("subject", "Subject")],
        decisions.map { one in
            ReportTable.Row(
                one.ref, one.ref, [.day(one.day), spokenCell(one.body), .text(one.subject)],
                events: [one.seq])
        })
}

private func plans(_ steps: [PlanStep], _ naming: Naming) -> ReportTable {
    ReportTable(
        "plans", "Versions of action plans", rows: "Locality",
        columns: [
            .text("version", "Version"), .text("day", "Agreed"),
            .number("criteria", "Criteria of success"),
        ],
        steps.filter(\.isPlan).map { step in
            ReportTable.Row(
                "\(step.locality)/\(step.what)", naming.body(named: step.locality),
                [.text(step.what), .day(step.day), .count(step.criteria ?? 0)], events: [step.seq])
        })
}

private func milestones(_ steps: [PlanStep], _ naming: Naming) -> ReportTable {
    ReportTable(
        "milestones", "Milestones met", rows: "Locality",
        columns: [.text("milestone", "Milestone"), .text("day", "Met")],
        steps.filter { !$0.isPlan }.map { step in
            ReportTable.Row(
                String(step.seq), naming.body(named: step.locality),
                [.text(step.what), .day(step.day)], events: [step.seq])
        })
}

private func exceptions(
    _ kind: String, _ caption: String, _ found: [Exception], _ naming: Naming
) -> ReportTable {
    ReportTable(
        "\(kind)Exceptions", caption, rows: "Short name",
        columns: [
            .number("amountPence", "Amount"), .text("programme", "Programme"),
            .text("decisionRef", "Decision quoted"),
        ],
        found.map { one in
            let isOfNone = one.thing.hasPrefix("no-commitment/")
            return ReportTable.Row(
                one.thing, isOfNone ? "against no commitment" : one.thing,
                [
                    .pence(one.pence), naming.programmeCell(one.programme),
                    one.ref.map { .text($0) } ?? .notApplicable,
                ], behind: [.init(seq: one.seq, adds: one.pence)])
        })
}

extension Naming {
    /// The name of a body written `la:391`.
    func body(named text: String) -> String {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = Body.Kind(parts[0]) else { return text }
        return inTable(Body(kind: kind, id: parts[1]))
    }

    /// Adds the names of partnerships.
    mutating func addPartnerships(_ open: OpenModel) throws {
        let pairs = try open.rows("SELECT partnership, name FROM partnership") {
            ($0.text(0), $0.text(1))
        }
        names[.partnership] = Dictionary(pairs) { _, newer in newer }
    }
}
