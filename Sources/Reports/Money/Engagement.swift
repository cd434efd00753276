internal import EventLog
internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// How much engagement there was in a span of days.
struct SpanEngagement: Sendable {
    /// Schools with a day of it.
    var schools: Int { schoolsSeen.count }
    /// Days of schools, however many strands each was in.
    private(set) var schoolDays = 0
    /// Days of pairs of school and strand.
    private(set) var pointDays = 0
    /// The events that enrolled them, where pairs name theirs.
    var events: [Int] { eventsSeen.sorted() }
    private var schoolsSeen: Set<String> = []
    private var eventsSeen: Set<Int> = []

    /// - Parameter new: Those of the days on which the school was in no pair before.
    fileprivate mutating func add(_ pair: EngagedPair, _ days: Range<Int>, new: Range<Int>) {
        schoolsSeen.insert(pair.finalSchool)
        if let seq = pair.seq { eventsSeen.insert(seq) }
        schoolDays += new.count
        pointDays += days.count
    }
}

/// Days whose engagement is asked for, under a name.
struct Span: Sendable {
    let key: String
    let days: Range<Int>
}

/// A pair of school and strand in the area, on the days that count.
struct EngagedPair: Sendable {
    let school: String
    /// The school that it is part of by the day reported.
    let finalSchool: String
    let la: String
    let strand: String
    /// The event that enrolled it; `nil` where nobody asks.
    let seq: Int?
    let days: Range<Int>

    fileprivate init(_ row: borrowing Row, isNamingEvent: Bool) {
        (school, finalSchool) = (row.text(0), row.text(1))
        (la, strand) = (row.text(2), row.text(3))
        seq = isNamingEvent ? row.integer(4) : nil
        days = row.integer(5)..<row.integer(6)
    }
}

extension ReportBuilder {
    /// Every pair with a day in `days`, school by school in the order of their first days.
    func engagedPairs(
        _ open: OpenModel, _ options: ReportOptions, in days: Range<Int>,
        namingEvents: Bool = false
    ) throws -> [EngagedPair] {
        guard !days.isEmpty else { return [] }
        var parameters = options.parameters(from: Day(number: days.lowerBound))
        parameters["until"] = .integer(days.upperBound)
        return try open.rows(MoneyLines.engaged, parameters) {
            EngagedPair($0, isNamingEvent: namingEvents)
        }
    }
}

extension [EngagedPair] {
    /// The engagement in each span, by its key; those without any are left out.
    func engagement(in spans: [Span]) -> [String: SpanEngagement] {
        engagement(in: spans) { _ in "" }.compactMapValues { $0[""] }
    }

    /// The engagement of some days in each part that the pairs fall into.
    func engagement(
        in days: Range<Int>, by part: (EngagedPair) -> String
    ) -> [String: SpanEngagement] {
        engagement(in: [Span(key: "", days: days)], by: part)[""] ?? [:]
    }

    private func engagement(
        in spans: [Span], by part: (EngagedPair) -> String
    ) -> [String: [String: SpanEngagement]] {
        var found: [String: [String: SpanEngagement]] = [:]
        // Up to which day the pairs of one school have reached, in each part.
        var reached: [String: Int] = [:]
        var school = ""
        for pair in self {
            if pair.school != school { (school, reached) = (pair.school, [:]) }
            let part = part(pair)
            let reach = reached[part] ?? .min
            reached[part] = Swift.max(reach, pair.days.upperBound)
            let end = pair.days.upperBound
            let added = Swift.min(Swift.max(pair.days.lowerBound, reach), end)..<end
            for span in spans {
                let days = pair.days.clamped(to: span.days)
                guard !days.isEmpty else { continue }
                found[span.key, default: [:]][part, default: .init()].add(
                    pair, days, new: added.clamped(to: span.days))
            }
        }
        return found
    }
}
