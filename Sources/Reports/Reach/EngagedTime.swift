internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// A school over the whole time it took part, with those that became part of it.
struct EngagedTime {
    let school: String
    /// Its pairs of school and strand, as they were active in the area.
    let pairs: [Pair]
    /// The first day it was engaged.
    let joined: Day

    /// - Parameter pairs: At least one.
    init(_ school: String, _ pairs: [Pair]) {
        self.school = school
        self.pairs = pairs
        joined = Day(number: pairs.map(\.from).min() ?? 0)
    }

    /// The day on which it has been in for twelve months, if it stayed.
    var anniversary: Day { joined.adding(years: 1) }

    /// Its newest name, and where it was last.
    var last: Pair { pairs.max { ($0.to, $0.from) < ($1.to, $1.from) } ?? pairs[0] }

    /// The first day on which it was engaged no more, as far as the report goes.
    var left: Day { Day(number: last.to) }

    var isEngagedNow: Bool { pairs.contains(where: \.isNow) }

    func isEngaged(on day: Day) -> Bool {
        pairs.contains { $0.from <= day.number && day.number < $0.to }
    }

    /// The events that began and ended its time, and those that made others part of it, in order.
    var events: [Int] { Set(pairs.flatMap { $0.eventsOfDays + $0.unitedBy }).sorted() }

    var name: String { "\(last.urn) \(last.name)" }

    func item(_ detail: String) -> Explanation.Item {
        Explanation.Item(
            key: school, name: name, la: last.la, adds: 1, detail: detail, events: events,
            placedBy: Set(pairs.flatMap(\.placedBy)).sorted())
    }
}

extension ReportBuilder {
    /// Every school ever engaged by the end of the day reported, in the order of their first days.
    ///
    /// An authority is followed through mergers, as in a movement.
    func engagedTimes(_ options: ReportOptions) throws -> [EngagedTime] {
        try once("times engaged", options) {
            let pairs = try open(.engagement, options, .followed).rows(
                EngagementExplanation.pairs, options.parameters(from: .startOfTime)
            ) { Pair($0) }
            return Dictionary(grouping: pairs, by: \.finalSchool)
                .map { EngagedTime($0.key, $0.value) }
                .sorted { ($0.joined, $0.school) < ($1.joined, $1.school) }
        }
    }
}

/// An academic year: 1 September to 31 August.
struct AcademicYear: Hashable, Comparable {
    /// The year it begins in.
    let first: Int

    init(containing day: Day) {
        let (year, month, _) = day.civil
        first = month >= 9 ? year : year - 1
    }

    static func < (a: Self, b: Self) -> Bool { a.first < b.first }

    /// `2023-24`.
    var key: String { "\(first)-\(String((first + 1) % 100 + 100).dropFirst())" }
    var words: String { "\(first) to \(first + 1)" }
}
