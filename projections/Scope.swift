/// How a report finds out about its area before it counts: temporary tables, filled in order.
package enum AreaScope {
    /// Makes the tables.
    package static var tables: String { file("tables") }

    /// The statements that fill them, each with the parameters of the report.
    ///
    /// - Parameter isEverywhere: No area is asked for, so that every school counts where it is.
    package static func fills(isEverywhere: Bool) -> [String] {
        isEverywhere ? ["everywhere", "final"].map(file) : fills(area: file("area"))
    }

    /// - Parameter area: The statement that finds the local authorities of the area.
    fileprivate static func fills(area: String) -> [String] {
        [file("home"), area] + ["inside", "placed", "final"].map(file)
    }

    private static func file(_ name: String) -> String { definition("register/scope/\(name).sql") }
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

/// The text of a file of this folder, which the build has compiled in.
func definition(_ path: String) -> String {
    guard let text = definitionFiles[path] else {
        preconditionFailure("projections/\(path) is missing")
    }
    return text
}
