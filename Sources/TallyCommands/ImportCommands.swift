internal import CanonicalJSON
internal import CommandTable
internal import Ledger

private let fileWord = Argument<String>.word("FILE", "the file, or - for standard input")

/// The commands that record many facts at once, all of them or none.
let importCommands: [Command<Session>] = [
    Command(
        "import facts", "Record a file of facts, one JSON object a line", group: "Import",
        details:
            "All lines are recorded, or none. Lines recorded before, or whose effect already holds, "
            + "add nothing, so the same file twice is harmless. Times of recording are the clock's.",
        arguments: [fileWord, dryRun], examples: ["import facts spring-term.ndjson"]
    ) { arguments, session in
        let entries = try FactFile.entries(
            session.contents(of: arguments[fileWord]), keepingTimes: false)
        let ledger = try session.ledger(arguments[ledgerOption])
        do {
            let (outcomes, receipt) = try ledger.record(
                entries, session.act, isTrial: arguments[dryRun])
            session.tellImport(outcomes, receipt, arguments)
        } catch let problems as EntryProblems {
            throw FactFile.failure(problems)
        }
    }
]
