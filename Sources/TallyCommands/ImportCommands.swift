internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Imports
internal import Ledger
internal import Programme
internal import Reports

let fileWord = Argument<String>.word("FILE", "the file, or - for standard input")
private let registerDay = Argument<Day>.option(
    "from", "DATE", "the day the list is true for, YYYY-MM-DD", read: readDay)
private let extractDay = Argument<Day>.option(
    "extract-date", "DATE", "the day the links were extracted, when the file does not say",
    read: readDay
).optional
private let mappingOption = Argument<String>.option(
    "mapping", "FILE.json", "how to read the file; 'tally import mapping' prints the standard one"
).optional
let mapOption = Argument<String>.option(
    "map", "COLUMN=MEMBER,…", "read these columns as these members, such as Ref=urn"
).optional

/// The commands that record many facts at once, all of them or none.
let importCommands: [Command<Session>] =
    fileCommands + tableCommands + [templateCommand]

private let fileCommands: [Command<Session>] = [
    Command(
        "import facts", "Record a file of facts, one JSON object a line", group: "Import",
        details: "All lines are recorded, or none. Lines recorded before, or whose effect already "
            + "holds, add nothing, so the same file twice is harmless. Times of recording are the "
            + "clock's.",
        arguments: [fileWord, dryRun], examples: ["import facts spring-term.ndjson"]
    ) { arguments, session in
        var facts = try session.facts(in: arguments[fileWord], keepsTimes: false)
        let ledger = try session.ledger(arguments[ledgerOption])
        let listing = ImportOutcomes.Listing(arguments)
        let (outcomes, receipt) = try ledger.record(
            session.act, inMemory: true, isTrial: arguments[dryRun]
        ) { record in
            var outcomes = ImportOutcomes(listing)
            try facts.record(with: record) { outcomes.add($0) }
            return outcomes
        }
        try session.tellImport(outcomes, receipt, ledger, arguments)
    },
    Command(
        "import register", "Record a list of schools", group: "Import",
        details:
            "A CSV file with a school a row: columns are found by their headers. All rows go in, "
            + "or none; schools that are there already add nothing. What the file calls its types and "
            + "phases is read by a mapping that you can see and change.",
        arguments: [fileWord, registerDay, mappingOption, mapOption, dryRun],
        examples: ["import register schools.csv --from 2019-09-01"]
    ) { arguments, session in
        try session.importRegister(arguments)
    },
    Command(
        "import links", "Record successions and mergers from a list of GIAS links", group: "Import",
        details:
            "A link without a date, from an unknown URN, or that contradicts another is listed "
            + "with its row and left out, never guessed; the rest goes in.",
        arguments: [fileWord, extractDay, mappingOption, mapOption, dryRun],
        examples: ["import links links_edubasealldata20250422.csv"]
    ) { arguments, session in
        try session.importLinks(arguments)
    },
    Command(
        "import mapping", "Print how lists of schools are read, as JSON to change", group: "Import",
        examples: ["import mapping > mapping.json"]
    ) { _, session in
        session.write(Mapping.standard.json.pretty)
    },
]

extension Session {
    fileprivate func importRegister(_ arguments: Arguments) throws {
        let bytes = try contents(of: arguments[fileWord])
        var mapping = try mapping(arguments)
        if let pairs = arguments[mapOption] { try mapping.prefer(registerColumns: mapPairs(pairs)) }
        let ledger = try ledger(arguments[ledgerOption])
        let known = try ledger.log.events(ofType: LocalAuthorityRegistered.descriptor.type)
        let plan = try RegisterImport(
            fileName: name(of: arguments[fileWord]), from: arguments[registerDay],
            mapping: mapping,
            knownLAs: Set(known.compactMap { LACode($0.dataValue["la"]?.text ?? "") })
        ).plan(bytes)
        let refuse = { (notes: [RowNote], session: Session) in
            session.refusal(
                of: notes, in: plan.table, file: arguments[fileWord], isTrial: arguments[dryRun])
        }
        guard plan.problems.isEmpty else { throw refuse(plan.problems, self) }
        var problems: [RowNote] = []
        let listing = ImportOutcomes.Listing(arguments)
        let (outcomes, receipt) = try ledger.record(
            act, inMemory: true, isTrial: arguments[dryRun]
        ) { record in
            var outcomes = ImportOutcomes(listing)
            for planned in plan.entries {
                do { outcomes.add(try record(planned.entry)) } catch {
                    problems += try notes(error, planned.rows)
                }
            }
            guard problems.isEmpty else { throw refuse(problems, self) }
            outcomes.add(try record(plan.closing()))
            return outcomes
        }
        if !arguments[dryRun] { removeStale(.errors, for: arguments[fileWord]) }
        try tellImport(outcomes, receipt, ledger, arguments)
        guard !arguments[jsonFlag] else { return }
        plan.notices.forEach { print("Read: \(printable($0))") }
        tell("Set aside", plan.setAside)
    }

