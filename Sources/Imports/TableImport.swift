internal import CanonicalJSON
package import EventLog
package import Events
package import Ledger

/// Reads a list of some kind and plans what to record of it.
package struct TableImport: Sendable {
    package var kind: TableKind
    /// The name of the file, without its folder.
    package var fileName: String
    package var mapping: ColumnMapping<MemberColumn>
    package var names: SpokenNames
    /// What to read where a column is missing or a cell is empty, by member.
    package var fill: [String: String]
    /// The day that facts hold from where no cell says so.
    package var from: Day?

    package init(
        _ kind: TableKind, fileName: String, names: SpokenNames, fill: [String: String] = [:],
        from: Day? = nil
    ) {
        self.kind = kind
        self.fileName = fileName
        mapping = kind.mapping
        self.names = names
        self.fill = fill
        self.from = from
    }

    /// Plans the entries for a file, and says what cannot be read in it.
    ///
    /// - Parameter sha256: Of the whole file.
    /// - Throws: ``ImportProblem`` when the file as a whole cannot be read.
    package func plan(_ table: CSVTable, sha256: Hash) throws(ImportProblem) -> TablePlan {
        let columns = try Columns(of: table.header, mapping)
        try expectColumns(columns)
        let reader = TableRowReader(
            kind: kind, columns: columns, names: names, fill: fill, from: from)
        var rows: [PlannedRow] = []
        var problems = table.problems
        for record in table.records {
            let (row, found) = reader.read(record)
            problems += found
            if let row { rows.append(planned(row, sha256)) }
        }
        // In the order of their days, so that the order of the file decides nothing.
        rows.sort { ($0.validFrom, $0.row) < ($1.validFrom, $1.row) }
        return TablePlan(
            kind: kind, names: names, rows: rows, problems: problems,
            notices: columns.notices(of: table) + notices(columns))
    }

    /// Throws unless there is a column, or something in its place, for all that a row must tell.
    private func expectColumns(_ columns: Columns<MemberColumn>) throws(ImportProblem) {
        let missing = kind.neededColumns.first { column in
            switch column {
            case _ where columns.has(column) || fill[column.rawValue] != nil: false
            case .lastDay: !columns.has(.to) && fill["to"] == nil
            case .validFrom: from == nil
            default: true
            }
        }
        guard let missing else { return }
        let option =
            switch missing.rawValue {
            case "validFrom": "--from DATE"
            case "programme", "strand": "--\(missing.rawValue) SLUG"
            default: "--fill \(missing.rawValue)=VALUE"
            }
        throw ImportProblem(
            "the file has no column for '\(kind.title(of: missing))'; its columns are "
                + columns.all.joined(separator: ", "),
            remedy: "say which column it is with --map 'COLUMN=\(missing.rawValue)', or what it is "
                + "in all rows with \(option)")
    }

    private func planned(_ row: TableRow, _ sha256: Hash) -> PlannedRow {
        var entry = Entry(
            type: kind.type.type, validFrom: row.validFrom, members: row.members)
        entry.source = .object([
            ("kind", .string(kind.name)), ("reference", .string(fileName)),
            ("row", .integer(row.row)), ("sha256", .string(sha256.hex)),
        ])
        let data = JSONValue.object(row.members)
        return PlannedRow(
            row: row.row, entry: entry, validFrom: row.validFrom,
            isOfDay: row.hasOwnDay || kind.identity.isEmpty,
            content: FactContent(data, of: kind, names))
    }

    private func notices(_ columns: Columns<MemberColumn>) -> [String] {
        let read = columns.found.map { "\($0.column.rawValue) from '\($0.header)'" }
        var notices = ["Columns read: " + read.joined(separator: ", ")]
        if !columns.ignored.isEmpty {
            notices.append("Columns not read: " + columns.ignored.joined(separator: ", "))
        }
        if let last = columns.header(of: .lastDay) {
            notices.append("'\(last)' is the last day of a period, which is part of it")
        }
        return notices
    }
}

/// What to record of a list, and what is wrong with the other rows.
package struct TablePlan: Sendable {
    package let kind: TableKind
    /// The names by which it was read.
    package let names: SpokenNames
    /// In the order in which they are to be recorded.
    package let rows: [PlannedRow]
    package let problems: [RowNote]
    /// How the file was read, for the summary: sentences without a full stop.
    package let notices: [String]
}

/// A row that can be read: what is to be recorded of it, unless the ledger says so already.
package struct PlannedRow: Sendable {
    package let row: Int
    package var entry: Entry
    let validFrom: Day
    /// Whether the same from another day would be another fact: a school can join again.
    let isOfDay: Bool
    let content: FactContent
}
