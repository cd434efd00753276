internal import CanonicalJSON
internal import Events

/// One row of a list of schools, as far as it can be read.
struct SchoolRow {
    let row: Int
    let urn: URN
    let name: String
    let la: LACode
    let laName: String
    let onsCode: ONSCode?
    let schoolType: SchoolType
    let phase: Phase
    /// Later than the day of the list only for a school that opens after it.
    let openDay: WrittenDay?
    let closeDay: WrittenDay?
    let status: Mapping.Status
    let trust: Trust?
    /// The file's words, for the summary.
    let typeName: String
    let statusName: String
    let phaseRule: PhaseRule
    let pupils: RoundedNumber?
    /// Pupils with free school meals, in tenths of a per cent.
    let fsm: Int?
    /// The data of `SchoolRegistered`.
    let members: [JSONMember]

    struct Trust: Equatable {
        let code: Slug
        let name: String
    }

    /// The first day on which it is closed: GIAS gives its last one.
    var closedFrom: Day? { closeDay.map { $0.day + 1 } }
}

/// As much of a row as says whether the rest of it matters.
struct SchoolOutline {
    let urn: URN
    let la: LACode
    let status: Mapping.Status
    let statusName: String
    /// Empty when the cell is blank or no day.
    let closedFrom: Day?
}

/// By which rule a phase was found.
enum PhaseRule: CaseIterable {
    case column, typeWithoutPhase, primaryOnly, secondaryOnly, both, bothNamedMiddle, neither

    /// Completes "3 schools with …".
    var condition: String {
        switch self {
        case .column: "a phase in the file"
        case .typeWithoutPhase: "a type for which GIAS gives no phase"
        case .primaryOnly: "primary pupils only"
        case .secondaryOnly: "secondary pupils only"
        case .both: "primary and secondary pupils"
        case .bothNamedMiddle: "primary and secondary pupils and the middle word in their name"
        case .neither: "neither primary nor secondary pupils"
        }
    }

    /// Whether an officer had better look at the schools that it decided on.
    var isDoubtful: Bool { self == .both || self == .neither }
}

/// Reads rows of one list.
struct SchoolRowReader {
    let columns: Columns<RegisterColumn>
    let mapping: Mapping

    /// The URN of a row of which nothing else may be readable.
    func urn(_ record: CSVRecord) -> URN? { URN(columns.text(.urn, in: record)) }

    /// Reads the beginning of a row; the problems are those that keep it from being read.
    func outline(_ record: CSVRecord) -> (outline: SchoolOutline?, problems: [RowNote]) {
        var cells = Cells(record: record, columns: columns)
        let urn: URN? = cells.token(.urn)
        let la: LACode? = cells.token(.la)
        guard let status = self.status(&cells), let urn, let la else {
            return (nil, cells.problems)
        }
        let outline = SchoolOutline(
            urn: urn, la: la, status: status, statusName: cells.text(.status),
            closedFrom: status == .closed ? cells.day(.closeDate).map { $0.day + 1 } : nil)
        return (outline, [])
    }

    /// Reads one row; the problems are those that keep it from being read.
    func read(_ record: CSVRecord) -> (row: SchoolRow?, problems: [RowNote]) {
        var cells = Cells(record: record, columns: columns)
        let urn: URN? = cells.token(.urn)
        let la: LACode? = cells.token(.la)
        let name = cells.required(.name, "the school's name")
        let onsCode: ONSCode? = cells.optionalToken(.onsCode)
        let status = self.status(&cells)
        let schoolType = self.schoolType(&cells)
        let openDay = cells.day(.openDate)
        let closeDay = status == .closed ? cells.day(.closeDate) : nil
        let pupils = cells.number(.pupils, "a number of pupils")
        let fsm = cells.number(.fsmPercent, "a percentage from 0 to 100", decimals: 1, upTo: 1_000)
        let laestab = self.laestab(&cells)
        let ukprn: UKPRN? = cells.optionalToken(.ukprn)
        let trust = self.trust(&cells)
        let phase = schoolType.flatMap { self.phase(&cells, name ?? "", $0) }
        guard cells.problems.isEmpty, let urn, let la, let name, let schoolType, let phase,
            let status
        else { return (nil, cells.problems) }
        let members: [(String, JSONValue?)] = [
            ("fsmPercentTenths", fsm.map { .integer($0.value) }), ("la", .string(la.text)),
            ("laestab", laestab.map { .string($0.text) }), ("name", .string(name)),
            ("phase", .string(phase.phase.text)),
            ("pupils", pupils.map { .integer($0.value) }),
            ("schoolType", .string(schoolType.text)),
            ("trust", trust.map { .string($0.code.text) }),
            ("ukprn", ukprn.map { .string($0.text) }), ("urn", .string(urn.text)),
        ]
        let row = SchoolRow(
            row: record.row, urn: urn, name: name, la: la, laName: cells.text(.laName),
            onsCode: onsCode, schoolType: schoolType, phase: phase.phase, openDay: openDay,
            closeDay: closeDay, status: status, trust: trust, typeName: cells.text(.schoolType),
            statusName: cells.text(.status), phaseRule: phase.rule, pupils: pupils,
            fsm: fsm?.value, members: JSONValue.object(members).members ?? [])
        return (row, [])
    }

