/// A read model: the tables its rows go into, how they come there, the report over them, and the
/// independent restatement of that report.
package struct ReadModel: Sendable {
    /// Its folder, here or in a ledger's `read-models`, and its file in a ledger.
    package let name: String
    /// The question it answers, in one line.
    package let question: String
    /// The read models whose tables its report also reads, attached under their names.
    package let needs: [String]
    /// Counts up when what a figure of its report means changes; reports say by which they were
    /// made.
    package let definitionVersion: Int
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
    /// How rows come into its tables.
    package let filling: Filling
    /// What opens its figures and no report reads: told into memory when it is asked for.
    package let detail: [TableFold]
    /// The statements that make its tables.
    package let tables: String
    /// The statements that make the tables of ``detail``.
    package let detailTables: String
    /// The report, one statement with named parameters.
    package let report: String
    /// The same report from the log alone; shares nothing with what fills the tables.
    package let audit: String

    package enum Filling: Sendable {
        /// By folds, each into its table, in the order of `table.sql`.
        case folds([TableFold])
        /// By statements that bring the rows of one subject up to date, in every one of the tables.
        case refresh([String], tables: [String])
    }

    /// The folds that fill its tables; none when it is only SQL.
    package var folds: [TableFold] {
        if case .folds(let folds) = filling { folds } else { [] }
    }

    /// The names of its tables.
    package var tableNames: [String] {
        switch filling {
        case .folds(let folds): folds.map(\.table)
        case .refresh(_, let tables): tables
        }
    }

    /// Whether it is only SQL, brought by somebody and added to a ledger.
    package var isAdded: Bool {
        if case .refresh = filling { true } else { false }
    }

    /// One of those that come with the program; its SQL is compiled in.
    init(
        name: String, question: String, needs: [String], definitionVersion: Int,
        foldVersion: Int, reads: Set<String>,
        passesOver: Set<String>, tellsAnew: Set<String>, folds: [TableFold],
        detail: [TableFold] = []
    ) {
        self.name = name
        self.question = question
        self.needs = needs
        self.definitionVersion = definitionVersion
        self.foldVersion = foldVersion
        self.reads = reads
        self.passesOver = passesOver
        self.tellsAnew = tellsAnew
        filling = .folds(folds)
        self.detail = detail
        tables = definition("\(name)/table.sql")
        detailTables = detail.isEmpty ? "" : definition("\(name)/explain/table.sql")
        report = definition("\(name)/report.sql")
        audit = definition("\(name)/audit.sql")
    }

    /// One that is only SQL.
    ///
    /// What it reads of a subject can be told anew by itself, except where that would mean to judge
    /// most of the ledger again.
    package init(
        name: String, question: String, tables: String, tableNames: [String], refresh: [String],
        report: String, audit: String
    ) {
        self.name = name
        self.question = question
        needs = []
        definitionVersion = 1
        foldVersion = 1
        reads = Self.all.reduce(into: []) { $0.formUnion($1.reads) }
        passesOver = []
        tellsAnew = Self.all.reduce(into: []) { $0.formUnion($1.tellsAnew) }
        filling = .refresh(refresh, tables: tableNames)
        detail = []
        self.tables = tables
        detailTables = ""
        self.report = report
        self.audit = audit
    }

    /// The read models that come with the program; what one needs comes before it.
    package static let all = [register, engagement, valueForMoney, evidence]

    package static func named(_ name: String) -> ReadModel? { all.first { $0.name == name } }
}
