internal import Events
internal import Programme

/// The URNs of a list.
struct SchoolList {
    struct Row {
        let row: Int
        let urn: URN
        let name: String
    }

    private(set) var rows: [Row] = []
    private(set) var problems: [RowNote]
    private(set) var urns: Set<URN> = []

    init(_ bytes: [UInt8], _ mapping: Mapping, encoding: TextEncoding?) throws {
        let table = try CSVTable(bytes, encoding: encoding)
        let columns = try Columns(of: table.header, mapping.columns)
        try columns.expect([.urn])
        problems = table.problems
        for record in table.records {
            var cells = Cells(record: record, columns: columns)
            let status = cells.text(.status)
            let isOpen = status.isEmpty || mapping.status(status) == .open
            guard let urn: URN = cells.token(.urn) else {
                problems += cells.problems
                continue
            }
            guard isOpen, urns.insert(urn).inserted else { continue }
            rows.append(Row(row: record.row, urn: urn, name: cells.text(.name)))
        }
    }
}

/// Says how each school stands.
struct MatchExplanation {
    private let known: KnownRegister
    private let schools: KnownSchools
    private let list: SchoolList
    private var findings: [URN: LinksPlan.Finding] = [:]
    private var splits: [URN: Reading] = [:]

    init(
        _ known: KnownRegister, _ schools: KnownSchools, _ list: SchoolList,
        _ findings: [LinksPlan.Finding]
    ) {
        self.known = known
        self.schools = schools
        self.list = list
        for finding in findings where finding.class.isOpen {
            for urn in finding.old where self.findings[urn] == nil { self.findings[urn] = finding }
        }
        for reading in known.readings {
            guard case .register(.schoolSplit(let data)) = reading.fact else { continue }
            splits[data.parent] = reading
        }
    }

    /// `nil` for a school that is not known yet on the day, or of no area that is wanted.
    func item(_ first: URN, on day: Day, wanted: Set<LACode>) -> RegisterMatch.Item? {
        guard let registration = schools.registrations[first], registration.validFrom <= day,
            case .register(.schoolRegistered(let data)) = registration.fact,
            let school = schools.now(first)
        else { return nil }
        let la = school.attributes?.la ?? data.la
        guard wanted.isEmpty || wanted.contains(la) else { return nil }
        let (standing, reason) = standing(of: first, school)
        return RegisterMatch.Item(
            school: first, urn: school.urn, name: school.attributes?.name ?? data.name, la: la,
            standing: standing, reason: reason)
    }

    private func standing(
        of first: URN, _ school: KnownSchools.School
    ) -> (RegisterMatch.Standing, String) {
        if school.attributes == nil { return closed(first, school) }
        if list.urns.contains(school.urn) {
            return (school.urn == first ? .same : school.id == first ? .later : .merged, "")
        }
        if let withdrawal = known.withdrawn.first(where: { $0.key.old == school.urn }) {
            let (link, event) = (withdrawal.key, withdrawal.value.seq)
            return (
                .withdrawn, "it was to give way to \(link.new), and event \(event) took that back"
            )
        }
        if let finding = findings[school.urn] {
            let rows = rowList(finding.rows)
            return (.setAside, "\(finding.class.rawValue), \(rows): \(finding.sentence)")
        }
        guard school.urn == first else {
            return (
                .successorAbsent,
                "it has been \(school.urn) since \(school.urnSince), and the list has not that one"
            )
        }
        return (.unexplained, "no link leads away from it, and no closing is recorded")
    }

    private func closed(
        _ first: URN, _ school: KnownSchools.School
    ) -> (RegisterMatch.Standing, String) {
        if let split = splits[school.urn] ?? splits[first] {
            return (.split, "it was split (\(split.since))")
        }
        let closing = schools.closing(of: school)
        return (.closed, closing.map { "it closed (\($0.since))" } ?? "it closed")
    }

    /// `nil` for a row whose school the ledger has open under that URN.
    func stranger(
        _ row: SchoolList.Row, _ standing: KnownSchools.Standing
    ) -> RegisterMatch.Stranger? {
        let reason: String
        switch standing {
        case .current(let school) where school.attributes != nil: return nil
        case .current: reason = "it is closed in the ledger"
        case .former(let urn): reason = "it is \(urn) in the ledger"
        case .later: reason = "it comes into use later in the ledger"
        case .unknown: reason = "it is not in the ledger"
        }
        return RegisterMatch.Stranger(
            row: row.row, urn: row.urn, name: row.name, reason: reason)
    }
}

extension LinksPlan.Class {
    /// Whether it tells of a school giving way that the ledger does not have.
    fileprivate var isOpen: Bool { isSetAside || self == .early }
}
