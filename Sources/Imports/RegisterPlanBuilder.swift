internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger

/// Turns the rows of a list into entries, one by one.
struct RegisterPlanBuilder {
    let reader: SchoolRowReader
    let extract: Extract
    let knownLAs: Set<LACode>

    /// How the file names a local authority, and the row that says so first.
    private struct NamedLA {
        let row: Int
        let name: String
        let onsCode: ONSCode
    }

    private var newLAs: [LACode: NamedLA] = [:]
    private var schools: [PlannedEntry] = []
    private var rowOfURN: [URN: Int] = [:]
    private var setAside: [RowNote] = []
    private var problems: [RowNote] = []
    private var summary = RegisterSummary()

    init(reader: SchoolRowReader, extract: Extract, knownLAs: Set<LACode>) {
        self.reader = reader
        self.extract = extract
        self.knownLAs = knownLAs
    }

    mutating func add(_ record: CSVRecord) {
        let (row, found) = reader.read(record)
        guard let row else {
            problems += found
            return
        }
        if row.status == .setAside {
            setAside.append(
                note(row.row, .status, "school \(row.urn) has the status '\(row.statusName)'"))
            return
        }
        if let first = rowOfURN[row.urn] {
            problems.append(
                note(
                    row.row, .urn,
                    "URN \(row.urn) is in row \(first) as well; remove one of the two rows"))
            return
        }
        if let problem = introduceLA(of: row) {
            problems.append(problem)
            return
        }
        rowOfURN[row.urn] = row.row
        schools.append(registration(of: row))
        summary.add(row, opensLate: validFrom(row) != extract.date)
    }

    func plan(of table: CSVTable) -> RegisterPlan {
        let notices =
            reader.columns.notices(of: table)
            + summary.notices(reader.mapping.phaseFromRoll)
            + columnNotices()
        return RegisterPlan(
            extract: extract, table: table, rowCount: table.rowCount,
            entries: newLAs.sorted { $0.key.text < $1.key.text }.map(registration) + schools,
            schoolCount: schools.count, setAside: setAside,
            problems: (table.problems + problems).sorted { $0.row < $1.row }, notices: notices)
    }

    private func columnNotices() -> [String] {
        let read = reader.columns.found.map { "\($0.column.rawValue) from '\($0.header)'" }
        let ignored = reader.columns.ignored
        let readNotice = "Columns read: " + read.joined(separator: ", ")
        guard !ignored.isEmpty else { return [readNotice] }
        return [readNotice, "Columns not read: " + ignored.joined(separator: ", ")]
    }

    private func note(_ row: Int, _ column: RegisterColumn, _ sentence: String) -> RowNote {
        RowNote(row: row, column: reader.columns.header(of: column), sentence)
    }
}

// MARK: - Entries

extension RegisterPlanBuilder {
    private func registration(of row: SchoolRow) -> PlannedEntry {
        var entry = Entry(
            type: SchoolRegistered.descriptor.type, validFrom: validFrom(row),
            members: row.members)
        entry.key = extract.key(String(row.row))
        entry.source = extract.source(row: row.row)
        return PlannedEntry(entry: entry, rows: [row.row])
    }

    /// The day of the list, or the day the school opens when that is later.
    private func validFrom(_ row: SchoolRow) -> Day {
        max(extract.date, row.openDay?.day ?? extract.date)
    }

    private func registration(_ la: LACode, _ named: NamedLA) -> PlannedEntry {
        var entry = Entry(
            type: LocalAuthorityRegistered.descriptor.type, validFrom: extract.date,
            members: [
                JSONMember("la", .string(la.text)), JSONMember("name", .string(named.name)),
                JSONMember("onsCode", .string(named.onsCode.text)),
            ])
        entry.key = extract.key("la-\(la)")
        entry.source = extract.source(row: named.row)
        return PlannedEntry(entry: entry, rows: [named.row])
    }

    /// Sees to it that the local authority of `row` is known; returns the problem when it cannot be.
    private mutating func introduceLA(of row: SchoolRow) -> RowNote? {
        guard !knownLAs.contains(row.la) else { return nil }
        guard let onsCode = row.onsCode, !row.laName.isEmpty else {
            return note(
                row.row, .la,
                "the ledger has no local authority \(row.la), and the row does not give its name "
                    + "and ONS code; record LocalAuthorityRegistered for it first")
        }
        if let known = newLAs[row.la] {
            guard known.name != row.laName || known.onsCode != onsCode else { return nil }
            return note(
                row.row, .laName,
                "local authority \(row.la) is \(row.laName) (\(onsCode)) here and \(known.name) "
                    + "(\(known.onsCode)) in row \(known.row); correct one of the two rows")
        }
        newLAs[row.la] = NamedLA(row: row.row, name: row.laName, onsCode: onsCode)
        return nil
    }
}
