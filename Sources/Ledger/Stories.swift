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

    /// The event at `seq`, and everything that corrected or retracted its root or was corrected by
    /// it.
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
    private var current: [Int: StoryFact] = [:]
    /// The roots of the facts that change each subject as they read now.
    private var changers: [Subject: Set<Int>] = [:]
    /// The roots of the facts that depend on each subject as they read now.
    private var readers: [Subject: Set<Int>] = [:]

    package init(_ log: EventLog) throws {
        try log.scan { event in
            try add(event)
            return true
        }
    }

    mutating func add(_ event: RecordedEvent) throws(ReadingProblem) {
        let root = try readings.add(event)
        if let old = current.removeValue(forKey: root) {
            for subject in old.stories.changes { changers[subject]?.remove(root) }
            for subject in old.stories.reads { readers[subject]?.remove(root) }
        }
        guard let reading = readings.reading(of: root) else { return }
        let fact = StoryFact(reading)
        current[root] = fact
        for subject in fact.stories.changes { changers[subject, default: []].insert(root) }
        for subject in fact.stories.reads { readers[subject, default: []].insert(root) }
    }

    package func facts(of subject: Subject, changesOnly: Bool) -> [StoryFact] {
        var roots = changers[subject] ?? []
        if !changesOnly { roots.formUnion(readers[subject] ?? []) }
        return roots.compactMap { current[$0] }
    }
}
