internal import EventLog
internal import Events
internal import Programme

// The four Es as tables: economy, efficiency, effectiveness, equity.

extension LaterMoney {
    var tables: [ReportTable] {
        [economy, efficiency] + (sides.map { [$0.table] } ?? []) + [
            effectiveness(isKnown ? bearers.reduce(0) { $0 + $1.total } : nil), equity,
        ]
    }

    /// What a kind of body bore, in whole pence that add up to the whole.
    struct BearerCost {
        let kind: String
        let words: String
        let lines: [MoneyLine]
        var spend = 0, cash = 0, inKind = 0
        var total: Int { spend + cash + inKind }
        var real: Int?
    }

    var bearers: [BearerCost] {
        var costs = payerKinds.compactMap { kind, words -> BearerCost? in
            let own = lines.filter { $0.kind == kind }
            return own.isEmpty ? nil : BearerCost(kind: kind, words: words, lines: own)
        }
        // All is rounded once, then shared out to the kinds of body, and of each to the parts.
        let pence = apportioned(costs.map(\.lines.amount))
        let reals = prices.map { prices in costs.map { $0.lines.real(prices).amount } } ?? []
        let known = reals.compactMap(\.self)
        let realPence = known.count == costs.count ? apportioned(known) : []
        for index in costs.indices {
            let lines = costs[index].lines
            let parts = apportioned(
                pence[index],
                among: [
                    lines.filter { $0.what == .spend }.amount,
                    lines.filter { $0.what == .cash || $0.what == .match }.amount,
                    lines.filter { $0.what == .inKind }.amount,
                ])
            (costs[index].spend, costs[index].cash, costs[index].inKind) =
                (parts[0], parts[1], parts[2])
            if !realPence.isEmpty { costs[index].real = realPence[index] }
        }
        return costs
    }

    private var economy: ReportTable {
        ReportTable(
            "economy", "Economy: who bore the cost of the period", rows: "Body",
            columns: [
                .number("totalResourceCostPence", "total"), .number("spendPence", "spend"),
                .number("cashPence", "cash"), .number("inKindPence", "in kind"),
                .number("realTotalResourceCostPence", "real"),
            ],
            bearers.map { bearer in
                .init(
                    bearer.kind, bearer.words,
                    [
                        .pence(bearer.total), .pence(bearer.spend), .pence(bearer.cash),
                        .pence(bearer.inKind), bearer.real.map { .pence($0) } ?? .missing,
                    ], behind: bearer.lines.behind(of: bearer.total))
            }, notes: isKnown ? [] : [notShared])
    }

    private var notShared: String {
        "an authority's cost is not shared out to local authorities, so money is missing"
    }

    /// Each financial year with its days, so that parts of years are not taken for years.
    private var efficiency: ReportTable {
        let byYear = years.map { year in
            lines.filter { !$0.days.clamped(to: year.overlap(period)).isEmpty }
        }
        let nets = zip(years, byYear).map { year, lines in
            lines.filter(\.isNet).map { $0.amount(in: year.overlap(period)) }.sum
        }
        let totals = zip(years, byYear).map { year, lines in
            lines.map { $0.amount(in: year.overlap(period)) }.sum
        }
        let pence = (net: apportioned(nets), total: apportioned(totals))
        let reals = (net: realPence(nets), total: realPence(totals))
        return ReportTable(
            "years", "Efficiency: financial years by their days", rows: "Year",
            columns: [
                .number("netAuthorityCostPence", "net cost"), .number("days", "days"),
                .number("costPerDayPence", "a day"),
                .number("totalResourceCostPence", "total"),
                .number("everEngagedSchools", "schools"), .number("schoolDays", "school-days"),
                .number("schoolYears", "school-years"),
                .number("costPerSchoolYearPence", "per school-year"),
                .number("realNetAuthorityCostPence", "real net"),
                .number("realTotalResourceCostPence", "real total"),
            ],
            years.indices.map { index in
                row(
                    years[index], net: pence.net[index], total: pence.total[index],
                    real: (reals.net[index], reals.total[index]), byYear[index])
            },
            notes: [
                "a year here is 1 April to 31 March, of which only the days in the period count; "
                    + "compare a day or a school-year, not the years"
            ])
    }

    private func realPence(_ amounts: [ExactPence]) -> [Int?] {
        let real = zip(years, amounts).map { year, amount in
            amount.isZero ? amount : prices?.real(amount, of: year.name)
        }
        let pence = apportioned(real.compactMap(\.self))
        guard pence.count != real.count else { return pence }
        return real.map { $0?.rounded }
    }

