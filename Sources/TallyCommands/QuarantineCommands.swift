internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Reports

private let eventNumber = Argument<Int>.word(
    "EVENT", "the number of the quarantined event", parse: { Int($0) })
private let setAsideFlag = Argument<Bool>.flag(
    "set-aside", "leave the event out of every read model")
private let readAsWords = Argument<String>.word(
    "MEMBER=VALUE", "what the event is to be read as: every member of its data"
).repeating.defaulting(to: [])
private let readAsDay = Argument<Day>.option(
    "valid-from", "DATE", "the day from which it is to hold", read: readDay
).optional
private let why = Argument<String>.option("reason", "TEXT", "why, for those who ask later")

/// The commands for events that a read model cannot take in.
let quarantineCommands: [Command<Session>] = [
    Command(
        "quarantine list", "List the events that read models could not take in",
        group: "Read models",
        details:
            "A read model stops before an event that it cannot read, or that its story forbids; every "
            + "report that depends on it says INCOMPLETE until the event is resolved.",
        examples: ["quarantine list"]
    ) { arguments, session in
        let models = ReadModels(try session.ledger(arguments[ledgerOption]))
        session.tell(try session.quarantined(models), asJSON: arguments[jsonFlag])
    },
    Command(
        "quarantine show", "Show a quarantined event, byte for byte", group: "Read models",
        arguments: [eventNumber], examples: ["quarantine show 5376"]
    ) { arguments, session in
        let ledger = try session.ledger(arguments[ledgerOption])
        let found = try session.quarantined(ReadModels(ledger))
            .filter { $0.event.seq == arguments[eventNumber] }
        guard let event = try ledger.log.event(at: arguments[eventNumber]), !found.isEmpty else {
            throw notQuarantined(arguments[eventNumber])
        }
        session.tell(found, asJSON: arguments[jsonFlag])
        if !arguments[jsonFlag] {
            session.print(printable(String(decoding: event.leaf, as: UTF8.self)))
        }
    },
    Command(
        "quarantine retry", "Try again to take in what is quarantined", group: "Read models",
        arguments: [dryRun], examples: ["quarantine retry"]
    ) { arguments, session in
        let models = ReadModels(try session.ledger(arguments[ledgerOption]))
        let progress = Progress("quarantine retry", session)
        if arguments[dryRun] {
            let work = try models.rehearseWork(anew: true, progress: progress.tell)
            return session.tellTrial(work, try models.log.size(), asJSON: arguments[jsonFlag])
        }
        let work = try models.bringUpToDate(anew: true, progress: progress.tell)
        session.tell(work, try models.log.size(), asJSON: arguments[jsonFlag])
    },
    Command(
        "quarantine resolve", "Say how a quarantined event is to be read, or set it aside",
        group: "Read models",
        details:
            "Records QuarantineResolved: the event itself stays as it is. With members, the event is "
            + "read as they say, in full; with --set-aside it is left out of every read model.",
        arguments: [
            eventNumber, readAsWords, setAsideFlag, readAsDay, why, keyOption,
        ] + trying,
        examples: ["quarantine resolve 5376 --set-aside --reason \"written by a trial version\""]
    ) { arguments, session in
        try session.resolve(arguments)
    },
]

extension Session {
    /// Every quarantined event once, with the read models that stopped before it, brought up to date
    /// first, unless nothing may be changed.
    fileprivate func quarantined(
        _ models: ReadModels, isTrial: Bool = false
    ) throws -> [(event: Quarantined, models: [String])] {
        if models.log.isWritable, !isTrial { try models.bringUpToDate() }
        var found: [Int: (event: Quarantined, models: [String])] = [:]
        for status in try models.status() {
            for event in status.quarantined {
                found[event.seq, default: (event, [])].models.append(status.model.name)
            }
        }
        return found.values.sorted { $0.event.seq < $1.event.seq }
    }

    fileprivate func tell(_ found: [(event: Quarantined, models: [String])], asJSON: Bool) {
        if asJSON {
            let events = found.map { event, models in
                JSONValue.object([
                    ("seq", .integer(event.seq)), ("type", .string(event.type)),
                    ("v", .integer(event.version)), ("reason", .string(event.reason)),
                    ("models", .array(models.map(JSONValue.string))),
                ])
            }
            print(
                JSONValue.object([
                    ("schema", .string("tally/quarantine/1")), ("events", .array(events)),
                ]).compact)
            return
        }
        if found.isEmpty { print("No event is quarantined") }
        for (event, models) in found {
            print("\(event.words)\n  stopped: \(models.joined(separator: ", "))")
        }
    }

    fileprivate func resolve(_ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let seq = arguments[eventNumber]
        let known = try quarantined(ReadModels(ledger), isTrial: arguments[dryRun])
        guard let event = known.first(where: { $0.event.seq == seq })?.event else {
            throw notQuarantined(seq)
        }
        var entry = Entry(type: QuarantineResolved.descriptor.type, validFrom: today)
        entry.members = [JSONMember("target", .integer(seq))] + (try reading(event, arguments))
        entry.reason = arguments[why]
        entry.key = arguments[keyOption]
        var act = act
        act.quarantined = Set(known.map(\.event.seq))
        try recordWhole(entry, in: ledger, as: act, arguments)
    }

    private func reading(
        _ event: Quarantined, _ arguments: Arguments
    ) throws -> [JSONMember] {
        if arguments[setAsideFlag] {
            guard arguments[readAsWords].isEmpty, arguments[readAsDay] == nil else {
                throw Failure(
                    .usage, "an event is either set aside or read as something",
                    hint: "leave out --set-aside, or the members")
            }
            return [JSONMember("resolution", .string("set-aside"))]
        }
        guard let day = arguments[readAsDay], !arguments[readAsWords].isEmpty else {
            throw Failure(
                .usage, "say what becomes of event \(event.seq)",
                hint: "give --set-aside, or --valid-from DATE and every MEMBER=VALUE")
        }
        let type = try descriptor(event.type)
        var members = [JSONMember("validFrom", .string(day.text))]
        for word in arguments[readAsWords] { members.append(try readMember(word, of: type)) }
        return [
            JSONMember("resolution", .string("read-as")),
            JSONMember("replacement", .object(members)),
        ]
    }
}

private func notQuarantined(_ seq: Int) -> Failure {
    Failure(
        .nothingFound, "event \(seq) is not quarantined",
        hint: "'tally quarantine list' lists the events that are")
}
