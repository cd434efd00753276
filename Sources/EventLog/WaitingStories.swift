/// The stories of events whose rows in the table are still to be written.
///
/// The rows of one story lie together, so those of an import, event by event, would each be put into
/// another page. Written story by story, they come in the order of the table.
struct WaitingStories: Sendable {
    private var rows: [String: [Row]] = [:]
    private(set) var count = 0

    /// What the table holds of a story: an event, and whether it changes the story.
    struct Row: Equatable, Sendable {
        /// Twice the number of the event, and one more when it changes the story.
        private let bits: Int

        init(_ seq: Int, changes: Bool) { bits = seq << 1 | (changes ? 1 : 0) }

        var seq: Int { bits >> 1 }
        var changes: Bool { bits & 1 == 1 }
    }

    /// Files the event at `seq`, the newest.
    mutating func file(_ seq: Int, under tags: [StoryTag]) {
        for tag in tags {
            let row = Row(seq, changes: tag.changes)
            if rows[tag.story, default: []].appendOnce(row) { count += 1 }
        }
    }

    /// Takes out what waits of one story.
    mutating func take(_ story: String) -> [Row] {
        guard count > 0, let taken = rows.removeValue(forKey: story) else { return [] }
        count -= taken.count
        return taken
    }

    /// Takes out all that waits, the stories in the order of the table.
    mutating func takeAll() -> [(story: String, rows: [Row])] {
        let taken = rows.sorted { $0.key < $1.key }.map { (story: $0.key, rows: $0.value) }
        self = WaitingStories()
        return taken
    }
}

extension [WaitingStories.Row] {
    /// Appends the row unless it is one of the last two, and says whether it did.
    ///
    /// A story has an event twice at most: as one that depends on it and as one that changes it.
    fileprivate mutating func appendOnce(_ row: Element) -> Bool {
        guard last != row, count < 2 || self[count - 2] != row else { return false }
        append(row)
        return true
    }
}
