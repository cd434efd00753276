internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import Reports

/// One fact of a story, with all that was said about it later.
struct ToldFact {
    let event: RecordedEvent
    /// How it reads; how it read before, when it was taken back.
    let reading: Reading
    /// What was said about it later, oldest first, each with how it read before.
    let amendments: [(event: RecordedEvent, before: Reading?)]
    let isTakenBack: Bool

    /// Everything it has ever said.
    var readings: [Reading] { [reading] + amendments.compactMap(\.before) }
}

/// The story of some subjects: their facts in order, those that were taken back among them.
struct ToldStory {
    let facts: [ToldFact]

    /// Gathers it from the log as known by event `last`.
    ///
    /// - Parameter isWanted: Which facts belong to it, asked of every reading of each.
    init(
        of subjects: [Subject], _ log: EventLog, through last: Int,
        where isWanted: (Fact) -> Bool = { _ in true }
    ) throws {
        let stories = LogStories(log, through: last)
        var roots: [Int: RecordedEvent] = [:]
        var amended: Set<Int> = []
        for subject in subjects {
            for event in try log.story(subject.text, changesOnly: false) where event.seq <= last {
                guard event.target != nil else {
                    roots[event.seq] = event
                    continue
                }
                guard let root = try stories.history(of: event.seq).first else { continue }
                roots[root.seq] = root
                amended.insert(root.seq)
            }
        }
        var facts: [ToldFact] = []
        for root in roots.values {
            let history = amended.contains(root.seq) ? try stories.history(of: root.seq) : [root]
            guard let fact = ToldFact(history), fact.readings.contains(where: { isWanted($0.fact) })
            else { continue }
            facts.append(fact)
        }
        self.init(facts)
    }

    private init(_ facts: [ToldFact]) {
        self.facts = facts.sorted {
            ($0.reading.validFrom, $0.reading.seq) < ($1.reading.validFrom, $1.reading.seq)
        }
    }

    /// Gathers the facts of some events that belong to other stories.
    init(ofEvents seqs: Set<Int>, _ log: EventLog, through last: Int) throws {
        let stories = LogStories(log, through: last)
        self.init(
            try seqs.compactMap { seq in
                guard let root = try stories.history(of: seq).first else { return nil }
                return ToldFact(try stories.history(of: root.seq))
            })
    }

    /// Both stories, told as one.
    func joined(with other: ToldStory) -> ToldStory { ToldStory(facts + other.facts) }

    /// The root events of it.
    var seqs: Set<Int> { Set(facts.map(\.event.seq)) }

    /// The URNs that the facts speak of.
    var urns: Set<String> {
        var found: Set<String> = []
        for reading in facts.flatMap(\.readings) {
            for member in (try? JSONValue(parsing: reading.fact.canonical))?.members ?? [] {
                let texts = [member.value.text] + (member.value.elements ?? []).map(\.text)
                found.formUnion(texts.compactMap { $0 }.filter { URN($0) != nil })
            }
        }
        return found
    }
}

extension ToldFact {
    /// Reads a root event and what was said about it, in their order.
    ///
    /// - Returns: `nil` when this program cannot read it.
    fileprivate init?(_ history: [RecordedEvent]) {
        guard let root = history.first else { return nil }
        var readings = Readings()
        guard (try? readings.add(root)) != nil, var reading = readings.reading(of: root.seq) else {
            return nil
        }
        var amendments: [(event: RecordedEvent, before: Reading?)] = []
        for event in history.dropFirst() where (try? readings.add(event)) != nil {
            let now = readings.reading(of: root.seq)
            amendments.append((event, now == reading ? nil : reading))
            if let now { reading = now }
        }
        self.init(
            event: root, reading: reading, amendments: amendments,
            isTakenBack: readings.isRetracted(root.seq))
    }
}

// MARK: - For people

/// Tells a story in sentences: what holds from when, and who recorded it when.
struct StoryPage {
    let naming: Naming
    let palette: Palette

