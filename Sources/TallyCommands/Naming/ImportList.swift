internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Reports

/// The command that lists what was imported.
let importListCommands: [Command<Session>] = [
    Command(
        "list imports", "List what was imported, and what was undone since", group: "Find",
        details:
            "Each import, and each undoing of one, with its events, its file, when and by whom it was "
            + "recorded, and the event that begins its undoing. 'show import' opens one, 'undo' takes "
            + "one back. What a ledger was made with is no import.",
        arguments: [knownAtOption], examples: ["list imports", "list imports --csv"]
    ) { arguments, session in
        let ledger = try session.ledger(arguments[ledgerOption])
        let last = try session.lastKnown(arguments, ledger.log)
        let units = try ledger.imports(through: last)
        let list = Listing(
            what: "imports", asOf: session.today, head: try ledger.log.head(size: last),
            banner: nil, columns: importColumns, rows: units.map(\.cells))
        try session.tell(list, arguments)
    }.readAtLength
]

private let importColumns: [Listing.Column] = [
    .init("first", "First"), .init("last", "Last"), .init("events", "Events"),
    .init("kind", "Kind"), .init("reference", "File"), .init("rows", "Rows"),
    .init("recordedAt", "Recorded"), .init("recordedBy", "By"), .init("id", "Id"),
    .init("sha256", nil), .init("undoes", "Undoes"), .init("undoneBy", "Undone by"),
]

extension ImportUnit {
    fileprivate var cells: [Listing.Cell] {
        [
            .number(events.lowerBound), .number(events.upperBound), .number(events.count),
            .text(kind), Listing.Cell(reference), rows.map { .number($0) } ?? .none,
            .text(recordedAt.text), .text(recordedBy), .text(id), Listing.Cell(sha256),
            undoes.map { .number($0) } ?? .none,
            undoneBy.map { .number($0.lowerBound) } ?? .none,
        ]
    }
}
