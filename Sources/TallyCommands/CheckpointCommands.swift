internal import CanonicalJSON
internal import Checkpoints
internal import CommandTable
internal import Essentials
internal import EventLog
internal import Events
internal import Ledger
internal import Reports

private let signingKey = Argument<String>.option(
    "key", "FILE", "your private SSH key, or a public one whose private one an agent holds")
private let outOption = Argument<String>.option(
    "out", "FILE", "write the checkpoint here too, with the signature beside it"
).optional
private let memoryOption = Argument<String>.option(
    "memory", "FILE",
    "where you keep what you signed last, out of reach of those who keep the ledger")
private let cosignerOption = Argument<Slug>.option(
    "name", "NAME", "what to call your signature: internal-audit", parse: { Slug($0) })
private let checkpointOption = Argument<String>.option(
    "checkpoint", "FILE", "the checkpoint to cosign; the last in the ledger's folder unless given"
).optional

/// The commands that sign heads of the ledger.
let checkpointCommands: [Command<Session>] = [
    Command(
        "checkpoint sign", "Sign the head of the ledger, for others to keep", group: "Prove",
        details:
            "Reads every byte first, as 'verify' does, and signs only what continues the last "
            + "checkpoint signed. The checkpoint goes into the folder checkpoints of the ledger; a "
            + "copy that somebody else keeps is what makes it count.",
        arguments: [signingKey, outOption, dryRun],
        examples: [
            "checkpoint sign --key ~/.ssh/id_ed25519",
            "checkpoint sign --key ledger-key --out /media/usb/march.checkpoint",
        ]
    ) { arguments, session in
        let made = try session.sign(
            key: session.path(arguments[signingKey]),
            out: arguments[outOption].map(session.path), isTrial: arguments[dryRun],
            arguments[ledgerOption])
        session.tell(made, "Signed", asJSON: arguments[jsonFlag])
    },
    Command(
        "checkpoint list", "List the checkpoints in the ledger's folder", group: "Prove",
        details:
            "Says of each whether the ledger still begins with it, and whose signatures it has: "
            + "the fingerprint of the key, or with --signers the name.",
        arguments: [signersOption, revokedOption, signedAtOption],
        examples: ["checkpoint list", "checkpoint list --signers allowed_signers"]
    ) { arguments, session in
        let log = try session.ledger(arguments[ledgerOption]).log
        let listed = try session.listed(log, try session.signers(arguments))
        session.tell(listed, asJSON: arguments[jsonFlag])
    },
    Command(
        "checkpoint cosign", "Sign what another has signed, as a second party", group: "Prove",
        details:
            "Reads every byte, and signs only if the ledger has the checkpoint and continues the one "
            + "you signed before. What that was is in a file of your own; the first time it is made.",
        arguments: [
            signingKey, memoryOption, cosignerOption, checkpointOption, signersOption,
            revokedOption, signedAtOption, outOption, dryRun,
        ],
        examples: [
            "checkpoint cosign --key audit-key --memory audit.memory --name internal-audit"
        ]
    ) { arguments, session in
        let log = try session.ledger(arguments[ledgerOption]).log
        let made = try session.cosign(log, try Cosigning(arguments, session))
        session.tell(made, "Cosigned", asJSON: arguments[jsonFlag])
    },
]

extension Cosigning {
    fileprivate init(_ arguments: Arguments, _ session: Session) throws {
        self.init(
            key: session.path(arguments[signingKey]),
            memory: session.path(arguments[memoryOption]), name: arguments[cosignerOption].text,
            checkpoint: arguments[checkpointOption], signers: try session.signers(arguments),
            out: arguments[outOption].map(session.path), isTrial: arguments[dryRun])
    }
}

extension Session {
    fileprivate func tell(_ made: MadeSignature, _ verb: String, asJSON: Bool) {
        let head = made.checkpoint.head
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/checkpoint/1")),
                    ("dryRun", made.isTrial ? .bool(true) : nil),
                    ("origin", .string(made.checkpoint.origin)), ("head", head.asJSON),
                    ("already", .bool(made.isRepeated)), ("key", .string(made.key)),
                    ("continues", made.former.map { .integer($0) } ?? .null),
                    ("files", .array(made.files.map { .string($0) })),
                ]).compact)
            return
        }
        let would = made.isTrial ? "Would be \(verb.lowercased())" : verb
        let already = made.isRepeated ? "Already \(verb.lowercased())" : would
        print("\(already): events 1 to \(head.size) of \(printable(made.checkpoint.origin))")
        print("Root: \(head.root.base64)")
        print("Key: \(made.key)")
        if let former = made.former {
            print("It continues the checkpoint of events 1 to \(former)")
        } else {
            print("It is the first: there was none before to compare with")
        }
        made.files.forEach { print("File: \(printable(shown($0)))") }
    }

    fileprivate func tell(_ listed: [ListedCheckpoint], asJSON: Bool) {
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/checkpoints/1")),
                    ("checkpoints", .array(listed.map(\.json))),
                ]).compact)
            return
        }
        if listed.isEmpty { print("There is no checkpoint; see 'tally help checkpoint sign'") }
        let rows = listed.map { one in
            let state = one.agrees ? "the ledger begins with it" : "NOT of this history"
            return ["\(one.checkpoint.head.size)", one.checkpoint.head.root.base64, state]
        }
        for (line, one) in zip(aligned(rows, left: [1, 2]), listed) {
            print(line)
            one.signatures.forEach { print("    " + printable($0.words)) }
        }
    }
}
