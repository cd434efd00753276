internal import EventLog
package import Events
package import Ledger

/// Reads a list of schools and plans what to record of it.
///
/// ```swift
/// let plan = try RegisterImport(fileName: "schools.csv", from: september, knownLAs: known)
///     .plan(bytes)
/// ```
package struct RegisterImport: Sendable {
    /// The name of the file, without its folder.
    package var fileName: String
    /// The day the list is true for: schools hold from then, or from the day they open if it is later.
    package var from: Day
    package var mapping: Mapping
    /// The local authorities that the ledger has already.
    package var knownLAs: Set<LACode>

    package init(
        fileName: String, from: Day, mapping: Mapping = .standard, knownLAs: Set<LACode> = []
    ) {
        self.fileName = fileName
        self.from = from
        self.mapping = mapping
        self.knownLAs = knownLAs
    }

    /// Plans the entries for a file, and says what cannot be read in it.
    ///
    /// - Throws: ``ImportProblem`` when the file as a whole cannot be read by the mapping.
    package func plan(_ bytes: [UInt8]) throws(ImportProblem) -> RegisterPlan {
        let table = try CSVTable(bytes)
        let columns = try Columns(of: table.header, mapping.columns)
        try columns.expect([.urn, .name, .la, .schoolType])
        if !columns.has(.primaryPupils) || !columns.has(.secondaryPupils) {
            try columns.expect([.phase])
        }
        var builder = RegisterPlanBuilder(
            reader: SchoolRowReader(columns: columns, mapping: mapping),
            extract: Extract(
                kind: Self.isFromGIAS(table.header) ? .giasAll : .list, date: from,
                fileName: fileName, sha256: SHA256.hash(bytes)),
            knownLAs: knownLAs)
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
    /// Local authorities first, then schools in the order of the file.
    package let entries: [PlannedEntry]
    /// How many of the entries register schools.
    package let schoolCount: Int
    /// Rows that are understood and are not to go in, such as closed schools.
    package let setAside: [RowNote]
    /// Rows that cannot go in as they are; a row may have several, and none of its entries is planned.
    package let problems: [RowNote]
    /// How the file was read, for the summary: sentences without a full stop.
    package let notices: [String]

    /// The statement to record last.
    ///
    /// - Parameter refused: How many schools the ledger refused.
    package func closing(refused: Int = 0) -> Entry {
        extract.statement(rows: rowCount, accepted: schoolCount - refused)
    }
}
