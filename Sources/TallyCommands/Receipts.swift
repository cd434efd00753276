internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Ledger
internal import Reports

/// Tells what became of entries: in one JSON document, or a line each for people.
struct Receipts {
    let outcomes: [Outcome]
    let receipt: Receipt
    let isTrial: Bool

    func tell(asJSON: Bool, _ session: borrowing Session) {
        if asJSON { session.print(json.compact) } else { lines.forEach { session.print($0) } }
    }

    private var json: JSONValue {
        var recorded: [JSONValue] = []
        var already: [JSONValue] = []
        var holds: [JSONValue] = []
        for outcome in outcomes {
            switch outcome {
            case .recorded(let event): recorded.append(json(event))
            case .alreadyRecorded(let event): already.append(json(event))
            case .alreadyHolds(let why): holds.append(.string(why))
            }
        }
        return .object([
            ("schema", .string("tally/receipt/1")),
            ("dryRun", isTrial ? .bool(true) : nil),
            ("recorded", .array(recorded)), ("alreadyRecorded", .array(already)),
            ("alreadyHolds", .array(holds)), ("head", json(receipt.head)),
        ])
    }

    private func json(_ event: RecordedEvent) -> JSONValue {
        .object([
            ("seq", .integer(event.seq)), ("key", .string(event.key)),
            ("type", .string(event.type)), ("validFrom", .string(event.validFrom)),
            ("recordedAt", .string(event.recordedAt.text)),
        ])
    }

    private func json(_ head: Head) -> JSONValue {
        .object([("seq", .integer(head.size)), ("root", .string(head.root.base64))])
    }

    private var lines: [String] {
        var lines = outcomes.map { outcome in
            switch outcome {
            case .recorded(let event):
                "\(isTrial ? "Would record" : "Recorded") event \(event.seq): \(event.type), from "
                    + event.validFrom
            case .alreadyRecorded(let event):
                "Already recorded as event \(event.seq) on \(event.recordedAt); nothing was added"
            case .alreadyHolds(let why): "Nothing to record: \(printable(why))"
            }
        }
        lines.append("Head: \(receipt.head.size) \(receipt.head.root.base64)")
        return lines
    }
}

extension Session {
    /// Tells what became of an import: counts for people, every outcome for programs.
    func tellImport(_ outcomes: [Outcome], _ receipt: Receipt, _ arguments: Arguments) {
        let isTrial = arguments[dryRun]
        if arguments[jsonFlag] {
            Receipts(outcomes: outcomes, receipt: receipt, isTrial: isTrial)
                .tell(asJSON: true, self)
            return
        }
        var new = 0
        var already = 0
        for outcome in outcomes {
            if case .recorded = outcome { new += 1 } else { already += 1 }
        }
        print(
            "\(isTrial ? "Would record" : "Recorded") \(new) \(new == 1 ? "fact" : "facts"); "
                + "\(already) \(already == 1 ? "was" : "were") there already")
        print("Head: \(receipt.head.size) \(receipt.head.root.base64)")
    }
}
