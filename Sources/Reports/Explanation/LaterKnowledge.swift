internal import EventLog
internal import Events

extension Opened {
    /// Adds, as left out, what would count if everything recorded until now were known.
    mutating func add(_ newest: Opened, of later: Evidence, laterThan known: Evidence) throws {
        let last = known.head.size
        let now = Dictionary(counted.map { ($0.key, $0) }) { first, _ in first }
        let left = Dictionary(grouping: leftOut, by: \.key)
        var found: [Explanation.Item] = []
        for item in newest.counted {
            let before = now[item.key]
            if let before, later.says(item, asBefore: before, after: last) { continue }
            let grounds = before.map { [$0] } ?? left[item.key] ?? left[item.whole] ?? []
            var new = item.leftOut(
                "recorded later than event \(last)", wouldAdd: item.adds - (before?.adds ?? 0))
            new.events = try later.events(behind: item, grounds, after: last)
            new.isPart = before != nil
            found.append(new)
        }
        let new = found.filter { !$0.isPart }
        let replaced = Set(new.map(\.key) + new.map(\.whole))
        leftOut.removeAll { replaced.contains($0.key) }
        leftOut += found
    }
}

extension Explanation.Item {
    /// The key of the school, for a pair of school and strand.
    fileprivate var whole: String { String(key.prefix { $0 != "/" }) }
}

extension Evidence {
    /// Whether an item is as it was before the events after `last`, but for how the sum of all is
    /// rounded.
    fileprivate func says(
        _ item: Explanation.Item, asBefore before: Explanation.Item, after last: Int
    ) -> Bool {
        if item.adds == before.adds { return true }
        let isNew = amendments.complete(item.events).contains { $0 > last }
        return abs(item.adds - before.adds) == 1 && item.detail == before.detail && !isNew
    }

    /// The events after `last` that say something about an item, or else all that do.
    ///
    /// - Parameter grounds: What was said of it when no more than `last` were known.
    fileprivate func events(
        behind item: Explanation.Item, _ grounds: [Explanation.Item], after last: Int
    ) throws -> [Int] {
        let own = amendments.complete(item.events)
        let grounds = ([item] + grounds).flatMap { $0.events + $0.placedBy + $0.rules }
        for events in [own, amendments.complete(grounds)] {
            let new = events.filter { $0 > last }
            if !new.isEmpty { return new }
        }
        // Who leaves an area leaves no row, so any later event about areas may be the reason.
        let areas = try log.story(Subject("areas", "*").text, changesOnly: true).map(\.seq)
        let new = areas.filter { last < $0 && $0 <= head.size }
        return new.isEmpty ? own : new
    }
}
