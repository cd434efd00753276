internal import CanonicalJSON
package import Events
internal import EventLog
internal import Ledger
internal import Programme

extension ReportBuilder {
    /// Every period closed, as the ledger reads at event `last`, with what was recorded into it
    /// afterwards.
    package func closedPeriods(
        through last: Int = .max, _ programme: Slug? = nil
    ) throws -> [ClosedPeriod] {
        try facts(under: "period:", through: last).compactMap { reading in
            guard case .ledger(.periodClosed(let data)) = reading.fact,
                programme == nil || data.programme == programme,
                let root = Hash(base64: data.root.text)
            else { return nil }
            return ClosedPeriod(
                seq: reading.seq, programme: data.programme, from: data.from, to: data.to,
                head: Head(size: data.size, root: root),
                lateEntries: try lateEntries(into: data, through: last))
        }
    }

    /// What was recorded after the checkpoint of `period` about a day in it.
    private func lateEntries(
        into period: PeriodClosed, through last: Int
    ) throws -> [LateEntry] {
        let stories = LogStories(ledger.log)
        var entries: [LateEntry] = []
        try ledger.log.scan(from: period.size + 1, through: last) { event in
            let days = try stories.readings(concerning: event, through: event.seq)
                .filter { $0.fact.restates(period.programme) }
                .map(\.validFrom)
            if let day = days.first(where: { period.from <= $0 && $0 < period.to }) {
                entries.append(LateEntry(event: event, day: day))
            }
            return true
        }
        return entries
    }
}

extension LogStories {
    /// What `event` says, and, of a correction or retraction, what its root said before and says
    /// since.
    ///
    /// What cannot be read says nothing; it makes every report incomplete anyhow.
    fileprivate func readings(
        concerning event: RecordedEvent, through seq: Int
    ) throws -> [Reading] {
        do {
            guard let target = event.target else {
                guard let day = Day(event.validFrom) else { return [] }
                return [Reading(seq: event.seq, validFrom: day, fact: try event.fact())]
            }
            var readings = Readings()
            let history = try history(of: target).filter { $0.seq <= seq }
            for one in history { try readings.add(one) }
            return history.first.map { readings.everyReading(of: $0.seq) } ?? []
        } catch is ReadingProblem {
            return []
        }
    }
}

extension Fact {
    /// Whether the fact can change the figures of `programme`.
    ///
    /// The register concerns every programme; what the ledger says about itself, none. Evidence
    /// names none, and a fact of a locality concerns the programme it names.
    fileprivate func restates(_ programme: Slug) -> Bool {
        switch self {
        case .ledger, .evidence: return false
        case .locality(let fact): return fact.programme == programme
        case .register: return true
        case .programme, .money:
            let data = try? JSONValue(parsing: canonical)
            let named = data?["programme"]?.text
            return named == nil || named == programme.text
        }
    }
}
