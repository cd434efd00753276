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
        var found = try log.storyTags()
        var readings = Readings()
        var events: [RecordedEvent] = []
        try log.scan { event in
            events.append(event)
            return true
        }
        for event in events {
            let filed = found.removeValue(forKey: event.seq) ?? []
            guard let tags = try? readings.tags(adding: event) else { continue }
            guard filed == tags else { throw misfiled(event.seq) }
        }
        if let extra = found.keys.min() { throw misfiled(extra) }
    }

    private func misfiled(_ seq: Int) -> LogError {
        LogError(
            .altered(seq: seq), "event \(seq) is not filed under the stories it takes part in",
            hint: "somebody changed the table of stories; restore the ledger from a copy")
    }
}

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
