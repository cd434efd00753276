internal import CanonicalJSON
internal import CommandTable
internal import ProjectionEngine
internal import Projections
internal import Reports

// What the commands about read models print.

extension Session {
    func tell(_ statuses: [ReadModels.Status], _ arguments: Arguments) {
        if arguments[jsonFlag] {
            print(
                JSONValue.object([
                    ("schema", .string("tally/projections/1")),
                    ("models", .array(statuses.map(\.json))),
                ]).compact)
            return
        }
        let rows = statuses.map { status in
            var row = [status.model.name, "event \(status.checkpoint?.seq ?? 0)"]
            row += ["lag \(status.lag)", status.state]
            guard let checkpoint = status.checkpoint else { return row + ["", "", ""] }
            row += ["\(checkpoint.eventsPerSecond) events/s", "v\(checkpoint.version)"]
            return row + ["digest \(checkpoint.digest.prefix(16))"]
        }
        aligned(rows, left: [0, 3, 5, 6]).forEach { print($0) }
        for status in statuses {
            if let error = status.lastError {
                print("\(status.model.name): last error: \(printable(error))")
            }
            for one in status.quarantined { print("\(status.model.name): \(one.words)") }
        }
    }

    func tell(_ work: [Work], _ size: Int, asJSON: Bool) {
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/projections-run/1")), ("events", .integer(size)),
                    ("models", .array(work.map(\.json))),
                ]).compact)
            return
        }
        if work.isEmpty { print("All read models hold events 1 to \(size)") }
        work.forEach { print($0.line) }
    }

    func tell(_ rebuilt: [Rebuilt], isTrial: Bool, asJSON: Bool) {
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/rebuilt/1")),
                    ("dryRun", isTrial ? .bool(true) : nil),
                    ("models", .array(rebuilt.map(\.json))),
                ]).compact)
            return
        }
        for one in rebuilt {
            let would = isTrial ? "would be " : ""
            print("\(one.model.name): events 1 to \(one.events), \(would)\(one.verdict)")
            for difference in one.comparison.differences { print("  " + printable(difference)) }
            for quarantined in one.quarantined { print("  " + quarantined.words) }
        }
    }

    func tell(_ comparison: AuditComparison) {
        let verdict = comparison.differences.isEmpty ? "agrees" : "DIFFERS"
        print("\(comparison.model.name): \(comparison.rows) rows, audit \(verdict)")
        comparison.differences.forEach { print("  " + printable($0)) }
    }
}

extension Checkpoint {
    /// How fast the last work went.
    fileprivate var eventsPerSecond: Int { lastEvents * 1_000_000 / max(1, microseconds) }
}

extension ReadModels.Status {
    fileprivate var state: String {
        if !quarantined.isEmpty { return "STOPPED before event \(quarantined[0].seq)" }
        return staleness?.description ?? "up to date"
    }

    fileprivate var json: JSONValue {
        var members: [(String, JSONValue?)] = [("model", .string(model.name))]
        members.append(("position", .integer(checkpoint?.seq ?? 0)))
        members.append(("events", .integer(checkpoint?.events ?? 0)))
        members.append(("lag", .integer(lag)))
        members.append(("eventsPerSecond", orNull(checkpoint?.eventsPerSecond)))
        members.append(("lastError", orNull(lastError)))
        members.append(("file", .string(path)))
        members.append(("root", orNull(checkpoint?.root)))
        members.append(("digest", orNull(checkpoint?.digest)))
        members.append(("definition", orNull(checkpoint?.definition)))
        members.append(("version", .integer(checkpoint?.version ?? model.foldVersion)))
        members.append(("quarantined", .array(quarantined.map(\.json))))
        members.append(("state", .string(state)))
        return .object(members)
    }
}

extension Work {
    var line: String {
        let milliseconds = Int((seconds * 1_000).rounded())
        let how = rebuiltBecause.map { "told from event 1 (\($0))" } ?? "caught up from \(from)"
        let stop = quarantined.first.map { ", STOPPED before event \($0.seq)" } ?? ""
        return "\(model.name): events 1 to \(to), \(how), \(milliseconds) ms\(stop)"
    }

    var json: JSONValue {
        .object([
            ("model", .string(model.name)), ("from", .integer(from)), ("to", .integer(to)),
            ("events", .integer(to - from)), ("seconds", .number(decimal(seconds))),
            ("rebuiltBecause", orNull(rebuiltBecause)),
            ("quarantined", .array(quarantined.map(\.json))),
        ])
    }
}

extension Rebuilt {
    fileprivate var verdict: String {
        switch comparison {
        case .first: "built"
        case .impossible(let why): "built; not compared: \(why)"
        case .same: "same rows as before"
        case .different: "ROWS DIFFER from the ones before"
        }
    }

    fileprivate var json: JSONValue {
        .object([
            ("model", .string(model.name)), ("position", .integer(events)),
            ("digest", .string(digest)), ("seconds", .number(decimal(seconds))),
            ("comparison", .string(verdict)),
            ("differences", .array(comparison.differences.map(JSONValue.string))),
            ("quarantined", .array(quarantined.map(\.json))),
        ])
    }
}

extension Rebuilt.Comparison {
    fileprivate var differences: [String] {
        if case .different(let all) = self { all } else { [] }
    }
}

extension Quarantined {
    /// The event and why it could not be taken in, as people read it.
    var words: String { "event \(seq) (\(type) v\(version)) is quarantined: \(printable(reason))" }

    var json: JSONValue {
        .object([
            ("seq", .integer(seq)), ("type", .string(type)), ("v", .integer(version)),
            ("reason", .string(reason)),
        ])
    }
}

/// Seconds with six decimals, as JSON writes them.
func decimal(_ seconds: Double) -> String {
    let microseconds = Int((seconds * 1_000_000).rounded())
    let fraction = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)."
        + String(repeating: "0", count: 6 - fraction.utf8.count) + fraction
}

private func orNull(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
private func orNull(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }
