internal import EventLog
internal import Events
internal import Programme
internal import ProjectionEngine
internal import Projections

extension ReportBuilder {
    /// What each local authority, school, trust and other body bore, beside what it paid before.
    package func costsByPayer(_ options: ReportOptions) throws -> Report {
        try once("costs-by-payer", options) {
            try costsByPayer(openInDetail(.valueForMoney, options), options)
        }
    }

    private func costsByPayer(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("costs-by-payer", open, options, from: .valueForMoney)
        let first = try firstDay(open, options)
        report.options.from = first
        let period = first.number..<max(first.number, options.asOf.number + 1)
        let prices = try prices(open, options)
        let lines = try moneyLines(open, options, .payments, in: period)
        let baselines = Dictionary(grouping: try baselines(open, options), by: \.payer)
        let costs = Dictionary(grouping: lines) { Payer(kind: $0.kind, id: $0.bearer) }
            .sorted { $0.key < $1.key }
            .map { payer, lines in
                PayerCosts(
                    payer: payer, lines: lines,
                    baseline: baselineCost(baselines[payer] ?? [], in: period, prices))
            }
        let made = PayerTables(
            costs: costs, prices: prices, names: try payerNames(open),
            hasBaseline: Set(baselines.keys))
        report.figures = made.figures
        let rows = made.rows
        report.tables = [made.payers(rows), made.kinds(rows), made.baselines]
        report.notes = made.notes(options, in: period)
        return report
    }
}

/// The figures and tables of a report on who bore what.
private struct PayerTables {
    let costs: [PayerCosts]
    let prices: Prices?
    let names: [String: String]
    /// The bodies of which a baseline is recorded, whether or not its prices are known.
    let hasBaseline: Set<Payer>
    private let pence: PayerPence
    /// In base-year pounds, by body; missing where an index is.
    private let real: [Int?]
    private let baseline: [Int?]
    private let missingYears: [String]

    init(
        costs: [PayerCosts], prices: Prices?, names: [String: String], hasBaseline: Set<Payer>
    ) {
        self.costs = costs
        self.prices = prices
        self.names = names
        self.hasBaseline = hasBaseline
        pence = PayerPence(costs)
        let reals = costs.map { cost in
            prices.map { cost.lines.netReal($0) } ?? (amount: nil, missing: [])
        }
        real = apportionedWhereKnown(reals.map(\.amount))
        missingYears = Set(reals.flatMap(\.missing)).sorted()
        baseline = apportionedWhereKnown(costs.map { $0.baseline?.amount })
    }

    private func saving(_ index: Int) -> Int? { baseline[index].map { $0 - pence.net(index) } }

    private func total(_ numbers: [Int?]) -> Figure.Value {
        numbers.contains { $0 != nil } ? .pence(numbers.reduce(0) { $0 + ($1 ?? 0) }) : .missing
    }

    var figures: [Figure] {
        let countedTwice = costs.indices.reduce(0) { $0 + pence.countedTwice($1) }
        let inKind = pence.totals[.inKind] ?? 0
        let share = quotient(inKind, pence.borneTotal, scale: 10_000)
        let isReal = prices != nil && !real.contains { $0 == nil }
        return [
            Figure("payers", .count(costs.count)),
            Figure("cashPence", .pence(pence.totals[.cash] ?? 0)),
            Figure("inKindPence", .pence(inKind)),
            Figure("chargesPence", .pence(pence.totals[.charges] ?? 0)),
            Figure("bornePence", .pence(pence.borneTotal)),
            Figure("grantPassedPence", .pence(pence.totals[.grant] ?? 0)),
            Figure("netCostPence", .pence(pence.netTotal)),
            Figure("countedOncePence", .pence(pence.borneTotal - countedTwice)),
            Figure("inKindSharePercent", share.map { .decimal($0, places: 2) } ?? .missing),
            Figure(
                "realNetCostPence", isReal ? .pence(real.reduce(0) { $0 + ($1 ?? 0) }) : .missing),
            Figure("baselineCostPence", total(baseline)),
            Figure("savingPence", total(costs.indices.map(saving))),
        ]
    }

