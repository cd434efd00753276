internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger
internal import Programme

/// Makes the entries of a register import and counts them by their type.
struct RegisterEvents {
    let extract: Extract
    private(set) var entries: [PlannedEntry] = []
    private(set) var counts: [String: Int] = [:]

    init(_ extract: Extract) { self.extract = extract }

    var isEmpty: Bool { entries.isEmpty }

    /// A fact that a row tells, under a key that names the file and the row.
    ///
    /// - Parameter part: What the key has after the row, where a row tells several facts.
    mutating func plan(
        _ type: String, from day: Day, _ members: [(String, JSONValue?)], row: Int,
        key part: String? = nil
    ) {
        var entry = Entry(
            type: type, validFrom: day, members: JSONValue.object(members).members ?? [])
        entry.key = extract.key(part.map { "\(row)-\($0)" } ?? String(row))
        entry.source = extract.source(row: row)
        add(PlannedEntry(entry: entry, rows: [row]))
    }

    mutating func correct(
        _ reading: Reading, _ changes: [(String, JSONValue?)], _ reason: String, row: Int
    ) {
        let members = JSONValue.object(changes).members ?? []
        add(extract.correction(of: reading, members, reason, rows: [row]))
    }

    mutating func retract(_ reading: Reading, _ reason: String, rows: [Int] = []) {
        add(extract.retraction(of: reading, reason, rows: rows))
    }

    mutating func add(_ planned: PlannedEntry) {
        entries.append(planned)
        counts[planned.entry.type, default: 0] += 1
    }

    mutating func add(_ other: RegisterEvents) {
        for planned in other.entries { add(planned) }
    }
}
