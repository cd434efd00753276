internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Projections
internal import ProjectionEngine
internal import Reports
internal import SQLite

let nameWord = Argument<String>.word(
    "NAME", "which report, also that of an added read model",
    choices: StandardReport.all.map(\.name)
).acceptingOthers
private let figureWord = Argument<String>.word(
    "FIGURE", "a figure of a report, or TABLE/KEY for a row of one, as --json names them"
).naming("figure")
private let figureReport = Argument<String>.option(
    "report", "NAME", "which report the figure is of; the first that has it unless given",
    choices: ReportBuilder.explainedReports
).optional
let authorityOption = Argument<Slug>.option(
    "authority", "SLUG", "the area of this authority", parse: { Slug($0) }
).optional.naming("authority")
let laOption = Argument<[LACode]>.option(
    "la", "CODES", "these local authorities, DfE codes by commas", read: readList
).optional.naming("la", inList: true)
let onlyStrandOption = Argument<Slug>.option(
    "strand", "SLUG", "this strand only", parse: { Slug($0) }
).optional.naming("strand")
let periodStart = Argument<Day>.option(
    "from", "DATE", "the first day of the period, for figures over time", read: readDay
).optional
let byOption = Argument<[Dimension]>.option(
    "by", "LIST", "also split by la, phase, type, strand, trust", read: readDimensions
).defaulting(to: [])
let boundaryOption = Argument<Boundary>.option(
    "boundary", "BASIS", "areas as-was (default), current, or AUTHORITY@DATE",
    parse: { Boundary($0) }
).defaulting(to: .asWas)
private let todayOption = Argument<Day>.option(
    "today", "DATE", "the day it is taken to be, for boundaries 'current'; today unless given",
    read: readDay
).optional
private let endOption = Argument<Day>.option(
    "to", "DATE", "the last day of a movement; the same as --as-of", read: readDay
).optional
private let openingOption = Argument<KnownAt>.option(
    "opening-known-at", "POINT",
    "of a movement: tell the opening as known then, and what was restated since",
    read: readKnownAt
).optional
private let financialYearOption = yearOption(.financial, "1 April to 31 March")
private let academicYearOption = yearOption(.academic, "1 September to 31 August")
private let pricesOption = Argument<PriceChoice>.option(
    "prices", "SERIES[@PUBLISHED]",
    "the price indices for real terms, and which publication; the newest known unless given",
    parse: { PriceChoice($0) }
).optional
private let comparedOption = Argument<ClosedRange<Day>>.option(
    "compared-with", "DATE..DATE",
    "an earlier period, first and last day, for marginal cost and scale",
    parse: { ClosedRange<Day>($0) }
).optional
private let formOption = Argument<Int>.option(
    "form", "NUMBER", "print in this earlier form of the report",
    parse: { Int($0).flatMap { $0 > 0 ? $0 : nil } }
).optional
private let formatOption = Argument<ReportFormat>.option("format", "FORMAT", "how to print")
    .optional

let disclosureOption = Argument<Disclosure>.option(
    "disclosure", "RULE",
    "how numbers of people are shown: exact (default), or round5 for the public"
).defaulting(to: .exact)
private let schemaFlag = Argument<Bool>.flag(
    "schema", "print the JSON Schema of the report's --json form instead")

private func yearOption(_ kind: YearSpan.Kind, _ days: String) -> Argument<YearSpan?> {
    Argument<YearSpan>.option(
        "\(kind.rawValue)-year", "YEAR", "the period is this year, such as 2023-24: \(days)",
        parse: { YearSpan(kind, named: $0) }
    ).optional
}

private let strictFlag = Argument<Bool>.flag(
    "strict", "exit with status 1 when the report is INCOMPLETE")

/// What every report can be asked.
let reportArguments: [any AnyArgument] = [
    asOfOption, knownAtOption, periodStart, authorityOption, laOption, programmeOption,
    onlyStrandOption, byOption, boundaryOption, todayOption, endOption, openingOption,
    financialYearOption, academicYearOption, pricesOption, comparedOption, formOption,
]

/// The commands a director reads reports with.
let reportCommands: [Command<Session>] = [
    Command(
        "report", "Show a report, on both time axes", group: "Read",
        details:
            "Every figure is as of the end of a day, as known at a point of the history. A figure "
            + "that cannot be computed is shown as [x], with a note. --publish records the "
            + "report with the digest of the bytes written; 'verify-report' compares a file with it. "
            + "html is one page that needs nothing but a browser, fods a spreadsheet; a CSV file "
            + "that is written gets another beside it that says what its columns are.",
        arguments: [nameWord] + reportArguments + [
            formatOption, disclosureOption, schemaFlag, strictFlag, outputOption, publishFlag,
            publishedTo, dryRun,
        ],
        examples: [
            "report engagement --authority ntca --as-of 2024-03-31",
            "report engagement --authority neca-2024 --as-of 2025-01-30 --by la,phase",
            "report value-for-money --authority ntca --from 2023-09-01 --as-of 2024-03-31",
            "report costs-by-payer --authority ntca --financial-year 2023-24",
            "report movement --authority ntca --from 2024-03-31 --to 2025-01-30",
            "report engagement --authority ntca --publish --issued-to Cabinet -o march.txt",
            "report engagement --authority neca-2024 --format html -o engagement.html",
            "report engagement --schema",
        ]
    ) { arguments, session in
        let builder = ReportBuilder(
            try session.ledger(arguments[ledgerOption]),
            use: arguments[dryRun] ? .asTheyAre : .upToDate)
        let options = try session.reportOptions(arguments)
        let report = try session.make(arguments[nameWord], builder, options)
        if arguments[schemaFlag] { return try session.deliver(report.schema.pretty, arguments) }
        let printed = try builder.printed(report, as: session.format(arguments))
        if arguments[publishFlag] {
            try session.publish(report, printed, arguments)
        } else {
            try session.deliver(printed, arguments)
        }
        try session.describe(report, printed, arguments)
        try expectComplete(report.banner, arguments)
    }.readAtLength,
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
    }.readAtLength,
]

