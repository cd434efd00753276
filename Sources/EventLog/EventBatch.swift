/// Some consecutive events that are to be put into the tables.
struct EventBatch: Sendable {
    /// The leaves, one after the other.
    private(set) var leaves: [UInt8] = []
    /// Of each event, where its leaf ends, and the stories it is filed under.
    private(set) var events: [(end: Int, stories: [StoryTag])] = []
    private(set) var firstSeq = 0

    /// - Parameter capacity: How many events there will be, at most.
    init(capacity: Int) {
        events.reserveCapacity(capacity)
        // Half a kilobyte is more than most leaves have.
        leaves.reserveCapacity(capacity * 512)
    }

    /// Takes in the next event.
    ///
    /// - Throws: ``LogError`` when its leaf is too large; the batch is then as it was.
    mutating func add(_ draft: Draft, at seq: Int) throws(LogError) {
        let start = leaves.count
        draft.appendLeaf(at: seq, to: &leaves)
        let count = leaves.count - start
        if count > EventLog.leafMaximum { leaves.removeLast(count) }
        try EventLog.expectLeaf(ofCount: count)
        if events.isEmpty { firstSeq = seq }
        events.append((leaves.count, draft.stories))
    }
}

extension EventLog {
    /// Throws when a leaf of `count` bytes is larger than any may be.
    static func expectLeaf(ofCount count: Int) throws(LogError) {
        guard count > leafMaximum else { return }
        throw LogError(
            .tooLarge, "the event has \(count) bytes, more than \(leafMaximum)",
            hint: "record less in one event")
    }
}
