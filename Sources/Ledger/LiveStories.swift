internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Programme

/// Decides on the facts of an import: by the world as all facts have made it where that is certain,
/// and by the stories in the log where it is not.
///
/// Both see the events that the same transaction has appended.
struct LiveStories {
    private let log: EventLog
    private var stories: RecentStories
    /// `nil` while it is not up to date.
    private var world: LiveWorld?
    /// How many decisions were taken from the log since there was a world.
    private var decisionsWithout = 0
    /// Whether the facts of this log cannot be told as one story, so that there is never a world.
    private var isUntold = false

    init(_ log: EventLog) {
        self.log = log
        stories = RecentStories(log: LogStories(log))
    }

    /// Decides as `judge` does.
    ///
    /// - Parameter seq: The number the event will have when it is appended, as it then must be.
    mutating func judge(
        _ proposal: Proposal, _ subjects: Stories, at seq: Int
    ) throws -> Verdict {
        try keepWorld(eventCount: seq - 1)
        if world?.accepts(proposal.numbered(seq), subjects) == true {
            stories.forget(subjects.changes)
            return .legal
        }
        if proposal.changes.contains(where: { $0.kind == "programme" }) {
            return try judgeProgramme(proposal)
        }
        let hearing = try hear(proposal, in: &stories)
        guard hearing.verdict == .legal else { return hearing.verdict }
        if world?.take(hearing, of: proposal.numbered(seq)) == false { world = nil }
        stories.forget(proposal.changes)
        return .legal
    }

    /// Decides on what no world takes over, from as little of its story as that needs.
    private mutating func judgeProgramme(_ proposal: Proposal) throws -> Verdict {
        let verdict = try Programme.judge(proposal, in: &stories)
        if verdict == .legal {
            world = nil
            stories.forget(proposal.changes)
        }
        return verdict
    }

    /// Tells all facts again once going without has cost about as much as that does.
    private mutating func keepWorld(eventCount: Int) throws {
        guard world == nil, !isUntold else { return }
        decisionsWithout += 1
        guard decisionsWithout * eventsToldPerDecision > eventCount else { return }
        decisionsWithout = 0
        do { world = try told() } catch is Refusal { isUntold = true } catch is ReadingProblem {
            isUntold = true
        }
    }

    /// Tells every fact, holding no more of each in memory than where it stands.
    private func told() throws -> LiveWorld {
        var places: [Place] = []
        var foretold: [Int: Reading] = [:]
        var corrected: [Int: Reading?] = [:]
        try log.scan { event in
            if let target = event.target { corrected[target] = .some(nil) }
            let place = Place(seq: event.seq, day: Day(event.validFrom) ?? .startOfTime)
            places.append(place)
            if LiveWorld.foretoldTypes.contains(event.type) {
                foretold[event.seq] = try place.reading(event)
            }
            return true
        }
        for target in Array(corrected.keys) {
            var readings = Readings()
            for event in try stories.log.history(of: target) { try readings.add(event) }
            corrected[target] = .some(readings.reading(of: target))
            if foretold[target] != nil { foretold[target] = readings.reading(of: target) }
        }
        places = places.compactMap { place in
            guard let standing = corrected[place.seq] else { return place }
            return standing.map { Place(seq: place.seq, day: $0.validFrom) }
        }
        places.sort()
        var world = LiveWorld(foretold: foretold.values.sorted())
        for place in places {
            if let reading = corrected[place.seq] ?? nil {
                try world.tell(StoryFact(reading))
            } else if let event = try log.event(at: place.seq), event.target == nil {
                try world.tell(StoryFact(try place.reading(event)))
            }
        }
        return world
    }

    /// Where a fact stands in the story.
    private struct Place: Comparable {
        let seq: Int
        let day: Day

        func reading(_ event: RecordedEvent) throws -> Reading {
            Reading(seq: seq, validFrom: day, fact: try event.fact())
        }

        static func < (a: Place, b: Place) -> Bool { (a.day, a.seq) < (b.day, b.seq) }
    }
}

/// About how many events can be told again in the time of one decision from the log.
private let eventsToldPerDecision = 32

extension Proposal {
    /// The proposal with the number its fact will have.
    fileprivate func numbered(_ seq: Int) -> Proposal {
        guard case .add(let new) = self else { return self }
        return .add(Reading(seq: seq, validFrom: new.validFrom, fact: new.fact))
    }
}
