internal import EventLog
internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Two spans of days whose cost and reach are compared: what one more school cost, and whether cost
/// grew more slowly than reach.
struct ScaleSides: Sendable {
    struct Side: Sendable {
        let key: String
        let days: Range<Int>
        var cost = ExactPence()
        var engagement = SpanEngagement()
        /// The events its cost is made of, with what each adds.
        var lines: [MoneyLine] = []
    }

    private(set) var before: Side
    private(set) var after: Side

    /// The period before and after the last merger of authorities in it, or beside another period
    /// where that is asked for.
    ///
    /// - Returns: `nil` when there is nothing to compare.
    init?(
        _ builder: ReportBuilder, _ open: OpenModel, _ options: ReportOptions,
        _ period: Range<Int>
    ) throws {
        if let other = options.comparedWith {
            before = Side(key: "before", days: other.numbers)
            after = Side(key: "after", days: period)
            return
        }
        let sql = """
            SELECT max(from_day) FROM authority_succession
            WHERE :from < from_day AND from_day <= :as_of
                AND (:authority IS NULL OR :authority IN (predecessor, successor))
            """
        let days = try open.rows(sql, options.parameters(from: Day(number: period.lowerBound))) {
            $0.isNull(0) ? nil : $0.integer(0)
        }
        guard let merged = days.first ?? nil, period.contains(merged) else { return nil }
        before = Side(key: "before", days: period.lowerBound..<merged)
        after = Side(key: "after", days: merged..<period.upperBound)
    }

    var spans: [Span] {
        [before, after].map { Span(key: $0.key, days: $0.days) }
    }

    /// Finds out about both.
    mutating func measure(
        _ engagement: [String: SpanEngagement],
        _ lines: (Range<Int>) throws -> [MoneyLine]
    ) throws {
        before.engagement = engagement["before"] ?? .init()
        after.engagement = engagement["after"] ?? .init()
        before.lines = try lines(before.days)
        after.lines = try lines(after.days)
        before.cost = before.lines.amount
        after.cost = after.lines.amount
    }

    /// Whether the costs compare as they are: both of as many days, or of as many whole years.
    var isLikeForLike: Bool {
        before.days.count == after.days.count
            || wholeYears(before.days) != nil && wholeYears(before.days) == wholeYears(after.days)
    }

    /// The cost of a side, and what it comes to in a year of 365 days where the two are not alike.
    func comparable(_ side: Side) -> ExactPence {
        isLikeForLike || side.days.isEmpty
            ? side.cost : side.cost.times(365, over: side.days.count)
    }

    /// What each school more cost.
    var marginal: Figure.Value {
        let schools = after.engagement.schools - before.engagement.schools
        var change = comparable(after)
        change.add(comparable(before).negated)
        guard schools != 0 else { return .missing }
        let pence = schools < 0 ? change.negated.rounded : change.rounded
        return signedQuotient(pence, abs(schools), scale: 1).map { .pence($0) } ?? .missing
    }

    /// By how many times its own growth in percent the cost grew with the schools.
    var elasticity: Figure.Value {
        let (cost1, cost2) = (comparable(before).rounded, comparable(after).rounded)
        let (schools1, schools2) = (before.engagement.schools, after.engagement.schools)
        guard cost1 > 0, cost2 > 0, schools1 > 0, schools2 > 0, schools1 != schools2 else {
            return .missing
        }
        let ratio =
            log(Double(cost2) / Double(cost1)) / log(Double(schools2) / Double(schools1))
        return .decimal(Int((ratio * 10_000 + 0.5).rounded(.down)), places: 4)
    }

    /// Points of contact per school of a side, in hundredths.
    func depth(_ side: Side) -> Figure.Value {
        quotient(side.engagement.pointDays, side.engagement.schoolDays, scale: 100)
            .map { .decimal($0, places: 2) } ?? .missing
    }

    func average(_ side: Side) -> Figure.Value {
        quotient(comparable(side).rounded, side.engagement.schools, scale: 1).map { .pence($0) }
            ?? .missing
    }

    var notes: [String] {
        var notes: [String] = []
        if marginal == .missing {
            notes.append(
                "marginalCostPence is missing: as many schools took part before as after")
        }
        if elasticity == .missing {
            notes.append(
                "scaleElasticity is missing: it needs a cost and schools on both sides, and a change"
            )
        } else {
            notes.append(
                "scaleElasticity below 1 speaks for economies of scale only at constant scope and "
                    + "depth: points of contact per school were \(depth(before).words) before and "
                    + "\(depth(after).words) after")
        }
        if !isLikeForLike {
            notes.append(
                "the two sides have \(before.days.count) and \(after.days.count) days, so their costs "
                    + "are compared as costs of 365 days")
        }
        return notes
    }
}

/// How many years from anniversary to anniversary the days are; `nil` when they are no whole number.
private func wholeYears(_ days: Range<Int>) -> Int? {
    let (first, end) = (Day(number: days.lowerBound), Day(number: days.upperBound))
    let years = end.civil.year - first.civil.year
    return years > 0 && first.adding(years: years) == end ? years : nil
}
