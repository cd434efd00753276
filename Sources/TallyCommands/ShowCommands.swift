internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Reports

private let limitOption = Argument<Int>.option(
    "last", "COUNT", "only the last so many; 50 unless given", parse: { Int($0) }
).optional
private let typeOption = Argument<String>.option("type", "TYPE", "only events of this type")
    .optional.naming("type")
private let urnOption = Argument<URN>.option(
    "urn", "URN", "only events about this school, by this URN", parse: { URN($0) }
).optional.naming("urn")
private let fromSeqOption = Argument<Int>.option(
    "from-seq", "SEQ", "only from this event on", parse: { Int($0) }
).optional
private let recordedFromOption = Argument<Instant>.option(
    "recorded-from", "WHEN", "only what was recorded on this day or later, or from this instant on",
    read: readStart
).optional
private let eventsFlag = Argument<Bool>.flag("events", "every event of an import on its own line")
private let recorderOption = Argument<String>.option("by", "ROLE", "only what this role recorded")
    .optional
private let seqWord = Argument<Int>.word("SEQ", "the event's number", parse: { Int($0) })
private let schoolWord = Argument<String>.word(
    "SCHOOL", "a URN, any it has had, or enough of its name in quotes"
).naming("urn")
private let authorityWord = slugWord.naming("authority")
private let trustWord = slugWord.naming("trust")
private let programmeWord = slugWord.naming("programme")
private let commitmentWord = slugWord.naming("commitment")
private let slugWord = Argument<Slug>.word("SLUG", "its short name", parse: { Slug($0) })
private let storyTimes: [any AnyArgument] = [asOfOption, knownAtOption]

/// The commands that show one subject's story, or the log.
let showCommands: [Command<Session>] = [
    Command(
        "show school", "Show a school and its story", group: "Read",
        details:
            "What holds on the day asked about, and below it what happened: from which day each fact "
            + "holds, who recorded it when, and what was corrected or taken back since, and why.",
        arguments: [schoolWord, asOfOption, knownAtOption],
        examples: [
            "show school 900001 --as-of 2024-05-07", "show school \"ellinhamby academy\"",
        ]
    ) { arguments, session in
        try session.showSchool(arguments[schoolWord], arguments)
    }.readAtLength,
    Command(
        "show strand", "Show a strand of the programme and its story", group: "Read",
        arguments: [strandWord, programmeOption, asOfOption, knownAtOption],
        examples: ["show strand school-improvement"]
    ) { arguments, session in
        try session.showStrand(arguments[strandWord], arguments)
    }.readAtLength,
    Command(
        "show authority", "Show an authority, its members and its story", group: "Read",
        arguments: [authorityWord] + storyTimes,
        examples: ["show authority neca-2024 --as-of 2024-05-07"]
    ) { arguments, session in
        try session.showAuthority(arguments[authorityWord], arguments)
    }.readAtLength,
    Command(
        "show trust", "Show a trust, its schools and its story", group: "Read",
        arguments: [trustWord] + storyTimes,
        examples: ["show trust brack-learning-trust"]
    ) { arguments, session in
        try session.showTrust(arguments[trustWord], arguments)
    }.readAtLength,
    Command(
        "show programme", "Show a programme, its strands and its story", group: "Read",
        arguments: [programmeWord] + storyTimes,
        examples: ["show programme education-improvement"]
    ) { arguments, session in
        try session.showProgramme(arguments[programmeWord], arguments)
    }.readAtLength,
    Command(
        "show commitment", "Show a commitment, what is left of it, and its story", group: "Read",
        arguments: [commitmentWord] + storyTimes,
        examples: ["show commitment education-recovery-2022"]
    ) { arguments, session in
        try session.showCommitment(arguments[commitmentWord], arguments)
    }.readAtLength,
    Command(
        "show event", "Show one event in full, with what was said about it later", group: "Read",
        arguments: [seqWord], examples: ["show event 412"]
    ) { arguments, session in
        try session.showEvent(arguments[seqWord], arguments)
    }.readAtLength,
    Command(
        "log", "Show events in the order they were recorded", group: "Read",
        details:
            "What each event records is told in words; --json has it all. An import is one line, with "
            + "the names that 'show import' and 'undo' know it by; --events opens it, and so do "
            + "--type, --urn and --by, --json and --csv.",
        arguments: [
            typeOption, urnOption, recorderOption, fromSeqOption, recordedFromOption, knownAtOption,
            limitOption, eventsFlag,
        ],
        examples: ["log --last 20", "log --recorded-from 2024-09-01", "log --urn 900001 --json"]
    ) { arguments, session in
        try session.showLog(arguments)
    }.readAtLength,
]

