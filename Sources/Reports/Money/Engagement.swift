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
    /// From this day on its days are in no pair of the school that began earlier.
    fileprivate let addsFrom: Int
    /// The same beside pairs of its strand only.
    fileprivate let addsFromInStrand: Int

    fileprivate init(_ row: borrowing Row, isNamingEvent: Bool) {
        (school, finalSchool) = (row.text(0), row.text(1))
        (la, strand) = (row.text(2), row.text(3))
        seq = isNamingEvent ? row.integer(4) : nil
        days = row.integer(5)..<row.integer(6)
        (addsFrom, addsFromInStrand) = (row.integer(7), row.integer(8))
    }
}

/// What engagement is divided by.
enum EngagementPart {
    case whole, localAuthority, strand

    fileprivate func key(of pair: EngagedPair) -> String {
        switch self {
        case .whole: ""
        case .localAuthority: pair.la
        case .strand: pair.strand
        }
    }

    /// The days that the pair adds to those of its school in this part.
    fileprivate func added(by pair: EngagedPair) -> Range<Int> {
        let from = self == .strand ? pair.addsFromInStrand : pair.addsFrom
        return min(max(pair.days.lowerBound, from), pair.days.upperBound)..<pair.days.upperBound
    }
}

extension ReportBuilder {
    /// Every pair with a day in `days`, school by school.
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
        engagement(in: spans, by: .whole).compactMapValues { $0[""] }
    }

    /// The engagement of some days in each part that the pairs fall into.
    func engagement(in days: Range<Int>, by part: EngagementPart) -> [String: SpanEngagement] {
        engagement(in: [Span(key: "", days: days)], by: part)[""] ?? [:]
    }

    private func engagement(
        in spans: [Span], by part: EngagementPart
    ) -> [String: [String: SpanEngagement]] {
        let joined = Set(lazy.filter { $0.finalSchool != $0.school }.map(\.finalSchool))
        let none = [SpanEngagement](repeating: .init(), count: spans.count)
        var parts: [String: [SpanEngagement]] = [:]
        for pair in self {
            let isJoined = !joined.isEmpty && joined.contains(pair.finalSchool)
            parts[part.key(of: pair), default: none].add(
                pair, isJoined: isJoined, new: part.added(by: pair), in: spans)
        }
        var found: [String: [String: SpanEngagement]] = [:]
        for (index, span) in spans.enumerated() {
            found[span.key] = parts.mapValues { $0[index] }.filter { $0.value.pointDays > 0 }
        }
        return found
    }
}

extension [SpanEngagement] {
    /// Adds a pair to each of the spans that it has days in.
    fileprivate mutating func add(
        _ pair: EngagedPair, isJoined: Bool, new: Range<Int>, in spans: [Span]
    ) {
        for (index, span) in spans.enumerated() {
            let days = pair.days.clamped(to: span.days)
            guard !days.isEmpty else { continue }
            self[index].add(pair, isJoined: isJoined, days, new: new.clamped(to: span.days))
        }
    }
}
