package import CanonicalJSON
package import EventLog
internal import Events
package import Programme

/// What became of an entry.
package enum Outcome: Sendable {
    case recorded(AppendedEvent)
    /// The same key and content were recorded before; this is the first event.
    case alreadyRecorded(RecordedEvent)
    /// The effect already holds, for this reason; nothing was recorded.
    case alreadyHolds(String)
}

/// Who records, and by which clock.
package struct Act: Sendable {
    package let actor: String
    package let now: @Sendable () -> Instant
    /// Makes a key for an entry that brings none.
    package let mintKey: @Sendable (Instant) -> String
    /// The events that read models could not take in, which can be given a resolution.
    package var quarantined: Set<Int> = []

    package init(
        actor: String, now: @escaping @Sendable () -> Instant,
        mintKey: @escaping @Sendable (Instant) -> String
    ) {
        self.actor = actor
        self.now = now
        self.mintKey = mintKey
    }
}

/// Decides on entries and appends what is legal, within one write transaction.
struct Recorder {
    let log: EventLog
    let act: Act
    let recall: Recall
    /// For an import; `nil` for single acts, which find their stories in the log.
    var live: LiveStories?

    /// Records one entry, or finds that there is nothing to record.
    ///
    /// - Throws: ``ReadingProblem`` when the entry has not the shape of its type, ``Refusal`` when
    ///   it is not legal.
    mutating func record(_ entry: Entry, _ writer: inout LogWriter) throws -> Outcome {
        guard let key = entry.key, try writer.mayHold(key),
            let known = try log.latest(withKey: key)
        else { return try recordNew(entry, &writer) }
        guard known.isUndone else { return try repeated(entry, known.event) }
        var entry = entry
        entry.key = known.nextKey
        return try recordNew(entry, &writer)
    }

    /// Records an entry whose key is not in the log.
    private mutating func recordNew(
        _ entry: Entry, _ writer: inout LogWriter
    ) throws -> Outcome {
        if entry.isCorrection { return try correct(entry, &writer) }
        if entry.isRetraction { return try retract(entry, &writer) }
        return try add(entry, &writer)
    }

    private mutating func add(_ entry: Entry, _ writer: inout LogWriter) throws -> Outcome {
        let fact = try entry.fact()
        guard let validFrom = entry.validFrom else {
            throw ReadingProblem("it is missing", member: "validFrom")
        }
        try checkAgainstTree(fact, &writer)
        let new = Reading(seq: Reading.proposedSeq, validFrom: validFrom, fact: fact)
        let stories = entry.stories(fact)
        if case .alreadyHolds(let why) = try judged(.add(new), stories, writer.nextSeq) {
            return .alreadyHolds(why)
        }
        return try append(
            entry, fact, entry.canonical(fact), validFrom, entry.tags(fact), &writer)
    }

    private mutating func correct(_ entry: Entry, _ writer: inout LogWriter) throws -> Outcome {
        let target = try self.target(of: entry)
        let readings = try readings(about: target)
        try expectReason(entry)
        let old = try standing(target, readings)
        let new = try replacement(of: old, by: entry)
        guard new.fact != old.fact || new.validFrom != old.validFrom else {
            return .alreadyHolds("event \(target) already reads so")
        }
        _ = try judged(.correct(old, to: new), new.fact.stories, writer.nextSeq)
        let correction = EventCorrected(
            approvedBy: entry.member("approvedBy")?.text, replacement: new.replacement,
            target: target)
        let tags = (readings.everyReading(of: target) + [new]).flatMap { $0.fact.stories.tags }
        return try append(
            entry, .ledger(.eventCorrected(correction)), nil, new.validFrom,
            tags + [StoryTag(StoryTag.corrections(of: target), changes: true)], &writer)
    }

    private mutating func retract(_ entry: Entry, _ writer: inout LogWriter) throws -> Outcome {
        let target = try self.target(of: entry)
        let readings = try readings(about: target)
        try expectReason(entry)
        if readings.isRetracted(target) {
            return .alreadyHolds("event \(target) is already retracted")
        }
        let root = readings.root(ofCorrection: target) ?? target
        guard let old = readings.reading(of: root) else {
            throw Refusal(
                "event \(target) is not a fact or a correction that stands",
                remedy: "see 'tally show event \(target)'; record the fact again if it is true")
        }
        var after = readings
        let retraction = EventRetracted(
            approvedBy: entry.member("approvedBy")?.text, target: target)
        after.retract(target)
        if let restored = after.reading(of: root) {
            _ = try judged(.correct(old, to: restored), restored.fact.stories, writer.nextSeq)
        } else if case .ledger(.ledgerCreated) = old.fact {
            throw Refusal(
                "event \(root) made this ledger", remedy: "correct its name if that is wrong")
        } else {
            _ = try judged(.retract(old), old.fact.stories, writer.nextSeq)
        }
        let tags = readings.everyReading(of: root).flatMap { $0.fact.stories.tags }
        return try append(
            entry, .ledger(.eventRetracted(retraction)), nil, old.validFrom,
            tags + [StoryTag(StoryTag.corrections(of: root), changes: true)], &writer)
    }

