internal import Events
internal import Programme
internal import SQLite

extension ReadModel {
    /// Which schools there are, where, and in what state.
    package static let register = ReadModel(
        name: "register", question: "Which schools are open, where, and of what kind?", needs: [],
        foldVersion: 1
    ) { world in
        let schools = world.schools
        return [
            TableRows("state", schools.states.map(stateRow)),
            TableRows(
                "school_urn",
                schools.urns.map { row in
                    [
                        .text(row.urn.text), .text(row.school.text), day(row.interval.from.day),
                        day(row.interval.to), .integer(row.interval.from.seq),
                    ]
                }),
            TableRows(
                "school_union",
                schools.unions.map { row in
                    [
                        .text(row.school.text), .text(row.into.text), day(row.since.day),
                        day(row.until), .integer(row.since.seq),
                    ]
                }),
            TableRows(
                "roll",
                schools.rolls.map { row in
                    [
                        .text(row.school.text), day(row.since.day), .integer(row.since.seq),
                        .integer(row.pupils), Value(row.fsmPercentTenths),
                    ]
                }),
        ] + bodies(world)
    }
}

private func stateRow(_ row: Schools.StateRow) -> [Value] {
    let attributes = row.attributes
    return [
        .text(row.school.text), .text(row.urn.text), .text(attributes.name),
        .text(attributes.la.text), .text(attributes.phase.text),
        .text(attributes.schoolType.text), Value(attributes.trust?.text),
        day(row.interval.from.day), day(row.interval.to), .integer(row.interval.from.seq),
        Value(row.interval.endedBy),
    ]
}

private func bodies(_ world: World) -> [TableRows] {
    [
        TableRows(
            "local_authority",
            world.localAuthorities.rows.map { row in
                [
                    .text(row.la.text), .text(row.name), .text(row.onsCode.text),
                    day(row.interval.from.day), day(row.interval.to),
                ]
            }),
        TableRows(
            "authority",
            world.areas.authorities.map { row in
                [
                    .text(row.authority.text), .text(row.name), .text(row.onsCode.text),
                    day(row.interval.from.day), day(row.interval.to),
                ]
            }),
        TableRows(
            "membership",
            world.areas.members.map { row in
                [
                    .text(row.la.text), .text(row.authority.text), day(row.interval.from.day),
                    day(row.interval.to), .integer(row.interval.from.seq),
                ]
            }),
        TableRows(
            "authority_succession",
            world.areas.successions.map { row in
                [
                    .text(row.predecessor.text), .text(row.successor.text), day(row.since.day),
                    .integer(row.since.seq),
                ]
            }),
        TableRows(
            "trust",
            world.trusts.rows.map { row in
                [
                    .text(row.trust.text), .text(row.name), day(row.interval.from.day),
                    day(row.interval.to),
                ]
            }),
        TableRows(
            "definition",
            world.statements.definitions.map { entry in
                [
                    .text(entry.data.measure.text), .text(entry.data.definition),
                    day(entry.since.day), .integer(entry.since.seq),
                ]
            }),
    ]
}

/// A day as the tables hold it.
func day(_ day: Day) -> Value { .integer(day.number) }
