package import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// The authorities that lead a programme at the end of a day, as known at event `last`.
    package func leadingAuthorities(on day: Day, knownAt last: Int) throws -> [Slug] {
        var options = ReportOptions(asOf: day, today: day)
        options.knownAt = .seq(last)
        let sql = """
            SELECT DISTINCT lead_id FROM programme
            WHERE lead_kind = 'authority' AND from_day <= :as_of AND :as_of < to_day
            ORDER BY lead_id
            """
        return try open(.engagement, options).rows(sql, options.parameters(from: nil)) {
            Slug($0.text(0))
        }.compactMap(\.self)
    }
}