    /// - Parameter rows: One for each body.
    func payers(_ rows: [ReportTable.Row]) -> ReportTable {
        ReportTable("payers", "What each body bore", rows: "Body", columns: columns, rows)
    }

    /// What each body bore.
    var rows: [ReportTable.Row] { costs.indices.map(row) }

    private var columns: [ReportTable.Column] {
        [
            .number("netCostPence", "net cost"), .number("cashPence", "cash"),
            .number("inKindPence", "in kind"), .number("chargesPence", "charges"),
            .number("bornePence", "borne"), .number("grantPassedPence", "grant"),
            .number("countedOncePence", "once"), .number("realNetCostPence", "real"),
            .number("baselineCostPence", "baseline"),
            .number("savingPence", "saving"), .text("baselineConfidence", "confidence"),
        ]
    }

    private func row(_ index: Int) -> ReportTable.Row {
        let cost = costs[index]
        let added = zip(cost.lines, pence.additions(cost, index))
        let grouped = Dictionary(grouping: added) { $0.0.seq ?? 0 }
        var behind = grouped.sorted { $0.key < $1.key }.map { seq, lines in
            ReportTable.Behind(seq: seq, adds: lines.reduce(0) { $0 + $1.1 })
        }
        behind += (cost.baseline?.used ?? []).map { ReportTable.Behind(seq: $0.seq, adds: 0) }
        return .init(
            cost.payer.key, cost.payer.called(names),
            [
                .pence(pence.net(index)), .pence(pence.cells[index][.cash] ?? 0),
                .pence(pence.cells[index][.inKind] ?? 0),
                .pence(pence.cells[index][.charges] ?? 0),
                .pence(pence.borne(index)), .pence(pence.cells[index][.grant] ?? 0),
                .pence(pence.borne(index) - pence.countedTwice(index)),
                cell(real[index]), cell(baseline[index]), cell(saving(index)),
                cost.baseline.map { .text($0.confidence) } ?? .missing,
            ], behind: behind)
    }

    private func cell(_ pence: Int?) -> ReportTable.Cell { pence.map { .pence($0) } ?? .missing }

    /// The same by kind of body.
    func kinds(_ payers: [ReportTable.Row]) -> ReportTable {
        let rows = payerKinds.compactMap { kind, words -> ReportTable.Row? in
            let places = costs.indices.filter { costs[$0].payer.kind == kind }
            guard !places.isEmpty else { return nil }
            let sum = { (value: (Int) -> Int) in places.reduce(0) { $0 + value($1) } }
            let known = places.compactMap { real[$0] }
            return .init(
                kind, words,
                [
                    .pence(sum(pence.net)), .pence(sum { pence.cells[$0][.cash] ?? 0 }),
                    .pence(sum { pence.cells[$0][.inKind] ?? 0 }),
                    .pence(sum { pence.cells[$0][.charges] ?? 0 }), .pence(sum(pence.borne)),
                    .pence(sum { pence.cells[$0][.grant] ?? 0 }),
                    .pence(sum { pence.borne($0) - pence.countedTwice($0) }),
                    known.count == places.count
                        ? .pence(known.reduce(0, +)) : .missing,
                ],
                behind: places.flatMap { payers[$0].behind })
        }
        return ReportTable(
            "payerKinds", "The same by kind of body", rows: "Kind",
            columns: Array(columns.prefix(8)),
            rows.map(merged))
    }

    /// The row with each event once.
    private func merged(_ row: ReportTable.Row) -> ReportTable.Row {
        let adds = Dictionary(row.behind.map { ($0.seq, $0.adds ?? 0) }, uniquingKeysWith: +)
        return .init(
            row.key, row.name, row.cells,
            behind: adds.sorted { $0.key < $1.key }.map { .init(seq: $0.key, adds: $0.value) })
    }

