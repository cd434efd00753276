internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Projections

// What the commands that record no event say they would do.

extension Session {
    func tellTrial(_ work: [Work], _ size: Int, asJSON: Bool) {
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/projections-run/1")), ("dryRun", .bool(true)),
                    ("events", .integer(size)), ("models", .array(work.map(\.trialJSON))),
                ]).compact)
            return
        }
        if work.isEmpty { print("All read models hold events 1 to \(size)") }
        work.forEach { print($0.trialLine) }
    }

    /// Says what would become of one read model.
    func tellTrial(
        _ schema: String, _ model: String, _ words: String, _ more: [(String, JSONValue?)] = [],
        asJSON: Bool
    ) {
        let members: [(String, JSONValue?)] = [
            ("schema", .string(schema)), ("dryRun", .bool(true)), ("model", .string(model)),
        ]
        print(asJSON ? JSONValue.object(members + more).compact : "\(model): \(words)")
    }
}

extension Work {
    fileprivate var trialLine: String {
        let how =
            rebuiltBecause.map { "would be told from event 1 (\($0))" }
            ?? "would be caught up from \(from)"
        let stop = quarantined.first.map { ", STOPPED before event \($0.seq)" } ?? ""
        return "\(model.name): events 1 to \(to), \(how)\(stop)"
    }

    /// The members of what was done, but for the time it took.
    fileprivate var trialJSON: JSONValue {
        .object((json.members ?? []).filter { $0.name != "seconds" })
    }
}
