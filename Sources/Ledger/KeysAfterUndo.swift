internal import EventLog
internal import Events

/// The last event recorded with a key, or with one that goes on from it.
struct KeyedEvent {
    let event: RecordedEvent
    /// Whether a whole import was undone that the event is part of.
    let isUndone: Bool
    /// The key under which the same can be recorded once more.
    let nextKey: String
}

extension EventLog {
    /// What was recorded with `key`.
    ///
    /// A key is in the log for good, so what is recorded again after an undo goes on from it: after
    /// `row-7` comes `row-7~2`, then `row-7~3`.
    func latest(withKey key: String) throws -> KeyedEvent? {
        guard var event = try event(withKey: key) else { return nil }
        var generation = 2
        while try isUndone(event) {
            let nextKey = "\(key)~\(generation)"
            guard let next = try self.event(withKey: nextKey) else {
                return KeyedEvent(event: event, isUndone: true, nextKey: nextKey)
            }
            event = next
            generation += 1
        }
        return KeyedEvent(event: event, isUndone: false, nextKey: "\(key)~\(generation)")
    }

    /// Whether the event, or the root that it corrects, was taken back by undoing an import.
    private func isUndone(_ event: RecordedEvent) throws -> Bool {
        let root = event.target ?? event.seq
        return try story(StoryTag.corrections(of: root), changesOnly: true).contains {
            $0.isOfUndoing && ($0.target == event.seq || $0.target == root)
        }
    }
}