    /// The baselines used, so that their scope and method can be judged.
    var baselines: ReportTable {
        let used = costs.flatMap { $0.baseline?.used ?? [] }
        return ReportTable(
            "baselines", "What existing arrangements cost, as declared", rows: "Body",
            columns: [
                .number("baselineYearPence", "cost"), .text("baselineYear", "year"),
                .text("activity", "activity"), .text("baselineConfidence", "confidence"),
                .text("baselineMethod", "method"),
            ],
            used.map { baseline in
                .init(
                    "event-\(baseline.seq)", baseline.payer.called(names),
                    [
                        .pence(baseline.pence), .text(baseline.year), .text(baseline.activity),
                        .text(baseline.confidence), .text(baseline.method),
                    ], behind: [.init(seq: baseline.seq, adds: baseline.pence)])
            })
    }

    func notes(_ options: ReportOptions, in period: Range<Int>) -> [String] {
        var notes: [String] = []
        if options.localAuthorities != nil {
            notes.append(
                "what an authority and other bodies bear is not shared out to local authorities: "
                    + "only they and their schools are listed")
        }
        notes.append(contentsOf: priceNotes(options))
        notes += baselineNotes(in: period)
        if figures.first(where: { $0.name == "inKindSharePercent" })?.value == .missing {
            notes.append("inKindSharePercent is missing: nobody bore a cost in the period")
        }
        let below = costs.indices.filter { pence.net($0) < 0 }.count
        if below > 0 {
            notes.append(
                "the net cost of \(below) of \(costs.count) bodies is below nothing: more grant was passed "
                    + "to them than the ledger holds costs for; countedOncePence takes out no more "
                    + "than those")
        }
        return notes
    }

    private func priceNotes(_ options: ReportOptions) -> [String] {
        guard let prices else {
            let which = options.prices.map { "\($0.text) is not known" } ?? "no series is known"
            return ["realNetCostPence is missing: \(which); record PriceSeriesPublished"]
        }
        if missingYears.isEmpty { return ["realNetCostPence is \(prices.words)"] }
        return [
            "realNetCostPence is missing: series \(prices.series), published "
                + "\(prices.published.words), has no index of "
                + missingYears.joined(separator: ", ")
        ]
    }

    private func baselineNotes(in period: Range<Int>) -> [String] {
        let known = costs.filter { $0.baseline != nil }.count
        guard known > 0 else {
            let recorded = costs.contains { hasBaseline.contains($0.payer) }
            return [
                "baselineCostPence and savingPence are missing: "
                    + (recorded
                        ? "no price index turns the baselines into prices of the period"
                        : "no baseline is recorded; record BaselineCostRecorded")
            ]
        }
        var notes = [
            "baselineCostPence and savingPence are of the \(known) of \(costs.count) bodies with a "
                + "baseline, in the prices of the years reported; a baseline is declared, not measured"
        ]
        let years = Set(costs.flatMap { $0.baseline?.used.map(\.year) ?? [] })
        let reported = YearSpan.each(.financial, in: period).map(\.name)
        if !years.union(reported).isDisjoint(with: ["2022-23", "2023-24"]) {
            notes.append(
                "the baseline moved: the national grant for school improvement monitoring and "
                    + "brokering was halved in 2022-23 and ended in 2023-24, so the year a baseline is "
                    + "of decides the saving")
        }
        return notes
    }
}

extension [MoneyLine] {
    /// What a body bore less the grants passed to it, in the prices of the base year.
    fileprivate func netReal(_ prices: Prices) -> (amount: ExactPence?, missing: [String]) {
        let borne = filter { $0.what != .grant }.real(prices)
        let grant = filter { $0.what == .grant }.real(prices)
        guard var amount = borne.amount, let grant = grant.amount else {
            return (nil, Set(borne.missing + grant.missing).sorted())
        }
        amount.add(grant.negated)
        return (amount, [])
    }
}

/// Whole pence for each amount there is, which add up to the sum of those.
private func apportionedWhereKnown(_ amounts: [ExactPence?]) -> [Int?] {
    var pence = apportioned(amounts.compactMap(\.self))[...]
    return amounts.map { $0 == nil ? nil : pence.popFirst() }
}
