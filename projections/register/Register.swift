internal import Events
internal import Programme
internal import SQLite

extension ReadModel {
    /// Which schools there are, where, and in what state.
    package static let register = ReadModel(
        name: "register", question: "Which schools are open, where, and of what kind?", needs: [],
        definitionVersion: 1, foldVersion: 3, reads: ["ledger", "register"], passesOver: [],
        tellsAnew: ["areas", "la"],
        folds: schoolTables + bodyTables)
}

private let schoolTables = [
    TableFold(
        "state", of: .init("school", in: "school", at: 0),
        {
            $0.schools.states.sorted {
                ($0.school, $0.interval.from) < ($1.school, $1.interval.from)
            }
        }
    ) { (row: Schools.StateRow, cells) in
        let attributes = row.attributes
        cells.token(row.school)
        cells.token(row.urn)
        cells.text(attributes.name)
        cells.token(attributes.la)
        cells.token(attributes.phase)
        cells.token(attributes.schoolType)
        cells.token(attributes.trust)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
        cells.integer(row.interval.endedBy)
    },
    TableFold(
        "school_urn", of: .init("school", in: "school", at: 1),
        { $0.schools.urns.sorted { ($0.urn, $0.school) < ($1.urn, $1.school) } }
    ) { (row: Schools.URNRow, cells) in
        cells.token(row.urn)
        cells.token(row.school)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
    },
    TableFold(
        "school_union", of: .init("school", in: "school", at: 0),
        { $0.schools.unions.sorted { $0.school < $1.school } }
    ) { (row: Schools.UnionRow, cells) in
        cells.token(row.school)
        cells.token(row.into)
        cells.day(row.since.day)
        cells.day(row.until)
        cells.integer(row.since.seq)
    },
    TableFold(
        "roll", of: .init("school", in: "school", at: 0),
        { $0.schools.rolls.sorted { ($0.school, $0.since) < ($1.school, $1.since) } }
    ) { (row: Schools.RollRow, cells) in
        cells.token(row.school)
        cells.day(row.since.day)
        cells.integer(row.since.seq)
        cells.integer(row.pupils)
        cells.integer(row.fsmPercentTenths)
    },
]

private let bodyTables = [
    TableFold("local_authority", { $0.localAuthorities.rows }) {
        (row: LocalAuthorities.Row, cells) in
        cells.token(row.la)
        cells.text(row.name)
        cells.token(row.onsCode)
        cells.days(row.interval)
    },
    TableFold("authority", { $0.areas.authorities }) { (row: Areas.AuthorityRow, cells) in
        cells.token(row.authority)
        cells.text(row.name)
        cells.token(row.onsCode)
        cells.days(row.interval)
    },
    TableFold("membership", { $0.areas.members }) { (row: Areas.MemberRow, cells) in
        cells.token(row.la)
        cells.token(row.authority)
        cells.days(row.interval)
        cells.integer(row.interval.from.seq)
    },
    TableFold("authority_succession", { $0.areas.successions }) {
        (row: Areas.SuccessionRow, cells) in
        cells.token(row.predecessor)
        cells.token(row.successor)
        cells.day(row.since.day)
        cells.integer(row.since.seq)
    },
    TableFold("trust", of: .init("trust", in: "trust", at: 0), { $0.trusts.rows }) {
        (row: Trusts.Row, cells) in
        cells.token(row.trust)
        cells.text(row.name)
        cells.days(row.interval)
    },
    TableFold(
        "definition", of: .init("measure", in: "measure", at: 0), { $0.statements.definitions }
    ) { (entry: (data: MeasureDefined, since: Since), cells) in
        cells.token(entry.data.measure)
        cells.text(entry.data.definition)
        cells.day(entry.since.day)
        cells.integer(entry.since.seq)
    },
]

extension EncodedRow {
    mutating func token(_ value: some Token) { text { value.appendText(to: &$0) } }

    mutating func token(_ value: (some Token)?) {
        if let value { token(value) } else { null() }
    }

    /// A day as the tables hold it: a number of days since 1970-01-01.
    mutating func day(_ day: Day) { integer(day.number) }

    /// The first day of an interval, and the first day after it.
    mutating func days(_ interval: Interval) {
        day(interval.from.day)
        day(interval.to)
    }
}
