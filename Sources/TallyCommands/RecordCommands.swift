internal import CanonicalJSON
internal import CommandTable
internal import Events
internal import Ledger
internal import Programme
internal import Projections
internal import ProjectionEngine

private let typeWord = Argument<String>.word(
    "TYPE", "the type of event, as events/README.md lists them"
).naming("type")
private let memberWords = Argument<String>.word(
    "MEMBER=VALUE", "a member of its data; lists by commas, bodies as kind:id"
).naming("member").repeating.defaulting(to: [])
private let writing: [any AnyArgument] = [fromDay, keyOption, reasonOption] + trying

/// The commands an officer records facts with.
let recordCommands: [Command<Session>] = [
    Command(
        "opt-in", "Record that a school agreed to take part", group: "Record",
        arguments: [urnWord, programmeOption] + writing,
        examples: ["opt-in 900001 --from 2024-09-01"]
    ) { arguments, session in
        try session.recordForSchool("SchoolOptedIn", arguments)
    },
    Command(
        "withdraw", "Record that a school left the programme", group: "Record",
        details: "Withdrawing ends the school's enrolments; nothing else needs recording.",
        arguments: [urnWord, programmeOption] + writing,
        examples: ["withdraw 900001 --from 2025-01-06"]
    ) { arguments, session in
        try session.recordForSchool("SchoolWithdrew", arguments)
    },
    Command(
        "enrol", "Record that a school joined a strand", group: "Record",
        arguments: [urnWord, strandWord, programmeOption] + writing,
        examples: ["enrol 900001 school-improvement --from 2024-09-01"]
    ) { arguments, session in
        try session.recordForSchool("StrandEnrolled", arguments, strand: arguments[strandWord])
    },
    Command(
        "leave", "Record that a school left a strand", group: "Record",
        arguments: [urnWord, strandWord, programmeOption] + writing,
        examples: ["leave 900001 school-improvement --from 2025-01-06"]
    ) { arguments, session in
        try session.recordForSchool(
            "StrandEnrolmentEnded", arguments, strand: arguments[strandWord])
    },
    spendCommand, mergeCommand,
    Command(
        "record", "Record an event of any type", group: "Record",
        details:
            "The types and their members are in events/README.md; 'tally record TYPE' alone says "
            + "what a type needs.",
        arguments: [typeWord, memberWords] + writing,
        examples: [
            "record SchoolRenamed urn=900001 name=\"Hill Primary School\" --from 2024-09-01"
        ]
    ) { arguments, session in
        let known = try descriptor(arguments[typeWord])
        var entry = Entry(type: known.type)
        for word in arguments[memberWords] { entry.members.append(try readMember(word, of: known)) }
        try expectMembers(entry, known)
        try session.record(entry, arguments)
    },
    Command(
        "correct", "Correct what a recorded fact says", group: "Put right",
        details:
            "Give the members that change; the others stay. The fact as first recorded stays in the "
            + "history.",
        arguments: [eventWord, changeWords] + [validFromOption, keyOption, neededReason] + trying,
        examples: ["correct 2548 --valid-from 2023-10-01 --reason \"form is dated 1 October\""]
    ) { arguments, session in
        try session.correct(arguments)
    },
    Command(
        "retract", "Take back a recorded fact, or a correction of one", group: "Put right",
        details: "Retracting a correction restores the reading before it. The history keeps both.",
        arguments: [eventWord, keyOption, neededReason] + trying,
        examples: ["retract 2548 --reason \"recorded for the wrong school\""]
    ) { arguments, session in
        var entry = Entry(type: EventRetracted.descriptor.type)
        entry.members = [JSONMember("target", arguments[eventWord])]
        entry.reason = arguments[neededReason]
        entry.key = arguments[keyOption]
        try session.recordWhole(entry, arguments)
    },
]

let eventWord = Argument<JSONValue>.word("SEQ", "the event's number, or its key") { text in
    Int(text).map(JSONValue.integer) ?? .string(text)
}
let changeWords = Argument<String>.word(
    "MEMBER=VALUE", "a member and what it should say"
).naming("change").repeating.defaulting(to: [])
let validFromOption = Argument<Day>.option(
    "valid-from", "DATE", "the day the fact really holds from", read: readDay
).optional
let neededReason = Argument<String>.option("reason", "TEXT", "why; kept with the event")

// MARK: - Money and mergers

private let spendWord = Argument<Slug>.word(
    "SPEND", "a short name for this spend", parse: { Slug($0) })
private let amountWord = Argument<Int>.word(
    "AMOUNT", "in pounds, such as 1234.50", read: readPence)
