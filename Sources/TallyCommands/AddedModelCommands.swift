internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Reports

private let folderWord = Argument<String>.word(
    "DIR", "the folder with table.sql, refresh.sql, report.sql, audit.sql and README.md")
private let addedWord = Argument<String>.word("NAME", "a read model that was added")

/// The commands for read models that somebody brings.
let addedModelCommands: [Command<Session>] = [
    Command(
        "projections add", "Add a read model of your own, which is only SQL",
        group: "Read models",
        details:
            "Everything in the folder is tried in memory first, the report compared with its audit; "
            + "only then is the definition kept in the ledger and the read model built. From then on "
            + "it is looked after like the others. Adding a changed one builds it again.",
        arguments: [folderWord, dryRun], examples: ["projections add late-opt-ins"]
    ) { arguments, session in
        let models = ReadModels(try session.ledger(arguments[ledgerOption]))
        let options = ReportOptions(asOf: session.today, today: session.today)
        let added = try models.add(
            session.path(arguments[folderWord]), options.addedParameters(knownAt: nil),
            isTrial: arguments[dryRun])
        session.tell(added, isTrial: arguments[dryRun], asJSON: arguments[jsonFlag])
    },
    Command(
        "projections remove", "Take away a read model that was added", group: "Read models",
        details: "Its definition and its files go; the events stay as they are.",
        arguments: [addedWord, dryRun], examples: ["projections remove late-opt-ins"]
    ) { arguments, session in
        let models = ReadModels(try session.ledger(arguments[ledgerOption]))
        let name = arguments[addedWord]
        try models.remove(name, isTrial: arguments[dryRun])
        if arguments[dryRun] {
            return session.tellTrial(
                "tally/projections-remove/1", name, "would be removed", asJSON: arguments[jsonFlag])
        }
        session.print(
            arguments[jsonFlag]
                ? JSONValue.object([
                    ("schema", .string("tally/projections-remove/1")), ("model", .string(name)),
                ]).compact : "\(name): removed")
    },
]

extension Session {
    fileprivate func tell(_ added: ReadModels.Added, isTrial: Bool, asJSON: Bool) {
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/projections-add/1")),
                    ("dryRun", isTrial ? .bool(true) : nil),
                    ("model", .string(added.model.name)),
                    ("question", .string(added.model.question)),
                    ("outcome", .string("\(added.outcome)")),
                    ("models", .array(added.work.map(\.json))),
                ]).compact)
            return
        }
        let outcome =
            switch added.outcome {
            case .new: isTrial ? "would be added" : "added"
            case .changed: isTrial ? "would be changed" : "changed"
            case .unchanged: "is here already, the same"
            }
        print("\(added.model.name): \(outcome) – \(printable(added.model.question))")
        added.work.forEach { print($0.line) }
    }

    /// Makes the report of an added read model.
    func added(
        _ name: String, _ builder: ReportBuilder, _ options: ReportOptions
    ) throws -> AddedReport {
        let model = try builder.models.model(name, for: nameWord.form)
        guard model.isAdded else {
            throw Failure(
                .usage, "\(name) has no report of its own",
                hint: "engagement and value-for-money have; both count its schools")
        }
        guard !options.narrows else {
            throw Failure(
                .usage, "the report of \(name) cannot be narrowed or split by options",
                hint: "an added read model knows --as-of, --from and --known-at")
        }
        return try builder.added(model, options)
    }
}