    /// The lines of a story; what is of days after `day` has a heading of its own.
    func lines(_ story: ToldStory, on day: Day) -> [String] {
        guard !story.facts.isEmpty else { return [] }
        let (past, future) = (
            story.facts.filter { $0.reading.validFrom <= day },
            story.facts.filter { $0.reading.validFrom > day }
        )
        var lines = ["", palette.bold("What happened, by the day it holds from")]
        lines += past.flatMap(self.lines)
        if past.isEmpty { lines.append("  nothing by \(day.words)") }
        if !future.isEmpty {
            lines += ["", palette.bold("After \(day.words)")] + future.flatMap(self.lines)
        }
        return lines
    }

    private func lines(_ fact: ToldFact) -> [String] {
        let day = fact.reading.validFrom.words
        let sentence = printable(fact.reading.fact.words(naming))
        let reason = fact.event.reason.map { ": \(printable($0))" } ?? ""
        let first = "  \(pad(day))  " + (fact.isTakenBack ? "[taken back] " : "") + sentence
        let recorded = "event \(fact.event.seq), recorded \(moment(fact.event))\(reason)"
        return [fact.isTakenBack ? palette.faint(first) : first, indent + palette.faint(recorded)]
            + fact.amendments.flatMap { lines($0.event, before: $0.before) }
    }

    /// What a correction or retraction did, and what the fact said before it.
    private func lines(_ event: RecordedEvent, before: Reading?) -> [String] {
        let isCorrection = event.type == EventCorrected.descriptor.type
        let verb = isCorrection ? "corrected" : "taken back"
        let reason = event.reason.map { ": \(printable($0))" } ?? ""
        let act = "\(verb) by event \(event.seq), recorded \(moment(event))\(reason)"
        guard let before, isCorrection else { return [indent + palette.yellow(act)] }
        let said = printable(before.fact.words(naming))
        return [
            indent + palette.yellow(act),
            indent + "  before: from \(before.validFrom.words), \(said)",
        ]
    }

    private func moment(_ event: RecordedEvent) -> String {
        let day = Day(String(event.recordedAt.text.prefix(10)))?.words ?? ""
        return "\(day) by \(printable(event.recordedBy))"
    }

    private var indent: String { String(repeating: " ", count: dayWidth + 4) }

    private func pad(_ day: String) -> String {
        day + String(repeating: " ", count: max(0, dayWidth - day.count))
    }
}

private let dayWidth = "30 September 2024".count

// MARK: - For programs

extension ToldStory {
    /// The facts that stand, in order.
    func json(_ naming: Naming) -> JSONValue {
        .array(facts.filter { !$0.isTakenBack }.map { $0.json(naming) })
    }

    /// The facts that were taken back, each as it read before.
    func takenBack(_ naming: Naming) -> JSONValue {
        .array(facts.filter(\.isTakenBack).map { $0.json(naming) })
    }
}

extension ToldFact {
    fileprivate func json(_ naming: Naming) -> JSONValue {
        .object([
            ("seq", .integer(reading.seq)), ("readAt", .integer(reading.readAt)),
            ("type", .string(reading.fact.type)), ("validFrom", .string(reading.validFrom.text)),
            ("recordedAt", .string(event.recordedAt.text)),
            ("recordedBy", .string(event.recordedBy)), ("data", reading.data),
            ("words", .string(reading.fact.words(naming))),
            ("amendments", .array(amendments.map { $0.event.amendment(before: $0.before) })),
        ])
    }
}

extension RecordedEvent {
    fileprivate func amendment(before: Reading?) -> JSONValue {
        .object([
            ("seq", .integer(seq)), ("type", .string(type)),
            ("recordedAt", .string(recordedAt.text)), ("recordedBy", .string(recordedBy)),
            ("reason", reason.map { .string($0) } ?? .null),
            (
                "before",
                before.map {
                    .object([("validFrom", .string($0.validFrom.text)), ("data", $0.data)])
                } ?? .null
            ),
        ])
    }
}

extension Reading {
    /// The data as JSON; a fact is always canonical JSON.
    fileprivate var data: JSONValue { (try? JSONValue(parsing: fact.canonical)) ?? .null }
}
