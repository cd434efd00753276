/// How a report finds out about its area before it counts: temporary tables, filled in order.
package enum AreaScope {
    /// Makes the tables.
    package static var tables: String { file("tables") }

    /// The statements that fill them, each with the parameters of the report.
    ///
    /// - Parameter isEverywhere: No area is asked for, so that every school counts where it is.
    package static func fills(isEverywhere: Bool) -> [String] {
        let names =
            isEverywhere ? ["everywhere", "final"] : ["home", "area", "inside", "placed", "final"]
        return names.map(file)
    }

    private static func file(_ name: String) -> String { definition("register/scope/\(name).sql") }
}

/// The queries that open the figures of the engagement report.
package enum EngagementExplanation {
    /// Every active pair of school and strand in the area on any day asked about, with its events.
    package static var pairs: String { definition("engagement/explain/pairs.sql") }
    /// Every school that is eligible in the area at the end of the day asked about.
    package static var eligible: String { definition("engagement/explain/eligible.sql") }
    /// Every school not engaged at the end of the day asked about, and why.
    package static var leftOut: String { definition("engagement/explain/left-out.sql") }
}

/// The text of a file of this folder, which the build has compiled in.
func definition(_ path: String) -> String {
    guard let text = definitionFiles[path] else {
        preconditionFailure("projections/\(path) is missing")
    }
    return text
}
