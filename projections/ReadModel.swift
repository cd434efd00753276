package import Programme
package import SQLite

/// A read model: the rows a fold gives, the tables they go into, the report over them, and the
/// independent restatement of that report.
package struct ReadModel: Sendable {
    /// Its folder here, and its file in a ledger.
    package let name: String
    /// The question it answers, in one line.
    package let question: String
    /// The read models whose tables its report also reads, attached under their names.
    package let needs: [String]
    /// Counts up when the fold changes, so that files made by the old one are rebuilt.
    package let foldVersion: Int
    /// The rows of every table, in the order of their keys.
    package let rows: @Sendable (World) -> [TableRows]

    /// The statements that make its tables.
    package var tables: String { sql("table") }
    /// The names of its tables, in the order in which the fold gives them.
    package var tableNames: [String] { rows(World(of: [])).map(\.table) }
    /// The report, one statement with named parameters.
    package var report: String { sql("report") }
    /// The same report from the log alone; shares nothing with the fold.
    package var audit: String { sql("audit") }

    private func sql(_ file: String) -> String { definition("\(name)/\(file).sql") }

    /// All read models; what one needs comes before it.
    package static let all = [register, engagement, valueForMoney]

    package static func named(_ name: String) -> ReadModel? { all.first { $0.name == name } }
}

/// The rows of one table.
package struct TableRows: Equatable, Sendable {
    package let table: String
    package let rows: [[Value]]

    /// The rows in the order of their columns, first to last, whatever order the fold found them
    /// in.
    package init(_ table: String, _ rows: [[Value]]) {
        self.table = table
        self.rows = rows.sorted { $0.lexicographicallyPrecedes($1, by: precedes) }
    }
}

private func precedes(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.integer(let a), .integer(let b)): a < b
    case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.null, .null): false
    case (.null, _): true
    case (_, .null): false
    case (.integer, _): true
    default: false
    }
}
