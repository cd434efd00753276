internal import EventLog
package import Events
internal import ProjectionEngine
internal import SQLite

/// Which series of price indices is asked for, and which publication of it.
package struct PriceChoice: Hashable, Sendable {
    package let series: Slug
    /// The day it was published; the newest known when absent.
    package let published: Day?

    /// Reads `SERIES` or `SERIES@PUBLISHED`.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard let series = parts.first.flatMap({ Slug(String($0)) }), parts.count <= 2 else {
            return nil
        }
        self.series = series
        guard parts.count == 2 else {
            published = nil
            return
        }
        guard let day = Day(String(parts[1])) else { return nil }
        published = day
    }

    package var text: String { series.text + (published.map { "@\($0)" } ?? "") }
}

/// A publication of a series of price indices.
struct Prices: Sendable {
    let series: String
    let published: Day
    /// The event that says so.
    let seq: Int
    /// The financial year whose prices amounts are turned into.
    let baseYear: String
    /// The index of each financial year, times 1,000.
    let index: [String: Int]

    private var base: Int { index[baseYear] ?? 100_000 }

    /// The amount of `year` in the prices of `other`; `nil` when an index is missing.
    func amount(_ amount: ExactPence, of year: String, in other: String) -> ExactPence? {
        if year == other { return amount }
        guard let from = index(of: year), let to = index(of: other) else { return nil }
        return amount.times(to, over: from)
    }

    /// The amount of `year` in the prices of the base year; `nil` when its index is missing.
    func real(_ amount: ExactPence, of year: String) -> ExactPence? {
        self.amount(amount, of: year, in: baseYear)
    }

    private func index(of year: String) -> Int? { year == baseYear ? base : index[year] }

    var words: String {
        "in prices of \(baseYear) by series \(series), published \(published.words) (event \(seq))"
    }
}

extension ReportBuilder {
    /// The publication asked for, or the newest known; `nil` when there is none.
    func prices(_ open: OpenModel, _ options: ReportOptions) throws -> Prices? {
        let sql = """
            SELECT series, published_day, seq, base_year, json_group_object(year, index_e3)
            FROM price_index
            WHERE (:series IS NULL OR series = :series)
                AND (:published IS NULL OR published_day = :published)
            GROUP BY series, published_day
            ORDER BY published_day DESC, seq DESC LIMIT 1
            """
        let found = try open.rows(
            sql,
            [
                "series": .init(options.prices?.series.text),
                "published": .init(options.prices?.published?.number),
            ]
        ) { row in
            Prices(
                series: row.text(0), published: Day(number: row.integer(1)), seq: row.integer(2),
                baseYear: row.text(3), index: numbers(row.text(4)))
        }
        return found.first
    }
}
