internal import EventLog
package import Events
package import Ledger

/// Reads a list of GIAS links and plans what to record of it.
///
/// It reads the links that GIAS offers, and the list of them with the extracts they were seen in; of
/// that list it takes the rows of one extract. What an earlier extract said is compared with it.
package struct LinksImport: Sendable {
    /// The name of the file, without its folder.
    package var fileName: String
    /// The day of the extract; when absent, the file must say it, in its rows or in its name.
    package var extractDate: Day?
    package var mapping: Mapping
    /// The register that the links are to go into.
    package var register: KnownRegister
    /// Whether an extract may be older than the last one; it then corrects and takes back nothing.
    package var isOlderMeant = false
    /// How the bytes of the file stand for characters; found out unless given.
    package var encoding: TextEncoding?
    /// When absent, links that are gone are taken back, unless they are so many that the file looks
    /// incomplete.
    package var absence: Absence?

    /// What becomes of links of earlier extracts that are not in the file.
    package enum Absence: String, CaseIterable, Sendable {
        /// They stay: the file does not hold every link.
        case keep
        /// They are taken back.
        case retract
    }

    package init(
        fileName: String, extractDate: Day? = nil, mapping: Mapping = .standard,
        register: KnownRegister
    ) {
        self.fileName = fileName
        self.extractDate = extractDate
        self.mapping = mapping
        self.register = register
    }

    /// Plans the entries for a file, and says what becomes of every other row.
    ///
    /// - Throws: ``ImportProblem`` when the file as a whole cannot be read by the mapping, or is not the
    ///   one it should be.
    package func plan(_ bytes: [UInt8]) throws(ImportProblem) -> LinksPlan {
        let table = try CSVTable(bytes, encoding: encoding)
        let columns = try Columns(of: table.header, mapping.linkColumns)
        try columns.expect([.urn, .linkUrn, .linkType, .date])
        let undated = LinkRowReader(columns: columns, extract: nil)
        let lastSeen = undated.lastSeen(in: table.records)
        guard let date = extractDate ?? lastSeen ?? dayInName(of: fileName) else {
            throw ImportProblem(
                "the file does not say which day it was extracted on",
                remedy: "give the day with --extract-date")
        }
        let extract = Extract(
            kind: .giasLinks, date: date, fileName: fileName,
            sha256: digest(of: bytes, isDated: lastSeen != nil, date))
        let last = register.lastExtract(of: .giasLinks)
        try extract.expectNotOlder(than: last, isOlderMeant: isOlderMeant)
        var sorting = LinkSorting(LinkRowReader(columns: columns, extract: date))
        for record in table.records { sorting.add(record) }
        for problem in table.problems { sorting.add(problem) }
        return try plan(
            table, columns, sorting, extract, isOlder: last.map { date < $0 } ?? false)
    }

    private func plan(
        _ table: CSVTable, _ columns: Columns<LinkColumn>, _ sorting: LinkSorting,
        _ extract: Extract, isOlder: Bool
    ) throws(ImportProblem) -> LinksPlan {
        let pairing = LinkPairing(sorting.links)
        var revision = LinkRevision(register, extract, pairing)
        if !isOlder {
            // Nothing is gone from the rows that an earlier import of the file kept back.
            let isWhole = !sorting.hasNamelessRows && !table.isPart
            let absence = isWhole ? absence : .keep
            try revision.revise(absence, doubtful: sorting.doubtful)
        }
        var resolver = LinkResolver(
            register, register.view(of: revision.readings), extract, isOlder: isOlder)
        resolver.resolve(pairing)
        // What the revision says of a row is more than that the ledger will have it.
        let findings = (sorting.findings + resolver.findings).filter { finding in
            !(finding.class == .recorded && finding.rows.allSatisfy(revision.rows.contains))
        }
        return LinksPlan(
            extract: extract, table: table, rowCount: table.rowCount,
            entries: revision.entries + resolver.entries,
            findings: findings.sorted { $0.rows[0] < $1.rows[0] },
            problems: sorting.problems.sorted { $0.row < $1.row },
            notices: columns.notices(of: table) + sorting.notices
                + revision.notices + resolver.notices)
    }

    /// The digest of what is imported: of the file, or of one extract in a file that has several.
    ///
    /// The latter is the SHA-256 of the file's own digest in hexadecimal, a space, the day and a line
    /// feed, so that each extract is imported once.
    private func digest(of bytes: [UInt8], isDated: Bool, _ date: Day) -> Hash {
        let file = SHA256.hash(bytes)
        return isDated ? SHA256.hash(Array("\(file.hex) \(date)\n".utf8)) : file
    }
}

