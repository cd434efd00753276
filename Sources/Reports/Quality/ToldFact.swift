internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// A fact that came late, was corrected or was taken back: a row of `data-quality/facts.sql`.
struct ToldFact {
    let seq: Int
    let type: String
    /// The day it holds from, and the day on which it was recorded, in UTC.
    let holdsFrom, recordedOn: Day
    /// How many days passed between the two.
    let daysLater: Int
    /// The newest correction of it, and what took it back.
    let correctedBy, retractedBy: Int?

    /// - Returns: `nil` when the row has no days.
    init?(_ row: [Value]) {
        guard case .integer(let seq) = row[0], case .text(let type) = row[1],
            case .text(let from) = row[2], let from = Day(from),
            case .text(let on) = row[3], let on = Day(on), case .integer(let days) = row[4]
        else { return nil }
        self.seq = seq
        self.type = type
        holdsFrom = from
        recordedOn = on
        daysLater = days
        correctedBy = if case .integer(let seq) = row[5] { seq } else { nil }
        retractedBy = if case .integer(let seq) = row[6] { seq } else { nil }
    }

    var isLate: Bool { daysLater > lateAfterDays }
    var events: [Int] { [seq, correctedBy, retractedBy].compactMap(\.self).sorted() }

    func item(_ detail: String) -> Explanation.Item {
        Explanation.Item(
            key: "event/\(seq)", name: "\(type) \(seq)", la: "", adds: 1, detail: detail,
            events: events)
    }
}

/// After how many days a fact is late.
let lateAfterDays = 30

/// What is told in a period, and what of it came late or was amended.
struct ToldFacts {
    /// How many facts of each type.
    let counts: [String: Int]
    let amended: [ToldFact]

    /// How many facts of `types`.
    func count(of types: Set<String>) -> Int {
        counts.reduce(0) { types.contains($1.key) ? $0 + $1.value : $0 }
    }
}

extension ReportBuilder {
    /// Reads from the log what is told of the period of a report, as known at event `last`.
    func toldFacts(_ options: ReportOptions, through last: Int) throws -> ToldFacts {
        // Whatever the area: what is told of it is told of the whole ledger.
        var period = ReportOptions(asOf: options.asOf, today: options.asOf)
        period.from = options.from
        return try once("facts told up to \(last)", period) {
            try readToldFacts(period, through: last)
        }
    }

    private func readToldFacts(
        _ options: ReportOptions, through last: Int
    ) throws -> ToldFacts {
        let parameters = toldParameters(options, through: last)
        let counted = try ledger.log.table(DataQuality.counts, parameters)
        let late = parameters.merging(["late": .integer(lateAfterDays)]) { $1 }
        let amended = try ledger.log.table(DataQuality.facts, late)
        return ToldFacts(
            counts: Dictionary(
                counted.rows.compactMap { row in
                    guard case .text(let type) = row[0], case .integer(let count) = row[1] else {
                        return nil
                    }
                    return (type, count)
                }, uniquingKeysWith: +),
            amended: amended.rows.compactMap { ToldFact($0) })
    }
}

extension ReportBuilder {
    /// The parameters of the statements of `data-quality`, for the period of a report.
    func toldParameters(_ options: ReportOptions, through last: Int) -> [String: Value] {
        let types = factGroups.flatMap(\.types).map(JSONValue.string)
        return [
            "known_at": .integer(last), "as_of": .text(options.asOf.text),
            "from": .text(options.from?.text ?? "0001-01-01"),
            "types": .text(JSONValue.array(types).compact),
        ]
    }
}

/// The types of the facts of each group, without what the ledger says about itself.
let factGroups: [(group: String, types: Set<String>)] = {
    let types = Dictionary(grouping: vocabulary.values.map(\.descriptor), by: \.group)
    return types.filter { $0.key != "ledger" }.sorted { $0.key < $1.key }
        .map { ($0.key, Set($0.value.map(\.type))) }
}()
