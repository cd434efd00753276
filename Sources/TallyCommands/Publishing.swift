internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Reports

let publishFlag = Argument<Bool>.flag(
    "publish", "record that this report was issued, with the digest of its bytes")
let publishedTo = Argument<String>.option(
    "issued-to", "WHOM", "whom it is issued to, with --publish: a body or a role"
).optional

extension Session {
    /// Records that `report` was issued as `printed`, then writes it.
    ///
    /// The record comes first: a record of a report nobody received does no harm, a report that the
    /// ledger knows nothing of does.
    func publish(
        _ report: any PrintedReport, _ printed: String, _ arguments: Arguments
    ) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let head = try ledger.log.head(size: report.knownThrough)
        let options =
            report.options.named + [
                JSONMember("form", .integer(report.form)),
                JSONMember("format", .string(format(arguments).rawValue)),
            ]
        var entry = Entry(type: ReportPublished.descriptor.type, validFrom: today)
        entry.members = [
            JSONMember("headRoot", .string(head.root.base64)),
            JSONMember("headSize", .integer(head.size)),
            JSONMember("options", .object(options)),
            JSONMember("report", .string(report.name)),
            JSONMember("sha256", .string(digest(ofPrinted: printed))),
        ]
        if let to = arguments[publishedTo] { entry.members.append(JSONMember("to", .string(to))) }
        let outcomes = try ledger.record([entry], act, isTrial: arguments[dryRun]).outcomes
        try deliver(printed, arguments)
        guard case .recorded(let event)? = outcomes.first else { return }
        say(
            "\(arguments[dryRun] ? "Would publish" : "Published") as event \(event.seq): "
                + "SHA-256 \(digest(ofPrinted: printed))\n")
    }
}
