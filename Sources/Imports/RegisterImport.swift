internal import EventLog
package import Events
package import Ledger
internal import Programme

/// Reads a list of schools and plans what to record of it.
///
/// ```swift
/// let plan = try RegisterImport(fileName: "schools.csv", from: september, register: known)
///     .plan(bytes)
/// ```
/// A school that the ledger has not is taken in. One that it has is compared: what is another name,
/// type, trust or day in this extract becomes a fact, a correction or a retraction.
package struct RegisterImport: Sendable {
    /// The name of the file, without its folder.
    package var fileName: String
    /// The day from which schools are taken in, or from the day they open if it is later; when absent,
    /// from the day of the extract, or from the day the register of the ledger begins.
    package var from: Day?
    /// The day the list is true for; when absent, the one in the name of the file, or ``from``.
    package var extractDate: Day?
    package var mapping: Mapping
    /// What the ledger says of the register.
    package var register: KnownRegister
    /// The local authorities whose schools are wanted; all when empty.
    package var localAuthorities: Set<LACode> = []
    /// Whether an extract may be older than the last one; it then corrects and takes back nothing.
    package var isOlderMeant = false
    /// How the bytes of the file stand for characters; found out unless given.
    package var encoding: TextEncoding?

    package init(
        fileName: String, from: Day? = nil, mapping: Mapping = .standard,
        register: KnownRegister = KnownRegister()
    ) {
        self.fileName = fileName
        self.from = from
        self.mapping = mapping
        self.register = register
    }

    /// Plans the entries for a file, and says what cannot be read in it.
    ///
    /// - Throws: ``ImportProblem`` when the file as a whole cannot be read by the mapping, or is not the
    ///   one it should be; ``Refusal`` when the ledger cannot be told as one story.
    package func plan(_ bytes: [UInt8]) throws -> RegisterPlan {
        let table = try CSVTable(bytes, encoding: encoding)
        let columns = try Columns(of: table.header, mapping.columns)
        try columns.expect([.urn, .name, .la, .schoolType])
        if !columns.has(.primaryPupils) || !columns.has(.secondaryPupils) {
            try columns.expect([.phase])
        }
        guard let date = extractDate ?? dayInName(of: fileName) ?? from else {
            throw ImportProblem(
                "neither the file nor its name says which day the list is true for",
                remedy: "give the day with --extract-date or --from")
        }
        let extract = Extract(
            kind: Self.isFromGIAS(table.header) ? .giasAll : .list, date: date,
            fileName: fileName, sha256: SHA256.hash(bytes))
        let last = register.lastExtract(of: extract.kind)
        try extract.expectNotOlder(than: last, isOlderMeant: isOlderMeant)
        let schools = try KnownSchools(register, on: date)
        let comparison = RegisterComparison(
            known: register, schools: schools, extract: extract,
            beginning: from ?? schools.beginning.map { min($0, date) } ?? date,
            previous: register.lastExtract(of: .giasAll, .list),
            isOlder: last.map { date < $0 } ?? false, hasStatus: columns.has(.status),
            hasTrust: columns.has(.trust))
        var builder = RegisterPlanBuilder(
            reader: SchoolRowReader(columns: columns, mapping: mapping), comparison: comparison,
            wanted: localAuthorities)
        for record in table.records { builder.add(record) }
        return builder.plan(of: table)
    }

    /// Whether it is the full list that GIAS offers, by the form of its headers.
    private static func isFromGIAS(_ header: [String]) -> Bool {
        header.contains { isSameName($0, "TypeOfEstablishment (name)") }
    }
}

/// What to record of a list of schools.
package struct RegisterPlan: Sendable {
    package let extract: Extract
    /// The file, so that its rows can be shown again.
    package let table: CSVTable
    /// Rows that hold anything, the header not counted.
    package let rowCount: Int
    /// Local authorities and trusts first, then schools in the order of the file.
    package let entries: [PlannedEntry]
    /// How many of the entries register schools.
    package let schoolCount: Int
    /// How many rows change what the ledger says of a school.
    package let changedCount: Int
    /// How many rows say what the ledger says.
    package let alreadyCount: Int
    /// Rows about schools that closed before the register begins, are not open yet, or not wanted.
    package let outsideCount: Int
    /// Rows that are understood and that a person has to see to.
    package let setAside: [RowNote]
    /// Rows that cannot go in as they are; a row may have several, and none of its entries is planned.
    package let problems: [RowNote]
    /// How the file was read, for the summary: sentences without a full stop.
    package let notices: [String]

    /// What became of the rows that are wanted, when those that are wrong are set aside.
    ///
    /// - Parameters:
    ///   - refused: How many rows that change something the ledger refused.
    ///   - refusedNew: How many rows that take a school in it refused.
    package func counts(refused: Int, refusedNew: Int = 0) -> RowCounts {
        var counts = RowCounts()
        counts.new = schoolCount - min(refusedNew, schoolCount)
        counts.changed = changedCount - min(refused, changedCount)
        counts.already = alreadyCount
        counts.setAside =
            setAside.count + refused + refusedNew + Set(problems.map(\.row)).count
        return counts
    }

    /// The statement to record last.
    ///
    /// - Parameter refused: How many rows the ledger refused.
    package func closing(refused: Int = 0) -> Entry {
        extract.statement(
            rows: rowCount, accepted: schoolCount + changedCount + alreadyCount - refused)
    }
}
