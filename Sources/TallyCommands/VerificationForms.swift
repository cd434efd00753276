internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import ProjectionEngine
internal import Projections
internal import Reports

extension Session {
    /// Tells what a verification looked at; what is wrong with the log itself is left to the failure.
    func tell(_ verification: Verification, _ arguments: Arguments) {
        if arguments[jsonFlag] {
            print(verification.json.compact)
        } else if arguments[csvFlag] {
            write(csv(verification.csvLines))
        } else {
            verification.lines.forEach { print($0) }
        }
    }
}

// MARK: - For people

extension Verification {
    fileprivate var lines: [String] {
        // A finding in the log, or in the index of stories, leaves nothing to be told.
        guard let log, isQuick || !models.isEmpty else { return [] }
        let story = isQuick ? "" : ", \(self.story)"
        var lines = [
            "Events 1 to \(log.head.size): every leaf read and hashed\(story)",
            "Root: \(log.head.root.base64), as the tiles and \(log.heads) recorded heads have it",
            isQuick
                ? "Tables and triggers: as shipped"
                : "Tables, triggers and file: as shipped, sound",
        ]
        if let against { lines.insert("Checkpoint: \(against.words)", at: 2) }
        lines += models.map { "Read model \($0.model.name): \($0.state)" }
        lines += audits.map { "Report \($0.model.name): \($0.state)" }
        lines += controlTotals.map { "Control total \($0.words)" }
        lines += quarantined.map(\.words)
        if !log.clockSetBack.isEmpty {
            lines.append("The clock had been set back at events \(log.clockSetBack)")
        }
        if let events = unacknowledged {
            lines.append(
                "Events \(events.lowerBound) to \(events.upperBound) have no line in heads: they "
                    + "were written, but nobody was told so")
        }
        guard isQuick else { return lines }
        return lines + ["Not checked: " + Self.leftOut.map(\.1).joined(separator: ", ")]
    }

    private var story: String {
        let count = quarantined.count
        return count == 0
            ? "the story is legal" : "INCOMPLETE: \(count.events) could not be taken in"
    }
}

extension ReadModels.Comparison {
    fileprivate var state: String {
        let stop = quarantined.first.map { ", STOPPED before event \($0.seq)" } ?? ""
        let behind = staleness.map { ", \($0)" } ?? ""
        switch agrees {
        case nil: return "\(staleness?.description ?? "out of date"), so not compared"
        case true?: return "as the events tell" + behind + stop
        case false?: return "NOT as the events tell" + behind
        }
    }
}

extension AuditComparison {
    fileprivate var state: String {
        let count = "\(rows) \(rows == 1 ? "row" : "rows")"
        return count
            + (differences.isEmpty ? ", as its audit has them" : ", NOT as its audit has them")
    }
}

// MARK: - For machines

extension Verification {
    fileprivate var json: JSONValue {
        var members: [(String, JSONValue?)] = [("schema", .string("tally/verify/1"))]
        if let log {
            let head = JSONValue.object([
                ("seq", .integer(log.head.size)), ("root", .string(log.head.root.base64)),
            ])
            members += [
                ("head", head), ("heads", .integer(log.heads)),
                ("clockSetBack", .array(log.clockSetBack.map { .integer($0) })),
                ("unacknowledged", .integer(unacknowledged?.count ?? 0)),
                ("against", against?.json),
            ]
        }
        let left = isQuick ? Self.leftOut.map { JSONValue.string($0.0) } : []
        return .object(
            members + [
                ("models", .array(models.map(\.json))), ("audits", .array(audits.map(\.json))),
                ("controlTotals", .array(controlTotals.map(\.json))),
                ("quarantined", .array(quarantined.map(\.json))), ("quick", .bool(isQuick)),
                ("notChecked", .array(left)), ("sound", .bool(finding == nil)),
                ("finding", finding?.json ?? .null),
                (
                    "seconds",
                    .object(seconds.map { JSONMember($0.part, .number(decimal($0.seconds))) })
                ),
            ])
    }

    /// A line for each check: what was checked, and what came of it.
    fileprivate var csvLines: [[String]] {
        var lines = [["check", "result", "seq", "member", "expected", "found"]]
        let row = { (check: String, result: String) in [check, result, "", "", "", ""] }
        if log != nil {
            let parts = ["leaves", "tree", "tiles", "heads", "tables"]
            lines += parts.map { row($0, "ok") }
        }
        if log?.fileCheck != nil { lines += [row("file", "ok"), row("keys", "ok")] }
        if !models.isEmpty {
            lines += [
                row("stories", "ok"), row("story", quarantined.isEmpty ? "ok" : "incomplete"),
            ]
        }
        lines += models.map { one in
            row(
                csvField(text: "model " + one.model.name),
                one.agrees.map { $0 ? "ok" : "FAILED" } ?? "not compared")
        }
        lines += audits.map { one in
            row(
                csvField(text: "audit " + one.model.name),
                one.differences.isEmpty ? "ok" : "FAILED")
        }
        lines += controlTotals.map { one in
            [
                csvField(text: "control total \(one.measure)"), one.agrees ? "ok" : "DIFFERS",
                String(one.seq), csvField(text: one.measure), String(one.stated),
                one.found.map { String($0) } ?? "",
            ]
        }
        if isQuick { lines += Self.leftOut.map { row($0.0, "not checked") } }
        return lines + (finding.map { [$0.csvLine] } ?? [])
    }
}

extension Finding {
    /// The line of what is wrong.
    fileprivate var csvLine: [String] {
        [
            csvField(text: message), "FAILED", at?.seq.map { String($0) } ?? "",
            csvField(text: at?.member ?? ""), csvField(text: at?.expected ?? ""),
            csvField(text: at?.found ?? ""),
        ]
    }
}

extension ReadModels.Comparison {
    fileprivate var json: JSONValue {
        .object([
            ("model", .string(model.name)), ("agrees", agrees.map { .bool($0) } ?? .null),
            ("events", .integer(events)),
            ("staleness", staleness.map { .string($0.description) } ?? .null),
        ])
    }
}

extension AuditComparison {
    fileprivate var json: JSONValue {
        .object([
            ("model", .string(model.name)), ("rows", .integer(rows)),
            ("agrees", .bool(differences.isEmpty)),
            ("differences", .array(differences.map(JSONValue.string))),
        ])
    }
}
