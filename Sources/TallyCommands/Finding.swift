internal import CanonicalJSON
internal import Checkpoints
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Reports

/// What a verification stumbled on, with all that a reader needs to go on from there.
struct Finding {
    let status: ExitStatus
    /// What is wrong, as one sentence without a full stop.
    let message: String
    /// Where, and what each of the two says that should say the same.
    let at: Disagreement?
    let lastGood: LastGood
    /// What to do.
    let remedy: String

    init(_ error: LogError, lastGood: LastGood) {
        let failure = Failure(error)
        status = failure.status
        message = failure.message
        at =
            error.disagreement
            ?? Disagreement(
                member: "log.db", expected: "a ledger that can be read", found: error.message)
        self.lastGood = lastGood
        remedy = error.disagreement == nil ? restoreHint : failure.hint ?? restoreHint
    }

    init(model: ReadModels.Comparison, lastGood: LastGood) {
        let name = model.model.name
        status = .integrity
        message = "the read model \(name) does not hold what the events tell"
        at = model.disagreement
        self.lastGood = lastGood
        remedy =
            "the events are as recorded: keep a copy of projections/\(name).db as evidence, then run "
            + "'tally projections rebuild \(name)'; reports made from it since may be wrong"
    }

    init(audit: AuditComparison, lastGood: LastGood) {
        let name = audit.model.name
        let count = audit.differences.count
        status = .integrity
        message =
            "the report \(name) and its audit differ in \(count) \(count == 1 ? "row" : "rows")"
        at = audit.disagreement
        self.lastGood = lastGood
        remedy =
            "the events are as recorded: 'tally projections audit \(name)' lists every row; do not "
            + "quote the report until report.sql or audit.sql is put right"
    }

    var failure: Failure {
        Failure(status, message, hint: remedy, details: details)
    }

    private var details: [Failure.Detail] {
        var details: [Failure.Detail] = []
        if let seq = at?.seq { details.append(("first bad event", "\(seq)")) }
        if let at {
            details += [
                ("where", at.member), ("expected", at.expected.cut), ("found", at.found.cut),
            ]
        }
        return details + [("last good checkpoint", lastGood.words)]
    }

    var json: JSONValue {
        .object([
            ("status", .integer(Int(status.rawValue))), ("message", .string(message)),
            ("seq", at?.seq.map { .integer($0) } ?? .null),
            ("member", at.map { .string($0.member) } ?? .null),
            ("expected", at.map { .string($0.expected) } ?? .null),
            ("found", at.map { .string($0.found) } ?? .null), ("lastGood", lastGood.json),
            ("next", .string(remedy)),
        ])
    }
}

extension String {
    /// The text, or its beginning when it is too long for people.
    fileprivate var cut: String { count > 160 ? prefix(160) + "…" : self }
}

/// The newest head that the events before a fault agree with, and who keeps it.
enum LastGood {
    /// A signed checkpoint, in this file of the ledger's folder.
    case checkpoint(Head, file: String)
    /// A line of the file `heads`.
    case recorded(Head)
    case none
    /// There is no reading the log at all.
    case unknown

    /// The newest for a ledger in which something was found at `place`.
    static func of(_ ledger: Ledger?, _ folder: String, _ place: Disagreement?) -> LastGood {
        guard let log = ledger?.log, let last = place?.goodThrough ?? (try? log.size()) else {
            return .unknown
        }
        let stored = CheckpointFolder(ledgerFolder: folder).lastGood(upTo: last) {
            log.newestAgreeing([$0], through: last) != nil
        }
        if let stored {
            let name = stored.path.split(separator: "/").last.map(String.init) ?? ""
            return .checkpoint(stored.checkpoint.head, file: "checkpoints/" + name)
        }
        return log.newestRecordedHead(through: last).map { .recorded($0) } ?? .none
    }

    var words: String {
        switch self {
        case .checkpoint(let head, let file):
            "\(head.size.events), root \(head.root.base64), in \(file)"
        case .recorded(let head):
            "none is kept here; heads vouches for \(head.size.events), root \(head.root.base64)"
        case .none: "none is kept here, and no line of heads agrees with the events before"
        case .unknown: "not to be told, because log.db cannot be read"
        }
    }

    var json: JSONValue {
        let (kind, head, file): (String, Head?, String?) =
            switch self {
            case .checkpoint(let head, let file): ("checkpoint", head, file)
            case .recorded(let head): ("head", head, nil)
            case .none: ("none", nil, nil)
            case .unknown: ("unknown", nil, nil)
            }
        return .object([
            ("kind", .string(kind)), ("seq", head.map { .integer($0.size) }),
            ("root", head.map { .string($0.root.base64) }), ("file", file.map { .string($0) }),
        ])
    }
}
