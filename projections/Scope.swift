/// How a report finds out about its area before it counts: temporary tables, filled in order.
package enum AreaScope {
    /// Makes the tables, and the view of the schools placed.
    ///
    /// - Parameter isEverywhere: No area is asked for, so that every school counts where it is.
    package static func tables(isEverywhere: Bool) -> String {
        schoolTables(isEverywhere) + ";\n" + pairViews(isEverywhere)
    }

    private static func schoolTables(_ isEverywhere: Bool) -> String {
        file("tables") + file(isEverywhere ? "everywhere" : "placed")
    }

    /// The views of what the schools placed do: what they show depends on more than the area.
    private static func pairViews(_ isEverywhere: Bool) -> String {
        definition("engagement/scope/\(isEverywhere ? "everywhere" : "placed").sql")
    }

    /// The statements that fill the tables, each with the parameters of the report.
    package static func fills(isEverywhere: Bool) -> [String] {
        isEverywhere ? emptied + [file("final")] : fills(area: file("area"))
    }

    /// - Parameter area: The statement that finds the local authorities of the area.
    fileprivate static func fills(area: String) -> [String] {
        emptied + [file("home"), area] + ["inside", "final"].map(file)
    }

    private static let emptied = ["home", "area", "inside", "final"].map {
        "DELETE FROM temp.\($0)"
    }

    /// Whether what is found out may depend on one of `tables`.
    package static func readsAny(of tables: Set<String>) -> Bool {
        !areaWords.isDisjoint(with: tables)
    }

    private static let areaWords = words(
        of: (fills(isEverywhere: true) + fills(isEverywhere: false)
            + [schoolTables(true), schoolTables(false)]).joined(separator: "\n"))

    /// The tables behind the views of what schools do.
    fileprivate static let pairWords = words(of: pairViews(true) + "\n" + pairViews(false))

    private static func file(_ name: String) -> String { definition("register/scope/\(name).sql") }
}

extension ReadModel {
    /// Whether the report may be read from one of `tables`, because its text names it.
    package func reportReadsAny(of tables: Set<String>) -> Bool {
        !(reportWords[name] ?? words(of: report)).isDisjoint(with: tables)
    }
}

/// The names in each report, and in the views that it reads.
private let reportWords = Dictionary(
    uniqueKeysWithValues: ReadModel.all.map { model in
        let own = words(of: model.report)
        return (model.name, own.contains("temp") ? own.union(AreaScope.pairWords) : own)
    })

/// The names in a statement, its comments aside.
private func words(of sql: String) -> Set<String> {
    let lines = sql.split(separator: "\n").map { line in
        line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line
    }
    let names = lines.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } }
    return Set(names.map { String($0) })
}

/// The queries behind a statement of what changed between two days.
package enum Movement {
    /// The statements that find the area, where an authority is followed through mergers.
    package static var lineFills: [String] {
        AreaScope.fills(area: definition("engagement/movement/line.sql"))
    }
    /// Every stretch of days of what is counted, with what began and ended it.
    package static var pieces: String { definition("engagement/movement/pieces.sql") }
}

/// The queries behind what a control total is compared with.
package enum EngagementOfDay {
    /// The figures of the report that are about one day alone.
    package static var figures: String { definition("engagement/day.sql") }
}

/// The queries behind what is reached and what is not.
package enum Coverage {
    /// Every school open in the area at the end of a day.
    package static var schools: String { definition("engagement/coverage/schools.sql") }
}

/// What came late or was amended, as queries over the log itself: what the report agrees with.
package enum DataQuality {
    /// The page that defines its figures, as Markdown.
    package static var page: String? { definitionPages["data-quality/README.md"] }
    /// How many facts of each type are told.
    package static var counts: String { definition("data-quality/counts.sql") }
    /// Every fact told.
    package static var every: String { definition("data-quality/every.sql") }
    /// The facts that came late, were corrected or were taken back.
    package static var facts: String { definition("data-quality/facts.sql") }
}

/// The queries behind what is drawn over time.
package enum EngagementSeries {
    /// Every stretch of days of a pair of school and strand in the area, school by school.
    package static var pairs: String { definition("engagement/series/pairs.sql") }
    /// The mergers of authorities in the story of the area.
    package static var mergers: String { definition("engagement/series/mergers.sql") }
}

/// The queries that open figures about schools.
package enum EngagementExplanation {
    /// Every active pair of school and strand in the area on any day asked about, with its events.
    package static var pairs: String { definition("engagement/explain/pairs.sql") }
    /// Every school ever registered, with what says why it is counted or left out.
    package static var schools: String { definition("engagement/explain/schools.sql") }
    /// The rules of eligibility in force on the day asked about.
    package static var rules: String { definition("engagement/explain/rules.sql") }
}

/// The queries that open figures about money.
package enum ValueForMoneyExplanation {
    /// Every payment and contribution, with its days in the period and in the area.
    package static var costs: String { definition("value-for-money/explain/costs.sql") }
    /// Everything said about the programmes' money by the day asked about, and later.
    package static var statements: String { definition("value-for-money/explain/statements.sql") }
}

/// The queries that take the costs of a period apart: amounts with the days that count of each.
package enum MoneyLines {
    /// Where amounts are taken from; each makes the view that ``lines`` reads.
    package enum Source: Sendable {
        /// Sums, as the files hold them.
        case sums
        /// Sums where no area is asked for.
        case sumsEverywhere
        /// Every payment and every grant passed on, where the model is opened in detail.
        case payments

        package var view: String {
            switch self {
            case .sums: definition("value-for-money/lines/sums.sql")
            case .sumsEverywhere: definition("value-for-money/lines/everywhere.sql")
            case .payments: definition("value-for-money/lines/payments.sql")
            }
        }
    }

    package static var lines: String { definition("value-for-money/lines/lines.sql") }
    /// The engagement in some days, to divide costs by.
    package static var engaged: String { definition("value-for-money/lines/engaged.sql") }
}

extension ReadModel {
    /// The page that defines the figures of its report, as Markdown; `nil` for an added model.
    package var page: String? { definitionPages["\(name)/README.md"] }
}

/// The text of a file of this folder, which the build has compiled in.
func definition(_ path: String) -> String {
    guard let text = definitionFiles[path] else {
        preconditionFailure("projections/\(path) is missing")
    }
    return text
}
