internal import Events
internal import Programme
internal import SQLite

extension ReadModel {
    /// Which schools take part, in what, and out of how many.
    package static let engagement = ReadModel(
        name: "engagement", question: "How many schools take part, in what, out of how many?",
        needs: ["register"], foldVersion: 1
    ) { world in
        [
            TableRows("programme", world.programmes.rows.map(programmeRow)),
            TableRows("strand", world.programmes.strandRows.map(strandRow)),
            TableRows("eligibility_rule", world.programmes.ruleRows.map(ruleRow)),
            TableRows("eligible", eligibleRows(world)),
            TableRows("opt_in", world.schools.optIns.map(optInRow)),
            TableRows("trust_opt_in", world.trusts.optInRows.map(trustRow)),
            TableRows("enrolment", world.schools.enrolments.map(enrolmentRow)),
        ]
    }
}

private func programmeRow(_ row: Programmes.Row) -> [Value] {
    [
        .text(row.programme.text), .text(row.name), .text(row.lead.kind.text), .text(row.lead.id),
        day(row.interval.from.day), day(row.interval.to), .integer(row.interval.from.seq),
    ]
}

private func strandRow(_ row: Programmes.StrandRow) -> [Value] {
    [
        .text(row.id.programme.text), .text(row.id.strand.text), .text(row.title),
        day(row.interval.from.day), day(row.interval.to),
    ]
}

private func ruleRow(_ row: Programmes.RuleRow) -> [Value] {
    [
        .text(row.rule.programme.text), day(row.interval.from.day), day(row.interval.to),
        .integer(row.interval.from.seq), .text(row.rule.rationale),
    ]
}

private func optInRow(_ row: Schools.OptInRow) -> [Value] {
    [
        .text(row.school.text), .text(row.programme.text), day(row.interval.from.day),
        day(row.interval.to), .integer(row.interval.from.seq), Value(row.interval.endedBy),
    ]
}

private func trustRow(_ row: Trusts.OptInRow) -> [Value] {
    [
        .text(row.programme.text), .text(row.trust.text), day(row.interval.from.day),
        day(row.interval.to), .integer(row.interval.from.seq),
    ]
}

private func enrolmentRow(_ row: Schools.EnrolmentRow) -> [Value] {
    [
        .text(row.school.text), .text(row.id.programme.text), .text(row.id.strand.text),
        day(row.interval.from.day), day(row.interval.to), .integer(row.interval.from.seq),
        Value(row.interval.endedBy), .integer(row.origin),
    ]
}

/// Each state of a school against each rule that was in force meanwhile.
private func eligibleRows(_ world: World) -> [[Value]] {
    let urns = Dictionary(grouping: world.schools.urns, by: \.school)
        .mapValues { Set($0.map(\.urn)) }
    var rows: [[Value]] = []
    for row in world.programmes.ruleRows {
        for state in world.schools.states {
            let from = max(row.interval.from.day, state.interval.from.day)
            let to = min(row.interval.to, state.interval.to)
            guard from < to,
                row.rule.admits(state.attributes, known: urns[state.school] ?? [state.school])
            else { continue }
            rows.append([
                .text(state.school.text), .text(row.rule.programme.text), day(from), day(to),
                .integer(row.interval.from.seq),
            ])
        }
    }
    return rows
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
