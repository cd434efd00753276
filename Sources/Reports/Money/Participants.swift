internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// How many people took part in a strand, and in how many sessions.
struct Participants: Sendable {
    private(set) var records: [Record] = []

    /// What one event says.
    struct Record: Sendable {
        let seq: Int
        let leads, teachers, pupils, sessions: Int?

        init(_ row: borrowing Row) {
            seq = row.integer(0)
            (leads, teachers) = (row.number(5), row.number(6))
            (pupils, sessions) = (row.number(7), row.number(8))
        }
    }

    mutating func add(_ record: Record) { records.append(record) }

    var leads: Int { sum(\.leads) }
    var teachers: Int { sum(\.teachers) }
    var pupils: Int { sum(\.pupils) }
    /// The events that say so.
    var events: [Int] { records.map(\.seq) }

    private func sum(_ kind: KeyPath<Record, Int?>) -> Int {
        records.reduce(0) { $0 + ($1[keyPath: kind] ?? 0) }
    }
}

extension ReportBuilder {
    /// Who took part, by programme and strand: what is recorded of days that begin in the period, so
    /// that each record is in exactly one of two periods side by side.
    func participants(
        _ open: OpenModel, _ options: ReportOptions, in period: Range<Int>
    ) throws -> [StrandKey: Participants] {
        let places = try ParticipantPlaces(open, options)
        var parameters = options.parameters(from: Day(number: period.lowerBound))
        parameters["until"] = .integer(period.upperBound)
        let records = try open.rows(EvidenceQueries.participation, parameters) { row in
            let key = StrandKey(programme: row.text(1), strand: row.text(2))
            let isHere = places.hold(row.word(3), of: key.programme, from: row.integer(4))
            return isHere ? (key: key, record: Participants.Record(row)) : nil
        }
        return records.reduce(into: [:]) { found, entry in
            guard let entry else { return }
            found[entry.key, default: .init()].add(entry.record)
        }
    }
}

/// A strand of a programme.
struct StrandKey: Hashable, Comparable, Sendable {
    let programme: String
    let strand: String

    static func < (a: Self, b: Self) -> Bool {
        (a.programme, a.strand) < (b.programme, b.strand)
    }
}

/// Where schools and programmes were, to tell whose participation is in an area.
private struct ParticipantPlaces {
    /// `nil` when no area is asked for.
    private var placed: [String: [Range<Int>]]?
    private var schools: [String: [(day: Int, school: String)]] = [:]
    /// When the authority asked for leads each programme.
    private var led: [String: [Range<Int>]] = [:]
    private let fixedDay: Day?

    init(_ open: OpenModel, _ options: ReportOptions) throws {
        fixedDay = options.basisDay
        guard options.areaAuthority != nil || options.localAuthorities != nil else { return }
        placed = [:]
        let stays = try open.rows("SELECT school, from_day, to_day FROM temp.placed") {
            ($0.text(0), $0.integer(1)..<$0.integer(2))
        }
        for (school, days) in stays { placed?[school, default: []].append(days) }
        let urns = try open.rows(
            "SELECT urn, school, from_day FROM school_urn ORDER BY from_day, from_seq"
        ) { ($0.text(0), $0.text(1), $0.integer(2)) }
        for (urn, school, day) in urns { schools[urn, default: []].append((day, school)) }
        guard options.localAuthorities == nil else { return }
        let programmes = try open.rows(
            """
            SELECT programme, from_day, to_day FROM programme
            WHERE lead_kind = 'authority' AND lead_id = :authority
            """, options.parameters(from: nil)
        ) { ($0.text(0), $0.integer(1)..<$0.integer(2)) }
        for (programme, days) in programmes { led[programme, default: []].append(days) }
    }

    /// Whether its school was in the area on its first day; without a school, whether the authority
    /// led the programme.
    func hold(_ urn: String?, of programme: String, from day: Int) -> Bool {
        guard let placed else { return true }
        guard let urn else {
            return led[programme]?.contains { $0.contains(fixedDay?.number ?? day) } ?? false
        }
        let meant = schools[urn] ?? []
        let school = (meant.last { $0.day <= day } ?? meant.last)?.school
        return school.flatMap { placed[$0] }?.contains { $0.contains(day) } ?? false
    }
}
