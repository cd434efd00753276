internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import ProjectionEngine
internal import Projections
internal import Reports

private let modelWord = Argument<ReadModel>.word(
    "MODEL", "one read model; all unless given", choices: ReadModel.all.map(\.name),
    parse: { ReadModel.named($0) }
).optional

/// The commands that look after the read models.
let projectionCommands: [Command<Session>] = [
    Command(
        "projections status", "Say how far each read model has come", group: "Read models",
        examples: ["projections status"]
    ) { arguments, session in
        let models = ReadModels(try session.ledger(arguments[ledgerOption]))
        session.tell(try models.status(), asJSON: arguments[jsonFlag])
    },
    Command(
        "projections rebuild", "Build read models again from the first event", group: "Read models",
        details:
            "Each is built into a new file beside the old one and compared with it before it takes "
            + "its place.",
        arguments: [modelWord], examples: ["projections rebuild", "projections rebuild engagement"]
    ) { arguments, session in
        let models = ReadModels(try session.ledger(arguments[ledgerOption]))
        let rebuilt = try models.rebuild(arguments[modelWord].map { [$0] } ?? ReadModel.all)
        session.tell(rebuilt, asJSON: arguments[jsonFlag])
    },
    Command(
        "projections audit", "Compare each report with its restatement from the log alone",
        group: "Read models",
        details:
            "Runs projections/MODEL/audit.sql on the log and compares every row with the report's. "
            + "Takes the options of a report.",
        arguments: [modelWord] + reportArguments,
        examples: ["projections audit engagement --authority ntca --as-of 2024-03-31"]
    ) { arguments, session in
        let builder = ReportBuilder(try session.ledger(arguments[ledgerOption]))
        let options = session.reportOptions(arguments)
        var differences = 0
        for model in arguments[modelWord].map({ [$0] }) ?? ReadModel.all {
            let comparison = try builder.audit(model, options)
            differences += comparison.differences.count
            session.tell(comparison)
        }
        guard differences == 0 else {
            throw Failure(
                .integrity, "\(differences) rows differ from their restatement",
                hint: "run 'tally verify' and 'tally projections rebuild'")
        }
    },
]

extension Session {
    fileprivate func tell(_ statuses: [ReadModels.Status], asJSON: Bool) {
        if asJSON {
            let models = statuses.map { status in
                JSONValue.object([
                    ("model", .string(status.model.name)),
                    ("position", .integer(status.checkpoint?.seq ?? 0)),
                    ("lag", .integer(status.lag)), ("file", .string(status.path)),
                    ("digest", status.checkpoint.map { .string($0.digest) } ?? .null),
                    ("definition", status.checkpoint.map { .string($0.definition) } ?? .null),
                    ("version", .integer(status.model.foldVersion)),
                    ("state", .string(status.staleness ?? "up to date")),
                ])
            }
            print(
                JSONValue.object([
                    ("schema", .string("tally/projections/1")), ("models", .array(models)),
                ]).compact)
            return
        }
        let rows = statuses.map { status in
            [
                status.model.name, "event \(status.checkpoint?.seq ?? 0)", "lag \(status.lag)",
                status.staleness ?? "up to date",
                status.checkpoint.map { "digest " + $0.digest.prefix(16) } ?? "",
            ]
        }
        aligned(rows, left: [0, 3]).forEach { print($0) }
    }

    fileprivate func tell(_ rebuilt: [ReadModels.Rebuilt], asJSON: Bool) {
        if asJSON {
            let models = rebuilt.map { one in
                JSONValue.object([
                    ("model", .string(one.model.name)), ("position", .integer(one.after.seq)),
                    ("digest", .string(one.after.digest)),
                    ("before", one.before.map { .string($0.digest) } ?? .null),
                ])
            }
            print(
                JSONValue.object([
                    ("schema", .string("tally/rebuilt/1")), ("models", .array(models)),
                ]).compact)
            return
        }
        for one in rebuilt {
            let comparison =
                switch one.before {
                case nil: "built"
                case let before? where before.digest == one.after.digest: "same rows as before"
                case let before? where before.seq != one.after.seq: "was at event \(before.seq)"
                default: "ROWS DIFFER from the ones before"
                }
            print("\(one.model.name): events 1 to \(one.after.seq), \(comparison)")
        }
    }

    fileprivate func tell(_ comparison: AuditComparison) {
        let verdict = comparison.differences.isEmpty ? "agrees" : "DIFFERS"
        print("\(comparison.model.name): \(comparison.rows) rows, audit \(verdict)")
        comparison.differences.forEach { print("  " + printable($0)) }
    }
}
