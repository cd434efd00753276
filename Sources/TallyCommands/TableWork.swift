internal import CommandTable
internal import EventLog
internal import Imports
internal import Ledger

/// Rows of a file that cannot go in, so that none did.
struct RowsRefused: Error {
    let notes: [RowNote]
    let counts: RowCounts
}

/// What becomes of the rows of a list, one by one, in the transaction that records them.
struct TableWork: Sendable {
    let plan: TablePlan
    private let setsAside: Bool
    private(set) var outcomes: ImportOutcomes
    /// Rows whose effect holds already, though the ledger says it otherwise.
    private(set) var already: [RowNote] = []
    /// Rows that cannot go in.
    private(set) var wrong: [RowNote] = []
    private var counts = RowCounts()

    init(_ plan: TablePlan, _ arguments: Arguments) {
        self.plan = plan
        setsAside = arguments[setRowsAsideFlag]
        outcomes = ImportOutcomes(ImportOutcomes.Listing(arguments))
        wrong = plan.problems
    }

    /// Decides on every row, so that all that is wrong is told at once.
    ///
    /// - Throws: ``RowsRefused`` when rows are wrong and are not to be set aside.
    mutating func decide(
        _ ledger: Ledger, _ record: (Entry) throws -> Outcome, _ tell: (Int, Int) -> Void
    ) throws {
        var known = try KnownFacts(plan.kind, ledger, plan.names)
        var rest: [PlannedRow] = []
        for row in plan.rows {
            if let seq = known.take(row) {
                outcomes.add(known: seq)
                counts.already += 1
            } else {
                rest.append(row)
            }
        }
        for (done, row) in rest.enumerated() where wrong.count < problemsMaximum {
            tell(done, rest.count)
            if let note = known.contradiction(to: row) {
                wrong.append(note)
            } else {
                try decide(row, ledger, record)
            }
        }
        wrong.sort { $0.row < $1.row }
        let wrongRows = Set(wrong.map(\.row)).count
        if setsAside { counts.setAside = wrongRows } else { counts.wrong = wrongRows }
        outcomes.rows = counts
        guard wrong.isEmpty || setsAside else { throw RowsRefused(notes: wrong, counts: counts) }
    }

    private mutating func decide(
        _ row: PlannedRow, _ ledger: Ledger, _ record: (Entry) throws -> Outcome
    ) throws {
        let entry = try row.keyed(plan.kind) { try ledger.log.event(withKey: $0) != nil }
        do {
            let outcome = try record(entry)
            outcomes.add(outcome)
            switch outcome {
            case .recorded: counts.new += 1
            case .alreadyRecorded: counts.already += 1
            case .alreadyHolds(let why):
                counts.already += 1
                already.append(RowNote(row: row.row, why))
            }
        } catch {
            var problems = EntryProblems()
            try problems.add(error, 0)
            wrong.append(RowNote(row: row.row, problems.problems[0].sentence))
        }
    }
}

/// How many rows may be wrong before the rest is not looked at.
private let problemsMaximum = 10_000
