internal import EventLog
internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// How much engagement there was in a span of days.
struct SpanEngagement: Sendable {
    /// Schools with a day of it.
    var schools: Int { schoolsAlone + schoolsJoined.count }
    /// Days of schools, however many strands each was in.
    private(set) var schoolDays = 0
    /// Days of pairs of school and strand.
    private(set) var pointDays = 0
    /// The events that enrolled them, where pairs name theirs.
    var events: [Int] { eventsSeen.sorted() }
    /// Schools that no other became part of, and the last of them: their pairs come school by school.
    private var schoolsAlone = 0
    private var lastAlone: String?
    private var schoolsJoined: Set<String> = []
    private var eventsSeen: Set<Int> = []

    /// - Parameters:
    ///   - isJoined: Whether the school is one that others became part of, or became part of one.
    ///   - new: Those of the days on which the school was in no pair before.
    fileprivate mutating func add(
        _ pair: EngagedPair, isJoined: Bool, _ days: Range<Int>, new: Range<Int>
    ) {
        if isJoined {
            schoolsJoined.insert(pair.finalSchool)
        } else if lastAlone != pair.school {
            lastAlone = pair.school
            schoolsAlone += 1
        }
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
        let joined = Set(lazy.filter { $0.finalSchool != $0.school }.map(\.finalSchool))
        let none = PartEngagement(spans: .init(repeating: .init(), count: spans.count))
        var parts: [String: PartEngagement] = [:]
        for pair in self {
            let isJoined = !joined.isEmpty && joined.contains(pair.finalSchool)
            parts[part(pair), default: none].add(pair, isJoined: isJoined, in: spans)
        }
        var found: [String: [String: SpanEngagement]] = [:]
        for (index, span) in spans.enumerated() {
            found[span.key] = parts.mapValues { $0.spans[index] }.filter { $0.value.pointDays > 0 }
        }
        return found
    }
}

/// The engagement of one part in each span, while its pairs come school by school.
private struct PartEngagement {
    var spans: [SpanEngagement]
    private var school = ""
    /// Up to which day the pairs of the school have reached.
    private var reach = Int.min

    init(spans: [SpanEngagement]) { self.spans = spans }

    mutating func add(_ pair: EngagedPair, isJoined: Bool, in asked: [Span]) {
        if pair.school != school { (school, reach) = (pair.school, .min) }
        let end = pair.days.upperBound
        let new = min(max(pair.days.lowerBound, reach), end)..<end
        reach = max(reach, end)
        for (index, span) in asked.enumerated() {
            let days = pair.days.clamped(to: span.days)
            guard !days.isEmpty else { continue }
            spans[index].add(pair, isJoined: isJoined, days, new: new.clamped(to: span.days))
        }
    }
}