    /// - Parameter data: The canonical data of a fact that the entry itself says.
    private mutating func append(
        _ entry: Entry, _ fact: Fact, _ data: [UInt8]?, _ validFrom: Day, _ tags: [StoryTag],
        _ writer: inout LogWriter
    ) throws -> Outcome {
        let recordedAt = entry.recordedAt ?? act.now()
        let event = try writer.append(
            Draft(
                key: entry.key ?? act.mintKey(recordedAt), type: entry.type,
                version: data == nil ? fact.descriptor.version : entry.version,
                validFrom: validFrom.text, recordedAt: recordedAt,
                recordedBy: entry.recordedBy ?? act.actor, reason: entry.reason,
                source: entry.source, data: data ?? fact.canonical,
                stories: tags))
        return .recorded(event)
    }

    private mutating func judged(
        _ proposal: Proposal, _ subjects: Stories, _ seq: Int
    ) throws -> Verdict {
        if live != nil { return try live?.judge(proposal, subjects, at: seq) ?? .legal }
        return try recall.judge(proposal, size: seq - 1)
    }
}

// MARK: - Corrections

extension Recorder {
    /// The events that the event `target` is part of, as they read now.
    private func readings(about target: Int) throws -> Readings {
        var readings = Readings()
        for event in try LogStories(log).history(of: target) { try readings.add(event) }
        return readings
    }

    /// The event the entry names, by `seq` or by key.
    private func target(of entry: Entry) throws -> Int {
        switch entry.member("target") {
        case .integer(let seq):
            guard try log.event(at: seq) != nil else {
                throw Refusal(
                    "there is no event \(seq)",
                    remedy: "the last is event \(try log.size()); see 'tally log'")
            }
            return seq
        case .string(let key):
            guard let event = try log.latest(withKey: key)?.event else {
                throw Refusal("no event has the key '\(key)'", remedy: "see 'tally log'")
            }
            return event.seq
        default:
            throw ReadingProblem("name an event by its number or its key", member: "target")
        }
    }

    /// How the root that a correction names reads now.
    private func standing(_ target: Int, _ readings: Readings) throws -> Reading {
        if let root = readings.root(ofCorrection: target) {
            throw Refusal(
                "event \(target) is itself a correction of event \(root)",
                remedy: "correct event \(root), or retract event \(target)")
        }
        guard let old = readings.reading(of: target) else {
            throw Refusal(
                readings.isRoot(target)
                    ? "event \(target) is retracted" : "event \(target) records no fact",
                remedy: "record the fact again with what is true")
        }
        return old
    }

    /// What the fact reads with the members that change put in; a member set to null is left out.
    private func replacement(
        of old: Reading, by entry: Entry
    ) throws(ReadingProblem) -> Reading {
        guard let changes = entry.member("replacement")?.members else {
            throw ReadingProblem("say what changes", member: "replacement")
        }
        var members = old.replacement.members ?? []
        for change in changes {
            members.removeAll { $0.name == change.name }
            if change.value != .null { members.append(change) }
        }
        guard let text = members.first(where: { $0.name == "validFrom" })?.value.text,
            let validFrom = Day(text)
        else { throw ReadingProblem("it is not \(Day.form)", member: "validFrom") }
        let fact = try Fact(
            type: old.fact.type, data: .object(members.filter { $0.name != "validFrom" }))
        return Reading(
            seq: old.seq, readAt: Reading.proposedSeq, validFrom: validFrom, fact: fact)
    }

    private func expectReason(_ entry: Entry) throws(ReadingProblem) {
        guard entry.reason == nil else { return }
        throw ReadingProblem("say why: corrections and retractions give a reason", member: "reason")
    }
}

// MARK: - Repetition, and statements about the log itself

extension Recorder {
    /// The same key again: the first receipt when the content is the same, otherwise a refusal.
    private func repeated(_ entry: Entry, _ known: RecordedEvent) throws -> Outcome {
        if try isExactly(entry, known) { return .alreadyRecorded(known) }
        let (data, validFrom) = try content(of: entry, asOf: known.seq)
        var differences: [String] = []
        if entry.type != known.type {
            differences.append("type is \(known.type), not \(entry.type)")
        } else {
            differences += differing(data, known.dataValue)
        }
        if let validFrom, validFrom.text != known.validFrom {
            differences.append("validFrom is \(known.validFrom), not \(validFrom)")
        }
        if entry.reason != known.reason {
            differences.append(
                "reason is \(known.reason ?? "absent"), not \(entry.reason ?? "absent")")
        }
        guard !differences.isEmpty else { return .alreadyRecorded(known) }
        throw Refusal(
            "the key '\(known.key)' was used for event \(known.seq), which is different: "
                + differences.joined(separator: ", "),
            remedy: "give this fact another key, or correct event \(known.seq)")
    }

