internal import CanonicalJSON
internal import CommandTable
internal import Events
internal import Reports

private let phaseOption = Argument<Phase>.option("phase", "PHASE", "only this phase").optional
private let schoolTypeOption = Argument<SchoolType>.option(
    "type", "TYPE", "only this GIAS type of establishment, such as \"Community school\"",
    read: readSchoolType
).optional
private let trustOption = Argument<Slug>.option(
    "trust", "SLUG", "only schools of this trust", parse: { Slug($0) }
).optional.naming("trust")
private let engagedFlag = Argument<Bool>.flag("engaged", "only those engaged in a strand")
private let notEngagedFlag = Argument<Bool>.flag("not-engaged", "only those engaged in none")
private let eligibleFlag = Argument<Bool>.flag("eligible", "only those eligible")
private let openFlag = Argument<Bool>.flag("open", "only those open on the day")
private let closedFlag = Argument<Bool>.flag("closed", "only those closed by the day")

private let places: [any AnyArgument] = [authorityOption, laOption, boundaryOption]
private let times: [any AnyArgument] = [asOfOption, knownAtOption]

/// The commands that list what there is.
let listCommands: [Command<Session>] = [
    Command(
        "list schools", "List the schools open on a day", group: "Find",
        arguments: places + [
            phaseOption, schoolTypeOption, trustOption, engagedFlag, notEngagedFlag,
            eligibleFlag, programmeOption, onlyStrandOption,
        ] + times,
        examples: [
            "list schools --la 391 --phase primary --not-engaged --as-of 2025-01-30",
            "list schools --authority neca-2024 --strand school-improvement --engaged --csv",
        ]
    ) { arguments, session in
        var filter = SchoolFilter()
        filter.phase = arguments[phaseOption]?.text
        filter.type = arguments[schoolTypeOption]?.text
        filter.trust = arguments[trustOption]
        filter.isEngaged = try either(engagedFlag, notEngagedFlag, arguments)
        filter.isEligible = arguments[eligibleFlag] ? true : nil
        try session.tell(arguments) { try $0.schoolList($1, filter) }
    }.readAtLength,
    Command(
        "list strands", "List the strands of the programmes", group: "Find",
        arguments: [programmeOption, openFlag, closedFlag] + times,
        examples: ["list strands --open --as-of 2025-01-30"]
    ) { arguments, session in
        let isOpen = try either(openFlag, closedFlag, arguments)
        try session.tell(arguments) { try $0.strandList($1, isOpen: isOpen) }
    }.readAtLength,
    Command(
        "list authorities", "List the authorities, with their members on a day", group: "Find",
        arguments: times, examples: ["list authorities --as-of 2024-05-07"]
    ) { arguments, session in
        try session.tell(arguments) { try $0.authorityList($1) }
    }.readAtLength,
    Command(
        "list local-authorities", "List the local authorities, with their authority on a day",
        group: "Find", arguments: [authorityOption] + times,
        examples: ["list local-authorities --authority ntca --as-of 2024-03-31"]
    ) { arguments, session in
        try session.tell(arguments) { try $0.localAuthorityList($1) }
    }.readAtLength,
    Command(
        "list trusts", "List the trusts, with their schools in an area", group: "Find",
        arguments: places + [engagedFlag, notEngagedFlag, programmeOption, onlyStrandOption]
            + times,
        examples: ["list trusts --authority neca-2024 --engaged --as-of 2025-01-30"]
    ) { arguments, session in
        let isEngaged = try either(engagedFlag, notEngagedFlag, arguments)
        try session.tell(arguments) { try $0.trustList($1, isEngaged: isEngaged) }
    }.readAtLength,
    Command(
        "list programmes", "List the programmes", group: "Find", arguments: times,
        examples: ["list programmes"]
    ) { arguments, session in
        try session.tell(arguments) { try $0.programmeList($1) }
    }.readAtLength,
    Command(
        "list commitments", "List what is committed, and what is left of it", group: "Find",
        arguments: [programmeOption, onlyStrandOption, openFlag, closedFlag] + times,
        examples: ["list commitments --open --as-of 2025-01-30"]
    ) { arguments, session in
        let isOpen = try either(openFlag, closedFlag, arguments)
        try session.tell(arguments) { try $0.commitmentList($1, isOpen: isOpen) }
    }.readAtLength,
    Command(
        "not-engaged", "List the eligible schools not reached, for a round of calls",
        group: "Find",
        details:
            "The schools that the engagement report counts as eligible and not as engaged, as many as "
            + "its eligible schools less those engaged and eligible: where each is, whether it ever took "
            + "part and until when, and why it is not counted.",
        arguments: places + [programmeOption, onlyStrandOption] + times,
        examples: [
            "not-engaged --la 391 --as-of 2025-01-30",
            "not-engaged --authority neca-2024 --csv > round.csv",
        ]
    ) { arguments, session in
        try session.tell(arguments) { try $0.notEngagedList($1) }
    }.readAtLength,
]

/// Reads a type of establishment, whatever its capitals.
private func readSchoolType(_ text: String) throws(ArgumentError) -> SchoolType {
    if let type = SchoolType(text) { return type }
    let wanted = folded(text)
    if let type = SchoolType.all.first(where: { folded($0) == wanted }).flatMap({ SchoolType($0) })
    {
        return type
    }
    let near = CommandTable.nearest(to: text, among: SchoolType.all)
    throw ArgumentError(
        "'\(text)' is not \(SchoolType.form)" + (near.map { "; did you mean '\($0)'?" } ?? ""))
}

/// What two flags that exclude each other ask for; `nil` when neither is given.
private func either(
    _ yes: Argument<Bool>, _ no: Argument<Bool>, _ arguments: Arguments
) throws -> Bool? {
    guard arguments[yes] || arguments[no] else { return nil }
    guard arguments[yes] != arguments[no] else {
        throw Failure(
            .usage, "\(yes.form.label) and \(no.form.label) exclude each other", hint: "keep one")
    }
    return arguments[yes]
}

extension Session {
    /// Makes a list of what is asked, and tells it.
    fileprivate func tell(
        _ arguments: Arguments, _ make: (ReportBuilder, ReportOptions) throws -> Listing
    ) throws {
        let builder = ReportBuilder(try ledger(arguments[ledgerOption]))
        try tell(make(builder, listOptions(arguments)), arguments)
    }

    /// What is asked of a list, by the options that its command takes.
    func listOptions(_ arguments: Arguments) -> ReportOptions {
        var options = ReportOptions(asOf: arguments[asOfOption] ?? today, today: today)
        options.knownAt = arguments[knownAtOption]
        options.authority = arguments.given(authorityOption)
        options.localAuthorities = arguments.given(laOption)
        options.programme = arguments.given(programmeOption)
        options.strand = arguments.given(onlyStrandOption)
        options.boundary = arguments.declares(boundaryOption) ? arguments[boundaryOption] : .asWas
        return settled(options, arguments)
    }

    /// Tells a list in the form asked for; an empty one is a search that found nothing.
    func tell(_ list: Listing, _ arguments: Arguments) throws {
        if arguments[jsonFlag] {
            print(list.json.compact)
        } else if arguments[csvFlag] {
            write(list.csvText)
        } else if list.count > 0 {
            let palette = palette(.data)
            print("\(list.title): \(list.count), at the end of \(list.asOf.words)")
            list.lines(width: pageColumns, heading: palette.bold).forEach { print($0) }
        }
        if list.count == 0 {
            throw Failure(
                .nothingFound, "nothing fits: the list is empty",
                hint: "ask for another day or area, or leave a condition out")
        }
    }
}
