internal import CanonicalJSON
internal import CommandTable
internal import Events
internal import Imports
internal import Ledger
internal import Programme
internal import Reports

private let listWord = Argument<String>.word(
    "FILE", "a list of schools as CSV, or - for standard input")
private let linksOption = Argument<String>.option(
    "links", "FILE", "say by these GIAS links why a school does not match"
).optional

/// The commands that hold the ledger beside a file, and record nothing.
let compareCommands: [Command<Session>] = [
    Command(
        "compare register", "Which schools a list has too, and why not", group: "Read",
        details:
            "Follows every school of the ledger through its URNs and mergers to the one it has on the "
            + "day, and looks for that one in the list. Tells those that are not there, with what the "
            + "ledger or the links say about them, and those of the list that the ledger has not. "
            + "Records nothing. With --csv, a line for each school of the ledger.",
        arguments: [listWord, asOfOption, linksOption, laOption, encodingOption],
        examples: ["compare register schools.csv --as-of 2026-01-30"]
    ) { arguments, session in
        try session.compareRegister(arguments)
    }
]

extension Session {
    fileprivate func compareRegister(_ arguments: Arguments) throws {
        let known = try KnownRegister(ledger(arguments[ledgerOption]))
        var findings: [LinksPlan.Finding] = []
        if let file = arguments[linksOption] {
            var links = LinksImport(fileName: name(of: file), register: known)
            links.isOlderMeant = true
            links.absence = .keep
            links.encoding = arguments[encodingOption]
            findings = try links.plan(contents(of: file)).findings
        }
        let match = try RegisterMatch(
            known, on: arguments[asOfOption] ?? today, with: contents(of: arguments[listWord]),
            encoding: arguments[encodingOption], links: findings,
            wanted: Set(arguments[laOption] ?? []))
        if arguments[jsonFlag] {
            print(match.json.compact)
        } else if arguments[csvFlag] {
            write(csv(match.lines.map { $0.map(csvField(text:)) }))
        } else {
            match.text.forEach { print(printable($0)) }
        }
    }
}

extension RegisterMatch {
    fileprivate var text: [String] {
        let known = items.count { $0.standing.isMatch }
        var lines = [
            "Schools of the ledger, each followed to the end of \(day.words): \(items.count)",
            "  \(known) in the list: \(count(.same)) under the URN they were first known by, "
                + "\(count(.later)) under a later one, \(count(.merged)) as part of another",
            "  \(items.count - known) not in the list",
        ]
        for standing in Standing.allCases where !standing.isMatch {
            let found = items.filter { $0.standing == standing }
            guard !found.isEmpty else { continue }
            lines.append("\(standing.words): \(found.count)")
            for item in found {
                let now = item.urn == item.school ? "" : " (now \(item.urn))"
                lines.append("  \(item.school)\(now) \(item.name): \(item.reason)")
            }
        }
        lines.append("Schools of the list that no open school of the ledger is: \(strangers.count)")
        for stranger in strangers.prefix(strangersShownMaximum) {
            lines.append(
                "  row \(stranger.row), \(stranger.urn) \(stranger.name): \(stranger.reason)")
        }
        if strangers.count > strangersShownMaximum {
            lines.append(
                "  and \(strangers.count - strangersShownMaximum) more; --json has them all")
        }
        for problem in problems { lines.append("Row \(problem.row): \(problem.sentence)") }
        return lines
    }

    fileprivate var lines: [[String]] {
        [["school", "urn", "name", "la", "in_list", "standing", "reason"]]
            + items.map { item in
                [
                    item.school.text, item.urn.text, item.name, item.la?.text ?? "",
                    item.standing.isMatch ? "yes" : "no", item.standing.rawValue, item.reason,
                ]
            }
    }

    fileprivate var json: JSONValue {
        let counts = Standing.allCases.map { ($0.rawValue, JSONValue.integer(count($0))) }
        return .object([
            ("schema", .string("tally/register-match/1")), ("asOf", .string(day.text)),
            ("counts", .object(counts.map { ($0.0, $0.1 as JSONValue?) })),
            (
                "schools",
                .array(
                    items.map { item in
                        .object([
                            ("school", .string(item.school.text)), ("urn", .string(item.urn.text)),
                            ("name", .string(item.name)),
                            ("la", item.la.map { .string($0.text) }),
                            ("inList", .bool(item.standing.isMatch)),
                            ("standing", .string(item.standing.rawValue)),
                            ("reason", item.reason.isEmpty ? nil : .string(item.reason)),
                        ])
                    })
            ),
            (
                "notInLedger",
                .array(
                    strangers.map { stranger in
                        .object([
                            ("row", .integer(stranger.row)), ("urn", .string(stranger.urn.text)),
                            ("name", .string(stranger.name)),
                            ("reason", .string(stranger.reason)),
                        ])
                    })
            ),
        ])
    }
}

extension RegisterMatch.Standing {
    fileprivate var words: String {
        switch self {
        case .same, .later, .merged: "In the list"
        case .closed: "Closed"
        case .split: "Split"
        case .withdrawn: "A link was recorded and taken back"
        case .setAside: "A link could not be recorded"
        case .successorAbsent: "The URN of today is not in the list"
        case .unexplained: "Nothing says what became of it"
        }
    }
}

/// How many schools that the ledger has not are named.
private let strangersShownMaximum = 20
