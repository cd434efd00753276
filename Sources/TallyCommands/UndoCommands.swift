internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import Reports
internal import SQLite

private let importWord = Argument<String>.word(
    "IMPORT", "as 'tally log' shows it: its short id, its first event, or the name of its file")
private let undoReason = Argument<String>.option(
    "reason", "TEXT", "why; that the import is undone, unless given"
).optional

/// The commands about whole imports.
let undoCommands: [Command<Session>] = [
    Command(
        "undo", "Take back a whole import", group: "Put right",
        details:
            "Retracts every fact of the import and every correction it made, the last first, in one "
            + "go: all of them or none. The history keeps both. It is refused when facts recorded "
            + "since depend on the import; they are listed. The same file can be imported again "
            + "afterwards, as new facts.",
        arguments: [importWord, undoReason] + trying,
        examples: [
            "undo spring-term.ndjson --dry-run",
            "undo 5376 --reason \"the list was for another programme\"",
        ]
    ) { arguments, session in try session.undo(arguments) },
    Command(
        "show import", "Show an import, and every event of it", group: "Read",
        arguments: [importWord], examples: ["show import spring-term.ndjson"]
    ) { arguments, session in try session.showImport(arguments) }.readAtLength,
]

extension Session {
    fileprivate func undo(_ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let unit = try unit(arguments[importWord], ledger)
        guard !unit.isUndoing else {
            throw Failure(
                .refused, "events \(unit.place) undid an import",
                hint: "import the file again if its facts are true after all")
        }
        let isTrial = arguments[dryRun]
        let reason = arguments[undoReason] ?? "undo of \(unit.name), events \(unit.place)"
        var figures: [ForeseenFigures]?
        let look = { (events: Range<Int>) in
            figures = try self.figures(ledger, changedBy: events)
        }
        let progress = Progress("undo", of: "facts", total: unit.events.count, self)
        let (undone, receipt) = try ledger.undo(
            unit, reason: reason, act, isTrial: isTrial, look: look
        ) { count in
            try Interruption.check()
            progress.tell(count)
        }
        if !isTrial, arguments[figuresFlag] {
            let size = receipt.head.size
            try look(size - receipt.appended + 1..<size + 1)
        }
        let recorded = Recorded(
            result: undone, receipt: receipt, isTrial: isTrial, figures: figures)
        tell(recorded, of: unit, asJSON: arguments[jsonFlag])
    }

    fileprivate func showImport(_ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let unit = try unit(arguments[importWord], ledger)
        var events: [RecordedEvent] = []
        try ledger.log.scan(from: unit.events.lowerBound, through: unit.events.upperBound) {
            events.append($0)
            return true
        }
        if arguments[jsonFlag] {
            let list = JSONValue.array(events.map(\.json))
            return print(JSONValue.object([("import", unit.json), ("events", list)]).compact)
        }
        print(unit.line.filter { !$0.isEmpty }.joined(separator: "  "))
        tellLines(of: events, ledger)
    }

    /// The import that `text` names.
    private func unit(_ text: String, _ ledger: Ledger) throws -> ImportUnit {
        let units = try ledger.imports()
        let found = units.filter { $0.isCalled(text) }
        // Of several imports of one file, the one that is not undone is meant.
        let standing = found.filter { $0.undoneBy == nil }
        if let unit = standing.count == 1 ? standing.first : standing.isEmpty ? found.last : nil {
            return unit
        }
        guard found.isEmpty else {
            let places = found.map { "events \($0.place)" }.joined(separator: ", ")
            throw Failure(
                .usage, "'\(printable(text))' is the name of \(found.count) imports: \(places)",
                hint: "name one by its first event, as 'tally undo \(found[0].events.lowerBound)'")
        }
        if let seq = Int(text), let around = units.first(where: { $0.events.contains(seq) }) {
            throw Failure(
                .nothingFound, "event \(seq) is in the midst of \(around.name)",
                hint: "name the import by its first event, \(around.events.lowerBound)")
        }
        guard !units.isEmpty else {
            throw Failure(
                .nothingFound, "nothing was imported into this ledger",
                hint: "'tally retract SEQ' takes back one event")
        }
        let names = units.flatMap { [$0.id, $0.reference].compactMap(\.self) }
        throw Failure(
            .nothingFound, importWord.form.refusal(of: text, among: names, listedAt: "tally log"),
            hint: "'tally log' shows every import on a line of its own")
    }

