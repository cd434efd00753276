internal import CanonicalJSON
internal import EventLog
internal import Events
internal import ProjectionEngine
internal import SQLite

/// A rule that divides a programme's shared cost among its strands, and the days it is in force.
struct SharedCostRule: Sendable {
    let seq: Int
    let programme: String
    /// `days`, `points`, `schools` or `fixed`.
    let basis: String
    /// Parts by strand, where they are fixed.
    let weights: [String: Int]
    var days: Range<Int>
}

/// A strand's part of the shared cost of the days one rule is in force.
struct SharedCostPart: Sendable {
    let rule: SharedCostRule
    let strand: String
    let parts: Int
    let of: Int
}

extension ReportBuilder {
    /// The rules of each programme, each until the next one.
    func sharedCostRules(
        _ open: OpenModel, _ options: ReportOptions, in period: Range<Int>
    ) throws -> [SharedCostRule] {
        let sql = """
            SELECT seq, programme, basis, weights, from_day,
                lead(from_day, 1, 4000000) OVER (PARTITION BY programme ORDER BY from_day, seq)
            FROM shared_rule
            WHERE from_day <= :as_of AND (:programme IS NULL OR programme = :programme)
            ORDER BY programme, from_day, seq
            """
        let rules = try open.rows(sql, options.parameters(from: nil)) { row in
            SharedCostRule(
                seq: row.integer(0), programme: row.text(1), basis: row.text(2),
                weights: numbers(row.text(3)),
                days: (row.integer(4)..<max(row.integer(4), row.integer(5))).clamped(to: period))
        }
        return rules.filter { !$0.days.isEmpty }
    }

    /// How each rule divides: by what its strands had in the days it was in force.
    func sharedCostParts(
        _ open: OpenModel, _ options: ReportOptions, of rule: SharedCostRule
    ) throws -> [SharedCostPart] {
        var weights = rule.weights
        if rule.basis != "fixed" {
            var own = options
            own.programme = Slug(rule.programme)
            let last = rule.days.upperBound - 1
            let days = rule.basis == "points" ? last..<last + 1 : rule.days
            var sums = [EngagementSums([Span(key: "", days: days)], by: .strand)]
            try addEngagement(to: &sums, open, own, in: days)
            weights = sums[0].parts(in: "").mapValues {
                rule.basis == "schools" ? $0.schools : $0.pointDays
            }
        }
        let known = weights.filter { $0.value > 0 }
        var sum = 0
        for weight in known.values {
            let (total, isTooLarge) = sum.addingReportingOverflow(weight)
            sum = isTooLarge ? .max : total
        }
        return known.sorted { $0.key < $1.key }.map {
            SharedCostPart(rule: rule, strand: $0.key, parts: $0.value, of: sum)
        }
    }
}

/// Numbers by name, as JSON that SQLite or a fold made.
func numbers(_ json: String) -> [String: Int] {
    let members = (try? JSONValue(parsing: json))?.members ?? []
    let pairs = members.compactMap { member in
        member.value.integer.map { (member.name, $0) }
    }
    return Dictionary(pairs) { first, _ in first }
}
