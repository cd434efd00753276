internal import CanonicalJSON
internal import Events
internal import Programme

// What a school is like in the file, beside what it is like in the ledger.

extension RegisterComparison {
    func compare(
        _ row: SchoolRow, _ school: KnownSchools.School, _ old: Attributes
    ) -> Outcome {
        var events = RegisterEvents(extract)
        if let day = row.openDay?.day, day > beginning,
            let registration = schools.registrations[row.urn], school.id == row.urn,
            registration.validFrom != day,
            known.isRevisable(registration, by: extract.kind)
        {
            redate(registration, day, row, &events)
        }
        let day = day(of: school)
        let urn = ("urn", JSONValue.string(row.urn.text) as JSONValue?)
        if row.name != old.name {
            events.plan(
                SchoolRenamed.descriptor.type, from: day, [urn, ("name", .string(row.name))],
                row: row.row, key: "name")
        }
        reclassify(row, old, day, &events)
        if row.la != old.la {
            events.plan(
                SchoolMovedLocalAuthority.descriptor.type, from: day,
                [urn, ("la", .string(row.la.text))], row: row.row, key: "la")
        }
        if hasTrust { moveTrust(row, old, day, &events) }
        count(row, school.roll, &events)
        return events.isEmpty ? .already : .changed(events)
    }

    /// A school whose URN is new since the register before is like this from the first day of the URN.
    private func day(of school: KnownSchools.School) -> Day {
        guard school.urn != school.id, school.urnSince.day > previous ?? .startOfTime else {
            return extract.date
        }
        return school.urnSince.day
    }

    /// Only what the file itself says: a phase worked out from pupils, or a type that the mapping had to
    /// choose within its group, is no news.
    private func reclassify(
        _ row: SchoolRow, _ old: Attributes, _ day: Day, _ events: inout RegisterEvents
    ) {
        let hasPhase = row.phaseRule == .column && row.phase != old.phase
        let isOwnName = isSameName(row.typeName, row.schoolType.text)
        let hasType =
            row.schoolType != old.schoolType
            && (isOwnName || row.schoolType.group != old.schoolType.group)
        guard hasPhase || hasType else { return }
        events.plan(
            SchoolReclassified.descriptor.type, from: day,
            [
                ("urn", .string(row.urn.text)),
                ("phase", hasPhase ? .string(row.phase.text) : nil),
                ("schoolType", hasType ? .string(row.schoolType.text) : nil),
            ], row: row.row, key: "class")
    }

    private func moveTrust(
        _ row: SchoolRow, _ old: Attributes, _ day: Day, _ events: inout RegisterEvents
    ) {
        guard row.trust?.code != old.trust else { return }
        let urn = ("urn", JSONValue.string(row.urn.text) as JSONValue?)
        if let trust = row.trust?.code {
            events.plan(
                SchoolJoinedTrust.descriptor.type, from: day,
                [urn, ("trust", .string(trust.text))], row: row.row, key: "trust")
        } else if let trust = old.trust {
            events.plan(
                SchoolLeftTrust.descriptor.type, from: day,
                [urn, ("trust", .string(trust.text))], row: row.row, key: "trust")
        }
    }

    private func count(
        _ row: SchoolRow, _ old: Schools.RollRow?, _ events: inout RegisterEvents
    ) {
        guard let pupils = row.pupils?.value,
            pupils != old?.pupils || row.fsm != nil && row.fsm != old?.fsmPercentTenths
        else { return }
        events.plan(
            SchoolRollCounted.descriptor.type, from: extract.date,
            [
                ("urn", .string(row.urn.text)), ("pupils", .integer(pupils)),
                ("fsmPercentTenths", row.fsm.map { .integer($0) }),
            ], row: row.row, key: "roll")
    }
}
