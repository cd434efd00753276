internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger
internal import Programme

/// Turns the rows of a list into entries, one by one.
struct RegisterPlanBuilder {
    let reader: SchoolRowReader
    private let comparison: RegisterComparison
    /// The local authorities whose schools are wanted; all when empty.
    private let wanted: Set<LACode>
    private var areas: RegisterAreas
    private var schools: RegisterEvents
    private var schoolCount = 0
    private var changedCount = 0
    private var alreadyCount = 0
    private var rowOfURN: [URN: Int] = [:]
    /// URNs of rows that are not wanted.
    private var unwanted: Set<URN> = []
    /// URNs of rows that could not be read any further.
    private var unread: Set<URN> = []
    /// Whether there are rows of which not even the URN can be read.
    private var hasNamelessRows = false
    private var setAside: [RowNote] = []
    private var problems: [RowNote] = []
    private var summary = RegisterSummary()

    init(reader: SchoolRowReader, comparison: RegisterComparison, wanted: Set<LACode>) {
        self.reader = reader
        self.comparison = comparison
        self.wanted = wanted
        areas = RegisterAreas(comparison)
        schools = RegisterEvents(comparison.extract)
    }

    mutating func add(_ record: CSVRecord) {
        let (outline, found) = reader.outline(record)
        guard let outline else {
            if let urn = reader.urn(record) { unread.insert(urn) } else { hasNamelessRows = true }
            problems += found.isEmpty ? found : reader.read(record).problems
            return
        }
        guard wanted.isEmpty || wanted.contains(outline.la) else {
            unwanted.insert(outline.urn)
            summary.addUnwanted()
            return
        }
        if let first = rowOfURN.updateValue(record.row, forKey: outline.urn) {
            rowOfURN[outline.urn] = first
            problems.append(
                note(
                    record.row, .urn,
                    "URN \(outline.urn) is in row \(first) as well; remove one of the two rows"))
            return
        }
        // Most of GIAS closed long ago, in forms that nobody uses any more.
        if outline.status == .closed, case .unknown = comparison.schools.standing(of: outline.urn),
            outline.closedFrom.map({ $0 <= comparison.beginning }) ?? true
        {
            summary.addBefore()
            return
        }
        if outline.status == .setAside {
            setAside.append(
                note(
                    record.row, .status,
                    "school \(outline.urn) has the status '\(outline.statusName)'"))
            return
        }
        read(record)
    }

    private mutating func read(_ record: CSVRecord) {
        let (row, found) = reader.read(record)
        guard let row else {
            problems += found
            return
        }
        let outcome = comparison.outcome(of: row)
        switch outcome {
        case .before:
            summary.addBefore()
            return
        case .proposed:
            summary.addProposed(row.row)
            return
        case .setAside(let sentence):
            setAside.append(note(row.row, .status, sentence))
            return
        case .new, .changed, .already: break
        }
        if let problem = areas.introduce(row, reader.columns) {
            if problem.isOutside {
                setAside.append(problem.note)
            } else {
                problems.append(problem.note)
            }
            return
        }
        switch outcome {
        case .new(let events):
            schoolCount += 1
            schools.add(events)
            summary.add(row, opensLate: events.entries[0].entry.validFrom != comparison.beginning)
        case .changed(let events):
            changedCount += 1
            schools.add(events)
            summary.addChange(row)
        default: alreadyCount += 1
        }
    }

    func plan(of table: CSVTable) -> RegisterPlan {
        let rows = table.problems + problems
        let missing = missing(from: table)
        let notices =
            reader.columns.notices(of: table)
            + summary.notices(reader.mapping.phaseFromRoll)
            + changeNotices + areas.notices + missing.notices + columnNotices()
        return RegisterPlan(
            extract: comparison.extract, table: table, rowCount: table.rowCount,
            entries: areas.entries + missing.events.entries + schools.entries,
            schoolCount: schoolCount, changedCount: changedCount, alreadyCount: alreadyCount,
            outsideCount: summary.outsideCount, setAside: setAside,
            problems: rows.sorted { $0.row < $1.row }, notices: notices)
    }