    /// Whether the entry says in every member what the event says.
    private func isExactly(_ entry: Entry, _ known: RecordedEvent) throws -> Bool {
        guard entry.type == known.type, entry.reason == known.reason, !entry.isCorrection,
            !entry.isRetraction, entry.validFrom.map({ $0.text == known.validFrom }) ?? true
        else { return false }
        return try entry.fact().canonical.elementsEqual(known.leaf[known.data])
    }

    /// The data and date the entry would have had when the event at `seq` was recorded.
    private func content(
        of entry: Entry, asOf seq: Int
    ) throws -> (data: JSONValue, validFrom: Day?) {
        guard entry.isCorrection || entry.isRetraction else {
            let fact = try entry.fact()
            return (try JSONValue(parsing: fact.canonical), entry.validFrom)
        }
        let target = try self.target(of: entry)
        let approvedBy = entry.member("approvedBy")
        guard entry.isCorrection else {
            return (.object([("approvedBy", approvedBy), ("target", .integer(target))]), nil)
        }
        var before = Readings()
        for event in try LogStories(log).history(of: target) where event.seq < seq {
            try before.add(event)
        }
        guard let old = before.reading(of: target) else { return (.null, nil) }
        let new = try replacement(of: old, by: entry)
        return (
            .object([
                ("approvedBy", approvedBy), ("replacement", new.replacement),
                ("target", .integer(target)),
            ]), new.validFrom
        )
    }

    private func differing(_ new: JSONValue, _ old: JSONValue) -> [String] {
        let names = Set((new.members ?? []).map(\.name) + (old.members ?? []).map(\.name))
        return names.sorted().flatMap { name -> [String] in
            guard new[name]?.canonical != old[name]?.canonical else { return [] }
            // Of a correction, the members that differ rather than two whole readings.
            if name == "replacement", let new = new[name], let old = old[name] {
                return differing(new, old)
            }
            let (was, given) = (old[name]?.compact ?? "absent", new[name]?.compact ?? "absent")
            return ["\(name) is \(was), not \(given)"]
        }
    }

    /// Statements that quote the tree must quote this one; and a ledger is created first, and once.
    private func checkAgainstTree(_ fact: Fact, _ writer: inout LogWriter) throws {
        let size = writer.nextSeq - 1
        switch fact {
        case .ledger(.ledgerCreated) where size > 0:
            throw Refusal(
                "this ledger was created already (event 1)",
                remedy: "make another ledger with 'tally init DIR'")
        case .ledger(.periodClosed(let data)): try expectHead(data.size, data.root, &writer)
        case .ledger(.reportPublished(let data)):
            try expectHead(data.headSize, data.headRoot, &writer)
        case .ledger(.quarantineResolved(let data)): try expectQuarantined(data)
        default: break
        }
    }

    private func expectQuarantined(_ data: QuarantineResolved) throws {
        guard let target = try log.event(at: data.target),
            act.quarantined.contains(data.target) || (try? target.fact()) == nil
        else {
            throw Refusal(
                "event \(data.target) is not quarantined",
                remedy: "'tally quarantine list' lists the events that are")
        }
        guard data.resolution == .readAs else { return }
        _ = try Reading(
            seq: data.target, readAt: Reading.proposedSeq, type: target.type,
            replacement: data.replacement ?? .null)
    }

    private func expectHead(_ size: Int, _ root: Root, _ writer: inout LogWriter) throws {
        let recorded = try log.size()
        // The head may be of events recorded just now, in this transaction.
        try writer.writeTiles()
        guard size <= recorded, try log.head(size: size).root.base64 == root.text else {
            throw Refusal(
                "this ledger never had \(size) events with the root \(root)",
                remedy: "take the size and root from this ledger's own reports or receipts")
        }
    }
}

extension Reading {
    /// The day and the data as one object: what a correction stores as the full new reading.
    package var replacement: JSONValue {
        let data = (try? JSONValue(parsing: fact.canonical)) ?? .null
        return .object(
            [JSONMember("validFrom", .string(validFrom.text))] + (data.members ?? []))
    }
}

extension Stories {
    var tags: [StoryTag] {
        changes.map { StoryTag($0.text, changes: true) }
            + reads.map { StoryTag($0.text, changes: false) }
    }
}
