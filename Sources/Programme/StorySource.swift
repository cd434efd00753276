package import Events

/// Where stories are found: the log, or a part of it held in memory.
package protocol StorySource {
    /// The facts of one subject, as they read now, in any order.
    ///
    /// - Parameter changesOnly: Leave out the facts that merely depend on the subject.
    mutating func facts(of subject: Subject, changesOnly: Bool) throws -> [StoryFact]

    /// Those facts of one subject that belong to `part` of its story.
    mutating func facts(of subject: Subject, in part: StoryPart) throws -> [StoryFact]
}

extension StorySource {
    package mutating func facts(
        of subject: Subject, in part: StoryPart
    ) throws -> [StoryFact] {
        try facts(of: subject, changesOnly: part.isOfChanges)
            .filter { part.holds($0, of: subject) }
    }
}

/// As much of a story as a decision needs.
package enum StoryPart: Equatable, Sendable {
    /// All facts that change the subject or depend on it.
    case whole
    /// The facts that change the subject.
    case changes
    /// The facts that change the subject, and of those that depend on it the ones that something
    /// that happens on a day can make illegal, or that can stand in its way: they hold from a later
    /// day, or are about participation beyond it.
    case after(Day)
    /// The facts that change a commitment, without what is spent against it.
    case terms

    /// Whether it holds no fact that only depends on the subject.
    package var isOfChanges: Bool { self == .changes || self == .terms }

    /// Whether a fact of the story of `subject` is in this part of it.
    package func holds(_ fact: StoryFact, of subject: Subject) -> Bool {
        switch self {
        case .whole: return true
        case .changes: return fact.stories.changes.contains(subject)
        case .after(let day):
            if fact.reading.validFrom > day || fact.stories.changes.contains(subject) {
                return true
            }
            guard case .programme(.participationRecorded(let data)) = fact.reading.fact else {
                return false
            }
            return data.to > day
        case .terms:
            if case .money(.spendRecorded) = fact.reading.fact { return false }
            return fact.stories.changes.contains(subject)
        }
    }
}

/// A fact together with the stories it is part of.
package struct StoryFact: Sendable {
    package let reading: Reading
    package let stories: Stories

    package init(_ reading: Reading) { self.init(reading, reading.fact.stories) }

    package init(_ reading: Reading, _ stories: Stories) {
        self.reading = reading
        self.stories = stories
    }

    /// Whether it is part of the story of `subject`.
    package func concerns(_ subject: Subject, changesOnly: Bool) -> Bool {
        stories.changes.contains(subject) || !changesOnly && stories.reads.contains(subject)
    }
}