    private func row(
        _ year: YearSpan, net: Int, total: Int, real: (net: Int?, total: Int?),
        _ lines: [MoneyLine]
    ) -> ReportTable.Row {
        let days = year.overlap(period).count
        let found = yearEngagement[year.name] ?? .init()
        let parts = quotient(found.schoolDays, year.days, scale: 10_000)
        let pence = { (pence: Int?) -> ReportTable.Cell in
            isKnown ? pence.map { .pence($0) } ?? .missing : .missing
        }
        let shown = lines.filter(\.isNet).map { $0.clamped(to: year.overlap(period)) }
        let others = lines.filter { !$0.isNet }.compactMap(\.seq)
        return .init(
            year.name, year.name,
            [
                pence(net), .count(days), pence(quotient(net, days, scale: 1)), pence(total),
                .count(found.schools), .count(found.schoolDays),
                parts.map { .number(.decimal($0, places: 4)) } ?? .missing,
                pence(signedQuotient(net * year.days, found.schoolDays, scale: 1)),
                pence(real.net), pence(real.total),
            ], behind: shown.behind(of: net, and: others + found.events))
    }

    /// How engagement, and the cost by its days, is spread over local authorities.
    private var equity: ReportTable {
        let las = byAuthority.sorted { $0.key < $1.key }
        let days = las.reduce(0) { $0 + $1.value.schoolDays }
        let cost = lines.filter(\.isNet).amount
        let shares = las.map {
            days == 0 ? ExactPence() : cost.times(max($0.value.schoolDays, 0), over: days)
        }
        let pence = days == 0 ? las.map { _ in 0 } : apportioned(shares)
        return ReportTable(
            "equity", "Equity: the authority's cost by days of schools", rows: "Local authority",
            columns: [
                .number("everEngagedSchools", "schools"), .number("schoolDays", "school-days"),
                .number("shareOfDaysPercent", "share %"),
                .number("apportionedCostPence", "share of cost"),
            ],
            las.enumerated().map { index, entry in
                .init(
                    entry.key, authorityNames[entry.key] ?? entry.key,
                    [
                        .count(entry.value.schools), .count(entry.value.schoolDays),
                        quotient(entry.value.schoolDays, days, scale: 10_000)
                            .map { .number(.decimal($0, places: 2)) } ?? .missing,
                        isKnown ? .pence(pence[index]) : .missing,
                    ], events: entry.value.events)
            },
            notes: [
                "the cost is the net cost to the authority, apportioned by school-days by largest "
                    + "remainder; it says where engagement was, not who paid"
            ])
    }
}

extension ScaleSides {
    /// Cost and reach of both sides, and what lies between.
    var table: ReportTable {
        ReportTable(
            "scale", "Efficiency: average and marginal cost", rows: "Side",
            columns: [
                .number("netAuthorityCostPence", "net cost"), .number("days", "days"),
                .number("comparedCostPence", "compared"),
                .number("everEngagedSchools", "schools"),
                .number("pointsPerSchool", "points a school"),
                .number("averageCostPence", "average"), .number("marginalCostPence", "marginal"),
                .number("scaleElasticity", "elasticity"),
            ],
            [row(before, "Before", isAfter: false), row(after, "After", isAfter: true)],
            notes: ["an average is not a marginal cost, and neither says why"])
    }

    private func row(_ side: Side, _ name: String, isAfter: Bool) -> ReportTable.Row {
        .init(
            side.key,
            "\(name): \(Day(number: side.days.lowerBound).words) to "
                + Day(number: max(side.days.lowerBound, side.days.upperBound - 1)).words,
            [
                .pence(side.cost.rounded), .count(side.days.count),
                .pence(comparable(side).rounded), .count(side.engagement.schools),
                .number(depth(side)), .number(average(side)),
                isAfter ? .number(marginal) : .notApplicable,
                isAfter ? .number(elasticity) : .notApplicable,
            ],
            behind: side.lines.behind(
                of: side.cost.rounded, and: side.engagement.events + (isAfter ? eventsBefore : [])))
    }

    /// What a comparison with the first side rests on, too.
    private var eventsBefore: [Int] { before.lines.compactMap(\.seq) + before.engagement.events }
}

extension MoneyLine {
    /// The same, of its days in `range` only.
    func clamped(to range: Range<Int>) -> MoneyLine {
        var line = self
        line.days = days.clamped(to: range)
        return line
    }
}

extension [MoneyLine] {
    /// Those with days in `range`, of those days only.
    func clamped(to range: Range<Int>) -> [MoneyLine] {
        map { $0.clamped(to: range) }.filter { !$0.days.isEmpty }
    }

    /// The events behind an amount, with what each adds.
    ///
    /// - Parameters:
    ///   - pence: What the lines come to.
    ///   - others: Events that add nothing.
    /// - Returns: None where the lines are sums.
    func behind(of pence: Int, and others: [Int] = []) -> [ReportTable.Behind] {
        guard allSatisfy({ $0.seq != nil }) else { return [] }
        var adds: [Int: Int] = [:]
        for (line, pence) in zip(self, apportioned(pence, among: map(\.amount))) {
            adds[line.seq ?? 0, default: 0] += pence
        }
        for seq in others { adds[seq, default: 0] += 0 }
        return adds.sorted { $0.key < $1.key }.map { .init(seq: $0.key, adds: $0.value) }
    }
}
