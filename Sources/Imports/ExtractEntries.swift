internal import CanonicalJSON
internal import Events
internal import Ledger
internal import Programme

// What an extract has to say about facts that are in the ledger already.

extension Extract {
    /// A correction of a fact by the members that change; a member set to null is left out.
    ///
    /// The key names the reading that is corrected, so that what an extract said of another reading
    /// never stands in its way.
    func correction(
        of reading: Reading, _ changes: [JSONMember], _ reason: String, rows: [Int],
        dates: JSONValue? = nil
    ) -> PlannedEntry {
        planned(
            EventCorrected.descriptor.type, reading,
            [
                JSONMember("target", .integer(reading.seq)),
                JSONMember("replacement", .object(changes)),
            ], "correct", reason, rows, dates)
    }

    /// A retraction of a fact.
    func retraction(of reading: Reading, _ reason: String, rows: [Int] = []) -> PlannedEntry {
        planned(
            EventRetracted.descriptor.type, reading,
            [JSONMember("target", .integer(reading.seq))], "retract", reason, rows, nil)
    }

    private func planned(
        _ type: String, _ reading: Reading, _ members: [JSONMember], _ part: String,
        _ reason: String, _ rows: [Int], _ dates: JSONValue?
    ) -> PlannedEntry {
        var entry = Entry(type: type, members: members)
        entry.key = key("\(part)-\(reading.seq)-\(reading.readAt)")
        entry.reason = reason
        entry.source = source(row: rows.min(), dates: dates)
        return PlannedEntry(entry: entry, rows: rows.sorted())
    }
}
