internal import CanonicalJSON
internal import Events
internal import Ledger
internal import Programme

/// Compares one row of a register with what the ledger says on the day of the extract.
struct RegisterComparison {
    let known: KnownRegister
    let schools: KnownSchools
    let extract: Extract
    /// From which day schools are taken in.
    let beginning: Day
    /// The register before this one.
    let previous: Day?
    /// Whether a later one has been taken in, whose word stands.
    let isOlder: Bool
    /// Whether the file says of every school whether it is open; a plain list may be late.
    let hasStatus: Bool
    let hasTrust: Bool

    /// What becomes of a row.
    enum Outcome {
        /// The school is taken in, by the entries.
        case new(RegisterEvents)
        case changed(RegisterEvents)
        case already
        /// It closed before schools are taken in, or is not in the ledger for the same reason.
        case before
        /// It is not open yet.
        case proposed
        /// A person has to see to it, for this reason.
        case setAside(String)
    }

    func outcome(of row: SchoolRow) -> Outcome {
        let standing = schools.standing(of: row.urn)
        if isOlder {
            if case .unknown = standing { return unknown(row) }
            return .already
        }
        return switch standing {
        case .unknown: unknown(row)
        case .current(let school):
            row.status == .closed
                ? closed(row, school)
                : school.attributes.map { compare(row, school, $0) } ?? reopened(row, school)
        case .former(let urn): former(row, urn)
        case .later: later(row)
        }
    }
}

// MARK: - Schools that come and go

extension RegisterComparison {
    private func unknown(_ row: SchoolRow) -> Outcome {
        var events = RegisterEvents(extract)
        let opened = row.openDay?.day
        // Of one that is new to a later register and says no day, no earlier day is known.
        let from = max(beginning, opened ?? (previous == nil ? beginning : extract.date))
        if row.status == .closed {
            guard let end = row.closedFrom, end > max(beginning, opened ?? beginning) else {
                return .before
            }
            events.plan(
                SchoolRegistered.descriptor.type, from: max(beginning, opened ?? beginning),
                registration(row), row: row.row)
            close(row, end, &events)
            return .new(events)
        }
        guard row.status == .open else { return .proposed }
        events.plan(SchoolRegistered.descriptor.type, from: from, registration(row), row: row.row)
        return .new(events)
    }

    private func registration(_ row: SchoolRow) -> [(String, JSONValue?)] {
        row.members.map { ($0.name, $0.value) }
    }

    private func close(_ row: SchoolRow, _ day: Day, _ events: inout RegisterEvents) {
        events.plan(
            SchoolClosed.descriptor.type, from: day, [("urn", .string(row.urn.text))],
            row: row.row, key: "closed")
    }

    private func closed(_ row: SchoolRow, _ school: KnownSchools.School) -> Outcome {
        var events = RegisterEvents(extract)
        let closing = schools.closing(of: school)
        guard let end = row.closedFrom else {
            return school.attributes == nil
                ? .already
                : .setAside(
                    "school \(row.urn) is closed, from a day the file leaves blank; find the day, and "
                        + "record SchoolClosed")
        }
        guard let closing else {
            guard school.attributes != nil else { return .already }
            close(row, end, &events)
            return .changed(events)
        }
        guard closing.validFrom != end else { return .already }
        guard known.isRevisable(closing, by: extract.kind) else {
            return .setAside(
                "school \(row.urn) closed from \(end), and in the ledger from \(closing.validFrom) "
                    + "(event \(closing.seq)); correct that event if the file is right")
        }
        events.correct(
            closing, [("validFrom", .string(end.text))],
            "\(name) closes \(row.urn) from \(end), not \(closing.validFrom)", row: row.row)
        return .changed(events)
    }

    /// The file has a school open that is closed in the ledger.
    private func reopened(_ row: SchoolRow, _ school: KnownSchools.School) -> Outcome {
        guard hasStatus, row.status == .open, let closing = schools.closing(of: school) else {
            return .setAside(
                "school \(row.urn) is in the file, and closed in the ledger on \(extract.date); "
                    + "record SchoolReopened, or leave it out")
        }
        var events = RegisterEvents(extract)
        if let opened = row.openDay?.day, opened > closing.validFrom {
            events.plan(
                SchoolReopened.descriptor.type, from: opened, [("urn", .string(row.urn.text))],
                row: row.row, key: "reopened")
            return .changed(events)
        }
        guard known.isRevisable(closing, by: extract.kind) else {
            return .setAside(
                "school \(row.urn) is open in the file, and in the ledger it closed from "
                    + "\(closing.validFrom) (event \(closing.seq)); retract that event if the file is "
                    + "right")
        }
        events.retract(
            closing, "\(name) has \(row.urn) open, with no closing from \(closing.validFrom)",
            rows: [row.row])
        return .changed(events)
    }

    /// The file names a school by a URN that has given way.
    private func former(_ row: SchoolRow, _ urn: URN) -> Outcome {
        guard hasStatus, row.status == .open else { return .already }
        return .setAside(
            "school \(row.urn) is open in the file, and in the ledger it gave way to \(urn) by "
                + "\(extract.date); import the links of the same day, or retract that event if the "
                + "file is right")
    }

    /// The ledger has the URN only from a later day.
    private func later(_ row: SchoolRow) -> Outcome {
        guard let registration = schools.registrations[row.urn] else { return .already }
        guard known.isRevisable(registration, by: extract.kind), hasStatus else { return .already }
        let day = row.openDay?.day ?? (row.status == .open ? extract.date : registration.validFrom)
        guard day != registration.validFrom, day >= beginning else { return .already }
        var events = RegisterEvents(extract)
        redate(registration, day, row, &events)
        return .changed(events)
    }

    func redate(
        _ registration: Reading, _ day: Day, _ row: SchoolRow, _ events: inout RegisterEvents
    ) {
        events.correct(
            registration, [("validFrom", .string(day.text))],
            "\(name) opens \(row.urn) from \(day), not \(registration.validFrom)", row: row.row)
    }

    private var name: String { "the register of \(extract.date)" }
}
