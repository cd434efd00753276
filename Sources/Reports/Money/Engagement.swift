internal import CanonicalJSON
internal import EventLog
internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// How much engagement there was in a span of days.
struct SpanEngagement: Sendable {
    /// Schools with a day of it.
    var schools = 0
    /// Days of schools, however many strands each was in.
    var schoolDays = 0
    /// Days of pairs of school and strand.
    var pointDays = 0
    /// The events that enrolled them, where they are asked for.
    var events: [Int] = []
}

/// Days whose engagement is asked for, under a name.
struct Span: Sendable {
    let key: String
    let days: Range<Int>
}

extension ReportBuilder {
    /// What engagement is split by.
    enum SpanSplit: String { case la, strand }

    /// The engagement in each span, by its key, and within it by part: `""` without a split.
    func engagement(
        _ open: OpenModel, _ options: ReportOptions, in spans: [Span], by split: SpanSplit? = nil,
        withEvents: Bool = false
    ) throws -> [String: [String: SpanEngagement]] {
        let used = spans.filter { !$0.days.isEmpty }
        guard let first = used.map(\.days.lowerBound).min(),
            let end = used.map(\.days.upperBound).max()
        else { return [:] }
        var parameters = options.parameters(from: Day(number: first))
        parameters["until"] = .integer(end)
        parameters["spans"] = .text(
            JSONValue.array(
                used.map {
                    .array([
                        .string($0.key), .integer($0.days.lowerBound),
                        .integer($0.days.upperBound),
                    ])
                }
            ).compact)
        parameters["split"] = Value(split?.rawValue)
        parameters["with_events"] = .integer(withEvents ? 1 : 0)
        var found: [String: [String: SpanEngagement]] = [:]
        let rows = try open.rows(MoneyLines.spans, parameters) { row in
            (
                row.text(0), row.text(1),
                SpanEngagement(
                    schools: row.integer(2), schoolDays: row.integer(3),
                    pointDays: row.integer(4), events: integers(row.text(5)))
            )
        }
        for (key, part, engagement) in rows { found[key, default: [:]][part] = engagement }
        return found
    }
}

/// Numbers in order, from a JSON list that SQLite made.
private func integers(_ json: String) -> [Int] {
    ((try? JSONValue(parsing: json))?.elements ?? []).compactMap(\.integer).sorted()
}
