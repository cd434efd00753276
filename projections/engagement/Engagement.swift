internal import Events
internal import Programme
internal import SQLite

extension ReadModel {
    /// Which schools take part, in what, and out of how many.
    package static let engagement = ReadModel(
        name: "engagement", question: "How many schools take part, in what, out of how many?",
        needs: ["register"], definitionVersion: 1, foldVersion: 4,
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
    TableFold("enrolment", of: .init("school", in: "school", at: 0), enrolmentRows) {
        (row: EnrolmentRow, cells) in
        cells.token(row.pair.school)
        cells.token(row.pair.id.programme)
        cells.token(row.pair.id.strand)
        cells.days(row.pair.interval)
        cells.day(row.addsFrom)
        cells.day(row.addsFromInProgramme)
        cells.day(row.addsFromInStrand)
        cells.integer(row.pair.interval.from.seq)
        cells.integer(row.pair.interval.endedBy)
        cells.integer(row.pair.origin)
    },
]

/// A pair of school and strand while it is active, and from which day on it adds to the days of its
/// school.
private struct EnrolmentRow {
    let pair: Schools.EnrolmentRow
    let addsFrom: Day
    let addsFromInProgramme: Day
    let addsFromInStrand: Day
}

/// Every pair, school by school in the order of their first days.
@Sendable
private func enrolmentRows(_ world: World) -> [EnrolmentRow] {
    let pairs = world.schools.enrolments.sorted {
        ($0.school, $0.interval.from, $0.id.programme, $0.id.strand)
            < ($1.school, $1.interval.from, $1.id.programme, $1.id.strand)
    }
    var reached = DaysReached()
    return pairs.enumerated().map { index, pair in
        if index == 0 || pairs[index - 1].school != pair.school { reached = DaysReached() }
        return reached.add(pair)
    }
}

/// Up to which day the pairs of one school have reached that began so far.
private struct DaysReached {
    private var inAny = Day.startOfTime
    private var inProgramme: [Slug: Day] = [:]
    private var inStrand: [Slug: Day] = [:]

    /// What the next pair adds.
    mutating func add(_ pair: Schools.EnrolmentRow) -> EnrolmentRow {
        let (from, to) = (pair.interval.from.day, pair.interval.to)
        func reach(_ reached: inout Day) -> Day {
            defer { reached = max(reached, to) }
            return min(max(from, reached), to)
        }
        return EnrolmentRow(
            pair: pair, addsFrom: reach(&inAny),
            addsFromInProgramme: reach(&inProgramme[pair.id.programme, default: .startOfTime]),
            addsFromInStrand: reach(&inStrand[pair.id.strand, default: .startOfTime]))
    }
}

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
