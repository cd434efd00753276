internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import ProjectionEngine
internal import Projections
internal import Reports

private let modelWord = Argument<String>.word(
    "MODEL", "one read model, also one that was added; all unless given",
    choices: ReadModel.all.map(\.name)
).acceptingOthers.optional
private let neededModel = Argument<String>.word(
    "MODEL", "the read model", choices: ReadModel.all.map(\.name)
).acceptingOthers
private let followFlag = Argument<Bool>.flag(
    "follow", "keep on: take in each event as it is recorded, until interrupted")

/// The commands that look after the read models.
let projectionCommands: [Command<Session>] = [
    Command(
        "projections status", "Say how far each read model has come", group: "Read models",
        examples: ["projections status", "projections status --json"]
    ) { arguments, session in
        let models = ReadModels(try session.ledger(arguments[ledgerOption]))
        session.tell(try models.status(), arguments)
    },
    Command(
        "projections run", "Bring the read models up to date", group: "Read models",
        details:
            "Tells anew what the new events touched; where that may be everything, builds a new file "
            + "beside the old one, which serves meanwhile. Reports do this by themselves: run it to "
            + "have it done before they are asked.",
        arguments: [modelWord, followFlag, dryRun],
        examples: ["projections run", "projections run --follow"]
    ) { arguments, session in
        let models = ReadModels(try session.ledger(arguments[ledgerOption]))
        let chosen = try models.chosen(arguments)
        if arguments[dryRun] {
            let work = try models.rehearseWork(
                chosen, progress: Progress("projections run", session).tell)
            session.tellTrial(work, try models.log.size(), asJSON: arguments[jsonFlag])
        } else if arguments[followFlag] {
            try session.follow(models, chosen, asJSON: arguments[jsonFlag])
        } else {
            let progress = Progress("projections run", session)
            let work = try models.bringUpToDate(chosen, progress: progress.tell)
            session.tell(work, try models.log.size(), asJSON: arguments[jsonFlag])
        }
    },
    Command(
        "projections rebuild", "Build read models again from the first event",
        group: "Read models",
        details:
            "Each is built into a new file beside the old one, which serves meanwhile. Rows and "
            + "headline figures are compared with the old one's, every difference is listed, and the "
            + "new file takes its place. The old one is kept for 'projections rollback'.",
        arguments: [modelWord, dryRun],
        examples: ["projections rebuild", "projections rebuild engagement"]
    ) { arguments, session in
        let ledger = try session.ledger(arguments[ledgerOption])
        let progress = Progress("projections rebuild", session)
        let builder = ReportBuilder(ledger)
        let today = session.today
        let models = ReadModels(ledger)
        let compare: ReadModels.FigureComparison = { model, old, new in
            try builder.differences(of: model, from: old, to: new, today: today)
        }
        let chosen = try models.chosen(arguments)
        let rebuilt =
            arguments[dryRun]
            ? try models.rehearseRebuild(chosen, progress: progress.tell, comparing: compare)
            : try models.rebuild(chosen, progress: progress.tell, comparing: compare)
        session.tell(rebuilt, isTrial: arguments[dryRun], asJSON: arguments[jsonFlag])
    },
    Command(
        "projections rollback", "Go back to the file a read model had before its last rebuild",
        group: "Read models",
        details:
            "For when a rebuild brought figures that nobody understands. The file put aside can be "
            + "brought back in the same way.",
        arguments: [neededModel, dryRun], examples: ["projections rollback engagement"]
    ) { arguments, session in
        let models = ReadModels(try session.ledger(arguments[ledgerOption]))
        let model = try models.model(arguments[neededModel], for: neededModel.form)
        if arguments[dryRun] {
            let events = try models.eventsBeforeRebuild(model)
            return session.tellTrial(
                "tally/projections/1", model.name,
                "would go back to a file of events 1 to \(events)",
                [("position", .integer(events))], asJSON: arguments[jsonFlag])
        }
        try models.rollBack(model)
        session.tell(try models.status([model]), arguments)
    },
    Command(
        "projections audit", "Compare each report with its restatement from the log alone",
        group: "Read models",
        details:
            "Runs audit.sql of the model on the log and compares every row with the report's. "
            + "Takes the options of a report.",
        arguments: [modelWord] + reportArguments,
        examples: ["projections audit engagement --authority ntca --as-of 2024-03-31"]
    ) { arguments, session in
        let builder = ReportBuilder(try session.ledger(arguments[ledgerOption]))
        let options = try session.reportOptions(arguments)
        var differences = 0
        for model in try builder.models.chosen(arguments) {
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

extension ReadModels {
    /// The read model named on the command line, or all.
    fileprivate func chosen(_ arguments: Arguments) throws -> [ReadModel] {
        guard let name = arguments[modelWord] else { return try all() }
        return [try model(name, for: modelWord.form)]
    }

    /// The read model called `name`, which was given for `word`.
    func model(_ name: String, for word: ArgumentForm) throws -> ReadModel {
        guard names.contains(name) else {
            throw Failure(
                .usage,
                word.refusal(of: name, among: names, listedAt: "tally projections status"))
        }
        return try named(name)
    }
}
