internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Ledger
internal import Reports

/// Tells a replay as it goes: lines for people, one JSON document or CSV for programs.
struct ReplayTeller {
    enum Next { case goOn, stop }

    private enum Form { case lines(waits: Bool), json, csv }

    private let form: Form
    private let session: Session
    private var eventCount = 0
    private var movingCount = 0

    init(_ form: ReportFormat, waits: Bool, _ session: Session) {
        self.session = session
        switch form {
        case .text, .html, .fods:
            self.form = .lines(waits: waits && session.readTypedLine != nil)
        case .json:
            self.form = .json
            session.write("{\"schema\":\"tally/replay/1\",\"events\":[")
        case .csv:
            self.form = .csv
            session.write(csv([eventHeader + ["figure", "before", "after"]]))
        }
    }

    /// Tells one event and what it changed.
    ///
    /// - Returns: Whether the reader wants to go on.
    mutating func tell(_ effect: EventEffect) -> Next {
        eventCount += 1
        if !effect.changes.isEmpty { movingCount += 1 }
        switch form {
        case .json: session.write((eventCount == 1 ? "" : ",") + effect.json.compact)
        case .csv: session.write(csv(effect.csvLines))
        case .lines(let waits):
            effect.lines.forEach { session.print($0) }
            if waits { return session.waitForEnter() ? .goOn : .stop }
        }
        return .goOn
    }

    func end() {
        switch form {
        case .json: session.print("]}")
        case .csv: break
        case .lines:
            let events = eventCount == 1 ? "1 event" : "\(eventCount) events"
            session.print("\(events) told; \(movingCount) changed a figure")
        }
    }
}

extension Session {
    /// Waits for the Enter key.
    ///
    /// - Returns: `false` when `q` was typed before it, or nothing more will come.
    fileprivate func waitForEnter() -> Bool {
        say("  Enter for the next event, q to stop: ")
        guard let line = readTypedLine?() else { return false }
        return !line.hasPrefix("q")
    }
}

private let eventHeader = ["seq", "type", "validFrom", "recordedAt", "recordedBy"]
let differenceHeader =
    ["figure", "from", "to", "movedBy", "before", "after"] + eventHeader.dropFirst()

extension RecordedEvent {
    /// What identifies the event to a reader, its data left out.
    fileprivate var briefJSON: [JSONMember] {
        [
            JSONMember("seq", .integer(seq)), JSONMember("type", .string(type)),
            JSONMember("validFrom", .string(validFrom)),
            JSONMember("recordedAt", .string(recordedAt.text)),
            JSONMember("recordedBy", .string(recordedBy)),
        ] + (reason.map { [JSONMember("reason", .string($0))] } ?? [])
            + (target.map { [JSONMember("target", .integer($0))] } ?? [])
    }

    fileprivate var csvCells: [String] {
        [String(seq), type, validFrom, recordedAt.text, csvField(text: recordedBy)]
    }

    /// One line: number, type, days, who, and the data cut short.
    fileprivate var sentence: String {
        let why = reason.map { " – \(printable($0))" } ?? ""
        let data = printable(dataValue.compact)
        let short = data.count > 100 ? data.prefix(99) + "…" : data[...]
        return
            "event \(seq)  \(type), from \(validFrom), recorded \(recordedAt.text.prefix(16)) by "
            + "\(printable(recordedBy))\(why)  \(short)"
    }
}

extension EventEffect {
    fileprivate var lines: [String] { [event.sentence] + changes.map { "    " + $0.words } }

    fileprivate var json: JSONValue {
        .object(
            event.briefJSON + [
                JSONMember("data", event.dataValue),
                JSONMember("changes", .array(changes.map(\.json))),
            ])
    }

    /// A line for each figure changed; one without figures when none was.
    fileprivate var csvLines: [[String]] {
        guard !changes.isEmpty else { return [event.csvCells + ["", "", ""]] }
        return changes.map { change in
            event.csvCells + [
                csvField(text: change.figure), change.before.digits ?? "",
                change.after.digits ?? "",
            ]
        }
    }
}

extension FigureDifference {
    var lines: [String] {
        let whole = FigureChange(figure: figure, before: before, after: after)
        return [whole.words]
            + movedBy.map { "    \($0.change.words.dropName)  \($0.event.sentence)" }
    }

    var json: JSONValue {
        .object([
            ("figure", .string(figure)), ("before", before.json), ("after", after.json),
            (
                "movedBy",
                .array(
                    movedBy.map { step in
                        .object(
                            step.event.briefJSON + [
                                JSONMember("before", step.change.before.json),
                                JSONMember("after", step.change.after.json),
                            ])
                    })
            ),
        ])
    }

    var csvLines: [[String]] {
        movedBy.map { step in
            [
                csvField(text: figure), before.digits ?? "", after.digits ?? "",
                String(step.event.seq), step.change.before.digits ?? "",
                step.change.after.digits ?? "",
            ] + step.event.csvCells.dropFirst()
        }
    }
}

extension String {
    /// The words of a change without the figure's name in front.
    fileprivate var dropName: Substring {
        firstRange(of: ": ").map { self[$0.upperBound...] } ?? self[...]
    }
}
