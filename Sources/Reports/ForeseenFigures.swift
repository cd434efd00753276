internal import CanonicalJSON
internal import EventLog
package import Events
internal import Ledger
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// The headline figures of one area at the end of one day that events change.
package struct ForeseenFigures: Sendable {
    package let asOf: Day
    /// The authority of the area; `nil` for everywhere.
    package let authority: Slug?
    /// `nil` for all programmes.
    package let programme: Slug?
    package let changes: [FigureChange]
    /// Whether the figures are of all events: none is quarantined.
    package let isComplete: Bool
}

extension ReportBuilder {
    /// Which figures of the engagement and the value-for-money report `events` change: today, and at
    /// the end of the days they hold from where that is not the same.
    ///
    /// The areas and programmes are those that the events are about. They may be events that a
    /// transaction has appended and not committed.
    package func figures(changedBy events: Range<Int>, today: Day) throws -> [ForeseenFigures] {
        guard !events.isEmpty else { return [] }
        let walk = try HistoryWalk(
            models, .valueForMoney, at: events.lowerBound - 1, takesFiles: true)
        let concerned = try Concerned(ledger.log, events, today)
        let questions = try concerned.days.flatMap { day in
            try concerned.scopes(on: day, walk.open, ledger.log).map { authority, programme in
                var options = ReportOptions(asOf: day, today: today)
                options.authority = authority
                options.programme = programme
                return options
            }
        }
        let before = try questions.map { try headlines(headlineReports, $0, walk.open) }
        let changed = try walk.leap(to: events.upperBound - 1)
        let movesAreas = AreaScope.readsAny(of: changed)
        let affected = headlineReports.filter { movesAreas || headline($0, readsAnyOf: changed) }
        var found: [ForeseenFigures] = []
        for (options, before) in zip(questions, before) {
            let after = before.merging(try headlines(affected, options, walk.open)) { $1 }
            let moved = changes(from: inOrder(before), to: inOrder(after))
            let isNews = !found.contains { $0.says(moved, of: options) }
            guard !moved.isEmpty, isNews else { continue }
            found.append(
                ForeseenFigures(
                    asOf: options.asOf, authority: options.authority,
                    programme: options.programme, changes: moved,
                    isComplete: walk.open.quarantined.isEmpty))
        }
        return found
    }

    /// The figures of some reports.
    private func headlines(
        _ reports: [String], _ options: ReportOptions, _ open: OpenModel
    ) throws -> [String: [NamedValue]] {
        var found: [String: [NamedValue]] = [:]
        for report in reports {
            // The area is the same for all.
            found[report] = try figures(report, options, open, findsArea: found.isEmpty)
        }
        return found
    }

    private func inOrder(_ found: [String: [NamedValue]]) -> [NamedValue] {
        firstOfEachName(headlineReports.compactMap { found[$0] })
    }
}

/// The reports whose figures are headlines, the first of a name first.
private let headlineReports = ["engagement", "value-for-money"]

extension ForeseenFigures {
    /// Whether it tells the same differences for the same area already, of another day.
    fileprivate func says(_ other: [FigureChange], of options: ReportOptions) -> Bool {
        authority == options.authority && programme == options.programme
            && changes.map(\.figure) == other.map(\.figure)
            && changes.map(\.difference) == other.map(\.difference)
    }
}

/// What some events are about: the days, schools, areas and programmes.
private struct Concerned {
    /// Today, and the first and the last day that the events hold from, or held from.
    let days: [Day]
    private var urns: Set<String> = []
    private var localAuthorities: Set<String> = []
    private var authorities: Set<String> = []
    private var programmes: Set<String> = []
    private var concernsAllAreas = false
    private var concernsAllProgrammes = false

