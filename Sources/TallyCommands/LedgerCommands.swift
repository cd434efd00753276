internal import CanonicalJSON
internal import CommandTable
internal import Essentials
internal import EventLog
internal import Events
internal import Ledger
internal import Reports
internal import Samples

private let folderWord = Argument<String>.word("DIR", "the folder to make")
private let demoFolder = Argument<String>.word(
    "DIR", "the folder to make; north-east.tally, or the sample's name, unless given"
).optional
private let sampleOption = Argument<String>.option(
    "sample", "NAME", "which sample; north-east unless given", choices: Sample.all.map(\.name)
).defaulting(to: Sample.northEast.name)
private let factsOption = Argument<String>.option(
    "from", "FILE.ndjson", "replay this file of facts into it, with its recording times"
).optional
private let nameOption = Argument<String>.option("name", "TEXT", "what the ledger is called")
    .optional
private let originOption = Argument<String>.option(
    "origin", "TEXT", "the name its checkpoints carry, such as a web address of yours"
).optional

/// The commands that make and copy ledgers.
let ledgerCommands: [Command<Session>] = [
    Command(
        "demo", "Build the sample ledger and print its reports", group: "Start",
        details:
            "The sample is synthetic, shaped on the published totals of the North East programme: "
            + "270 schools before the merger of 7 May 2024, 492 after. Another, localed-pilots, has "
            + "nine localities of three pilots side by side.",
        arguments: [demoFolder, sampleOption, dryRun],
        examples: ["demo north-east.tally", "demo pilots.tally --sample localed-pilots"]
    ) { arguments, session in
        try session.demo(arguments)
    },
    Command(
        "init", "Make a new, empty ledger", group: "Start",
        arguments: [folderWord, factsOption, nameOption, originOption, dryRun],
        examples: [
            "init north-east.tally --name \"North East Combined Authority\"",
            "init sample.tally --from events/samples/north-east.ndjson",
        ]
    ) { arguments, session in
        let folder = try session.newFolder(arguments[folderWord])
        let facts = try arguments[factsOption].map { file in
            try session.facts(in: file, keepsTimes: true)
        }
        let (name, origin) = (arguments[nameOption], arguments[originOption])
        guard !arguments[dryRun] else {
            let tried = try session.tryLedger(folder, facts, name: name, origin: origin)
            return session.tellTried(arguments[folderWord], tried, arguments[jsonFlag])
        }
        let made = try session.makeLedger(folder, facts, name: name, origin: origin)
        session.tellMade(arguments[folderWord], made, arguments[jsonFlag])
    },
    Command(
        "export", "Write every event, one canonical line each", group: "Prove",
        details: "The lines are the exact bytes the Merkle tree is built over.",
        examples: ["export > north-east.ndjson"]
    ) { arguments, session in
        let log = try session.ledger(arguments[ledgerOption]).log
        try log.scan { event in
            session.print(String(decoding: event.leaf, as: UTF8.self))
            return true
        }
    },
]

extension Session {
    fileprivate func demo(_ arguments: Arguments) throws {
        let sample = Sample.named(arguments[sampleOption]) ?? .northEast
        let name = arguments[demoFolder] ?? "\(sample.name).tally"
        let folder = try newFolder(name)
        let facts = facts(in: Array(sample.facts.utf8), keepsTimes: true)
        guard !arguments[dryRun] else {
            let tried = try tryLedger(folder, facts, name: nil, origin: nil)
            return tellTried(name, tried, arguments[jsonFlag])
        }
        _ = try makeLedger(folder, facts, name: nil, origin: nil)
        let builder = ReportBuilder(try Ledger(folder: folder))
        if sample.name == Sample.northEast.name {
            try showEngagement(builder)
        } else {
            try showLocalities(builder)
        }
        say("The ledger is in \(printable(name)). Next: tally --ledger \(printable(name)) help\n")
    }

    /// Shows how many schools take part before and after the merger.
    private func showEngagement(_ builder: ReportBuilder) throws {
        for (authority, day) in [("ntca", "2024-03-31"), ("neca-2024", "2025-01-30")] {
            guard let asOf = Day(day) else { continue }
            var options = ReportOptions(asOf: asOf, today: today)
            options.authority = Slug(authority)
            options.by = [.la]
            print("$ tally report engagement --authority \(authority) --as-of \(day) --by la")
            write(try builder.engagement(options).text)
            print("")
        }
    }

