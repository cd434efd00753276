internal import CanonicalJSON
internal import Events
internal import Ledger
internal import Programme

/// The local authorities and trusts that the schools of a list are in.
struct RegisterAreas {
    /// How the file names a local authority, and the row that says so first.
    private struct NamedLA {
        let row: Int
        let name: String
        let onsCode: ONSCode
    }

    private let comparison: RegisterComparison
    private var newLAs: [LACode: NamedLA] = [:]
    private var readLAs: Set<LACode> = []
    private var events: RegisterEvents
    private var trusts: [Slug: String]
    private var renamedTrusts: [Slug: (old: String, new: String)] = [:]
    private var disagreeingRows: [Int] = []

    init(_ comparison: RegisterComparison) {
        self.comparison = comparison
        events = RegisterEvents(comparison.extract)
        trusts = comparison.schools.trusts
    }

    /// Why a row cannot go in, and whether that is because it is of no English local authority.
    struct Problem {
        let note: RowNote
        let isOutside: Bool
    }

    func isRead(_ la: LACode) -> Bool { readLAs.contains(la) }

    /// The local authorities first, then the trusts.
    var entries: [PlannedEntry] {
        var las = RegisterEvents(comparison.extract)
        for (la, named) in newLAs.sorted(by: { $0.key.text < $1.key.text }) {
            las.plan(
                LocalAuthorityRegistered.descriptor.type, from: comparison.beginning,
                [
                    ("la", .string(la.text)), ("name", .string(named.name)),
                    ("onsCode", .string(named.onsCode.text)),
                ], row: named.row, key: "la-\(la)")
        }
        return las.entries + events.entries
    }

    var notices: [String] {
        var notices: [String] = []
        if !disagreeingRows.isEmpty {
            notices.append(
                "The ONS code or name of a local authority is not the same in all rows; the first "
                    + "counts: check \(rowList(disagreeingRows))")
        }
        for (trust, names) in renamedTrusts.sorted(by: { $0.key < $1.key }) {
            notices.append(
                "Trust \(trust) is \(names.new) in the file and \(names.old) in the ledger, where it "
                    + "stays so")
        }
        if let count = events.counts[TrustRegistered.descriptor.type] {
            notices.append("\(counted(count, "trust")) registered")
        }
        return notices
    }

    /// Sees to it that the local authority and the trust of `row` are known.
    mutating func introduce(
        _ row: SchoolRow, _ columns: Columns<RegisterColumn>
    ) -> Problem? {
        if let problem = introduceLA(of: row, columns) { return problem }
        readLAs.insert(row.la)
        if let trust = row.trust { introduce(trust, row.row) }
        return nil
    }

    private mutating func introduce(_ trust: SchoolRow.Trust, _ row: Int) {
        if let known = trusts[trust.code] {
            if known != trust.name { renamedTrusts[trust.code] = (known, trust.name) }
            return
        }
        trusts[trust.code] = trust.name
        events.plan(
            TrustRegistered.descriptor.type, from: comparison.beginning,
            [("trust", .string(trust.code.text)), ("name", .string(trust.name))], row: row,
            key: "trust-\(trust.code)")
    }

    private mutating func introduceLA(
        of row: SchoolRow, _ columns: Columns<RegisterColumn>
    ) -> Problem? {
        let isGIAS = comparison.extract.kind == .giasAll
        if let known = comparison.schools.localAuthorities[row.la] {
            changeCode(of: row, known.onsCode)
            return nil
        }
        guard let onsCode = row.onsCode, !row.laName.isEmpty else {
            return Problem(
                note: RowNote(
                    row: row.row, column: columns.header(of: .la),
                    "the ledger has no local authority \(row.la), and the row does not give its name "
                        + "and ONS code; record LocalAuthorityRegistered for it first"),
                isOutside: isGIAS)
        }
        guard let known = newLAs[row.la] else {
            newLAs[row.la] = NamedLA(row: row.row, name: row.laName, onsCode: onsCode)
            return nil
        }
        guard known.name != row.laName || known.onsCode != onsCode else { return nil }
        if isGIAS {
            disagreeingRows.append(row.row)
            return nil
        }
        return Problem(
            note: RowNote(
                row: row.row, column: columns.header(of: .laName),
                "local authority \(row.la) is \(row.laName) (\(onsCode)) here and \(known.name) "
                    + "(\(known.onsCode)) in row \(known.row); correct one of the two rows"),
            isOutside: false)
    }

    /// The first row of a local authority says which ONS code it has now.
    private mutating func changeCode(of row: SchoolRow, _ known: ONSCode) {
        guard let onsCode = row.onsCode, !readLAs.contains(row.la), onsCode != known,
            !comparison.isOlder
        else { return }
        events.plan(
            LocalAuthorityCodeChanged.descriptor.type, from: comparison.extract.date,
            [("la", .string(row.la.text)), ("onsCode", .string(onsCode.text))], row: row.row,
            key: "ons-\(row.la)")
    }
}
