internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Imports
internal import Ledger
internal import Programme
internal import Reports

private let registerDay = Argument<Day>.option(
    "from", "DATE", "take schools in from this day, or from the day they open", read: readDay
).optional
private let extractDay = Argument<Day>.option(
    "extract-date", "DATE", "the day the file was extracted, when neither it nor its name says",
    read: readDay
).optional
private let olderFlag = Argument<Bool>.flag(
    "older", "take in a file older than the last; it corrects and takes back nothing")
private let absentOption = Argument<LinksImport.Absence>.option(
    "absent", "keep|retract", "what becomes of earlier extracts' links that are not in the file"
).optional
private let mappingOption = Argument<String>.option(
    "mapping", "FILE.json", "how to read the file; 'tally import mapping' prints the standard one"
).optional

/// The commands that take in the national register, extract after extract.
let registerCommands: [Command<Session>] = [
    Command(
        "import register", "Record a list of schools", group: "Import",
        details:
            "A CSV file with a school a row: the full list of GIAS, or any list; columns are found by "
            + "their headers. All rows go in, or none, and those that cannot are in FILE.errors.csv "
            + "with what is wrong; --set-aside records the others. A school that the ledger has is compared: "
            + "another name, type, phase, trust, local authority or roll, a closing, or another day "
            + "than before becomes a fact, a correction or a retraction. The day of the extract is in "
            + "the file's name, or given. What the file calls its types and phases is read by a mapping "
            + "that you can see and change.",
        arguments: [
            fileWord, registerDay, extractDay, laOption, olderFlag, mappingOption, mapOption,
            encodingOption, setRowsAsideFlag,
        ] + trying,
        examples: ["import register schools.csv --from 2019-09-01"]
    ) { arguments, session in
        try session.importRegister(arguments)
    },
    Command(
        "import links", "Record successions and mergers from a list of GIAS links", group: "Import",
        details:
            "A link without a date, from an unknown URN, or that contradicts another is listed "
            + "with its row and left out, never guessed; the rest goes in. Nothing does while a row "
            + "cannot be read at all: it is in FILE.errors.csv with what is wrong, unless --set-aside "
            + "is given, which keeps every row left out in FILE.set-aside.csv. A later extract is "
            + "compared with what the earlier ones said: what it dates otherwise or turns round is "
            + "corrected, what it no longer has is taken back, each with the reason; what a person "
            + "recorded stays. Of a file that says in which extracts each row was, --extract-date "
            + "takes the rows of one.",
        arguments: [
            fileWord, extractDay, olderFlag, absentOption, mappingOption, mapOption,
            encodingOption, setRowsAsideFlag,
        ] + trying,
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
        let file = arguments[fileWord]
        let ledger = try ledger(arguments[ledgerOption])
        let plan = try registerPlan(ledger, arguments)
        // New schools that the file is wrong about, and changes that the ledger will not have.
        var (wrong, refused) = (plan.problems, [RowNote]())
        try expectRight(wrong, plan.table, arguments)
        let listing = ImportOutcomes.Listing(arguments)
        let recorded = try recording(
            in: ledger, arguments, inMemory: true,
            progress: Progress("import", of: "facts", total: plan.entries.count, self)
        ) { record in
            var outcomes = ImportOutcomes(listing)
            var refusedNew: [RowNote] = []
            for planned in plan.entries {
                do { outcomes.add(try record(planned.entry)) } catch {
                    let notes = try notes(error, planned.rows)
                    if planned.isRevision { refused += notes } else { refusedNew += notes }
                }
            }
            try expectRight(refusedNew, plan.table, arguments)
            wrong += refusedNew
            let (changes, schools) = (refused.rowCount, refusedNew.rowCount)
            outcomes.add(try record(plan.closing(refused: changes + schools)))
            outcomes.rows = plan.counts(refused: changes, refusedNew: schools)
            return outcomes
        }
        let setAside = (plan.setAside + wrong).sorted { $0.row < $1.row }
        let keptIn = keep(setAside + refused, of: plan.table, file, arguments)
        try tellImport(recorded, ledger, arguments)
        guard !arguments[jsonFlag] else { return }
        plan.notices.forEach { print("Read: \(printable($0))") }
        tell("Set aside", setAside)
        tell("Refused", refused)
        tell(keptIn: keptIn)
    }

    private func registerPlan(
        _ ledger: Ledger, _ arguments: Arguments
    ) throws -> RegisterPlan {
        let bytes = try contents(of: arguments[fileWord])
        var mapping = try mapping(arguments)
        if let pairs = arguments[mapOption] { try mapping.prefer(registerColumns: mapPairs(pairs)) }
        var register = RegisterImport(
            fileName: name(of: arguments[fileWord]), from: arguments[registerDay],
            mapping: mapping, register: try KnownRegister(ledger))
        register.extractDate = arguments[extractDay]
        register.localAuthorities = Set(arguments[laOption] ?? [])
        register.isOlderMeant = arguments[olderFlag]
        register.encoding = arguments[encodingOption]
        return try register.plan(bytes)
    }

    /// Throws the refusal of the whole file when rows are wrong and are not to be set aside.
    private func expectRight(
        _ wrong: [RowNote], _ table: CSVTable, _ arguments: Arguments
    ) throws {
        guard !wrong.isEmpty, !arguments[setRowsAsideFlag] else { return }
        throw refusal(
            of: wrong, in: table, file: arguments[fileWord], isTrial: arguments[dryRun])
    }

    fileprivate func importLinks(_ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let plan = try linksPlan(ledger, arguments)
        try expectRight(plan.problems, plan.table, arguments)
        // Of each refused succession once, and of every row behind one.
        var (refused, refusedRows): ([RowNote], [RowNote]) = ([], [])
        let listing = ImportOutcomes.Listing(arguments)
        let recorded = try recording(
            in: ledger, arguments, inMemory: true,
            progress: Progress("import", of: "facts", total: plan.entries.count, self)
        ) { record in
            var outcomes = ImportOutcomes(listing)
            for planned in plan.entries {
                do { outcomes.add(try record(planned.entry)) } catch {
                    let note = try notes(error, planned.rows)[0]
                    refused.append(note)
                    refusedRows += planned.rows.map { RowNote(row: $0, note.sentence) }
                }
            }
            outcomes.add(try record(plan.closing(refusedRows: refusedRows.count)))
            outcomes.rows = plan.counts(refused: refusedRows.count)
            return outcomes
        }
        let keptIn = keep(
            plan.setAside + refusedRows, of: plan.table, arguments[fileWord], arguments)
        try tellImport(recorded, ledger, arguments)
        guard !arguments[jsonFlag] else { return }
        tell(plan, refused, refusedRows.count)
        tell(keptIn: keptIn)
    }

    private func linksPlan(_ ledger: Ledger, _ arguments: Arguments) throws -> LinksPlan {
        let bytes = try contents(of: arguments[fileWord])
        var mapping = try mapping(arguments)
        if let pairs = arguments[mapOption] { try mapping.prefer(linkColumns: mapPairs(pairs)) }
        var links = LinksImport(
            fileName: name(of: arguments[fileWord]), extractDate: arguments[extractDay],
            mapping: mapping, register: try KnownRegister(ledger))
        links.isOlderMeant = arguments[olderFlag]
        links.absence = arguments[absentOption]
        links.encoding = arguments[encodingOption]
        return try links.plan(bytes)
    }

    private func tell(_ plan: LinksPlan, _ refused: [RowNote], _ refusedRows: Int) {
        plan.notices.forEach { print("Read: \(printable($0))") }
        print("Of \(plan.rowCount) rows")
        print("  \(plan.plannedRowCount - refusedRows) go in")
        for kind in LinksPlan.Class.allCases {
            guard let count = plan.rowCounts[kind] else { continue }
            print("  \(count) \(kind.words)")
        }
        if refusedRows > 0 { print("  \(refusedRows) refused by the ledger") }
        // Of rows outside the register the number is enough: England has thirty thousand.
        let listed = plan.findings.filter { $0.class.isSetAside || $0.class == .early }
        for finding in listed.prefix(rowsListedMaximum) {
            let rows = finding.rows.map(String.init).joined(separator: ", ")
            let mark = finding.class.isSetAside ? "Set aside" : "Outside"
            print("\(mark), row \(rows): \(printable(finding.sentence))")
        }
        tellMore(listed.count)
        tell("Refused", refused)
    }

    func tell(_ heading: String, _ notes: [RowNote]) {
        for note in notes.prefix(rowsListedMaximum) {
            print("\(heading), \(printable(note.words))")
        }
        tellMore(notes.count)
    }

    private func tellMore(_ count: Int) {
        guard count > rowsListedMaximum else { return }
        print("and \(count - rowsListedMaximum) more, alike")
    }

    private func mapping(_ arguments: Arguments) throws -> Mapping {
        guard let file = arguments[mappingOption] else { return .standard }
        return try Mapping(json: try JSONValue(parsing: try contents(of: file)))
    }
}

extension [RowNote] {
    /// How many rows they are about.
    fileprivate var rowCount: Int { Set(map(\.row)).count }
}

/// How many rows that do not go in an import lists; all of them are counted.
private let rowsListedMaximum = 200

extension LinksPlan.Class {
    fileprivate var words: String {
        switch self {
        case .recorded: "are recorded already"
        case .superseded: "were superseded in a later extract"
        case .later: "are in a later extract only"
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
