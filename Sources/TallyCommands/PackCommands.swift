internal import AuditorPack
internal import CanonicalJSON
internal import CommandTable
internal import Essentials
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Reports

private let packFolder = Argument<String>.word(
    "DIR", "the folder to make; it must not exist, or be empty")
private let packEvents = Argument<[Int]>.option(
    "events", "SEQ,…", "the events to prove; those an auditor asks about most, unless given",
    read: readSeqs
).optional
private let packSigners = Argument<String>.option(
    "signers", "FILE", "put this list of allowed signers in, as ssh-keygen(1) has it"
).optional

/// The command that gives an auditor everything in one folder.
let packCommands: [Command<Session>] = [
    Command(
        "auditor-pack", "Make a folder that can be checked without this program", group: "Prove",
        details:
            "Reads every byte of the log first, as 'verify' does. The folder holds the export, the "
            + "checkpoints with their signatures, proofs, the reports published and today's, what "
            + "figures mean, and a script for Python 3 that checks them all. Its README.md says "
            + "what to type.",
        arguments: [packFolder, packEvents, packSigners, dryRun],
        examples: [
            "auditor-pack pack-2025", "auditor-pack pack-2025 --signers allowed_signers",
            "auditor-pack pack-2025 --dry-run",
        ]
    ) { arguments, session in
        let ledger = try session.ledger(arguments[ledgerOption])
        var request = PackRequest(
            path: try session.newFolder(arguments[packFolder]), today: session.today)
        request.events = arguments[packEvents]
        request.isTrial = arguments[dryRun]
        request.signers = try arguments[packSigners].map { try session.contents(of: $0) }
        // A trial may not bring any file up to date.
        let builder = ReportBuilder(ledger, use: request.isTrial ? .asTheyAre : .upToDate)
        let pack = try AuditorPack.make(ledger.log, builder, request)
        session.tell(pack, arguments[packFolder], arguments)
    }
]

extension Session {
    fileprivate func tell(_ pack: AuditorPack, _ folder: String, _ arguments: Arguments) {
        let isTrial = arguments[dryRun]
        guard !arguments[jsonFlag] else {
            let head: [(String, JSONValue?)] = [
                ("seq", .integer(pack.head.size)), ("root", .string(pack.head.root.base64)),
            ]
            return print(
                JSONValue.object([
                    ("schema", .string("tally/auditor-pack/1")),
                    ("dryRun", isTrial ? .bool(true) : nil), ("folder", .string(folder)),
                    ("head", .object(head)), ("unproved", .integer(pack.unproved)),
                    ("byteCount", .integer(pack.byteCount)),
                    ("files", .array(pack.files.map { .string($0) })),
                ]).compact)
        }
        print(
            "\(isTrial ? "Would pack" : "Packed") events 1 to \(pack.head.size) into "
                + "\(printable(folder)): \(pack.files.count) files"
                + (isTrial ? ", \(pack.byteCount) bytes" : ""))
        if isTrial { pack.files.forEach { print("  \(printable($0))") } }
        print("Root: \(pack.head.root.base64)")
        if pack.unproved > 0 {
            print(
                "\(pack.unproved) older events have no proof in it; --events names those to prove")
        }
        if !isTrial { print("Next: read \(printable(folder))/README.md") }
    }
}

private func readSeqs(_ text: String) throws(ArgumentError) -> [Int] {
    var seqs: [Int] = []
    for part in text.split(separator: ",") {
        guard let seq = Int(part), seq > 0 else {
            throw ArgumentError("'\(part)' is not the number of an event")
        }
        seqs.append(seq)
    }
    guard !seqs.isEmpty else { throw ArgumentError("the list is empty") }
    return seqs
}
