internal import Events
internal import Programme
internal import SQLite

extension ReadModel {
    /// Which schools take part, in what, and out of how many.
    package static let engagement = ReadModel(
        name: "engagement", question: "How many schools take part, in what, out of how many?",
        needs: ["register"], definitionVersion: 1, foldVersion: 3,
        reads: ["ledger", "register", "programme"],
        passesOver: ["ParticipationRecorded", "SupportProvided"],
        tellsAnew: ["areas", "la", "programme"],
        folds: programmeTables + participationTables)
}

private let programmeTables = [
    TableFold("programme", { $0.programmes.rows }) { (row: Programmes.Row, cells) in
        cells.token(row.programme)
        cells.text(row.name)
        cells.token(row.lead.kind)
        cells.text(row.lead.id)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
    },
    TableFold("strand", { $0.programmes.strandRows }) { (row: Programmes.StrandRow, cells) in
        cells.token(row.id.programme)
        cells.token(row.id.strand)
        cells.text(row.title)
        cells.days(row.interval)
    },
    TableFold("eligibility_rule", { $0.programmes.ruleRows }) { (row: Programmes.RuleRow, cells) in
        cells.token(row.rule.programme)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
        cells.text(row.rule.rationale)
    },
]

private let participationTables = [
    TableFold("eligible", of: .init("school", in: "school", at: 0), eligibleRows) {
        (row: EligibleRow, cells) in
        cells.token(row.school)
        cells.token(row.rule.programme)
        cells.day(row.from)
        cells.day(row.to)
        cells.integer(row.ruleSeq)
    },
    TableFold(
        "opt_in", of: .init("school", in: "school", at: 0),
        {
            $0.schools.optIns.sorted {
                ($0.school, $0.interval.from) < ($1.school, $1.interval.from)
            }
        }
    ) { (row: Schools.OptInRow, cells) in
        cells.token(row.school)
        cells.token(row.programme)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
        cells.integer(row.interval.endedBy)
    },
    TableFold("trust_opt_in", of: .init("trust", in: "trust", at: 1), { $0.trusts.optInRows }) {
        (row: Trusts.OptInRow, cells) in
        cells.token(row.programme)
        cells.token(row.trust)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
    },
    TableFold(
        "enrolment", of: .init("school", in: "school", at: 0),
        {
            $0.schools.enrolments.sorted {
                ($0.school, $0.interval.from) < ($1.school, $1.interval.from)
            }
        }
    ) { (row: Schools.EnrolmentRow, cells) in
        cells.token(row.school)
        cells.token(row.id.programme)
        cells.token(row.id.strand)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
        cells.integer(row.interval.endedBy)
        cells.integer(row.origin)
    },
]

/// A state of a school while it is eligible under one rule.
private struct EligibleRow {
    let school: URN
    let rule: EligibilityRuleSet
    let ruleSeq: Int
    let from: Day
    let to: Day
}

/// Each state of a school against each rule that was in force meanwhile.
@Sendable
private func eligibleRows(_ world: World) -> [EligibleRow] {
    let urns = Dictionary(grouping: world.schools.urns, by: \.school)
        .mapValues { Set($0.map(\.urn)) }
    var rows: [EligibleRow] = []
    for rule in world.programmes.ruleRows {
        for state in world.schools.states {
            let from = max(rule.interval.from.day, state.interval.from.day)
            let to = min(rule.interval.to, state.interval.to)
            guard from < to,
                rule.rule.admits(state.attributes, known: urns[state.school] ?? [state.school])
            else { continue }
            rows.append(
                EligibleRow(
                    school: state.school, rule: rule.rule, ruleSeq: rule.interval.from.seq,
                    from: from, to: to))
        }
    }
    return rows.sorted { ($0.school, $0.from) < ($1.school, $1.from) }
}

extension EligibilityRuleSet {
    /// Whether a school like this, known by these URNs, is eligible.
    ///
    /// A URN excluded is out whatever else holds, a URN included is in; otherwise the school must
    /// satisfy each list that is given.
    func admits(_ school: Attributes, known urns: Set<URN>) -> Bool {
        if let excluded, !urns.isDisjoint(with: excluded) { return false }
        if let included, !urns.isDisjoint(with: included) { return true }
        return (typeGroups?.contains(school.schoolType.group) ?? true)
            && (schoolTypes?.contains(school.schoolType) ?? true)
            && (phases?.contains(school.phase) ?? true)
    }
}
