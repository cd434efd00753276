internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension KnownNames {
    /// What a ledger knows by name, as its read models have it when they are asked.
    ///
    /// - Parameter day: The day on which schools are looked at.
    init(of ledger: Ledger, on day: Day) {
        let models = ReadModels(ledger)
        let ask = { (kind: Kind, wanted: String, isExact: Bool) in
            let open = try models.open(kind.isRegister ? .register : .engagement)
            return try open.rows(
                kind.sql(isExact: isExact), ["wanted": .text(wanted)]
            ) { KnownName(id: $0.text(0), name: $0.text(1), note: $0.text(2)) }
        }
        matching = { kind, fragment in
            guard kind == .school else { return try ask(kind, fragment, false) }
            let search = try SchoolSearch(try models.open(.register), on: day)
            return search.schools(fitting: fragment).map {
                KnownName(id: $0.urn, name: $0.name, note: "LA \($0.la)")
            }
        }
        named = { kind, id in try ask(kind, id, true).first }
    }
}

extension KnownNames.Kind {
    fileprivate var isRegister: Bool { self != .programme && self != .strand }

    /// Identifier, name and note of what is wanted: `:wanted` is an identifier, or else part of one
    /// or of any name the thing has had, whatever the case of its letters.
    fileprivate func sql(isExact: Bool) -> String {
        let (id, name, note, tables) = parts
        let wanted =
            isExact
            ? "\(id) = :wanted" : "instr(lower(\(id) || ' ' || \(name)), lower(:wanted)) > 0"
        // Of several lives of one thing, the last counts.
        return """
            SELECT id, name, note FROM (
                SELECT \(id) AS id, \(name) AS name, \(note) AS note, max(\(lastDay))
                FROM \(tables)
                WHERE \(id) IN (SELECT \(id) FROM \(tables) WHERE \(wanted)) GROUP BY \(id)
            ) ORDER BY name, id
            """
    }

    private var lastDay: String { self == .school ? "state.from_day" : "from_day" }

    private var parts: (id: String, name: String, note: String, tables: String) {
        switch self {
        case .school:
            (
                "school_urn.urn", "state.name",
                "CASE WHEN state.urn = school_urn.urn THEN 'LA ' || state.la "
                    + "ELSE 'LA ' || state.la || ', now ' || state.urn END",
                "school_urn JOIN state USING (school)"
            )
        case .localAuthority: ("la", "name", "''", "local_authority")
        case .authority: ("authority", "name", "''", "authority")
        case .trust: ("trust", "name", "''", "trust")
        case .programme: ("programme", "name", "''", "programme")
        case .strand: ("strand", "title", "programme", "strand")
        }
    }
}
