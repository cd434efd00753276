internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import Reports

private let periodWord = Argument<Period>.word(
    "PERIOD", "first day and the day after the last, as 2023-04-01..2024-04-01",
    read: { text throws(ArgumentError) in Period(try readPeriod(text)) })
private let measureWord = Argument<String>.word(
    "MEASURE", "what the total is of", choices: controllableMeasures.keys.sorted())
private let valueWord = Argument<Int>.word(
    "VALUE", "the total: a count, or an amount in pence", parse: { Int($0) })
private let statedByOption = Argument<String>.option(
    "stated-by", "WHOM", "who states it: a body, a role or a document")
private let totalDay = Argument<Day>.option(
    "as-of", "DATE", "the day at whose end the total held", read: readDay)
private let totalLA = Argument<LACode>.option(
    "la", "CODE", "of this local authority, by its DfE code", parse: { LACode($0) }
).optional

/// Days that books are closed for.
private struct Period: Sendable {
    let from, to: Day

    init(_ days: (Day, Day)) { (from, to) = days }
}

/// The commands that close periods and state what the ledger must agree with.
let periodCommands: [Command<Session>] = [
    Command(
        "period close", "Close the books of a programme for a period", group: "Prove",
        details:
            "Records the checkpoint the period is closed at. What is recorded later about a day in "
            + "it is accepted, and always shows in 'report restatement'.",
        arguments: [periodWord, programmeOption, keyOption] + trying,
        examples: ["period close 2023-04-01..2024-04-01"]
    ) { arguments, session in
        let ledger = try session.ledger(arguments[ledgerOption])
        let head = try ledger.log.head()
        let period = arguments[periodWord]
        var entry = Entry(type: PeriodClosed.descriptor.type, validFrom: session.today)
        entry.key = arguments[keyOption]
        entry.members = [
            JSONMember("from", .string(period.from.text)),
            JSONMember("programme", .string(try session.programme(arguments))),
            JSONMember("root", .string(head.root.base64)),
            JSONMember("size", .integer(head.size)),
            JSONMember("to", .string(period.to.text)),
        ]
        try session.recordWhole(entry, in: ledger, arguments)
    },
    Command(
        "period list", "List the periods closed, and what was recorded into them since",
        group: "Prove", arguments: [programmeOption], examples: ["period list"]
    ) { arguments, session in
        let ledger = try session.ledger(arguments[ledgerOption])
        let builder = ReportBuilder(ledger)
        let periods = try builder.closedPeriods(through: .max, arguments[programmeOption])
        if arguments[jsonFlag] {
            session.print(
                JSONValue.object([
                    ("schema", .string("tally/periods/1")),
                    ("periods", .array(periods.map(\.json))),
                ]).compact)
            return
        }
        if periods.isEmpty { session.print("No period has been closed.") }
        let lines = EventLines(ledger, of: periods.flatMap(\.lateEntries).map(\.event))
        for period in periods {
            session.print("\(period.title)")
            for entry in period.lateEntries {
                session.print("  since then: " + lines.cells(entry.event).joined(separator: "  "))
            }
        }
    },
    Command(
        "control-total record", "State a total that reports must agree with", group: "Prove",
        details:
            "Somebody else's count or amount: an extract of the register, a finance system. Every "
            + "later report that covers it shows that it agrees, or the difference; so does 'verify'.",
        arguments: [
            measureWord, valueWord, totalDay, statedByOption, authorityOption, totalLA,
            programmeOption, onlyStrandOption, keyOption,
        ] + trying,
        examples: [
            "control-total record eligible-schools 863 --as-of 2024-05-07 --authority neca-2024 "
                + "--stated-by \"GIAS extract of 2024-05-07\""
        ]
    ) { arguments, session in
        let scope: [(String, JSONValue?)] = [
            ("authority", arguments[authorityOption].map { .string($0.text) }),
            ("la", arguments[totalLA].map { .string($0.text) }),
            ("programme", arguments[programmeOption].map { .string($0.text) }),
            ("strand", arguments[onlyStrandOption].map { .string($0.text) }),
        ]
        var entry = Entry(type: ControlTotalRecorded.descriptor.type, validFrom: session.today)
        entry.key = arguments[keyOption]
        entry.members = [
            JSONMember("asOf", .string(arguments[totalDay].text)),
            JSONMember("measure", .string(arguments[measureWord])),
            JSONMember("scope", .object(scope)),
            JSONMember("statedBy", .string(arguments[statedByOption])),
            JSONMember("value", .integer(arguments[valueWord])),
        ]
        try session.recordWhole(entry, arguments)
    },
    Command(
        "control-total list", "List the control totals beside what the ledger gives",
        group: "Prove",
        details: "Exits with status 1 when one differs, or cannot be checked.",
        arguments: [knownAtOption], examples: ["control-total list"]
    ) { arguments, session in
        let builder = ReportBuilder(try session.ledger(arguments[ledgerOption]))
        var options = ReportOptions(asOf: session.today, today: session.today)
        options.knownAt = arguments[knownAtOption]
        let totals = try builder.controlTotals(options)
        if arguments[jsonFlag] {
            session.print(
                JSONValue.object([
                    ("schema", .string("tally/control-totals/1")),
                    ("controlTotals", .array(totals.map(\.json))),
                ]).compact)
        } else {
            if totals.isEmpty { session.print("No control total has been recorded.") }
            totals.forEach { session.print($0.words) }
        }
        let wrong = totals.filter { !$0.agrees }
        guard wrong.isEmpty else {
            throw Failure(
                .failed,
                "\(wrong.count) of \(totals.count) control totals \(wrong.count == 1 ? "does" : "do") "
                    + "not agree",
                hint: "'tally explain' opens a figure to the events behind it")
        }
    },
]
