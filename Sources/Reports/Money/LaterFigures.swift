internal import EventLog
internal import Events
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import SQLite

// What a report on value for money has from its form 2 on: figures after those of form 1, and the
// tables of economy, efficiency, effectiveness and equity.

extension ReportBuilder {
    /// Adds them to a report in form 1.
    ///
    /// - Parameter isDetailed: Whether every payment is there, so that rows can name their events.
    func addLater(
        to report: inout Report, _ open: OpenModel, _ options: ReportOptions, isDetailed: Bool
    ) throws {
        var options = options
        options.from = report.options.from
        report.add(try LaterMoney(self, open, options, isDetailed: isDetailed))
    }

    /// Finds them out, for a report in form 1 that is made meanwhile.
    func laterMoney(_ options: ReportOptions) throws -> LaterMoney {
        let open = try open(.valueForMoney, options)
        var options = options
        options.from = try firstDay(open, options)
        return try LaterMoney(self, open, options, isDetailed: false)
    }
}

extension Report {
    mutating func add(_ later: LaterMoney) {
        figures += later.figures(beside: self)
        tables = later.tables
        notes += later.notes(self)
    }
}

/// The costs and the engagement of a period, taken apart.
struct LaterMoney: Sendable {
    let options: ReportOptions
    let period: Range<Int>
    let lines: [MoneyLine]
    let prices: Prices?
    let years: [YearSpan]
    let yearEngagement: [String: SpanEngagement]
    /// The engagement of the whole period, and of that in each local authority.
    let whole: SpanEngagement
    let byAuthority: [String: SpanEngagement]
    let authorityNames: [String: String]
    let sides: ScaleSides?
    let outcomes: [Outcome]

    init(
        _ builder: ReportBuilder, _ open: OpenModel, _ options: ReportOptions, isDetailed: Bool
    ) throws {
        self.options = options
        let start = (options.from ?? options.asOf).number
        let period = start..<max(start, options.asOf.number + 1)
        self.period = period
        let source: MoneyLines.Source =
            isDetailed ? .payments : options.isEverywhere ? .sumsEverywhere : .sums
        let isKnown = options.localAuthorities == nil
        let read = { (days: Range<Int>) in
            isKnown ? try builder.moneyLines(open, options, source, in: days) : []
        }
        let lines = try read(period).filter { $0.what != .grant }
        self.lines = lines
        prices = try builder.prices(open, options)
        years = YearSpan.each(.financial, in: try builder.busyDays(open, within: period))
        let sides = try ScaleSides(builder, open, options, period)
        let spans =
            years.map { Span(key: $0.name, days: $0.overlap(period)) } + (sides?.spans ?? [])
            + [Span(key: "whole", days: period)]
        let first = spans.map(\.days.lowerBound).min() ?? period.lowerBound
        let end = spans.map(\.days.upperBound).max() ?? period.upperBound
        var sums = [
            EngagementSums(spans),
            EngagementSums([Span(key: "whole", days: period)], by: .localAuthority),
        ]
        try builder.addEngagement(
            to: &sums, open, options, in: first..<end, namingEvents: isDetailed)
        let found = sums[0].bySpan
        whole = found["whole"] ?? .init()
        yearEngagement = found
        byAuthority = sums[1].parts(in: "whole")
        authorityNames = try builder.names(.la, open)
        var measured = sides
        try measured?.measure(found) { days in
            let known = days.clamped(to: period) == days ? lines.clamped(to: days) : try read(days)
            return known.filter(\.isNet)
        }
        self.sides = isKnown ? measured : nil
        outcomes = try builder.outcomes(open, options, in: period)
    }

    var isKnown: Bool { options.localAuthorities == nil }
}

extension ReportBuilder {
    /// The days of the period on which there can be anything: from the first state or payment on.
    fileprivate func busyDays(_ open: OpenModel, within period: Range<Int>) throws -> Range<Int> {
        let sql = """
            SELECT min((SELECT min(from_day) FROM programme),
                ifnull((SELECT min(period_from) FROM spend_sum), 4000000),
                ifnull((SELECT min(period_from) FROM contribution), 4000000))
            """
        let first = try open.rows(sql) { $0.isNull(0) ? period.lowerBound : $0.integer(0) }.first
        let start = min(max(period.lowerBound, first ?? period.lowerBound), period.upperBound)
        return start..<period.upperBound
    }
}

// MARK: - Figures

