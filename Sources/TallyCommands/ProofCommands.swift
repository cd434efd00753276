internal import CanonicalJSON
internal import Checkpoints
internal import CommandTable
internal import Essentials
internal import EventLog
internal import Ledger
internal import Reports

private let seqWord = Argument<Int>.word(
    "SEQ", "the number of an event", parse: { decimal($0).flatMap { $0 > 0 ? $0 : nil } })
private let oldWord = Argument<Int>.word(
    "OLD", "how many events the shorter history has",
    parse: { decimal($0).flatMap { $0 > 0 ? $0 : nil } })
private let newWord = Argument<Int>.word(
    "NEW", "how many events the longer history has",
    parse: { decimal($0).flatMap { $0 > 0 ? $0 : nil } })
private let sizeOption = Argument<Int>.option(
    "size", "COUNT",
    "how many events of the history the proof is about; those of the last signed checkpoint that has "
        + "the event unless given, or else all",
    parse: { decimal($0).flatMap { $0 > 0 ? $0 : nil } }
).optional
private let withoutEvent = Argument<Bool>.flag(
    "without-event", "leave the event itself out of the file")
private let outOption = Argument<String>.option(
    "out", "FILE", "write the proof here instead of printing it"
).optional
private let proofWord = Argument<String>.word("FILE", "a proof that 'tally prove' wrote")
private let eventOption = Argument<String>.option(
    "event", "FILE", "the event, as 'tally export' writes it, for a proof that does not hold it"
).optional
private let leafHashOption = Argument<Hash>.option(
    "leaf-hash", "HASH", "the hash of the event's leaf, when the event itself is not to be shown",
    parse: { Hash(base64: $0) ?? Hash(hex: $0) }
).optional

/// The commands that prove to somebody who has no ledger at hand.
let proofCommands: [Command<Session>] = [
    Command(
        "prove inclusion", "Write a proof that an event is in the ledger", group: "Prove",
        details:
            "The file is a C2SP tlog-proof: the event, its path in the Merkle tree and the head. "
            + "'tally verify-proof' checks it, with no ledger at hand.",
        arguments: [seqWord, sizeOption, withoutEvent, outOption],
        examples: ["prove inclusion 1662 --out enrolment.tlog-proof"]
    ) { arguments, session in
        let log = try session.ledger(arguments[ledgerOption]).log
        let proof = try session.inclusion(
            of: arguments[seqWord], size: arguments[sizeOption], log,
            withEvent: !arguments[withoutEvent])
        let head = proof.checkpoint.head
        try session.give(
            proof.text,
            "event \(proof.seq) is among the \(head.size) with the root "
                + head.root.base64,
            [
                ("kind", .string("inclusion")), ("seq", .integer(proof.seq)),
                ("head", head.asJSON),
            ], arguments)
    },
    Command(
        "prove consistency", "Write a proof that the ledger only grew", group: "Prove",
        details:
            "The file shows that the first NEW events begin with the first OLD. "
            + "'tally verify-proof' checks it, with no ledger at hand.",
        arguments: [oldWord, newWord, outOption],
        examples: ["prove consistency 4304 5375 --out growth.proof"]
    ) { arguments, session in
        let log = try session.ledger(arguments[ledgerOption]).log
        let proof = try session.consistency(arguments[oldWord], arguments[newWord], log)
        try session.give(
            proof.text,
            "the first \(proof.new.head.size) events begin with the first "
                + "\(proof.old.head.size)",
            [
                ("kind", .string("consistency")),
                ("old", proof.old.head.asJSON), ("new", proof.new.head.asJSON),
            ], arguments)
    },
    Command(
        "verify-proof", "Check a proof, with no ledger at hand", group: "Prove",
        details:
            "A proof shows what belongs to a head. Whose head it is, only a signed checkpoint says: "
            + "give one with --against.",
        arguments: [
            proofWord, eventOption, leafHashOption, againstOption, signersOption, revokedOption,
            signedAtOption,
        ],
        examples: [
            "verify-proof enrolment.tlog-proof",
            "verify-proof growth.proof --against 5375.checkpoint --signers allowed_signers",
        ]
    ) { arguments, session in
        let signed = try session.signedCheckpoint(arguments)
        switch try session.proof(in: arguments[proofWord]) {
        case .inclusion(let proof):
            let given = try session.given(arguments[eventOption], arguments[leafHashOption])
            try session.check(proof, given, signed, asJSON: arguments[jsonFlag])
        case .consistency(let proof):
            try session.check(proof, signed, asJSON: arguments[jsonFlag])
        }
    },
]

extension Session {
    /// Prints a proof, or writes it to a file and says what it shows.
    fileprivate func give(
        _ text: String, _ what: String, _ members: [(String, JSONValue?)], _ arguments: Arguments
    ) throws {
        let out = arguments[outOption]
        if let out { try write(proof: text, to: path(out)) }
        if arguments[jsonFlag] {
            let file = ("file", out.map { JSONValue.string($0) })
            let schema = ("schema", Optional(JSONValue.string("tally/proof/1")))
            print(JSONValue.object([schema] + members + [file, ("proof", .string(text))]).compact)
        } else if let out {
            print("Wrote \(printable(out)): \(what)")
        } else {
            write(text)
        }
    }

    /// The proof in a file that somebody gave us.
    fileprivate func proof(in file: String) throws -> ProofFile {
        let bytes = try contents(of: file)
        do throws(CheckpointProblem) {
            guard bytes.count <= ProofFile.byteMaximum else {
                throw CheckpointProblem("it has more than \(ProofFile.byteMaximum) bytes")
            }
            return try ProofFile(parsing: bytes)
        } catch {
            throw Failure(
                .integrity, "\(file) is not a proof as 'tally prove' writes them: \(error)",
                hint: "it was changed or cut off on the way; ask for it again")
        }
    }

    /// What was given of the event beside the proof.
    fileprivate func given(_ file: String?, _ hash: Hash?) throws -> GivenEvent? {
        guard let file else { return hash.map { .hash($0) } }
        guard hash == nil else {
            throw Failure(
                .usage, "--event and --leaf-hash both say which event it is", hint: "give one")
        }
        var leaf = try contents(of: file)
        // The line feed is between the lines of an export, and in none of its events.
        if leaf.last == UInt8(ascii: "\n") { leaf.removeLast() }
        return .leaf(leaf)
    }
}
