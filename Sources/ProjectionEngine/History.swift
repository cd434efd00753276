package import EventLog
internal import Events
internal import Ledger
package import Programme

/// The log read from its first event to some point, as far as read models need it.
package struct History: Sendable {
    /// How many events were read, and the root of the tree over them.
    package let head: Head
    /// When the last of them was recorded; `nil` when there is none.
    package let lastRecordedAt: Instant?
    /// Everything they tell.
    package let world: World

    /// Reads events 1 to `last`, each of them, and tells their story.
    ///
    /// - Throws: ``LogError`` naming the first event that is missing, unreadable or illegal: no
    ///   view may be built over a hole.
    package init(of log: EventLog, through last: Int) throws {
        var tree = CompactRange()
        var readings = Readings()
        var recordedAt: Instant?
        try log.scan(through: last) { event in
            guard event.seq == tree.size + 1 else {
                throw unreadable(tree.size + 1, "it is missing")
            }
            tree.append(leafHash(event.leaf))
            do throws(ReadingProblem) { try readings.add(event) } catch {
                throw unreadable(event.seq, error.description)
            }
            recordedAt = event.recordedAt
            return true
        }
        guard tree.size == last else { throw unreadable(tree.size + 1, "it is missing") }
        head = Head(size: tree.size, root: tree.root)
        lastRecordedAt = recordedAt
        do throws(Refusal) { world = try World.told(by: readings.facts) } catch {
            throw LogError(
                .altered(seq: nil), "the history is not legal: \(error.sentence)",
                hint: "run 'tally verify'")
        }
    }
}

private func unreadable(_ seq: Int, _ why: String) -> LogError {
    LogError(
        .altered(seq: seq), "event \(seq) cannot be read: \(why)", hint: "run 'tally verify'")
}