extension LaterMoney {
    func figures(beside report: Report) -> [Figure] {
        func number(_ name: String) -> Int? { report.figure(name)?.value.number }
        let total = number("totalResourceCostPence")
        let ever = number("everEngagedSchools")
        let underspend = number("forecastOutturnPence").flatMap { outturn in
            number("committedPence").map { $0 - outturn }
        }
        let inKind = isKnown ? bearers.reduce(0) { $0 + $1.inKind } : nil
        return [
            Figure(
                "totalCostPerEngagedSchoolPence",
                quotient(total, ever, scale: 1).map { .pence($0) } ?? .missing),
            Figure("inKindPence", inKind.map { .pence($0) } ?? .missing),
            Figure(
                "inKindSharePercent",
                quotient(inKind, total, scale: 10_000).map { .decimal($0, places: 2) }
                    ?? .missing),
            Figure(
                "variancePercent",
                signedQuotient(number("variancePence"), number("approvedPence"), scale: 10_000)
                    .map { .decimal($0, places: 2) } ?? .missing),
            Figure(
                "commitmentUnderspendPence", underspend.map { .pence($0) } ?? .missing),
            Figure("uncommittedActualPence", uncommitted(report)),
            Figure("realNetAuthorityCostPence", real.net.map { .pence($0) } ?? .missing),
            Figure("realTotalResourceCostPence", real.total.map { .pence($0) } ?? .missing),
            Figure("marginalCostPence", sides?.marginal ?? .missing),
            Figure("scaleElasticity", sides?.elasticity ?? .missing),
        ]
    }

    /// What was spent against no commitment.
    private func uncommitted(_ report: Report) -> Figure.Value {
        guard let actual = report.figure("actualPence")?.value.number,
            let committed = report.figure("committedPence")?.value.number,
            let open = report.figure("openCommitmentPence")?.value.number
        else { return .missing }
        return .pence(actual - (committed - open))
    }

    /// Both costs in real terms; missing where an index is.
    var real: (net: Int?, total: Int?) {
        guard isKnown, let prices else { return (nil, nil) }
        return (
            lines.filter(\.isNet).real(prices).amount?.rounded, lines.real(prices).amount?.rounded
        )
    }

    var missingYears: [String] { prices.map { lines.real($0).missing } ?? [] }

    func notes(_ report: Report) -> [String] {
        guard isKnown else { return [] }
        var notes: [String] = []
        if report.figure("totalCostPerEngagedSchoolPence")?.value == .missing {
            notes.append("totalCostPerEngagedSchoolPence is missing: no school was engaged")
        }
        if report.figure("inKindSharePercent")?.value == .missing {
            notes.append("inKindSharePercent is missing: nobody bore a cost in the period")
        }
        if report.figure("commitmentUnderspendPence")?.value == .missing {
            notes.append("commitmentUnderspendPence is missing: no forecast is recorded")
        }
        if report.figure("variancePercent")?.value == .missing {
            notes.append(
                "variancePercent is missing: there is no variance, or nothing is approved")
        }
        notes.append(priceNote)
        if sides == nil {
            notes.append(
                "marginalCostPence and scaleElasticity are missing: there are no two sides to compare; "
                    + "ask for a period with a merger of authorities in it, or with --compared-with"
            )
        } else {
            notes += sides?.notes ?? []
        }
        return notes
    }

    private var priceNote: String {
        let names = "realNetAuthorityCostPence and realTotalResourceCostPence"
        guard let prices else {
            let which = options.prices.map { "\($0.text) is not known" } ?? "no series is known"
            return "\(names) are missing: \(which); record PriceSeriesPublished"
        }
        guard !missingYears.isEmpty else { return "\(names) are \(prices.words)" }
        return "\(names) are missing: series \(prices.series), published "
            + "\(prices.published.words), has no index of \(missingYears.joined(separator: ", "))"
    }
}

/// `a / b` times `scale`, rounded half up, whatever the sign of `a`; `nil` when either is missing or
/// `b` is not more than zero.
func signedQuotient(_ a: Int?, _ b: Int?, scale: Int) -> Int? {
    guard let a, let b, b > 0 else { return nil }
    let (whole, rest) = (2 * Int128(a) * Int128(scale) + Int128(b))
        .quotientAndRemainder(dividingBy: 2 * Int128(b))
    return Int(clamping: rest < 0 ? whole - 1 : whole)
}
