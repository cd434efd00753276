internal import CanonicalJSON
package import EventLog
internal import Events
package import Programme

/// What came of undoing an import.
package struct Undone: Sendable {
    /// The retractions, and what needed none.
    package let outcomes: [Outcome]
    /// The retractions that were part of the import itself, which nothing takes back.
    package let remaining: [Remaining]

    /// A fact that the import took back and that stays taken back.
    package struct Remaining: Sendable {
        package let retraction: Int
        /// The fact, as it read before; it can be recorded again.
        package let reading: Reading
    }
}

extension Ledger {
    /// Takes back every fact of an import, and every correction it made, in one transaction.
    ///
    /// The story must stay legal after each retraction. They come in the reverse order; what is not
    /// legal yet is tried again after the others.
    ///
    /// - Throws: ``Refusal`` that lists the facts recorded since that depend on the import.
    package func undo(
        _ unit: ImportUnit, reason: String, _ act: Act, isTrial: Bool = false,
        look: Look = { _ in }, progress: (Int) throws -> Void = { _ in }
    ) throws -> (undone: Undone, receipt: Receipt) {
        let (result, receipt) = try record(act, inMemory: false, isTrial: isTrial, look: look) {
            record in
            let (targets, remaining) = try takenBack(unit)
            let outcomes = try retract(targets, of: unit, reason, record, progress)
            return Undone(outcomes: outcomes, remaining: remaining)
        }
        return (result, receipt)
    }

    /// The roots and corrections to take back, the last first, and what cannot be.
    private func takenBack(
        _ unit: ImportUnit
    ) throws -> (targets: [Int], remaining: [Undone.Remaining]) {
        var targets: [Int] = []
        var remaining: [Undone.Remaining] = []
        try log.scan(from: unit.events.lowerBound, through: unit.events.upperBound) { event in
            guard let target = event.target else {
                targets.append(event.seq)
                return true
            }
            // What the import says of its own facts goes with them.
            guard let root = try LogStories(log).history(of: target).first,
                !unit.events.contains(root.seq)
            else { return true }
            if event.type == EventCorrected.descriptor.type {
                targets.append(event.seq)
            } else if let reading = try reading(of: root.seq, before: event.seq) {
                remaining.append(Undone.Remaining(retraction: event.seq, reading: reading))
            }
            return true
        }
        return (targets.reversed(), remaining)
    }

    /// How a root read before event `seq`.
    private func reading(of root: Int, before seq: Int) throws -> Reading? {
        var readings = Readings()
        for event in try LogStories(log, through: seq - 1).history(of: root) {
            try readings.add(event)
        }
        return readings.reading(of: root)
    }

    private func retract(
        _ targets: [Int], of unit: ImportUnit, _ reason: String,
        _ record: (Entry) throws -> Outcome, _ progress: (Int) throws -> Void
    ) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        var waiting = targets
        while !waiting.isEmpty {
            var refused: [(target: Int, refusal: Refusal)] = []
            for target in waiting {
                do {
                    outcomes.append(try record(unit.retraction(of: target, reason)))
                } catch let refusal as Refusal {
                    refused.append((target, refusal))
                }
                try progress(outcomes.count)
            }
            guard refused.count < waiting.count else { throw refusal(for: refused, of: unit) }
            waiting = refused.map(\.target)
        }
        return outcomes
    }

    /// One refusal that lists the facts in the way, those of the import itself left out.
    private func refusal(
        for refused: [(target: Int, refusal: Refusal)], of unit: ImportUnit
    ) -> Refusal {
        var found: [Int: Refusal.Dependent] = [:]
        for dependent in refused.flatMap(\.refusal.dependents)
        where !unit.events.contains(dependent.seq) {
            found[dependent.seq] = found[dependent.seq] ?? dependent
        }
        guard !found.isEmpty else { return refused[0].refusal }
        return Refusal(dependents: found.values.sorted { $0.seq < $1.seq })
    }
}

extension ImportUnit {
    fileprivate func retraction(of target: Int, _ reason: String) -> Entry {
        var entry = Entry(type: EventRetracted.descriptor.type)
        entry.members = [JSONMember("target", .integer(target))]
        entry.reason = reason
        entry.source = sourceOfUndoing
        return entry
    }
}
