internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine

/// A fact as the log tells it, whatever was said about it later.
struct ToldFact {
    let seq: Int
    let type: String
    /// The day it holds from, and the day on which it was recorded, in UTC.
    let holdsFrom, recordedOn: Day
    /// The newest correction of it that stands, and what took it back.
    var correctedBy, retractedBy: Int?

    /// How many days passed from the day it holds from until it was recorded.
    var daysLater: Int { max(0, recordedOn - holdsFrom) }
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
    var counts: [String: Int] = [:]
    /// Those that came late, were corrected or were taken back.
    var amended: [ToldFact] = []

    /// How many facts of `types`.
    func count(of types: Set<String>) -> Int {
        counts.reduce(0) { types.contains($1.key) ? $0 + $1.value : $0 }
    }
}

extension ReportBuilder {
    /// Reads from the log what is told of the period of a report, as known at event `last`: the same
    /// as `data-quality/counts.sql` and `data-quality/facts.sql`.
    func toldFacts(_ options: ReportOptions, through last: Int) throws -> ToldFacts {
        // Whatever the area: what is told of it is told of the whole ledger.
        var period = ReportOptions(asOf: options.asOf, today: options.asOf)
        period.from = options.from
        return try once("facts told up to \(last)", period) {
            let (corrected, retracted) = try amendments(knownThrough: last)
            var told = ToldFacts()
            try forEachFact(period, through: last) { fact in
                told.counts[fact.type, default: 0] += 1
                var fact = fact
                fact.correctedBy = corrected[fact.seq]
                fact.retractedBy = retracted[fact.seq]
                guard fact.isLate || fact.correctedBy != nil || fact.retractedBy != nil else {
                    return
                }
                told.amended.append(fact)
            }
            return told
        }
    }

    /// The newest correction of each event that was not itself taken back, and the retraction.
    private func amendments(
        knownThrough last: Int
    ) throws -> (corrected: [Int: Int], retracted: [Int: Int]) {
        let (correction, retraction) = (
            EventCorrected.descriptor.type, EventRetracted.descriptor.type
        )
        let all = try ledger.log.events(ofTypes: [correction, retraction], through: last)
        let amending = { (type: String) in
            all.lazy.filter { $0.type == type }.compactMap { event in
                event.target.map { (target: $0, seq: event.seq) }
            }
        }
        let retracted = Dictionary(
            amending(retraction).map { ($0.target, $0.seq) }, uniquingKeysWith: max)
        let standing = amending(correction).filter { retracted[$0.seq] == nil }
        return (Dictionary(standing.map { ($0.target, $0.seq) }, uniquingKeysWith: max), retracted)
    }

    /// Calls `body` with each fact told of a day of the period, as known at event `last`, in the
    /// order of the log: the same as `data-quality/every.sql`.
    func forEachFact(
        _ options: ReportOptions, through last: Int, _ body: (ToldFact) throws -> Void
    ) throws {
        let first = options.from ?? Day(year: 1, month: 1, day: 1) ?? .startOfTime
        let types = factGroups.flatMap(\.types)
        var numbers = TextNumbers()
        for type in types { _ = numbers.number(of: Array(type.utf8).span) }
        try ledger.log.scanEnvelopes(through: last) { event, leaf in
            let type = numbers.number(of: leaf.extracting(event.type))
            let (year, month, day) = event.recordedAt.civil
            guard type < types.count, let from = Day(utf8: leaf.extracting(event.validFrom)),
                first <= from, from <= options.asOf,
                let on = Day(year: year, month: month, day: day)
            else { return }
            try body(ToldFact(seq: event.seq, type: types[type], holdsFrom: from, recordedOn: on))
        }
    }
}

/// The types of the facts of each group, without what the ledger says about itself.
let factGroups: [(group: String, types: Set<String>)] = {
    let types = Dictionary(grouping: vocabulary.values.map(\.descriptor), by: \.group)
    return types.filter { $0.key != "ledger" }.sorted { $0.key < $1.key }
        .map { ($0.key, Set($0.value.map(\.type))) }
}()