extension Session {
    fileprivate func explanation(
        _ builder: ReportBuilder, _ arguments: Arguments
    ) throws -> Explanation {
        let options = try reportOptions(arguments)
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
    func reportOptions(_ arguments: Arguments) throws -> ReportOptions {
        let year = try year(arguments)
        let last = year.map { $0.to + -1 }
        var options = scopeOptions(
            arguments, asOf: arguments[asOfOption] ?? arguments[endOption] ?? last ?? today)
        options.today = arguments[todayOption] ?? today
        options.knownAt = arguments[knownAtOption]
        options.openingKnownAt = arguments[openingOption]
        if arguments.declares(disclosureOption) { options.disclosure = arguments[disclosureOption] }
        options.from = arguments[periodStart] ?? year?.from
        if let from = options.from, from > options.asOf {
            throw Failure(
                .usage, "the period would end on \(options.asOf), before it opens",
                hint: "exchange the two days")
        }
        options.prices = arguments[pricesOption]
        options.comparedWith = arguments[comparedOption]
        options.form = arguments[formOption]
        return options
    }

    /// The year that the period is to be; `nil` when none is asked for.
    private func year(_ arguments: Arguments) throws -> YearSpan? {
        let years = [arguments[financialYearOption], arguments[academicYearOption]]
            .compactMap(\.self)
        guard let year = years.first else { return nil }
        guard years.count == 1 else {
            throw Failure(
                .usage, "a period cannot be a financial and an academic year at once",
                hint: "give one of --financial-year and --academic-year")
        }
        let days = [arguments[periodStart], arguments[asOfOption], arguments[endOption]]
        guard days.allSatisfy({ $0 == nil }) else {
            throw Failure(
                .usage, "the \(year.words) sets the first and the last day of the period",
                hint: "leave out --from, --to and --as-of, or give those and no year")
        }
        return year
    }

    /// What is asked about a part of the programme, at the end of a day.
    func scopeOptions(_ arguments: Arguments, asOf: Day) -> ReportOptions {
        var options = ReportOptions(asOf: asOf, today: today)
        options.authority = arguments[authorityOption]
        options.localAuthorities = arguments[laOption]
        options.programme = arguments[programmeOption]
        options.strand = arguments[onlyStrandOption]
        options.by = arguments[byOption]
        options.boundary = arguments[boundaryOption]
        return settled(options, arguments)
    }

    /// The options with what is settled beforehand, where the command takes it and nobody says
    /// otherwise.
    func settled(_ options: ReportOptions, _ arguments: Arguments) -> ReportOptions {
        var options = options
        if options.programme == nil, arguments.declares(programmeOption) {
            options.programme = configuration[.programme].flatMap { Slug($0) }
        }
        let isElsewhere = options.areaAuthority != nil || options.localAuthorities != nil
        if !isElsewhere, arguments.declares(authorityOption) {
            options.authority = configuration[.authority].flatMap { Slug($0) }
        }
        return options
    }

    /// How a report is to be printed.
    func format(_ arguments: Arguments) -> ReportFormat {
        arguments[formatOption] ?? answerForm(arguments)
    }

    /// The form that the flags every command has ask for.
    func answerForm(_ arguments: Arguments) -> ReportFormat {
        arguments[jsonFlag] ? .json : arguments[csvFlag] ? .csv : .text
    }

    /// Makes a report, of the program or of an added read model.
    func make(
        _ name: String, _ builder: ReportBuilder, _ options: ReportOptions
    ) throws -> any PrintedReport {
        if name == "value-for-money", let other = options.by.first(where: { $0 != .strand }) {
            throw Failure(
                .usage, "value-for-money cannot be split by \(other.rawValue)",
                hint: "an authority's cost is not shared out that way; use --by strand")
        }
        if name.hasPrefix("costs-by-"), !options.by.isEmpty {
            throw Failure(
                .usage, "\(name) cannot be split by --by",
                hint: "its tables are by body or by strand; narrow it with --la or --strand")
        }
        if name == "movement" { try expectMovement(options) }
        let progress = Progress("report \(name)", self)
        if StandardReport.named(name) != nil,
            let report = try builder.make(name, options, progress: progress.tell)
        {
            return report
        }
        return try added(name, builder, options)
    }

    /// Throws unless what is asked makes a statement of movement.
    private func expectMovement(_ options: ReportOptions) throws {
        guard options.from != nil else {
            throw Failure(
                .usage, "a movement needs the day it opens",
                hint: "add --from DATE, the day at whose end the opening stands")
        }
        guard options.by.isEmpty else {
            throw Failure(
                .usage, "a movement cannot be split by --by",
                hint: "ask for one part with --la or --strand")
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