    /// Shows the localities of the pilots side by side, when the pilots ended.
    private func showLocalities(_ builder: ReportBuilder) throws {
        guard let asOf = Day("2024-07-31") else { return }
        print("$ tally report localities --as-of \(asOf)")
        write(try builder.localities(ReportOptions(asOf: asOf, today: today)).text)
        print("")
    }

    /// Makes a ledger elsewhere, as if in `folder`, and takes it away again.
    fileprivate func tryLedger(
        _ folder: String, _ facts: FactFile?, name: String?, origin: String?
    ) throws -> Receipt {
        try EventLog.expectRoom(for: folder)
        let files = FileManager.default
        let trial = files.temporaryDirectory.path + "/tally-trial-" + UUID().uuidString
        // What cannot be removed is in a folder for what is not kept.
        defer { try? files.removeItem(atPath: trial) }
        return try makeLedger(trial, called: folder, facts, name: name, origin: origin)
    }

    /// Makes a ledger, and replays facts into it when there are any.
    fileprivate func makeLedger(
        _ folder: String, called: String? = nil, _ facts: FactFile?, name: String?,
        origin: String?
    ) throws -> Receipt {
        let isSeeded = facts != nil
        var facts = facts ?? self.facts(in: [], keepsTimes: true)
        let line = try facts.next()
        let first = try? line?.entry.get()
        let isCreated = first?.type == LedgerCreated.descriptor.type
        let creation = isCreated ? nil : created(called ?? folder, name, origin, first, isSeeded)
        try expectLocal(folder)
        let ledger = try Ledger.create(folder: folder)
        do {
            return try ledger.record(act, inMemory: true) { record in
                try facts.record(after: creation, line: line, with: record) { _ in }
            }.receipt
        } catch {
            // Nothing was recorded: what is left is an empty ledger that nobody asked for.
            EventLog.removeEmpty(folder: folder)
            throw error
        }
    }

    /// The first event of a ledger, at the time of the first fact when there are facts to replay.
    private func created(
        _ folder: String, _ name: String?, _ origin: String?, _ first: Entry?, _ isSeeded: Bool
    ) -> Entry {
        let leaf = folder.split(separator: "/").last.map(String.init) ?? "ledger"
        let stem = leaf.hasSuffix(".tally") ? String(leaf.dropLast(6)) : leaf
        let slug = String(
            stem.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
        let id = Slug(slug)?.text ?? "ledger"
        var entry = Entry(type: LedgerCreated.descriptor.type)
        let at = first?.recordedAt ?? now()
        entry.recordedAt = first?.recordedAt
        entry.validFrom = Day(String(at.text.prefix(10)))
        entry.members = [
            JSONMember("ledger", .string(id)), JSONMember("name", .string(name ?? stem)),
            JSONMember("origin", .string(origin ?? "tallystick.local/\(id)")),
        ]
        if isSeeded { entry.members.append(JSONMember("recordedTimesFrom", .string("file"))) }
        return entry
    }

    fileprivate func tellTried(_ folder: String, _ receipt: Receipt, _ asJSON: Bool) {
        let count = receipt.appended
        guard asJSON else {
            return print(
                "Would make the ledger \(printable(folder)) with \(count) "
                    + (count == 1 ? "event" : "events"))
        }
        print(
            JSONValue.object([
                ("schema", .string("tally/receipt/1")), ("dryRun", .bool(true)),
                ("ledger", .string(folder)), ("appended", .integer(count)),
            ]).compact)
    }

    fileprivate func tellMade(_ folder: String, _ receipt: Receipt, _ asJSON: Bool) {
        let head = receipt.head
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/receipt/1")), ("ledger", .string(folder)),
                    ("appended", .integer(receipt.appended)),
                    (
                        "head",
                        .object([
                            ("seq", .integer(head.size)), ("root", .string(head.root.base64)),
                        ])
                    ),
                ]).compact)
        } else {
            print(
                "Made the ledger \(printable(folder)) with \(receipt.appended) "
                    + (receipt.appended == 1 ? "event" : "events"))
            print("Head: \(head.size) \(head.root.base64)")
        }
    }
}
