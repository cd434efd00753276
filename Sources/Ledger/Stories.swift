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
        return try facts(events).filter { $0.concerns(subject, changesOnly: changesOnly) }
    }

    package func facts(of subject: Subject, in part: StoryPart) throws -> [StoryFact] {
        let events: [RecordedEvent]
        switch part {
        case .whole, .changes:
            return try facts(of: subject, changesOnly: part == .changes)
        case .terms: events = try changesWithoutSpends(subject)
        case .after(let day):
            events =
                try log.story(subject.text, changesOnly: true)
                + dependents(of: subject, after: day)
        }
        return try facts(events).filter {
            $0.concerns(subject, changesOnly: part.isOfChanges) && part.holds($0, of: subject)
        }
    }

    private func facts(_ events: [RecordedEvent]) throws -> [StoryFact] {
        try readings(of: events.filter { $0.seq <= last }).facts.map(StoryFact.init)
    }

    /// The events that change a subject, but for spends and what was said about them later.
    private func changesWithoutSpends(_ subject: Subject) throws -> [RecordedEvent] {
        var spends: Set<Int> = []
        return try log.story(subject.text, changes: true) { event, leaf in
            let isSpend =
                if let target = event.target(leaf) {
                    spends.contains(target)
                } else {
                    event.isOf(SpendRecorded.self, leaf)
                }
            if isSpend { spends.insert(event.seq) }
            return !isSpend
        }
    }

    /// The events that depend on a subject and say, or once said, something of a day after `day`.
    ///
    /// All that was said about such an event later is found with it, by ``readings(of:through:)``,
    /// as soon as one correction or retraction of it is among them.
    private func dependents(of subject: Subject, after day: Day) throws -> [RecordedEvent] {
        var found: Set<Int> = []
        return try log.story(subject.text, changes: false) { event, leaf in
            let target = event.target(leaf)
            let isLate =
                event.holds(after: day, leaf)
                || (target != nil || event.isOf(ParticipationRecorded.self, leaf))
                    && event.lasts(beyond: day, leaf)
            guard isLate || target.map(found.contains) ?? false else { return false }
            found.insert(event.seq)
            return true
        }
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

extension EventEnvelope {
    fileprivate func isOf(_ type: (some FactData).Type, _ leaf: borrowing Span<UInt8>) -> Bool {
        FactType.named(leaf.extracting(self.type))?.descriptor.type == type.descriptor.type
    }

    /// The event that this one corrects or retracts.
    fileprivate func target(_ leaf: borrowing Span<UInt8>) -> Int? {
        guard isOf(EventCorrected.self, leaf) || isOf(EventRetracted.self, leaf),
            var cursor = JSONCursor.member("target", ofObjectAt: data, leaf)
        else { return nil }
        return try? cursor.integer(leaf)
    }

    fileprivate func holds(after day: Day, _ leaf: borrowing Span<UInt8>) -> Bool {
        // What cannot be read is kept, so that it is told what is wrong with it.
        Day(utf8: leaf.extracting(validFrom)).map { $0 > day } ?? true
    }

    /// Whether the data, or the reading that a correction gives, has a period that ends after
    /// `day`.
    fileprivate func lasts(beyond day: Day, _ leaf: borrowing Span<UInt8>) -> Bool {
        var object = data
        if var cursor = JSONCursor.member("replacement", ofObjectAt: data, leaf) {
            object = (try? cursor.skipValue(leaf)) ?? data
        }
        guard var cursor = JSONCursor.member("to", ofObjectAt: object, leaf) else { return false }
        return (try? Day.read(&cursor, leaf)).map { $0 > day } ?? true
    }
}

extension JSONCursor {
    /// The place of the value of a member; `nil` when the object has no such member.
    fileprivate static func member(
        _ name: String, ofObjectAt object: Range<Int>, _ bytes: borrowing Span<UInt8>
    ) -> JSONCursor? {
        var cursor = JSONCursor(at: object.lowerBound + 1)
        while cursor.index < object.upperBound, !cursor.member(name, bytes) {
            guard (try? cursor.skipMember(bytes)) == true else { return nil }
        }
        return cursor.index < object.upperBound ? cursor : nil
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
