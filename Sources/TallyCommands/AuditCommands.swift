internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import Reports

/// The commands an auditor checks the ledger with.
let auditCommands: [Command<Session>] = [
    Command(
        "verify", "Read every byte again and check it", group: "Prove",
        details:
            "Hashes every event again, builds the tree anew, compares it with the tiles and with "
            + "every head acknowledged, checks the tables and the file, tells the whole story again and "
            + "compares the read models with it.\n\nWith --against, the history must also begin with the "
            + "one that a signed checkpoint was made for.",
        arguments: [againstOption, signersOption, revokedOption, signedAtOption],
        examples: ["verify", "verify --against 5302.checkpoint --signers allowed_signers"]
    ) { arguments, session in
        let folder = try session.ledgerFolder(arguments[ledgerOption])
        let ledger = try Ledger(folder: folder, checksSchema: false)
        let clock = ContinuousClock()
        let start = clock.now
        let verified = try ledger.log.verify()
        let against = try session.expectConsistent(ledger, verified.head, arguments)
        let logDone = clock.now
        try ledger.verifyStoryIndex()
        let progress = Progress("verify, telling the story again", say: session.say)
        let models = try ReadModels(ledger).compareWithReplay(progress: progress.tell)
        let seconds = [
            ("log", logDone - start - verified.fileCheck), ("file", verified.fileCheck),
            ("models", clock.now - logDone),
        ].map { part, time in (part, JSONValue.number(decimal(time / .seconds(1)))) }
        session.tell(verified, against, models, seconds, asJSON: arguments[jsonFlag])
        if let bad = models.first(where: { $0.agrees == false }) {
            throw Failure(
                .integrity, "the read model \(bad.model.name) does not hold what the events tell",
                hint: "run 'tally projections rebuild \(bad.model.name)'")
        }
        let quarantined = models.quarantined
        guard quarantined.isEmpty else {
            throw Failure(
                .failed,
                "every event is as recorded, but \(quarantined.count.events) could not be "
                    + "taken in",
                hint: "'tally quarantine list' says why; see 'tally help quarantine resolve'")
        }
    }
]

extension Session {
    fileprivate func tell(
        _ log: VerifiedLog, _ against: SignedCheckpoint?, _ models: [ReadModels.Comparison],
        _ seconds: [(String, JSONValue)], asJSON: Bool
    ) {
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/verify/1")),
                    (
                        "head",
                        .object([
                            ("seq", .integer(log.head.size)),
                            ("root", .string(log.head.root.base64)),
                        ])
                    ),
                    ("heads", .integer(log.heads)),
                    ("against", against?.json),
                    ("clockSetBack", .array(log.clockSetBack.map { .integer($0) })),
                    (
                        "models",
                        .array(
                            models.map { one in
                                .object([
                                    ("model", .string(one.model.name)),
                                    ("agrees", one.agrees.map { .bool($0) } ?? .null),
                                ])
                            })
                    ),
                    ("quarantined", .array(models.quarantined.map(\.json))),
                    ("seconds", .object(seconds.map { JSONMember($0, $1) })),
                ]).compact)
            return
        }
        let quarantined = models.quarantined
        let story =
            quarantined.isEmpty
            ? "the story is legal" : "INCOMPLETE: \(quarantined.count.events) could not be taken in"
        print("Events 1 to \(log.head.size): every leaf read and hashed, \(story)")
        print("Root: \(log.head.root.base64), as the tiles and \(log.heads) recorded heads have it")
        if let against { print("Checkpoint: \(against.words)") }
        print("Tables, triggers and file: as shipped, sound")
        for one in models {
            let state =
                switch one.agrees {
                case nil: "not up to date, so not compared"
                case true?:
                    "as the events tell"
                        + (one.quarantined.first.map { ", STOPPED before event \($0.seq)" } ?? "")
                case false?: "NOT as the events tell"
                }
            print("Read model \(one.model.name): \(state)")
        }
        quarantined.forEach { print($0.words) }
        if !log.clockSetBack.isEmpty {
            print("The clock had been set back at events \(log.clockSetBack)")
        }
    }
}

extension [ReadModels.Comparison] {
    /// Every event that a read model could not take in, once.
    fileprivate var quarantined: [Quarantined] {
        let all = flatMap(\.quarantined)
        return Dictionary(all.map { ($0.seq, $0) }) { first, _ in first }.values
            .sorted { $0.seq < $1.seq }
    }
}

extension Int {
    fileprivate var events: String { self == 1 ? "1 event" : "\(self) events" }
}
