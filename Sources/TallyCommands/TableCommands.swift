internal import CommandTable
internal import EventLog
internal import Events
internal import Imports
internal import Ledger
internal import Reports

private let listDay = Argument<Day>.option(
    "from", "DATE", "the day the facts hold from, where no column says so", read: readDay
).optional
private let listProgramme = Argument<String>.option(
    "programme", "SLUG", "the programme, where no column says so and there are several"
).optional
private let listStrand = Argument<String>.option(
    "strand", "SLUG", "the strand, where no column says so"
).optional
private let fillOption = Argument<String>.option(
    "fill", "MEMBER=VALUE,…", "what to read where a column is missing or a cell is empty"
).optional
let encodingOption = Argument<TextEncoding>.option(
    "encoding", "NAME", "how the file stands for characters; found out unless given"
).optional
let setRowsAsideFlag = Argument<Bool>.flag(
    "set-aside", "record the rows that are right, and keep the others in a file")

/// The commands that read lists by columns and members alone, one for each kind.
let tableCommands: [Command<Session>] = TableKind.all.map { kind in
    Command(
        "import \(kind.name)", kind.summary, group: "Import", details: details,
        arguments: [fileWord, listDay] + scope(of: kind) + [
            fillOption, mapOption, encodingOption, setRowsAsideFlag,
        ] + trying,
        lists: [Topic("Columns, read as a member, by any of these headers", rows(of: kind))],
        examples: ["import \(kind.name) \(kind.name).csv"]
    ) { arguments, session in
        try session.importTable(kind, arguments)
    }
}

private let details =
    "FILE is a spreadsheet saved as CSV. All rows are checked before any is recorded: all go in, or "
    + "none, and those that cannot are in FILE.errors.csv with what is wrong. Rows that are there "
    + "already add nothing, so the same file twice is harmless. 'tally import template' writes an "
    + "empty list."

private func scope(of kind: TableKind) -> [any AnyArgument] {
    let members = kind.columns.map(\.member.rawValue)
    return (members.contains("programme") ? [listProgramme] : [])
        + (members.contains("strand") ? [listStrand] : [])
}

private func rows(of kind: TableKind) -> [(name: String, meaning: String)] {
    kind.columns.map { ($0.member.rawValue, $0.headers.joined(separator: ", ")) }
}

extension Session {
    /// Records a list of some kind: every row, or none; with `--set-aside`, those that are right.
    fileprivate func importTable(_ kind: TableKind, _ arguments: Arguments) throws {
        let (file, isTrial) = (arguments[fileWord], arguments[dryRun])
        let bytes = try contents(of: file)
        let table = try CSVTable(bytes, encoding: arguments[encodingOption])
        let ledger = try ledger(arguments[ledgerOption])
        let progress = Progress("import, \(kind.name)", of: "rows", self)
        let recorded: Recorded<TableWork>
        do {
            recorded = try recording(
                in: ledger, arguments, inMemory: table.rowCount > rowsFromLogMaximum
            ) { record in
                let plan = try self.plan(kind, table, SHA256.hash(bytes), ledger, arguments)
                var work = TableWork(plan, arguments)
                try work.decide(ledger, record, progress.tell)
                return work
            }
        } catch let refused as RowsRefused {
            throw refusal(
                of: refused.notes, in: table, file: file, isTrial: isTrial, counts: refused.counts)
        }
        let work = recorded.result
        let keptIn = keep(work.wrong, of: table, file, arguments)
        try tellImport(recorded.map(\.outcomes), ledger, arguments)
        if !arguments[jsonFlag] { tell(work, keptIn) }
    }

    private func plan(
        _ kind: TableKind, _ table: CSVTable, _ sha256: Hash, _ ledger: Ledger,
        _ arguments: Arguments
    ) throws -> TablePlan {
        let names = try SpokenNames(ledger)
        var reading = TableImport(
            kind, fileName: name(of: arguments[fileWord]), names: names, from: arguments[listDay])
        let members = Set(kind.columns.map(\.member.rawValue))
        if members.contains("programme") {
            reading.fill["programme"] =
                arguments[listProgramme] ?? configuration[.programme] ?? names.onlyProgramme
        }
        if members.contains("strand") { reading.fill["strand"] = arguments[listStrand] }
        for pair in mapPairs(arguments[fillOption] ?? "") {
            let (member, value) = try filling(pair, kind)
            reading.fill[member] = value
        }
        for pair in mapPairs(arguments[mapOption] ?? "") { try reading.mapping.prefer(pair) }
        return try reading.plan(table, sha256: sha256)
    }

    private func filling(_ pair: String, _ kind: TableKind) throws -> (String, String) {
        let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
        let members = kind.columns.map(\.member.rawValue).filter { $0 != "validFrom" }
        guard parts.count == 2, members.contains(parts[0]) else {
            throw Failure(
                .usage, "--fill: '\(pair)' does not say what a member is to be",
                hint: "write MEMBER=VALUE with one of \(members.joined(separator: ", "))")
        }
        return (parts[0], parts[1])
    }

    private func tell(_ work: TableWork, _ keptIn: String?) {
        work.plan.notices.forEach { print("Read: \(printable($0))") }
        tell("There already", work.already)
        tell("Set aside", work.wrong)
        tell(keptIn: keptIn)
    }
}

/// Up to how many rows are decided on with the stories as the log finds them, one by one.
private let rowsFromLogMaximum = 20