/// The day that the name of a GIAS download ends with, as in `links_edubasealldata20250422.csv`.
func dayInName(of fileName: String) -> Day? {
    let digits = fileName.split { !$0.isASCII || !$0.isNumber }.last { $0.count == 8 } ?? ""
    let (year, monthAndDay) = (digits.prefix(4), digits.dropFirst(4))
    return Day("\(year)-\(monthAndDay.prefix(2))-\(monthAndDay.dropFirst(2))")
}

/// What to record of a list of links, and what becomes of the other rows.
package struct LinksPlan: Sendable {
    /// Why rows do not go in.
    package enum Class: String, CaseIterable, Sendable {
        /// The ledger says so already.
        case recorded
        /// A later extract has it otherwise; the row is history.
        case superseded
        /// Only a later extract has it.
        case later
        /// A link of another kind, such as a sixth form centre.
        case noSuccession = "no-succession"
        /// Outside the register: from a URN that it never held.
        case outside
        /// Outside the register too: from before it held the school.
        case early
        case blankDate = "blank-date"
        /// Its ends, other rows or the ledger say otherwise.
        case contradiction
        /// It does not say which school went on.
        case undirected
        /// One school that became several.
        case split
        /// It follows a link that is set aside.
        case waiting
        /// The row itself cannot be read.
        case unreadable

        /// Whether an officer has to see to it before it can go in.
        package var isSetAside: Bool {
            switch self {
            case .recorded, .superseded, .later, .noSuccession, .outside, .early: false
            case .blankDate, .contradiction, .undirected, .split, .waiting, .unreadable: true
            }
        }
    }

    /// Rows that do not go in, and why.
    package struct Finding: Equatable, Sendable {
        package let `class`: Class
        /// Ascending; the rows of one succession are together.
        package let rows: [Int]
        /// What happened and how to put it right, without a full stop.
        package let sentence: String
        /// The URNs that the rows say gave way, as far as they say it.
        package var old: [URN] = []
    }

    package let extract: Extract
    /// The file, so that its rows can be shown again.
    package let table: CSVTable
    /// Rows that hold anything, the header not counted.
    package let rowCount: Int
    /// In the order in which they must be recorded.
    package let entries: [PlannedEntry]
    /// By their first row; every row of the file is in one finding or entry.
    package let findings: [Finding]
    /// What is wrong with the rows that cannot be read; their findings are among the others.
    package let problems: [RowNote]
    /// How the file was read, for the summary: sentences without a full stop.
    package let notices: [String]

    /// Every row that a person has to see to, with why.
    package var setAside: [RowNote] {
        findings.filter(\.class.isSetAside).flatMap { finding in
            finding.rows.map { RowNote(row: $0, finding.sentence) }
        }
    }

    /// How many rows go in.
    package var plannedRowCount: Int { entries.reduce(0) { $0 + $1.rows.count } }

    /// How many rows are of each class; classes without rows are left out.
    package var rowCounts: [Class: Int] {
        findings.reduce(into: [:]) { $0[$1.class, default: 0] += $1.rows.count }
    }

    /// What became of the rows that are about schools of the register.
    package func counts(refused: Int) -> RowCounts {
        var counts = RowCounts()
        let changes = entries.filter { $0.entry.reason != nil }
        counts.changed = changes.reduce(0) { $0 + $1.rows.count }
        counts.new = plannedRowCount - counts.changed - refused
        counts.already = rowCounts[.recorded, default: 0]
        counts.setAside =
            refused + findings.reduce(0) { $0 + ($1.class.isSetAside ? $1.rows.count : 0) }
        return counts
    }

    /// The statement to record last.
    ///
    /// - Parameter refusedRows: How many rows are behind entries that the ledger refused.
    package func closing(refusedRows: Int = 0) -> Entry {
        let accepted = plannedRowCount + rowCounts[.recorded, default: 0] - refusedRows
        return extract.statement(rows: rowCount, accepted: accepted)
    }
}
