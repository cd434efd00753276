package import Events

/// What is said about the ledger itself: definitions, totals, periods, reports, imports.
package struct Statements: Sendable {
    package private(set) var created: (data: LedgerCreated, since: Since)?
    /// What measures mean; of one measure the newest by valid date is in force.
    package private(set) var definitions: [(data: MeasureDefined, since: Since)] = []
    /// Of each measure, the definition told last.
    private var defined: [Slug: (data: MeasureDefined, since: Since)] = [:]
    private var periods: [Period: (data: PeriodClosed, since: Since)] = [:]
    private var extracts: [Digest: Since] = [:]
    private var conflicts: [Slug: (data: ConflictNoted, since: Since)] = [:]
    private var resolved: [Slug: (chosen: String, since: Since)] = [:]

    mutating func absorb(_ fact: LedgerFact, _ since: Since) throws(Refusal) -> Bool {
        switch fact {
        case .ledgerCreated(let data): try create(data, since)
        case .measureDefined(let data): try define(data, since)
        case .periodClosed(let data): try closePeriod(data, since)
        case .conflictNoted(let data): try noteConflict(data, since)
        case .conflictResolved(let data): try resolveConflict(data, since)
        case .controlTotalRecorded, .reportPublished, .quarantineResolved: break
        case .eventCorrected, .eventRetracted:
            preconditionFailure("corrections are read into the facts they correct")
        }
        return true
    }

    private mutating func create(_ data: LedgerCreated, _ since: Since) throws(Refusal) {
        if let created {
            throw Refusal(
                "this ledger was created already (\(created.since))",
                remedy: "make another ledger with 'tally init DIR'")
        }
        created = (data, since)
    }

    private mutating func define(_ data: MeasureDefined, _ since: Since) throws(Refusal) {
        if let last = defined[data.measure], last.data == data {
            throw Refusal(repeats: last.since, "\(data.measure) is already defined so")
        }
        defined[data.measure] = (data, since)
        definitions.append((data, since))
    }

    private mutating func closePeriod(_ data: PeriodClosed, _ since: Since) throws(Refusal) {
        let period = Period(programme: data.programme, from: data.from, to: data.to)
        if let known = periods[period] {
            guard known.data == data else {
                throw Refusal(
                    "\(data.programme) from \(data.from) to \(data.to) is already closed at "
                        + "another size of the ledger (\(known.since))",
                    remedy: "retract event \(known.since.seq) to close the period again")
            }
            throw Refusal(
                repeats: known.since,
                "\(data.programme) from \(data.from) to \(data.to) is already closed")
        }
        periods[period] = (data, since)
    }

    private mutating func noteConflict(_ data: ConflictNoted, _ since: Since) throws(Refusal) {
        guard let conflict = data.conflict else { return }
        if let known = conflicts[conflict] {
            guard known.data == data else {
                throw Refusal(
                    "conflict \(conflict) is already noted with other details (\(known.since))",
                    remedy: "give this one another short name, or correct event "
                        + "\(known.since.seq)")
            }
            throw Refusal(repeats: known.since, "conflict \(conflict) is already noted")
        }
        conflicts[conflict] = (data, since)
    }

    private mutating func resolveConflict(
        _ data: ConflictResolved, _ since: Since
    ) throws(Refusal) {
        guard conflicts[data.conflict] != nil else {
            throw Refusal(
                "no conflict called \(data.conflict) has been noted",
                remedy: "record ConflictNoted first, or check its name")
        }
        if let known = resolved[data.conflict] {
            guard known.chosen == data.chosen else {
                throw Refusal(
                    "conflict \(data.conflict) is resolved as '\(known.chosen)' (\(known.since))",
                    remedy: "correct event \(known.since.seq)")
            }
            throw Refusal(repeats: known.since, "conflict \(data.conflict) is already resolved")
        }
        resolved[data.conflict] = (data.chosen, since)
    }

    /// One file is imported once, whatever day it is said to be from.
    mutating func importExtract(
        _ data: RegisterExtractImported, _ since: Since
    ) throws(Refusal) -> Bool {
        if let known = extracts[data.sha256] {
            throw Refusal(repeats: known, "this file is already imported")
        }
        extracts[data.sha256] = since
        return true
    }

    mutating func forgetRows() { definitions.removeAll(keepingCapacity: true) }
}

private struct Period: Hashable {
    let programme: Slug
    let from: Day
    let to: Day
}
