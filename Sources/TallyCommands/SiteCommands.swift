internal import CanonicalJSON
internal import CommandTable
internal import Essentials
internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Reports
internal import Site

private let siteFolder = Argument<String>.word(
    "DIR", "the folder to make, or a site to make anew")

/// The command that makes all reports at once.
let siteCommands: [Command<Session>] = [
    Command(
        "site", "Make a folder of linked pages with all reports", group: "Read",
        details:
            "Every report on every boundary basis, a page for each local authority and for each "
            + "figure, the definitions, and the same figures for programs. The pages need a browser "
            + "and nothing else: no server, no scripts. The folder is written whole or not at all, "
            + "and only in place of another site.",
        arguments: [
            siteFolder, asOfOption, knownAtOption, authorityOption, programmeOption,
            disclosureOption, dryRun,
        ],
        examples: [
            "site pages --authority neca-2024 --as-of 2025-01-30", "site pages --dry-run",
        ]
    ) { arguments, session in
        let builder = ReportBuilder(
            try session.ledger(arguments[ledgerOption]),
            use: arguments[dryRun] ? .asTheyAre : .upToDate)
        let folder = try session.newFolder(arguments[siteFolder])
        _ = try Site.expectRoom(at: folder)
        let site = try Site.make(builder, session.siteRequest(arguments))
        if !arguments[dryRun] { try site.write(to: folder) }
        session.tell(site, arguments)
    }
]

extension Session {
    fileprivate func siteRequest(_ arguments: Arguments) -> SiteRequest {
        var options = ReportOptions(asOf: arguments[asOfOption] ?? today, today: today)
        options.authority = arguments[authorityOption]
        options.programme = arguments[programmeOption]
        options = settled(options, arguments)
        var request = SiteRequest(asOf: options.asOf)
        request.authority = options.authority
        request.programme = options.programme
        request.knownAt = arguments[knownAtOption]
        request.disclosure = arguments[disclosureOption]
        return request
    }

    fileprivate func tell(_ site: Site, _ arguments: Arguments) {
        let folder = arguments[siteFolder]
        let isTrial = arguments[dryRun]
        guard !arguments[jsonFlag] else {
            let head: [(String, JSONValue?)] = [
                ("seq", .integer(site.head.size)), ("root", .string(site.head.root.base64)),
            ]
            return print(
                JSONValue.object([
                    ("schema", .string("tally/site/1")), ("folder", .string(folder)),
                    ("dryRun", isTrial ? .bool(true) : nil), ("head", .object(head)),
                    ("files", .array(site.files.map { .string($0.path) })),
                ]).compact)
        }
        let pages = site.files.count { $0.path.hasSuffix(".html") }
        print(
            "\(isTrial ? "Would write" : "Wrote") \(pages) pages and \(site.files.count - pages) "
                + "other files into \(printable(folder))")
        print("Head: \(site.head.size) \(site.head.root.base64)")
        if !isTrial { print("Next: open \(printable(folder))/index.html in a browser") }
    }
}
