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
    /// The groups of facts its rows depend on: folders of `events/`.
    ///
    /// An event of another group cannot stop it.
    package let reads: Set<String>
    /// The types of event in those groups that no row depends on.
    package let passesOver: Set<String>
    /// The kinds of subject whose stories its rows depend on everywhere, so that a change of one is
    /// told anew from the first event.
    package let tellsAnew: Set<String>
    /// Its tables, in the order of `table.sql`.
    package let folds: [TableFold]

    /// The statements that make its tables.
    package var tables: String { sql("table") }
    /// The report, one statement with named parameters.
    package var report: String { sql("report") }
    /// The same report from the log alone; shares nothing with the fold.
    package var audit: String { sql("audit") }

    private func sql(_ file: String) -> String { definition("\(name)/\(file).sql") }

    /// All read models; what one needs comes before it.
    package static let all = [register, engagement, valueForMoney]

    package static func named(_ name: String) -> ReadModel? { all.first { $0.name == name } }
}