    private func tell(_ recorded: Recorded<Undone>, of unit: ImportUnit, asJSON: Bool) {
        let undone = recorded.result
        let receipts = Receipts(
            Recorded(
                result: undone.outcomes, receipt: recorded.receipt, isTrial: recorded.isTrial,
                figures: recorded.figures))
        if asJSON {
            let more: [(String, JSONValue?)] = [
                ("import", unit.json), ("notUndone", .array(undone.remaining.map(\.json))),
            ]
            return print(receipts.json(more).compact)
        }
        let count = receipts.recordedCount
        let verb = recorded.isTrial ? "Would take back" : "Took back"
        print(
            count == 0
                ? "Nothing to take back: \(unit.name) is undone already"
                    + (unit.undoneBy.map { ", by events \($0.words)" } ?? "")
                : "\(verb) \(count) \(count == 1 ? "fact" : "facts") of \(unit.name), events "
                    + unit.place)
        for remaining in undone.remaining {
            remaining.lines.forEach { print($0) }
        }
        receipts.figureLines.forEach { print($0) }
        print(receipts.headLine)
    }
}

extension ImportUnit {
    var place: String { events.words }

    /// What messages call it.
    var name: String {
        reference.map { "the import of \(printable($0))" } ?? "an import without a file's name"
    }

    /// Whether `text` is one of its names.
    fileprivate func isCalled(_ text: String) -> Bool {
        if text == String(events.lowerBound) { return true }
        // An undoing has the file's name too, and is not meant by it.
        if isUndoing { return false }
        if text == reference { return true }
        let digits = text.lowercased()
        return digits.utf8.count >= idDigitsMinimum && sha256?.hasPrefix(digits) == true
    }

    /// One line of a table, as those of events: numbers, time of recording, who, what.
    var line: [String] {
        let what = kind == "undo" ? "undo" : "import \(printable(kind))"
        let rows = rows.map { ", \($0) rows" } ?? ""
        let file = reference.map { printable($0) + ": " } ?? ""
        let name = sha256 == nil || isUndoing ? "" : ", id \(id)"
        let undone = undoneBy.map { "; UNDONE by events \($0.words)" } ?? ""
        let of = undoes.map { " from event \($0) on" } ?? ""
        return [
            events.words, "", String(recordedAt.text.prefix(16)), printable(recordedBy), what + of,
            "\(file)\(events.count) \(events.count == 1 ? "event" : "events")\(rows)\(name)\(undone)",
        ]
    }

    var json: JSONValue {
        .object([
            ("first", .integer(events.lowerBound)), ("last", .integer(events.upperBound)),
            ("id", .string(id)), ("kind", .string(kind)),
            ("reference", reference.map { .string($0) }), ("sha256", sha256.map { .string($0) }),
            ("rows", rows.map { .integer($0) }), ("recordedAt", .string(recordedAt.text)),
            ("recordedBy", .string(recordedBy)), ("undoes", undoes.map { .integer($0) }),
            ("undoneBy", undoneBy?.json),
        ])
    }
}

/// Fewer digits would be mistyped numbers of events.
private let idDigitsMinimum = 4

extension ClosedRange<Int> {
    var words: String { count == 1 ? "\(lowerBound)" : "\(lowerBound)–\(upperBound)" }

    fileprivate var json: JSONValue {
        .object([("first", .integer(lowerBound)), ("last", .integer(upperBound))])
    }
}

extension Undone.Remaining {
    /// What stays taken back, and how to put it right.
    fileprivate var lines: [String] {
        [
            "Not undone: event \(retraction) took back event \(reading.seq), and nothing takes that "
                + "back; if it is true, import this line with 'tally import facts -':",
            "  " + printable(fact.compact),
        ]
    }

    fileprivate var json: JSONValue {
        .object([
            ("seq", .integer(retraction)), ("target", .integer(reading.seq)), ("fact", fact),
        ])
    }

    /// The fact, as a file of facts holds it.
    private var fact: JSONValue {
        .object(
            [JSONMember("type", .string(reading.fact.type))] + (reading.replacement.members ?? []))
    }
}