    private func note(_ row: Int, _ column: RegisterColumn, _ sentence: String) -> RowNote {
        RowNote(row: row, column: reader.columns.header(of: column), sentence)
    }
}

// MARK: - What the ledger has and the file has not

extension RegisterPlanBuilder {
    /// Schools that are not in the file: those that were only announced are taken back, the others
    /// stay, because a list can leave schools out.
    private func missing(
        from table: CSVTable
    ) -> (events: RegisterEvents, notices: [String]) {
        var events = RegisterEvents(comparison.extract)
        // Nothing is missing from the rows that an earlier import of the file kept back.
        guard !comparison.isOlder, !table.isPart else { return (events, []) }
        let (known, date) = (comparison.known, comparison.extract.date)
        // A row that cannot be read at all may be about any school.
        let isWhole = table.problems.isEmpty && !hasNamelessRows
        for (urn, reading) in comparison.schools.registrations.sorted(by: { $0.key < $1.key })
        where isWhole && !isInFile(urn) && !unwanted.contains(urn) && reading.validFrom > date
            && known.isRevisable(reading, by: comparison.extract.kind)
        {
            events.retract(
                reading,
                "the register of \(date) no longer has \(urn), which was to open on "
                    + "\(reading.validFrom)")
        }
        let absent = comparison.schools.open.filter { school in
            !isInFile(school.urn)
                && school.attributes.map { areas.isRead($0.la) } ?? false
        }
        guard !absent.isEmpty else { return (events, []) }
        let named = absent.prefix(namedMaximum).map { "\($0.urn) \($0.attributes?.name ?? "")" }
        let more = absent.count > namedMaximum ? " and \(absent.count - namedMaximum) more" : ""
        return (
            events,
            [
                "\(counted(absent.count, "open school")) of these local authorities not in the file, "
                    + "and left as they are: \(named.joined(separator: "; "))\(more)"
            ]
        )
    }
}

extension RegisterPlanBuilder {
    private func isInFile(_ urn: URN) -> Bool { rowOfURN[urn] != nil || unread.contains(urn) }
}

/// How many schools a notice names.
private let namedMaximum = 5

// MARK: - Notices

extension RegisterPlanBuilder {
    private var changeNotices: [String] {
        let words = [
            (SchoolRenamed.descriptor.type, "renamed"),
            (SchoolReclassified.descriptor.type, "of another phase or type"),
            (SchoolMovedLocalAuthority.descriptor.type, "moved to another local authority"),
            (SchoolJoinedTrust.descriptor.type, "joined a trust"),
            (SchoolLeftTrust.descriptor.type, "left a trust"),
            (SchoolRollCounted.descriptor.type, "counted anew"),
            (SchoolClosed.descriptor.type, "closed, from the day after the one in the file"),
            (SchoolReopened.descriptor.type, "opened again"),
            (EventCorrected.descriptor.type, "dated otherwise than before, so corrected"),
            (EventRetracted.descriptor.type, "not closed after all, so the closing is taken back"),
        ]
        return words.compactMap { type, words in
            schools.counts[type].map { "\(counted($0, "school")) \(words)" }
        }
    }

    private func columnNotices() -> [String] {
        let read = reader.columns.found.map { "\($0.column.rawValue) from '\($0.header)'" }
        let personal = reader.columns.ignored.filter(isPersonal)
        let ignored = reader.columns.ignored.filter { !isPersonal($0) && !$0.isEmpty }
        var notices = ["Columns read: " + read.joined(separator: ", ")]
        if !personal.isEmpty {
            notices.append(
                "Columns about persons, dropped: " + personal.joined(separator: ", "))
        }
        if !ignored.isEmpty {
            let more = ignored.count > columnsNamedMaximum
            notices.append(
                "Columns not read: " + ignored.prefix(columnsNamedMaximum).joined(separator: ", ")
                    + (more ? " and \(ignored.count - columnsNamedMaximum) more" : ""))
        }
        return notices
    }
}

private let columnsNamedMaximum = 12

/// Whether a column of GIAS tells of a person: head teachers, their telephones, chairs.
private func isPersonal(_ header: String) -> Bool {
    let name = folded(header)
    return ["head", "telephone", "tel", "email", "props", "chair", "contact"]
        .contains { name.hasPrefix($0) }
}
