internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Imports
internal import Ledger
internal import Programme
internal import Reports

let fileWord = Argument<String>.word("FILE", "the file, or - for standard input")
let mapOption = Argument<String>.option(
    "map", "COLUMN=MEMBER,…", "read these columns as these members, such as Ref=urn"
).optional

/// The commands that record many facts at once, all of them or none.
let importCommands: [Command<Session>] =
    fileCommands + registerCommands + tableCommands + [templateCommand]

private let fileCommands: [Command<Session>] = [
    Command(
        "import facts", "Record a file of facts, one JSON object a line", group: "Import",
        details: "All lines are recorded, or none. Lines recorded before, or whose effect already "
            + "holds, add nothing, so the same file twice is harmless. Times of recording are the "
            + "clock's.",
        arguments: [fileWord] + trying, examples: ["import facts spring-term.ndjson"]
    ) { arguments, session in
        let origin = try session.origin(ofFacts: arguments[fileWord])
        var facts = try session.facts(in: arguments[fileWord], keepsTimes: false)
        facts.origin = origin
        let ledger = try session.ledger(arguments[ledgerOption])
        let listing = ImportOutcomes.Listing(arguments)
        let recorded = try session.recording(
            in: ledger, arguments, inMemory: true,
            progress: Progress("import", of: "facts", session)
        ) { record in
            var outcomes = ImportOutcomes(listing)
            try facts.record(with: record) { outcomes.add($0) }
            return outcomes
        }
        try session.tellImport(recorded, ledger, arguments)
    }
]

extension Session {
    /// A refusal of one entry, as a note about each of its rows.
    func notes(_ error: any Error, _ rows: [Int]) throws -> [RowNote] {
        var problems = EntryProblems()
        try problems.add(error, 0)
        let sentence = problems.problems[0].sentence
        return rows.isEmpty ? [RowNote(row: 1, sentence)] : [RowNote(row: rows[0], sentence)]
    }

    func name(of path: String) -> String {
        path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
    }
}
