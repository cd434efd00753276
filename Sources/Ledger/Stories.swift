internal import CanonicalJSON
package import EventLog
package import Events
package import Programme

/// The stories of a ledger, found in its log one subject at a time.
///
/// Right for a few facts; an import of many keeps a live world beside it, in ``LiveStories``.
package struct LogStories: StorySource {
    let log: EventLog
    /// The last event that counts; others may be recorded meanwhile.
    private let last: Int

    package init(_ log: EventLog, through last: Int = .max) {
        self.log = log
        self.last = last
    }

    package func facts(of subject: Subject, changesOnly: Bool) throws -> [StoryFact] {
        let events = try log.story(subject.text, changesOnly: changesOnly)
            .filter { $0.seq <= last }
        let readings = try self.readings(of: events)
        return readings.facts.map(StoryFact.init)
            .filter { $0.concerns(subject, changesOnly: changesOnly) }
    }

    /// How the roots of `events` read at event `last`, or now, with every correction of theirs.
    package func readings(
        of events: some Sequence<RecordedEvent>, through last: Int = .max
    ) throws -> Readings {
        var needed: [Int: RecordedEvent] = [:]
        var targets: Set<Int> = []
        for event in events {
            needed[event.seq] = event
            guard let target = event.target, targets.insert(target).inserted else { continue }
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
        return try [root]
            + log.story(StoryTag.corrections(of: root.seq), changesOnly: false)
            .filter { $0.seq <= last }
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