    fileprivate func importLinks(_ arguments: Arguments) throws {
        let bytes = try contents(of: arguments[fileWord])
        var mapping = try mapping(arguments)
        if let pairs = arguments[mapOption] { try mapping.prefer(linkColumns: mapPairs(pairs)) }
        let ledger = try ledger(arguments[ledgerOption])
        var register = RegisterView()
        for reading in try ledger.readings().facts.sorted() {
            register.add(reading.fact, from: reading.validFrom)
        }
        let plan = try LinksImport(
            fileName: name(of: arguments[fileWord]), extractDate: arguments[extractDay],
            mapping: mapping, register: register
        ).plan(bytes)
        var refused: [RowNote] = []
        var refusedRows = 0
        let listing = ImportOutcomes.Listing(arguments)
        let (outcomes, receipt) = try ledger.record(
            act, inMemory: true, isTrial: arguments[dryRun]
        ) { record in
            var outcomes = ImportOutcomes(listing)
            for planned in plan.entries {
                do { outcomes.add(try record(planned.entry)) } catch {
                    refused += try notes(error, planned.rows)
                    refusedRows += planned.rows.count
                }
            }
            outcomes.add(try record(plan.closing(refusedRows: refusedRows)))
            return outcomes
        }
        try tellImport(outcomes, receipt, ledger, arguments)
        if !arguments[jsonFlag] { tell(plan, refused, refusedRows) }
    }

    private func tell(_ plan: LinksPlan, _ refused: [RowNote], _ refusedRows: Int) {
        plan.notices.forEach { print("Read: \(printable($0))") }
        print("Rows: \(plan.rowCount), of which")
        print("  \(plan.plannedRowCount - refusedRows) go in")
        for kind in LinksPlan.Class.allCases {
            guard let count = plan.rowCounts[kind] else { continue }
            print("  \(count) \(kind.words)")
        }
        if refusedRows > 0 { print("  \(refusedRows) refused by the ledger") }
        for finding in plan.findings where finding.class != .superseded {
            guard finding.class.isSetAside || finding.class == .outside || finding.class == .early
            else { continue }
            let rows = finding.rows.map(String.init).joined(separator: ", ")
            let mark = finding.class.isSetAside ? "Set aside" : "Outside"
            print("\(mark), row \(rows): \(printable(finding.sentence))")
        }
        tell("Refused", refused)
    }

    func tell(_ heading: String, _ notes: [RowNote]) {
        for note in notes { print("\(heading), \(printable(note.words))") }
    }

    /// A refusal of one entry, as a note about each of its rows.
    func notes(_ error: any Error, _ rows: [Int]) throws -> [RowNote] {
        var problems = EntryProblems()
        try problems.add(error, 0)
        let sentence = problems.problems[0].sentence
        return rows.isEmpty ? [RowNote(row: 1, sentence)] : [RowNote(row: rows[0], sentence)]
    }

    private func mapping(_ arguments: Arguments) throws -> Mapping {
        guard let file = arguments[mappingOption] else { return .standard }
        return try Mapping(json: try JSONValue(parsing: try contents(of: file)))
    }

    func name(of path: String) -> String {
        path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
    }
}

extension LinksPlan.Class {
    fileprivate var words: String {
        switch self {
        case .recorded: "are recorded already"
        case .superseded: "were superseded in a later extract"
        case .noSuccession: "link schools in another way than succession"
        case .outside: "are outside the register: from URNs it never held"
        case .early: "are outside the register: from before it held the school"
        case .blankDate: "set aside: no date"
        case .contradiction: "set aside: contradictions"
        case .undirected: "set aside: it is not said which school went on"
        case .split: "set aside: splits"
        case .waiting: "set aside: they follow a link that is set aside"
        case .unreadable: "set aside: the row cannot be read"
        }
    }
}