private let periodOption = Argument<(Day, Day)>.option(
    "period", "DATE..DATE", "the days it pays for; the second is the first day after",
    read: readPeriod)
private let categoryOption = Argument<String>.option(
    "category", "CATEGORY", "staff, grant, delivery, venue, evaluation or other",
    choices: SpendRecorded.Category.allCases.map(\.rawValue), parse: { $0 })
private let bornByOption = Argument<String>.option(
    "born-by", "KIND:ID", "who bears it, such as authority:neca-2024"
).naming("body")
private let passedToOption = Argument<String>.option(
    "passed-to", "KIND:ID", "whom a grant is passed on to"
).optional.naming("body")
private let commitmentOption = Argument<String>.option(
    "commitment", "SLUG", "the commitment it draws on"
).optional.naming("commitment")
private let strandOption = Argument<String>.option(
    "strand", "SLUG", "the strand; shared by all unless given"
).optional.naming("strand")

private let spendCommand = Command<Session>(
    "spend", "Record money spent", group: "Record",
    arguments: [
        spendWord, amountWord, periodOption, categoryOption, bornByOption, passedToOption,
        commitmentOption, strandOption, programmeOption,
    ] + writing,
    examples: [
        "spend venue-2025-01 1234.50 --period 2025-01-01..2025-02-01 --category venue --born-by "
            + "authority:neca-2024 --from 2025-01-31"
    ]
) { arguments, session in
    let known = SpendRecorded.descriptor
    let (first, end) = arguments[periodOption]
    var entry = Entry(type: known.type)
    entry.members = [
        JSONMember("spend", .string(arguments[spendWord].text)),
        JSONMember("amountPence", .integer(arguments[amountWord])),
        JSONMember("from", .string(first.text)), JSONMember("to", .string(end.text)),
        JSONMember("category", .string(arguments[categoryOption])),
        try readMember("bornBy=\(arguments[bornByOption])", of: known),
        JSONMember("programme", .string(try session.programme(arguments))),
    ]
    for (name, text) in [
        ("passedTo", arguments[passedToOption]), ("commitment", arguments[commitmentOption]),
        ("strand", arguments[strandOption]),
    ] {
        if let text { entry.members.append(try readMember("\(name)=\(text)", of: known)) }
    }
    try session.record(entry, arguments)
}

private let successorWord = Argument<Slug>.word(
    "SUCCESSOR", "the new authority's short name", parse: { Slug($0) })
private let predecessorsOption = Argument<[Slug]>.option(
    "predecessors", "SLUGS", "the authorities that end, by commas", read: readList
).naming("authority", inList: true)
private let membersOption = Argument<[LACode]>.option(
    "members", "CODES", "the LAs of the new one; all of its predecessors' unless given",
    read: readList
).optional.naming("la", inList: true)
private let nameOption = Argument<String>.option("name", "TEXT", "the new authority's name")
private let onsCodeOption = Argument<ONSCode>.option(
    "ons-code", "CODE", "its ONS code", parse: { ONSCode($0) })
private let instrumentOption = Argument<String>.option(
    "instrument", "TEXT", "the order that makes it, such as S.I. 2024/402")

private let mergeCommand = Command<Session>(
    "merge-authorities", "Record that authorities were merged into a new one", group: "Record",
    details:
        "Programmes, opt-ins, enrolments and commitments go on under the new authority; nothing "
        + "else needs recording.",
    arguments: [
        successorWord, predecessorsOption, membersOption, nameOption, onsCodeOption,
        instrumentOption,
    ] + writing,
    examples: [
        "merge-authorities neca-2024 --predecessors ntca,neca-2014 --name \"North East Combined "
            + "Authority\" --ons-code E47000014 --instrument \"S.I. 2024/402\" --from 2024-05-07"
    ]
) { arguments, session in
    let day = arguments[fromDay] ?? session.today
    let predecessors = arguments[predecessorsOption]
    let members =
        try arguments[membersOption] ?? session.members(of: predecessors, before: day, arguments)
    var entry = Entry(type: AuthoritiesMerged.descriptor.type)
    let texts = { (tokens: [String]) in JSONValue.array(tokens.map(JSONValue.string)) }
    entry.members = [
        JSONMember("successor", .string(arguments[successorWord].text)),
        JSONMember("predecessors", texts(predecessors.map(\.text))),
        JSONMember("members", texts(members.map(\.text))),
        JSONMember("name", .string(arguments[nameOption])),
        JSONMember("onsCode", .string(arguments[onsCodeOption].text)),
        JSONMember("instrument", .string(arguments[instrumentOption])),
    ]
    try session.record(entry, arguments)
}
