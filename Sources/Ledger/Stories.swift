internal import CanonicalJSON
package import EventLog
package import Events
package import Programme

/// The stories of a ledger, found in its log one subject at a time.
///
/// Right for a few facts; an import of many keeps all stories in memory, in ``MemoryStories``.
package struct LogStories: StorySource {
    let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    package func facts(of subject: Subject, changesOnly: Bool) throws -> [StoryFact] {
        let events = try log.story(subject.text, changesOnly: changesOnly)
        let readings = try self.readings(of: events)
        return readings.facts.map(StoryFact.init)
            .filter { $0.concerns(subject, changesOnly: changesOnly) }
    }

    /// How the roots of `events` read at event `last`, or now, with every correction of theirs.
    package func readings(
        of events: some Sequence<RecordedEvent>, through last: Int = .max
    ) throws -> Readings {
        var needed: [Int: RecordedEvent] = [:]
        for event in events {
            needed[event.seq] = event
            guard let target = event.target else { continue }
            for related in try history(of: target) where related.seq <= last {
                needed[related.seq] = related
            }
        }
        var readings = Readings()
        for event in needed.values.sorted(by: { $0.seq < $1.seq }) { try readings.add(event) }
        return readings
    }

    /// The event at `seq`, and everything that corrected or retracted its root or was corrected by it.
    package func history(of seq: Int) throws -> [RecordedEvent] {
        guard let event = try log.event(at: seq) else { return [] }
        var root = event
        while let target = root.target, let before = try log.event(at: target) { root = before }
        return try [root] + log.story(StoryTag.corrections(of: root.seq), changesOnly: false)
    }
}

extension RecordedEvent {
    /// The event that this one corrects or retracts.
    package var target: Int? {
        guard type == EventCorrected.descriptor.type || type == EventRetracted.descriptor.type
        else { return nil }
        return dataValue["target"]?.integer
    }
}

extension StoryTag {
    /// The story of what was said about the root event at `seq` afterwards.
    package static func corrections(of seq: Int) -> String { "event:\(seq)" }
}

/// All stories of a ledger, held in memory and kept up to date while facts are added.
package struct MemoryStories: StorySource {
    private(set) var readings = Readings()
    private var index: [Subject: Set<Int>] = [:]
    private var current: [Int: StoryFact] = [:]

    package init(_ log: EventLog) throws {
        try log.scan { event in
            try add(event)
            return true
        }
    }

    mutating func add(_ event: RecordedEvent) throws(ReadingProblem) {
        let root = try readings.add(event)
        guard let reading = readings.reading(of: root) else {
            current[root] = nil
            return
        }
        let fact = StoryFact(reading)
        current[root] = fact
        for subject in fact.stories.changes { index[subject, default: []].insert(root) }
        for subject in fact.stories.reads { index[subject, default: []].insert(root) }
    }

    package func facts(of subject: Subject, changesOnly: Bool) -> [StoryFact] {
        (index[subject] ?? []).compactMap { current[$0] }
            .filter { $0.concerns(subject, changesOnly: changesOnly) }
    }
}