    /// The academy trust; GIAS gives the trusts of foundation schools in the same columns.
    private func trust(_ cells: inout Cells<RegisterColumn>) -> SchoolRow.Trust? {
        guard !isSameName(cells.text(.trustFlag), "Supported by a trust"),
            let code: Slug = cells.optionalToken(.trust)
        else { return nil }
        let name = cells.text(.trustName)
        return SchoolRow.Trust(code: code, name: name.isEmpty ? code.text : name)
    }

    private func status(_ cells: inout Cells<RegisterColumn>) -> Mapping.Status? {
        let name = cells.text(.status)
        guard !name.isEmpty else { return .open }
        guard let status = mapping.status(name) else {
            cells.note(
                .status, "'\(name)' is not a status the mapping names; add it to its statuses")
            return nil
        }
        return status
    }

    private func schoolType(_ cells: inout Cells<RegisterColumn>) -> SchoolType? {
        guard let name = cells.required(.schoolType, "the type of the school") else { return nil }
        guard let type = mapping.schoolType(name) else {
            cells.note(
                .schoolType,
                "'\(name)' is a type that neither GIAS nor the mapping names; "
                    + "add it to the schoolTypes of the mapping, with the GIAS type it means")
            return nil
        }
        return type
    }

    /// The LAESTAB number as the file gives it, or from its two parts.
    private func laestab(_ cells: inout Cells<RegisterColumn>) -> LAEstab? {
        if columns.has(.laestab) {
            // Some lists write it as 929/2002.
            let text = cells.text(.laestab).filter { $0 != "/" }
            return cells.token(text, .laestab)
        }
        let number = cells.text(.establishmentNumber)
        return number.isEmpty ? nil : LAEstab(cells.text(.la) + number)
    }

    private func phase(
        _ cells: inout Cells<RegisterColumn>, _ name: String, _ type: SchoolType
    ) -> (phase: Phase, rule: PhaseRule)? {
        let written = cells.text(.phase)
        if !written.isEmpty {
            if let phase = mapping.phase(written) { return (phase, .column) }
            cells.note(
                .phase, "'\(written)' is not a phase the mapping names; add it to its phases")
            return nil
        }
        guard columns.has(.primaryPupils), columns.has(.secondaryPupils) else {
            cells.note(.phase, "the phase is missing; enter it, such as Primary")
            return nil
        }
        let primary = cells.number(.primaryPupils, "a number of pupils")
        let secondary = cells.number(.secondaryPupils, "a number of pupils")
        let rules = mapping.phaseFromRoll
        if rules.typesWithoutPhase.contains(type) { return (.notApplicable, .typeWithoutPhase) }
        let isMiddle = !rules.middleWord.isEmpty && name.contains(rules.middleWord)
        return switch (has(primary), has(secondary)) {
        case (true, false): (rules.primaryOnly, .primaryOnly)
        case (false, true): (rules.secondaryOnly, .secondaryOnly)
        case (true, true) where isMiddle: (rules.bothNamedMiddle, .bothNamedMiddle)
        case (true, true): (rules.both, .both)
        case (false, false): (rules.neither, .neither)
        }
    }

    private func has(_ pupils: RoundedNumber?) -> Bool {
        pupils.map { $0.value > 0 || $0.isRounded } ?? false
    }
}
