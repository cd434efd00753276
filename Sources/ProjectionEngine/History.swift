internal import CanonicalJSON
package import EventLog
internal import Events
internal import Ledger
package import Programme

/// The log read from its first event to some point, as far as read models need it.
package struct History: Sendable {
    /// How many events were taken in, all from the first on, and the root of the tree over them.
    package let head: Head
    /// When the last of them was recorded; `nil` when there is none.
    package let lastRecordedAt: Instant?
    /// Everything they tell.
    package let world: World
    /// The events that could not be taken in; the history ends before the first of them.
    package let quarantined: [Quarantined]
    /// Whether an event was set aside or given another reading.
    package let hasResolutions: Bool
    /// The facts themselves, by subject; `nil` unless they were to be kept.
    let facts: SubjectFacts?
}

extension History {
    /// Reads events 1 to `last` and tells their story; stops before what cannot be read or is not
    /// legal.
    ///
    /// - Parameters:
    ///   - telling: Which facts are told. What is wrong with the others does not matter.
    ///   - keepingFacts: Keep the facts, for read models that are only SQL.
    ///   - progress: Called now and then with the number of events read.
    /// - Throws: ``LogError`` when an event is missing, or its bytes are no event: no view may be
    ///   built over a hole.
    package init(
        of log: EventLog, through last: Int, _ telling: Telling, keepingFacts: Bool = false,
        progress: (Int) -> Void = { _ in }
    ) throws {
        if !keepingFacts, let quick = try QuickTranscript(log, through: last, telling, progress),
            let world = quick.world
        {
            self = History(
                head: quick.head, lastRecordedAt: try log.event(at: last)?.recordedAt,
                world: world, quarantined: [], hasResolutions: false, facts: nil)
            return
        }
        try self.init(
            carefully: log, through: last, telling, keepingFacts: keepingFacts, progress: progress)
    }

    /// The same, event by event and value by value: slower, and the reference for the other.
    package init(
        carefully log: EventLog, through last: Int, _ telling: Telling,
        keepingFacts: Bool = false, progress: (Int) -> Void = { _ in }
    ) throws {
        var transcript = try Transcript(log, through: last, telling, progress)
        let resolutions = transcript.resolutions
        var problems = transcript.problems
        if let first = problems.first {
            transcript = try Transcript(log, through: first.seq - 1, telling, progress)
            transcript.resolve(by: resolutions)
        }
        var told: World
        do throws(Refusal) { told = try World.told(by: transcript.facts) } catch {
            let whole = transcript
            let found = try Self.firstIllegal(log, whole.head.size, telling, resolutions)
            transcript = found.before
            told = found.world
            problems = [found.event] + problems
        }
        self = History(
            head: transcript.head, lastRecordedAt: transcript.lastRecordedAt, world: told,
            quarantined: problems, hasResolutions: !resolutions.isEmpty,
            facts: keepingFacts
                ? try SubjectFacts(transcript.facts, in: log, through: transcript.head.size) : nil)
    }

    /// Finds the event with which the story stops being legal, by halving.
    ///
    /// A fact can be illegal because of a later one, so the fact that was refused need not be it.
    private static func firstIllegal(
        _ log: EventLog, _ last: Int, _ telling: Telling, _ resolutions: [Int: Resolution]
    ) throws -> (event: Quarantined, before: Transcript, world: World) {
        var (legal, illegal) = (0, last)
        var before = try Transcript(log, through: 0, telling) { _ in }
        var world = World(of: [])
        var reason = ""
        while illegal - legal > 0 {
            let middle = illegal - legal == 1 ? illegal : (legal + illegal) / 2
            var transcript = try Transcript(log, through: middle, telling) { _ in }
            transcript.resolve(by: resolutions)
            do throws(Refusal) {
                world = try World.told(by: transcript.facts)
                before = transcript
                legal = middle
            } catch {
                reason = error.sentence
                if illegal - legal == 1 { break }
                illegal = middle
            }
        }
        let event = try log.event(at: illegal)
        let quarantined = Quarantined(
            seq: illegal, type: event?.type ?? "", version: event?.version ?? 0,
            reason: "its story forbids it: \(reason)")
        return (quarantined, before, world)
    }
}

/// What becomes of a quarantined event.
private enum Resolution {
    case setAside
    case readAs(Reading)
}

/// The events up to some point, each read as it says.
private struct Transcript {
    private(set) var head: Head
    private(set) var lastRecordedAt: Instant?
    /// What cannot be read, oldest first.
    private(set) var problems: [Quarantined] = []
    /// What was said about quarantined events, by their number.
    private(set) var resolutions: [Int: Resolution] = [:]
    private var readings = Readings()
    /// The events that corrections and retractions among the problems are about.
    private var targets: [Int: Int] = [:]
    private let telling: Telling

    /// Every fact told, as it reads at the end.
    var facts: [Reading] { readings.facts.filter { telling.tells($0.fact.type) } }

    init(
        _ log: EventLog, through last: Int, _ telling: Telling, _ progress: (Int) -> Void
    ) throws {
        self.telling = telling
        head = Head(size: 0, root: CompactRange().root)
        var tree = CompactRange()
        var resolved: [Int] = []
        try log.scan(through: last) { event in
            guard event.seq == tree.size + 1 else { throw missing(tree.size + 1) }
            tree.append(leafHash(event.leaf))
            lastRecordedAt = event.recordedAt
            read(event)
            if event.type == QuarantineResolved.descriptor.type { resolved.append(event.seq) }
            if event.seq.isMultiple(of: progressStep) { progress(event.seq) }
            return true
        }
        guard tree.size == last else { throw missing(tree.size + 1) }
        head = Head(size: tree.size, root: tree.root)
        for seq in resolved { try note(seq, log) }
        resolve(by: resolutions)
    }

    private mutating func read(_ event: RecordedEvent) {
        do throws(ReadingProblem) { try readings.add(event) } catch {
            guard telling.tells(event.type) else { return }
            targets[event.seq] = event.target
            problems.append(
                Quarantined(
                    seq: event.seq, type: event.type, version: event.version,
                    reason: error.description))
        }
    }

    /// Takes note of the resolution at `seq`, unless it was retracted.
    private mutating func note(_ seq: Int, _ log: EventLog) throws {
        guard case .ledger(.quarantineResolved(let data)) = readings.reading(of: seq)?.fact,
            let target = try log.event(at: data.target)
        else { return }
        switch data.resolution {
        case .setAside: resolutions[data.target] = .setAside
        case .readAs:
            let reading = try Reading(
                seq: data.target, readAt: seq, type: target.type,
                replacement: data.replacement ?? .null)
            resolutions[data.target] = .readAs(reading)
        }
    }

    /// Takes out what was set aside, with all that was said about it, and gives the other readings
    /// their place.
    mutating func resolve(by resolutions: [Int: Resolution]) {
        for (seq, resolution) in resolutions where seq <= head.size {
            switch resolution {
            case .setAside: readings.remove(seq)
            case .readAs(let reading): readings.replace(with: reading)
            }
            problems.removeAll { $0.seq == seq || targets[$0.seq] == seq }
        }
    }
}

private func missing(_ seq: Int) -> LogError {
    LogError(
        .altered(seq: seq), "event \(seq) cannot be read: it is missing",
        hint: "run 'tally verify'")
}

/// How many events are read between two reports of progress.
private let progressStep = 10_000
