internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Imports
internal import Ledger
internal import Reports

/// Tells what became of entries: in one JSON document, or a line each for people.
struct Receipts {
    let outcomes: [Outcome]
    let receipt: Receipt
    let isTrial: Bool
    /// What changed, or would change; `nil` where nobody asked.
    let figures: [ForeseenFigures]?

    init(_ recorded: Recorded<[Outcome]>) {
        outcomes = recorded.result
        receipt = recorded.receipt
        isTrial = recorded.isTrial
        figures = recorded.figures
    }

    func tell(asJSON: Bool, _ session: borrowing Session) {
        if asJSON { session.print(json().compact) } else { lines.forEach { session.print($0) } }
    }

    var recordedCount: Int { outcomes.count(where: \.isRecorded) }

    /// - Parameter more: Members beside those of every receipt.
    func json(_ more: [(String, JSONValue?)] = []) -> JSONValue {
        var recorded: [JSONValue] = []
        var already: [JSONValue] = []
        var holds: [JSONValue] = []
        for outcome in outcomes {
            switch outcome {
            case .recorded(let event): recorded.append(event.json)
            case .alreadyRecorded(let event): already.append(AppendedEvent(event).json)
            case .alreadyHolds(let why): holds.append(.string(why))
            }
        }
        let members: [(String, JSONValue?)] = [
            ("schema", .string("tally/receipt/1")),
            ("dryRun", isTrial ? .bool(true) : nil),
            ("recorded", .array(recorded)), ("alreadyRecorded", .array(already)),
            ("alreadyHolds", .array(holds)), ("head", receipt.head.json),
            ("figures", figures?.json),
        ]
        return .object(members + more)
    }

    private var lines: [String] {
        let lines = outcomes.map { outcome in
            switch outcome {
            case .recorded(let event):
                "\(isTrial ? "Would record" : "Recorded") event \(event.seq): \(event.type), from "
                    + event.validFrom
            case .alreadyRecorded(let event):
                "Already recorded as event \(event.seq) on \(event.recordedAt); nothing was added"
            case .alreadyHolds(let why): "Nothing to record: \(printable(why))"
            }
        }
        return lines + figureLines + [headLine]
    }

    /// What changed, or would change, where somebody asked.
    var figureLines: [String] {
        recordedCount > 0 ? figures?.lines(isTrial: isTrial) ?? [] : []
    }

    var headLine: String { "Head: \(receipt.head.size) \(receipt.head.root.base64)" }
}

extension Outcome {
    fileprivate var isRecorded: Bool { if case .recorded = self { true } else { false } }
}

extension AppendedEvent {
    fileprivate var json: JSONValue {
        .object([
            ("seq", .integer(seq)), ("key", .string(key)), ("type", .string(type)),
            ("validFrom", .string(validFrom)), ("recordedAt", .string(recordedAt.text)),
        ])
    }
}

extension Head {
    var json: JSONValue {
        .object([("seq", .integer(size)), ("root", .string(root.base64))])
    }
}

/// What became of the entries of an import: how many, and what it takes to list them.
///
/// Of those recorded and found in the ledger it is enough to know their numbers; a trial leaves
/// nothing in the ledger to read again.
struct ImportOutcomes: Sendable {
    enum Listing: Sendable {
        case counts, events, trialEvents

        init(_ arguments: Arguments) {
            self = arguments[jsonFlag] ? arguments[dryRun] ? .trialEvents : .events : .counts
        }
    }

    private let listing: Listing
    fileprivate var recordedCount = 0
    fileprivate var alreadyCount = 0
    fileprivate var trialEvents: [AppendedEvent] = []
    fileprivate var alreadyRecorded: [Int] = []
    fileprivate var alreadyHolds: [String] = []
    /// What became of the rows of a table; `nil` where what was read has none.
    var rows: RowCounts?

    init(_ listing: Listing) { self.listing = listing }

    mutating func add(_ outcome: Outcome) {
        switch outcome {
        case .recorded(let event):
            recordedCount += 1
            if listing == .trialEvents { trialEvents.append(event) }
        case .alreadyRecorded(let event):
            alreadyCount += 1
            if listing != .counts { alreadyRecorded.append(event.seq) }
        case .alreadyHolds(let why):
            alreadyCount += 1
            if listing != .counts { alreadyHolds.append(why) }
        }
    }

    /// Counts an event that the ledger had before.
    mutating func add(known seq: Int) {
        alreadyCount += 1
        if listing != .counts { alreadyRecorded.append(seq) }
    }
}

extension Session {
    /// Tells what became of an import: counts for people, every outcome for programs.
    func tellImport(
        _ recorded: Recorded<ImportOutcomes>, _ ledger: borrowing Ledger, _ arguments: Arguments
    ) throws {
        if arguments[jsonFlag] { return try list(recorded, ledger.log) }
        let (outcomes, receipt) = (recorded.result, recorded.receipt)
        let (new, already) = (outcomes.recordedCount, outcomes.alreadyCount)
        print(
            "\(arguments[dryRun] ? "Would record" : "Recorded") \(new) \(new == 1 ? "fact" : "facts"); "
                + "\(already) \(already == 1 ? "was" : "were") there already")
        if let rows = outcomes.rows { print("Rows: \(rows.words)") }
        if let figures = recorded.figures, new > 0 {
            figures.lines(isTrial: recorded.isTrial).forEach { print($0) }
        }
        print("Head: \(receipt.head.size) \(receipt.head.root.base64)")
    }

    /// Writes the receipt that `Receipts` gives as one JSON document, an event at a time.
    private func list(_ told: Recorded<ImportOutcomes>, _ log: EventLog) throws {
        let (outcomes, receipt) = (told.result, told.receipt)
        write("{\"schema\":\"tally/receipt/1\"," + (told.isTrial ? "\"dryRun\":true," : ""))
        var recorded = JSONList("recorded", write)
        for event in outcomes.trialEvents { recorded.add(event.json) }
        if receipt.appended > 0 {
            try log.scan(from: receipt.head.size - receipt.appended + 1) { event in
                recorded.add(AppendedEvent(event).json)
                return true
            }
        }
        recorded.end()
        var already = JSONList("alreadyRecorded", write)
        for seq in outcomes.alreadyRecorded {
            if let event = try log.event(at: seq) { already.add(AppendedEvent(event).json) }
        }
        already.end()
        var holds = JSONList("alreadyHolds", write)
        for why in outcomes.alreadyHolds { holds.add(.string(why)) }
        holds.end()
        if let rows = outcomes.rows {
            let counts = rows.named.map { ($0.name, JSONValue.integer($0.count) as JSONValue?) }
            write("\"rows\":\(JSONValue.object(counts).compact),")
        }
        let figures = told.figures.map { ",\"figures\":\($0.json.compact)" } ?? ""
        print("\"head\":\(receipt.head.json.compact)\(figures)}")
    }
}

/// A member of a JSON object that is a list, written as it comes.
private struct JSONList {
    private let write: (String) -> Void
    private var text: String
    private var isEmpty = true

    init(_ name: String, _ write: @escaping (String) -> Void) {
        self.write = write
        text = "\"\(name)\":["
    }

    mutating func add(_ value: JSONValue) {
        text += (isEmpty ? "" : ",") + value.compact
        isEmpty = false
        guard text.utf8.count > 1 << 16 else { return }
        write(text)
        text = ""
    }

    mutating func end() {
        write(text + "],")
        text = ""
    }
}