    init(_ log: EventLog, _ events: Range<Int>, _ today: Day) throws {
        var readings: [StoriesOfEvent] = []
        let stories = LogStories(log)
        try log.scan(from: events.lowerBound, through: events.upperBound - 1) { event in
            guard let target = event.target else {
                readings.append(try StoriesOfEvent(event))
                return true
            }
            for related in try stories.history(of: target) {
                readings.append(try StoriesOfEvent(related))
            }
            return true
        }
        let found = readings.compactMap(\.day)
        days =
            [today]
            + Set([found.min(), found.max()].compactMap(\.self)).subtracting([today])
            .sorted()
        for reading in readings { take(reading) }
    }

    private mutating func take(_ event: StoriesOfEvent) {
        urns.formUnion(event.urns)
        localAuthorities.formUnion(event.texts(["la"]))
        authorities.formUnion(event.texts(["authority", "successor"]))
        let named = event.texts(["programme"])
        programmes.formUnion(named)
        if named.isEmpty { concernsAllProgrammes = true }
        if event.movesAreas { concernsAllAreas = true }
    }

    /// The authorities and programmes that figures are to be compared for.
    func scopes(
        on day: Day, _ open: OpenModel, _ log: EventLog
    ) throws -> [(authority: Slug?, programme: Slug?)] {
        let isOnly = try log.stories(startingWith: "programme:").count <= 1
        let all = isOnly || concernsAllProgrammes || programmes.isEmpty
        let programmes = all ? [nil] : programmes.sorted().map { Slug($0) }
        return try areas(on: day, open).flatMap { area in
            programmes.map { (authority: area, programme: $0) }
        }
    }

    /// The authorities of the local authorities concerned; everywhere, where one is in none.
    private func areas(on day: Day, _ open: OpenModel) throws -> [Slug?] {
        let bindings: [String: Value] = [
            "day": .integer(day.number), "urns": list(urns), "las": list(localAuthorities),
            "programmes": list(programmes), "all": .integer(concernsAllAreas ? 1 : 0),
        ]
        let found = try open.rows(areasSQL, bindings) { $0.isNull(0) ? nil : $0.text(0) }
        let named = Set(found.compactMap(\.self)).union(authorities)
        guard !named.isEmpty, named.count <= areasMaximum else { return [nil] }
        return named.sorted().map { Slug($0) } + (found.contains(nil) ? [nil] : [])
    }

    private func list(_ texts: Set<String>) -> Value {
        .text("[" + texts.sorted().map { "\"\($0)\"" }.joined(separator: ",") + "]")
    }
}

/// One event, as far as it says what it is about.
private struct StoriesOfEvent {
    let day: Day?
    let urns: [String]
    let movesAreas: Bool
    private let data: JSONValue

    init(_ event: RecordedEvent) throws {
        let stated = event.dataValue
        data = stated["replacement"] ?? stated
        day = Day(data["validFrom"]?.text ?? event.validFrom)
        // What cannot be read moves no figure.
        let changes = (try? event.fact())?.stories.changes ?? []
        urns = changes.filter { $0.kind == "school" }.map { String($0.id) }
        movesAreas = changes.contains { $0.kind == "areas" || $0.kind == "la" }
    }

    func texts(_ names: [String]) -> [String] {
        names.compactMap { data[$0]?.text }
    }
}

/// How many authorities are told one by one; of more, the figures of everywhere are.
private let areasMaximum = 8

/// The authority of each local authority concerned, `NULL` for one that is in none; and who leads
/// the programmes concerned.
private let areasSQL = """
    WITH concerned (la) AS (
        SELECT value FROM json_each(:las)
        UNION
        SELECT state.la FROM school_urn JOIN state USING (school)
        WHERE school_urn.urn IN (SELECT value FROM json_each(:urns))
            AND state.from_day <= :day AND :day < state.to_day
    )
    SELECT membership.authority FROM concerned LEFT JOIN membership
        ON membership.la = concerned.la
            AND membership.from_day <= :day AND :day < membership.to_day
    UNION
    SELECT lead_id FROM programme
    WHERE lead_kind = 'authority' AND from_day <= :day AND :day < to_day
        AND (:all OR programme IN (SELECT value FROM json_each(:programmes)))
    UNION
    SELECT authority FROM membership WHERE :all AND from_day <= :day AND :day < to_day
    """
