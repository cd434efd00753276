internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Projections
internal import Reports

/// How a report is printed.
enum ReportFormat: String, CaseIterable, Sendable { case text, json, csv }

let nameWord = Argument<String>.word(
    "NAME", "which report, also that of an added read model",
    choices: ["engagement", "value-for-money"]
).acceptingOthers
private let figureWord = Argument<String>.word(
    "FIGURE", "a figure of a report, as --json names it, such as engagedSchools")
private let figureReport = Argument<String>.option(
    "report", "NAME", "which report the figure is of; the first that has it unless given",
    choices: ReportBuilder.explainedReports
).optional
private let authorityOption = Argument<Slug>.option(
    "authority", "SLUG", "the area of this authority", parse: { Slug($0) }
).optional
private let laOption = Argument<[LACode]>.option(
    "la", "CODES", "these local authorities, DfE codes by commas", read: readList
).optional
private let strandOption = Argument<Slug>.option(
    "strand", "SLUG", "this strand only", parse: { Slug($0) }
).optional
private let periodStart = Argument<Day>.option(
    "from", "DATE", "the first day of the period, for figures over time", read: readDay
).optional
private let byOption = Argument<[Dimension]>.option(
    "by", "LIST", "also split by la, phase, type, strand, trust", read: readDimensions
).defaulting(to: [])
private let boundaryOption = Argument<Boundary>.option(
    "boundary", "BASIS", "areas as-was (default), current, or AUTHORITY@DATE",
    parse: { Boundary($0) }
).defaulting(to: .asWas)
private let formatOption = Argument<ReportFormat>.option("format", "FORMAT", "how to print")
    .optional

private let strictFlag = Argument<Bool>.flag(
    "strict", "exit with status 1 when the report is INCOMPLETE")

/// What every report can be asked.
let reportArguments: [any AnyArgument] = [
    asOfOption, knownAtOption, periodStart, authorityOption, laOption, programmeOption,
    strandOption, byOption, boundaryOption,
]

/// The commands a director reads reports with.
let reportCommands: [Command<Session>] = [
    Command(
        "report", "Show a report, on both time axes", group: "Read",
        details:
            "Every figure is as of the end of a day, as known at a point of the history. A figure "
            + "that cannot be computed is shown as [x], with a note.",
        arguments: [nameWord] + reportArguments + [formatOption, strictFlag],
        examples: [
            "report engagement --authority ntca --as-of 2024-03-31",
            "report engagement --authority neca-2024 --as-of 2025-01-30 --by la,phase",
            "report value-for-money --authority ntca --from 2023-09-01 --as-of 2024-03-31",
        ]
    ) { arguments, session in
        let builder = ReportBuilder(try session.ledger(arguments[ledgerOption]))
        let options = session.reportOptions(arguments)
        let isEngagement = arguments[nameWord] == "engagement"
        if !isEngagement, arguments[nameWord] != "value-for-money" {
            return try session.showAdded(arguments[nameWord], builder, options, arguments)
        }
        if !isEngagement, let other = options.by.first(where: { $0 != .strand }) {
            throw Failure(
                .usage, "value-for-money cannot be split by \(other.rawValue)",
                hint: "an authority's cost is not shared out that way; use --by strand")
        }
        let report = try isEngagement ? builder.engagement(options) : builder.valueForMoney(options)
        session.show(report, arguments)
        try expectComplete(report.banner, arguments)
    },
    Command(
        "explain", "Open a figure to the events behind it", group: "Read",
        details:
            "Lists everything the figure counts with the events that put it there, and what was "
            + "left out and why. The items add up to the figure; a figure worked out from others "
            + "names them, with the commands that open them.",
        arguments: [figureWord, figureReport] + reportArguments + [strictFlag],
        examples: [
            "explain engagedSchools --authority ntca --as-of 2024-03-31",
            "explain netAuthorityCostPence --authority ntca --from 2023-04-01 --as-of 2024-03-31",
            "explain schoolDays --report value-for-money --as-of 2024-03-31",
        ]
    ) { arguments, session in
        let builder = ReportBuilder(try session.ledger(arguments[ledgerOption]))
        let explanation = try session.explanation(builder, arguments)
        if arguments[jsonFlag] {
            session.write(try builder.json(explanation).pretty)
        } else if arguments[csvFlag] {
            session.write(builder.csvText(explanation))
        } else {
            session.write(try builder.text(explanation))
        }
        try expectComplete(explanation.report.banner, arguments)
    },
]

extension Session {
    fileprivate func explanation(
        _ builder: ReportBuilder, _ arguments: Arguments
    ) throws -> Explanation {
        let options = reportOptions(arguments)
        guard options.by.isEmpty else {
            throw Failure(
                .usage, "a figure is explained whole, so --by has no place here",
                hint: "narrow it with --la or --strand to explain one part")
        }
        let (figure, report) = (arguments[figureWord], arguments[figureReport])
        guard let explanation = try builder.explain(figure, of: report, options) else {
            let owner = report.map { "the \($0) report has no" } ?? "no report has a"
            throw Failure(
                .usage, "\(owner) figure '\(figure)'",
                hint: "'tally report \(report ?? "engagement") --json' names them")
        }
        return explanation
    }
}

/// Fails, once the report is out, when it is incomplete and that was asked to count as a failure.
func expectComplete(_ banner: String?, _ arguments: Arguments) throws {
    guard arguments[strictFlag], let banner else { return }
    throw Failure(.failed, banner, hint: "'tally quarantine list' says why")
}

extension Session {
    func reportOptions(_ arguments: Arguments) -> ReportOptions {
        var options = ReportOptions(asOf: arguments[asOfOption] ?? today, today: today)
        options.knownAt = arguments[knownAtOption]
        options.from = arguments[periodStart]
        options.authority = arguments[authorityOption]
        options.localAuthorities = arguments[laOption]
        options.programme = arguments[programmeOption]
        options.strand = arguments[strandOption]
        options.by = arguments[byOption]
        options.boundary = arguments[boundaryOption]
        return options
    }

    /// How a report is to be printed.
    func format(_ arguments: Arguments) -> ReportFormat {
        let flagged: ReportFormat = arguments[jsonFlag] ? .json : arguments[csvFlag] ? .csv : .text
        return arguments[formatOption] ?? flagged
    }

    func show(_ report: Report, _ arguments: Arguments) {
        switch format(arguments) {
        case .text: write(report.text)
        case .json: write(report.json.pretty)
        case .csv: write(report.csvText)
        }
    }
}

private func readDimensions(_ text: String) throws(ArgumentError) -> [Dimension] {
    var dimensions: [Dimension] = []
    for word in text.split(separator: ",") {
        guard let dimension = Dimension(rawValue: String(word)) else {
            throw ArgumentError("'\(word)' is not one of la, phase, type, strand, trust")
        }
        if !dimensions.contains(dimension) { dimensions.append(dimension) }
    }
    return dimensions
}
