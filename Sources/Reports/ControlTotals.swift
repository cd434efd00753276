package import CanonicalJSON
internal import EventLog
package import Events
internal import ProjectionEngine
internal import Programme
internal import Projections

/// A total that somebody outside the ledger stated, beside the same figure of the ledger.
package struct ControlTotal: Equatable, Sendable {
    /// The event that states it.
    package let seq: Int
    package let measure: String
    package let scope: Scope
    /// The day at whose end it held.
    package let asOf: Day
    package let stated: Int
    package let statedBy: String
    /// What the ledger gives; `nil` when no report has a figure of that name, or it is missing.
    package let found: Int?

    package var agrees: Bool { found == stated }

    /// What the ledger gives less what was stated.
    package var difference: Int? { found.map { $0 - stated } }
}

/// The figures that a control total can be stated of, by the measure's short name.
package let controllableMeasures: [String: (report: String, figure: String)] = {
    let engagement = [
        "engagedSchools", "pointsOfContact", "eligibleSchools", "engagedEligibleSchools",
        "trustsEngaged",
    ]
    let money = [
        "netAuthorityCostPence", "totalResourceCostPence", "approvedPence", "committedPence",
        "actualPence", "openCommitmentPence",
    ]
    let pairs =
        engagement.map { (measure(of: $0), ("engagement", $0)) }
        + money.map { (measure(of: $0), ("value-for-money", $0)) }
    return Dictionary(uniqueKeysWithValues: pairs)
}()

/// `pointsOfContact` is the measure `points-of-contact`, `actualPence` is `actual`.
private func measure(of figure: String) -> String {
    let name = figure.hasSuffix("Pence") ? figure.dropLast("Pence".utf8.count) : figure[...]
    return name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
}

extension ReportBuilder {
    /// Every control total known, beside what the ledger gives now for the same day and scope.
    package func controlTotals(_ options: ReportOptions) throws -> [ControlTotal] {
        let open = try models.open(.valueForMoney, knownAt: position(options))
        return try controlTotals(open, options) { _, _ in true }
    }

    /// The control totals that `report` covers.
    ///
    /// A report covers a total of one of its own figures, of a day up to its own, for its own area or
    /// a part of it.
    func controlTotals(for report: Report, _ open: OpenModel) throws -> [ControlTotal] {
        try controlTotals(open, report.options) { total, measure in
            measure?.report == report.name && total.asOf <= report.options.asOf
                && report.covers(total.scope)
        }
    }

    /// - Parameter options: Those whose area `open` knows, before and after.
    func controlTotals(
        _ open: OpenModel, _ options: ReportOptions,
        where isWanted: (ControlTotalRecorded, (report: String, figure: String)?) -> Bool
    ) throws -> [ControlTotal] {
        // Totals of one day and scope are read off one report.
        let together = try atOneMoment()
        let facts = try facts(under: "measure:", through: open.head.size)
        let totals = try facts.compactMap { reading -> ControlTotal? in
            guard case .ledger(.controlTotalRecorded(let data)) = reading.fact else { return nil }
            let measure = controllableMeasures[data.measure.text]
            guard isWanted(data, measure) else { return nil }
            let found = try measure.flatMap { measure in
                try together.figures(measure.report, data, open, options.today)
                    .whole(measure.figure)
            }
            return ControlTotal(
                seq: reading.seq, measure: data.measure.text, scope: data.scope, asOf: data.asOf,
                stated: data.value, statedBy: data.statedBy, found: found)
        }
        // Others may read the same model later.
        if findings != nil, !totals.isEmpty { try findArea(open, options) }
        return totals
    }

    /// The ledger's own figures of the day and for the scope of a control total.
    private func figures(
        _ name: String, _ total: ControlTotalRecorded, _ open: OpenModel, _ today: Day
    ) throws -> [Figure] {
        var options = ReportOptions(asOf: total.asOf, today: today)
        options.authority = total.scope.authority
        options.localAuthorities = total.scope.la.map { [$0] }
        options.programme = total.scope.programme
        options.strand = total.scope.strand
        var known = options
        known.knownAt = .seq(open.head.size)
        return try once("\(name) of a control total", known) {
            try findArea(open, options)
            return try name == "engagement"
                ? engagementOfDay(open, options) : valueForMoney(open, options).figures
        }
    }
}

extension [Figure] {
    /// A figure that is a whole number; `nil` for others.
    fileprivate func whole(_ name: String) -> Int? {
        switch first(where: { $0.name == name })?.value {
        case .count(let number)?, .people(let number)?, .pence(let number)?: number
        default: nil
        }
    }
}

extension Report {
    fileprivate func covers(_ scope: Scope) -> Bool {
        let hasArea =
            options.areaAuthority == nil && options.localAuthorities == nil
            || options.localAuthorities == nil && scope.authority != nil
                && scope.authority == options.areaAuthority
            || scope.la.map(localAuthorities.contains) ?? false
        return hasArea && (options.programme == nil || scope.programme == options.programme)
            && (options.strand == nil || scope.strand == options.strand)
    }
}

extension ControlTotal {
    package var words: String {
        let what = "\(measure) as of \(asOf)\(scopeWords)"
        let stated = "\(printable(statedBy)) states \(number(stated)) (event \(seq))"
        guard let found else { return "\(what): \(stated); NOT CHECKED, there is no such figure" }
        guard let difference, difference != 0 else { return "\(what): \(stated); agrees" }
        return "\(what): \(stated); DIFFERS, the ledger has \(number(found)), "
            + (difference > 0 ? "more by " : "less by ") + number(abs(difference))
    }

    private var scopeWords: String {
        let parts = [
            scope.authority?.text, scope.la?.text, scope.programme?.text, scope.strand?.text,
        ]
        let named = parts.compactMap(\.self)
        return named.isEmpty ? "" : " for " + named.joined(separator: ", ")
    }

    private func number(_ value: Int) -> String {
        controllableMeasures[measure]?.figure.hasSuffix("Pence") == true
            ? Figure.Value.pence(value).words : Figure.Value.count(value).words
    }

    package var json: JSONValue {
        .object([
            ("event", .integer(seq)), ("measure", .string(measure)),
            ("asOf", .string(asOf.text)),
            ("scope", scope.json),
            ("statedBy", .string(statedBy)), ("stated", .integer(stated)),
            ("found", found.map { .integer($0) } ?? .null),
            ("difference", difference.map { .integer($0) } ?? .null),
            ("agrees", .bool(agrees)),
        ])
    }
}

extension Scope {
    fileprivate var json: JSONValue {
        .object([
            ("authority", authority.map { .string($0.text) }),
            ("la", la.map { .string($0.text) }),
            ("programme", programme.map { .string($0.text) }),
            ("strand", strand.map { .string($0.text) }),
        ])
    }
}
