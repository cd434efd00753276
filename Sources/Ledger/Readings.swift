package import CanonicalJSON
package import EventLog
package import Events
package import Programme

/// What events say once their corrections and retractions are taken into account.
package struct Readings: Sendable {
    /// A root event and what became of it.
    private struct Root: Sendable {
        let original: Reading
        var corrections: [(reading: Reading, isRetracted: Bool)] = []
        var isRetracted = false

        var current: Reading? {
            guard !isRetracted else { return nil }
            return corrections.last { !$0.isRetracted }?.reading ?? original
        }
    }

    private var roots: [Int: Root] = [:]
    /// The root each correction corrects.
    private var rootOfCorrection: [Int: Int] = [:]

    package init() {}

    /// Takes in the next event; corrections must follow what they correct.
    ///
    /// - Returns: The root event whose reading changed.
    /// - Throws: ``ReadingProblem`` when the event is of a type, version or shape not known here.
    @discardableResult
    package mutating func add(_ event: RecordedEvent) throws(ReadingProblem) -> Int {
        let fact = try event.fact()
        switch fact {
        case .ledger(.eventCorrected(let data)):
            let target = data.target
            guard let root = roots[target] else {
                throw ReadingProblem("event \(event.seq) corrects \(target), which is not here")
            }
            let reading = try corrected(root.original, by: data, at: event.seq)
            roots[target]?.corrections.append((reading, false))
            rootOfCorrection[event.seq] = target
            return target
        case .ledger(.eventRetracted(let data)):
            guard let root = retract(data.target) else {
                throw ReadingProblem(
                    "event \(event.seq) retracts \(data.target), which is not here")
            }
            return root
        default:
            guard let validFrom = Day(utf8: event.validFrom.utf8.span) else {
                throw ReadingProblem("'\(event.validFrom)' is not \(Day.form)")
            }
            roots[event.seq] = Root(
                original: Reading(seq: event.seq, validFrom: validFrom, fact: fact))
            return event.seq
        }
    }

    /// Takes back a root or a correction of one.
    ///
    /// - Returns: The root event whose reading changed; `nil` when there is no such event here.
    @discardableResult
    mutating func retract(_ target: Int) -> Int? {
        if roots[target] != nil {
            roots[target]?.isRetracted = true
            return target
        }
        guard let root = rootOfCorrection[target],
            let index = roots[root]?.corrections.firstIndex(where: { $0.reading.readAt == target })
        else { return nil }
        roots[root]?.corrections[index].isRetracted = true
        return root
    }

    /// Every fact, in no particular order.
    package var facts: [Reading] { roots.values.compactMap(\.current) }

    /// Every fact as first recorded and as it reads now, in the order in which they were recorded.
    package var standing: [StandingFact] {
        roots.values.compactMap { root in
            root.current.map { current in
                StandingFact(
                    seq: root.original.seq, original: StandingFact.Saying(root.original),
                    current: StandingFact.Saying(current))
            }
        }.sorted { $0.seq < $1.seq }
    }

    /// How the root event at `seq` reads now; `nil` when it is retracted, or no root.
    package func reading(of seq: Int) -> Reading? { roots[seq]?.current }

    package func isRoot(_ seq: Int) -> Bool { roots[seq] != nil }

    package func isRetracted(_ seq: Int) -> Bool {
        if let root = roots[seq] { return root.isRetracted }
        guard let root = rootOfCorrection[seq] else { return false }
        return roots[root]?.corrections.first { $0.reading.readAt == seq }?.isRetracted ?? false
    }

    /// The root that the correction at `seq` corrects; `nil` when it is no correction.
    package func root(ofCorrection seq: Int) -> Int? { rootOfCorrection[seq] }

    /// Takes out the root at `seq`, as if it had never been recorded.
    package mutating func remove(_ seq: Int) { roots[seq] = nil }

    /// Gives a root another reading than its own event says, and takes out what corrected it.
    package mutating func replace(with reading: Reading) {
        roots[reading.seq] = Root(original: reading)
    }

    /// Everything the root has ever said, the original first.
    package func everyReading(of seq: Int) -> [Reading] {
        roots[seq].map { [$0.original] + $0.corrections.map(\.reading) } ?? []
    }
}

/// The reading that a correction gives to a root.
private func corrected(
    _ original: Reading, by correction: EventCorrected, at seq: Int
) throws(ReadingProblem) -> Reading {
    try Reading(
        seq: original.seq, readAt: seq, type: original.fact.type,
        replacement: correction.replacement)
}

extension Reading {
    /// The fact at `seq` as a later event, at `readAt`, says it is to be read.
    ///
    /// - Parameter replacement: `validFrom` and every member of the data.
    package init(
        seq: Int, readAt: Int, type: String, replacement: JSONValue
    ) throws(ReadingProblem) {
        guard let text = replacement["validFrom"]?.text, let validFrom = Day(text) else {
            throw ReadingProblem("the replacement has no day from which it holds")
        }
        let members = (replacement.members ?? []).filter { $0.name != "validFrom" }
        self.init(
            seq: seq, readAt: readAt, validFrom: validFrom,
            fact: try Fact(type: type, data: .object(members)))
    }
}

extension RecordedEvent {
    /// The facts of the event, as the vocabulary knows them.
    package func fact() throws(ReadingProblem) -> Fact {
        var cursor = JSONCursor(at: data.lowerBound)
        return try Fact(type: type, version: version, reading: &cursor, leaf.span)
    }
}

extension StandingFact.Saying {
    fileprivate init(_ reading: Reading) {
        self.init(day: reading.validFrom, fact: reading.fact)
    }
}
