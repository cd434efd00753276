internal import EventLog
internal import Events
internal import Ledger
internal import Programme

/// Facts as they read, by the subjects whose stories they change.
///
/// A fact that changes no story is a subject by itself: `event:7`.
struct SubjectFacts: Sendable {
    private(set) var all: [Subject: [RecordedReading]] = [:]

    subscript(_ subject: Subject) -> [RecordedReading] { all[subject] ?? [] }

    /// All of `readings`, which are of events 1 to `last`.
    init(_ readings: [Reading], in log: EventLog, through last: Int) throws {
        let bySeq = Dictionary(uniqueKeysWithValues: readings.map { ($0.seq, $0) })
        try log.scanLeaves(through: last) { seq, leaf in
            guard let reading = bySeq[seq] else { return }
            let envelope = try EventEnvelope(leaf: leaf)
            let recorded = RecordedReading(
                reading: reading, recordedAt: envelope.recordedAt,
                recordedBy: try EventEnvelope.text(at: envelope.recordedBy, leaf))
            for subject in subjects(of: reading) { all[subject, default: []].append(recorded) }
        }
    }

    /// Those of a few subjects, looked up in the log.
    init(of subjects: Set<Subject>, in log: EventLog) throws {
        let stories = SubjectStories(log: LogStories(log))
        for subject in subjects {
            for fact in try stories.facts(of: subject, changesOnly: true) {
                guard let event = try log.event(at: fact.reading.seq) else { continue }
                all[subject, default: []].append(
                    RecordedReading(
                        reading: fact.reading, recordedAt: event.recordedAt,
                        recordedBy: event.recordedBy))
            }
        }
    }
}

/// A fact as it reads, with when and by whom its root event was recorded.
struct RecordedReading: Sendable {
    let reading: Reading
    let recordedAt: Instant
    let recordedBy: String
}

private func subjects(of reading: Reading) -> Set<Subject> {
    let changes = reading.fact.stories.changes
    return changes.isEmpty ? [Subject("event", String(reading.seq))] : Set(changes)
}
