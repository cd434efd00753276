package import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// The last merger of authorities by the day reported that made the authority asked for, or that it
    /// was part of; of all, when none is asked for.
    package func lastMerger(_ options: ReportOptions) throws -> (day: Day, authority: Slug)? {
        let rows = try open(.engagement, options).rows(
            EngagementSeries.mergers, options.parameters(from: nil)
        ) { row in
            Slug(row.text(1)).map { (Day(number: row.integer(0)), $0) }
        }
        return rows.compactMap(\.self).last
    }
}
