internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Reports
internal import SQLite

private let fromPoint = Argument<KnownAt>.option(
    "from", "POINT", "begin after this event number, instant or day; at the beginning unless given",
    read: readKnownAt
).optional
private let toPoint = Argument<KnownAt>.option(
    "to", "POINT", "end at this event number, instant or day; at the last event unless given",
    read: readKnownAt
).optional
private let neededFrom = Argument<KnownAt>.option(
    "from", "POINT", "what was known by this event number, instant or day", read: readKnownAt)
private let neededTo = Argument<KnownAt>.option(
    "to", "POINT", "what was known by this one; now unless given", read: readKnownAt
).optional
private let schoolOption = Argument<URN>.option(
    "school", "URN", "only the events of this school, by any URN it has had", parse: { URN($0) }
).optional.naming("urn")
private let stepFlag = Argument<Bool>.flag(
    "step", "wait for the Enter key after each event, on a terminal")
private let reportOption = Argument<String>.option(
    "report", "NAME", "the figures of one report only; engagement and value-for-money unless given",
    choices: ["engagement", "value-for-money"]
).optional

/// What the figures of a replay are asked; `--from` is a point of the history here.
private let figureArguments: [any AnyArgument] = [
    reportOption, asOfOption, authorityOption, laOption, programmeOption, onlyStrandOption,
    byOption,
    boundaryOption,
]

/// The commands an auditor tells the history with.
let replayCommands: [Command<Session>] = [
    Command(
        "replay", "Tell the history in order, and what each event changed in the figures",
        group: "Prove",
        details:
            "The figures are as of --as-of, as known after each event: before and after. In a pipe "
            + "these are plain lines; --step waits for the Enter key after each.",
        arguments: [fromPoint, toPoint, schoolOption, stepFlag] + figureArguments,
        examples: [
            "replay --from 4700 --authority ntca --as-of 2024-03-31",
            "replay --school 900001 --as-of 2024-03-31",
        ]
    ) { arguments, session in try session.replay(arguments) },
    Command(
        "diff", "Show which figures differ between two points of the history, and why",
        group: "Prove",
        details:
            "Each figure that is not the same as known at --from and at --to, with every event that "
            + "moved it.",
        arguments: [neededFrom, neededTo] + figureArguments,
        examples: ["diff --from 2024-04-30 --to 2024-06-30 --authority ntca --as-of 2024-03-31"]
    ) { arguments, session in try session.diff(arguments) },
]

extension Session {
    fileprivate func replay(_ arguments: Arguments) throws {
        let builder = ReportBuilder(try ledger(arguments[ledgerOption]))
        let log = builder.models.log
        let last = try position(arguments[toPoint], log) ?? log.size()
        let first = try position(arguments[fromPoint], log) ?? 0
        let seqs = try arguments[schoolOption].map { try events(of: $0, builder, first, last) }
        var walk = try FigureWalk(
            builder, reports(arguments), figureOptions(arguments), at: min(first, last))
        var told = ReplayTeller(answerForm(arguments), waits: arguments[stepFlag], self)
        let progress = Progress("replay", self)
        for seq in seqs ?? Array(first + 1..<max(first, last) + 1) {
            try walk.move(to: seq - 1)
            let changes = try walk.advance()
            guard let event = try log.event(at: seq) else { break }
            if told.tell(EventEffect(event: event, changes: changes)) == .stop { break }
            if arguments[jsonFlag] || arguments[csvFlag] {
                progress.tell(seq - first, last - first)
            }
        }
        told.end()
    }

    fileprivate func diff(_ arguments: Arguments) throws {
        let builder = ReportBuilder(try ledger(arguments[ledgerOption]))
        let log = builder.models.log
        let first = try position(arguments[neededFrom], log) ?? 0
        let last = try position(arguments[neededTo], log) ?? log.size()
        guard first <= last else {
            throw Failure(.usage, "event \(first) is after event \(last)", hint: "exchange the two")
        }
        let progress = Progress("diff", self)
        let found = try builder.differences(
            reports(arguments), figureOptions(arguments), from: first, to: last,
            progress: progress.tell)
        let heads = try (log.head(size: first), log.head(size: last))
        if arguments[jsonFlag] {
            print(
                JSONValue.object([
                    ("schema", .string("tally/diff/1")), ("from", heads.0.json),
                    ("to", heads.1.json), ("figures", .array(found.map(\.json))),
                ]).compact)
        } else if arguments[csvFlag] {
            write(csv([differenceHeader] + found.flatMap(\.csvLines)))
        } else {
            print("Known by event \(first), and by event \(last):")
            if found.isEmpty { print("  every figure is the same") }
            found.flatMap(\.lines).forEach { print("  " + $0) }
        }
    }

    /// The event that a point of the history stands for; `nil` when no point is given.
    private func position(_ point: KnownAt?, _ log: EventLog) throws -> Int? {
        let size = try log.size()
        switch point {
        case nil: return nil
        case .seq(let seq):
            guard seq <= size else {
                throw Failure(
                    .nothingFound, "there is no event \(seq)", hint: "the last is \(size)")
            }
            return seq
        case .instant(let instant): return try log.lastRecorded(by: instant)
        }
    }

    private func reports(_ arguments: Arguments) throws -> [String] {
        let names = arguments[reportOption].map { [$0] } ?? ["engagement", "value-for-money"]
        let splits = arguments[byOption].filter { $0 != .strand }
        guard splits.isEmpty || names == ["engagement"] else {
            throw Failure(
                .usage, "value-for-money cannot be split by \(splits[0].rawValue)",
                hint: "add --report engagement")
        }
        return names
    }

    private func figureOptions(_ arguments: Arguments) -> ReportOptions {
        scopeOptions(arguments, asOf: arguments[asOfOption] ?? today)
    }

    /// The events that change the story of a school, by all its URNs.
    private func events(
        of urn: URN, _ builder: ReportBuilder, _ first: Int, _ last: Int
    ) throws -> [Int] {
        let open = try builder.models.open(.register, knownAt: last)
        let urns = try open.rows(
            """
            SELECT DISTINCT urn FROM school_urn
            WHERE school IN (SELECT school FROM school_urn WHERE urn = :urn)
            """, ["urn": .text(urn.text)]
        ) { $0.text(0) }
        guard !urns.isEmpty else {
            throw Failure(.nothingFound, "no school has the URN \(urn)", hint: "check the number")
        }
        var seqs: Set<Int> = []
        for urn in urns {
            let story = try builder.models.log.story("school:\(urn)", changesOnly: true)
            seqs.formUnion(story.map(\.seq))
        }
        return seqs.filter { $0 > first && $0 <= last }.sorted()
    }
}
