package import EventLog
package import Events
internal import Programme

extension Ledger {
    /// Compares the index of stories, by which facts are decided, with what the events say.
    ///
    /// An event that cannot be read, and what was said about it, says nothing about stories.
    ///
    /// - Throws: ``LogError`` that names the first event filed under the wrong stories.
    package func verifyStoryIndex() throws {
        var filed = try log.storyTags()
        try log.scan { event in
            if let stray = filed.nextSeq, stray < event.seq { throw stranger(stray) }
            let found = try filed.tags(of: event.seq)
            guard let tags = try tags(of: event) else { return true }
            guard found == tags else { throw misfiled(event.seq, tags, found) }
            return true
        }
        if let stray = filed.nextSeq { throw stranger(stray) }
    }

    /// The stories that `event` takes part in; `nil` when it cannot be read.
    ///
    /// What was said about an event before is found by the index itself, as far as it was compared
    /// already.
    private func tags(of event: RecordedEvent) throws -> Set<StoryTag>? {
        guard let target = event.target else {
            return (try? event.fact()).map { Set($0.stories.tags) }
        }
        var readings = Readings()
        do {
            let earlier = LogStories(log, through: event.seq - 1)
            for before in try earlier.history(of: target) { try readings.add(before) }
            return try readings.tags(adding: event)
        } catch is ReadingProblem {
            return nil
        }
    }

    /// The stories hold an event that there is not.
    private func stranger(_ seq: Int) -> LogError {
        LogError(
            .altered(seq: seq), "the table of stories holds event \(seq), which there is not",
            hint: misfiledHint,
            at: Disagreement(
                member: "table story", expected: "no row for event \(seq)",
                found: "a row for event \(seq)"))
    }

    private func misfiled(
        _ seq: Int, _ expected: Set<StoryTag>, _ found: Set<StoryTag>
    ) -> LogError {
        LogError(
            .altered(seq: seq), "event \(seq) is not filed under the stories it takes part in",
            hint: misfiledHint,
            at: Disagreement(
                seq: seq, member: "table story", expected: words(expected.subtracting(found)),
                found: words(found.subtracting(expected)),
                // The index is beside the leaves: they are as they were recorded.
                goodThrough: try? log.size()))
    }

    private func words(_ tags: Set<StoryTag>) -> String {
        let words = tags.map { $0.story + ($0.changes ? "" : " (only read)") }.sorted()
        return words.isEmpty ? "nothing else" : words.joined(separator: ", ")
    }
}

private let misfiledHint =
    "somebody changed the table of stories; keep the whole folder as evidence, and restore the "
    + "ledger from a copy"

extension Readings {
    /// Takes in the next event and says which stories it is to be filed under.
    package mutating func tags(
        adding event: RecordedEvent
    ) throws(ReadingProblem) -> Set<StoryTag> {
        let root = try add(event)
        guard event.target != nil else { return Set(try event.fact().stories.tags) }
        let tags = everyReading(of: root).flatMap { $0.fact.stories.tags }
        return Set(tags + [StoryTag(StoryTag.corrections(of: root), changes: true)])
    }
}