extension Session {
    fileprivate func showLog(_ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let log = ledger.log
        let last = try lastKnown(arguments, log)
        let start = try firstAsked(arguments, log)
        let isFiltered =
            arguments[typeOption] != nil || arguments[urnOption] != nil
            || arguments[recorderOption] != nil
        guard isFiltered || arguments[jsonFlag] || arguments[csvFlag] || arguments[eventsFlag]
        else {
            return try tellUnits(ledger, start, last, arguments[limitOption] ?? linesUnlessAsked)
        }
        var events: [RecordedEvent]
        if let urn = arguments[urnOption] {
            events = try log.story(Subject("school", urn.text).text, changesOnly: false)
        } else if let type = arguments[typeOption] {
            events = try log.events(ofTypes: [try descriptor(type).type])
        } else {
            events = []
            let limit = arguments[limitOption] ?? linesUnlessAsked
            let isWhole =
                isFiltered
                || (arguments[jsonFlag] || arguments[csvFlag]) && arguments[limitOption] == nil
            let first = isWhole ? start : max(start, last - limit + 1)
            try log.scan(from: first, through: last) { event in
                events.append(event)
                return true
            }
        }
        events = events.filter { event in
            event.seq >= start && event.seq <= last
                && (arguments[typeOption].map { $0 == event.type } ?? true)
                && (arguments[recorderOption].map { $0 == event.recordedBy } ?? true)
        }
        let isWhole = arguments[limitOption] == nil && (arguments[jsonFlag] || arguments[csvFlag])
        if !isWhole { events = events.suffix(arguments[limitOption] ?? linesUnlessAsked) }
        guard !events.isEmpty else { throw nothingFits }
        tell(events, ledger, arguments)
    }

    private var nothingFits: Failure {
        Failure(
            .nothingFound, "no event fits",
            hint: "leave a condition out; 'tally log --last 20' shows the newest events")
    }

    /// The first event that is asked for.
    private func firstAsked(_ arguments: Arguments, _ log: EventLog) throws -> Int {
        let recorded = try arguments[recordedFromOption].map {
            try log.lastRecorded(before: $0) + 1
        }
        return max(arguments[fromSeqOption] ?? 1, recorded ?? 1)
    }

    /// Tells the last events up to `last`, each import in one line.
    private func tellUnits(_ ledger: Ledger, _ start: Int, _ last: Int, _ limit: Int) throws {
        let units = try ledger.imports(ofLastWrites: limit, through: last)
        var found: [(unit: ImportUnit?, event: RecordedEvent?)] = []
        var seq = last
        var unit = units.count - 1
        while seq >= start, found.count < limit {
            if unit >= 0, units[unit].events.upperBound == seq {
                found.append((units[unit], nil))
                seq = units[unit].events.lowerBound - 1
                unit -= 1
            } else {
                found.append((nil, try ledger.log.event(at: seq)))
                seq -= 1
            }
        }
        guard !found.isEmpty else { throw nothingFits }
        let lines = EventLines(ledger, of: found.compactMap(\.event))
        let rows = found.reversed().compactMap { $0.unit?.line ?? $0.event.map(lines.cells) }
        aligned(rows, left: [1, 2, 3, 4, 5]).forEach { print($0) }
    }

    /// The last event that counts: as asked, or the last there is.
    func lastKnown(_ arguments: Arguments, _ log: EventLog) throws -> Int {
        switch arguments[knownAtOption] {
        case nil: try log.size()
        case .seq(let seq): min(seq, try log.size())
        case .instant(let instant): try log.lastRecorded(by: instant)
        }
    }

    private func tell(_ events: [RecordedEvent], _ ledger: Ledger, _ arguments: Arguments) {
        if arguments[jsonFlag] {
            print(JSONValue.object([("events", .array(events.map(\.json)))]).compact)
        } else if arguments[csvFlag] {
            let header = ["seq", "type", "validFrom", "recordedAt", "recordedBy", "key", "data"]
            write(csv([header] + events.map(csvLine)))
        } else {
            tellLines(of: events, ledger)
        }
    }

    private func csvLine(_ event: RecordedEvent) -> [String] {
        [
            String(event.seq), event.type, event.validFrom, event.recordedAt.text,
            csvField(text: event.recordedBy), csvField(text: event.key),
            csvField(text: event.dataValue.compact),
        ]
    }

    fileprivate func showEvent(_ seq: Int, _ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        guard let event = try ledger.log.event(at: seq) else {
            throw Failure(
                .nothingFound, "there is no event \(seq)",
                hint: "the last is event \(try ledger.log.size())")
        }
        let stories = LogStories(ledger.log)
        let related = try stories.history(of: seq).filter { $0.seq != seq }
        if arguments[jsonFlag] {
            print(
                JSONValue.object([
                    ("event", event.json), ("related", .array(related.map(\.json))),
                ]).compact)
            return
        }
        if let fact = try? event.fact() {
            let open = try? ReadModels(ledger).openAsItStands(.engagement)
            let naming = open.flatMap { try? Naming($0) } ?? Naming()
            print(printable(fact.words(naming)) + "\n")
        }
        write(printableLines(event.json.pretty))
        guard !related.isEmpty else { return }
        print("\nWhat else was said about it:")
        tellLines(of: related, ledger)
    }

    /// Tells events in a line each, with what they record in words.
    func tellLines(of events: [RecordedEvent], _ ledger: Ledger) {
        let lines = EventLines(ledger, of: events)
        aligned(events.map(lines.cells), left: [1, 2, 3, 4, 5]).forEach { print($0) }
    }
}

/// How many lines of the log are told unless asked.
private let linesUnlessAsked = 50

/// JSON for people: its own line breaks are kept, anything harmful inside texts is spelt out.
private func printableLines(_ text: String) -> String {
    text.split(separator: "\n").map { printable(String($0)) + "\n" }.joined()
}

extension RecordedEvent {
    /// The whole envelope.
    var json: JSONValue {
        (try? JSONValue(parsing: leaf)) ?? .object([("seq", .integer(seq))])
    }
}
