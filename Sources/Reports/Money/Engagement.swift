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

    fileprivate init(_ row: borrowing Row, _ unions: SchoolUnions, isNamingEvent: Bool) {
        school = row.text(0)
        finalSchool = unions[school]
        (la, strand) = (row.text(1), row.text(2))
        seq = isNamingEvent ? row.integer(3) : nil
        days = row.integer(4)..<row.integer(5)
        (addsFrom, addsFromInStrand) = (row.integer(6), row.integer(7))
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

/// The schools that became part of others by the day reported.
struct SchoolUnions: Sendable {
    private let final: [String: String]
    private let joined: Set<String>

    fileprivate init(_ open: OpenModel) throws {
        let rows = try open.rows("SELECT school, into_school FROM temp.final") {
            ($0.text(0), $0.text(1))
        }
        final = Dictionary(rows) { first, _ in first }
        joined = Set(final.values)
    }

    /// The school that `school` is part of by then.
    fileprivate subscript(_ school: String) -> String {
        final.isEmpty ? school : final[school] ?? school
    }

    /// Whether the school of a pair is one that others became part of, or became part of one.
    fileprivate func isJoined(_ pair: EngagedPair) -> Bool {
        !joined.isEmpty && joined.contains(pair.finalSchool)
    }
}

/// The engagement of some spans of days, in each part that pairs fall into.
struct EngagementSums: Sendable {
    private let spans: [Span]
    private let part: EngagementPart
    private let none: [SpanEngagement]
    private var parts: [String: [SpanEngagement]] = [:]

    init(_ spans: [Span], by part: EngagementPart = .whole) {
        self.spans = spans
        self.part = part
        none = Array(repeating: .init(), count: spans.count)
    }

    /// Adds a pair to each of the spans that it has days in; pairs come school by school.
    fileprivate mutating func add(_ pair: EngagedPair, isJoined: Bool) {
        let new = part.added(by: pair)
        parts[part.key(of: pair), default: none].withEach { index, engagement in
            let days = pair.days.clamped(to: spans[index].days)
            guard !days.isEmpty else { return }
            engagement.add(pair, isJoined: isJoined, days, new: new.clamped(to: spans[index].days))
        }
    }

    /// The parts that have any, in the span called `key`.
    func parts(in key: String) -> [String: SpanEngagement] {
        guard let index = spans.firstIndex(where: { $0.key == key }) else { return [:] }
        return parts.mapValues { $0[index] }.filter { $0.value.pointDays > 0 }
    }

    /// All of each span, by its key; those without any are left out.
    var bySpan: [String: SpanEngagement] {
        Dictionary(
            spans.compactMap { span in parts(in: span.key)[""].map { (span.key, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}

extension [SpanEngagement] {
    fileprivate mutating func withEach(_ body: (Int, inout SpanEngagement) -> Void) {
        for index in indices { body(index, &self[index]) }
    }
}

extension ReportBuilder {
    /// Adds every pair with a day in `days` to each of some sums.
    func addEngagement(
        to sums: inout [EngagementSums], _ open: OpenModel, _ options: ReportOptions,
        in days: Range<Int>, namingEvents: Bool = false
    ) throws {
        guard !days.isEmpty else { return }
        var parameters = options.parameters(from: Day(number: days.lowerBound))
        parameters["until"] = .integer(days.upperBound)
        let unions = try SchoolUnions(open)
        _ = try open.rows(MoneyLines.engaged, parameters) { row in
            let pair = EngagedPair(row, unions, isNamingEvent: namingEvents)
            let isJoined = unions.isJoined(pair)
            for index in sums.indices { sums[index].add(pair, isJoined: isJoined) }
        }
    }
}
