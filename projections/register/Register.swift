internal import Events
internal import Programme
internal import SQLite

extension ReadModel {
    /// Which schools there are, where, and in what state.
    package static let register = ReadModel(
        name: "register", question: "Which schools are open, where, and of what kind?", needs: [],
        foldVersion: 2, reads: ["ledger", "register"], tellsAnew: ["areas", "la"],
        folds: schoolTables + bodyTables)
}

private let schoolTables = [
    TableFold(
        "state", of: .init("school", in: "school", at: 0),
        { $0.schools.states.sorted { ($0.school, $0.interval.from) < ($1.school, $1.interval.from) } }
    ) { (row: Schools.StateRow, cells) in
        let attributes = row.attributes
        cells.text(row.school.text)
        cells.text(row.urn.text)
        cells.text(attributes.name)
        cells.text(attributes.la.text)
        cells.text(attributes.phase.text)
        cells.text(attributes.schoolType.text)
        cells.text(attributes.trust?.text)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
        cells.integer(row.interval.endedBy)
    },
    TableFold(
        "school_urn", of: .init("school", in: "school", at: 1),
        { $0.schools.urns.sorted { ($0.urn, $0.school) < ($1.urn, $1.school) } }
    ) { (row: Schools.URNRow, cells) in
        cells.text(row.urn.text)
        cells.text(row.school.text)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
    },
    TableFold(
        "school_union", of: .init("school", in: "school", at: 0),
        { $0.schools.unions.sorted { $0.school < $1.school } }
    ) { (row: Schools.UnionRow, cells) in
        cells.text(row.school.text)
        cells.text(row.into.text)
        cells.day(row.since.day)
        cells.day(row.until)
        cells.integer(row.since.seq)
    },
    TableFold(
        "roll", of: .init("school", in: "school", at: 0),
        { $0.schools.rolls.sorted { ($0.school, $0.since) < ($1.school, $1.since) } }
    ) { (row: Schools.RollRow, cells) in
        cells.text(row.school.text)
        cells.day(row.since.day)
        cells.integer(row.since.seq)
        cells.integer(row.pupils)
        cells.integer(row.fsmPercentTenths)
    },
]

private let bodyTables = [
    TableFold("local_authority", { $0.localAuthorities.rows }) {
        (row: LocalAuthorities.Row, cells) in
        cells.text(row.la.text)
        cells.text(row.name)
        cells.text(row.onsCode.text)
        cells.days(row.interval)
    },
    TableFold("authority", { $0.areas.authorities }) { (row: Areas.AuthorityRow, cells) in
        cells.text(row.authority.text)
        cells.text(row.name)
        cells.text(row.onsCode.text)
        cells.days(row.interval)
    },
    TableFold("membership", { $0.areas.members }) { (row: Areas.MemberRow, cells) in
        cells.text(row.la.text)
        cells.text(row.authority.text)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
    },
    TableFold("authority_succession", { $0.areas.successions }) {
        (row: Areas.SuccessionRow, cells) in
        cells.text(row.predecessor.text)
        cells.text(row.successor.text)
        cells.day(row.since.day)
        cells.integer(row.since.seq)
    },
    TableFold("trust", of: .init("trust", in: "trust", at: 0), { $0.trusts.rows }) {
        (row: Trusts.Row, cells) in
        cells.text(row.trust.text)
        cells.text(row.name)
        cells.days(row.interval)
    },
    TableFold(
        "definition", of: .init("measure", in: "measure", at: 0), { $0.statements.definitions }
    ) { (entry: (data: MeasureDefined, since: Since), cells) in
        cells.text(entry.data.measure.text)
        cells.text(entry.data.definition)
        cells.day(entry.since.day)
        cells.integer(entry.since.seq)
    },
]

extension EncodedRow {
    /// A day as the tables hold it: a number of days since 1970-01-01.
    mutating func day(_ day: Day) { integer(day.number) }

    /// The first day of an interval, and the first day after it.
    mutating func days(_ interval: Interval) {
        day(interval.from.day)
        day(interval.to)
    }
}
