internal import Events
internal import ProjectionEngine
internal import Projections

extension ReportBuilder {
    /// Whether the programme reaches the most deprived schools as it reaches all, and whether its
    /// cost is where the eligible schools are.
    package func equity(_ options: ReportOptions) throws -> Report {
        let builder = try atOneMoment()
        return try builder.once("equity", options) {
            try builder.equity(builder.open(.valueForMoney, options), options)
        }
    }

    private func equity(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("equity", open, options, from: .valueForMoney)
        let hasRule = try hasEligibilityRule(open, options)
        let eligible = try coveredSchools(open, options).filter(\.isEligible)
        let groups = DeprivationGroups(eligible)
        let money = try valueForMoney(options)
        report.options.from = money.options.from
        report.figures = equityFigures(Reached(eligible), Reached(groups.mostDeprived), money)
        guard hasRule else {
            report.figures = report.figures.map { Figure($0.name, .missing) }
            report.notes = [noRule(options)]
            return report
        }
        report.tables = [
            byDeprivation(groups, Reached(eligible)),
            byLocalAuthority(eligible, money, try Naming(open)),
        ]
        report.notes = equityNotes(report, money)
        return report
    }

    private func equityFigures(_ all: Reached, _ most: Reached, _ money: Report) -> [Figure] {
        let cost = money.figure("netAuthorityCostPence")?.value ?? .missing
        return [
            Figure("eligibleSchools", .count(all.eligible)),
            Figure("engagedEligibleSchools", .count(all.reached)),
            Figure("engagementRatePercent", rate(all.reached, of: all.eligible)),
            Figure("mostDeprivedEligibleSchools", .count(most.eligible)),
            Figure("mostDeprivedReachedSchools", .count(most.reached)),
            Figure("mostDeprivedRatePercent", rate(most.reached, of: most.eligible)),
            Figure("equityGapPoints", most.gap(to: all)),
            Figure("netAuthorityCostPence", cost),
            Figure(
                "costPerEligibleSchoolPence",
                quotient(cost.number, all.eligible, scale: 1).map { .pence($0) } ?? .missing),
        ]
    }

    private func byDeprivation(_ groups: DeprivationGroups, _ all: Reached) -> ReportTable {
        let rows = groups.groups.map { group, schools in
            let counts = Reached(schools)
            return ReportTable.Row(
                group.key, group.words,
                [
                    .count(counts.eligible), .count(counts.reached),
                    .number(rate(counts.reached, of: counts.eligible)),
                    .number(counts.gap(to: all)),
                ],
                events: Set(schools.flatMap { $0.events + [$0.rollSeq].compactMap(\.self) })
                    .sorted())
        }
        return ReportTable(
            "byDeprivation", "Eligible schools by deprivation", rows: "Deprivation",
            columns: [
                .number("eligibleSchools", "Eligible"),
                .number("engagedEligibleSchools", "Reached"),
                .number("engagementRatePercent", "Rate, %"),
                .number("equityGapPoints", "Points from all"),
            ], rows)
    }

    /// Beside each local authority's share of the eligible schools, its share of the cost.
    private func byLocalAuthority(
        _ eligible: [CoveredSchool], _ money: Report, _ naming: Naming
    ) -> ReportTable {
        let apportioned = money.table("equity")
        let costs = Dictionary(
            zip(
                apportioned?.rows.map(\.key) ?? [],
                apportioned?.numbers("apportionedCostPence") ?? [])
        ) { first, _ in first }
        let total = costs.values.reduce(0) { $0 + ($1 ?? 0) }
        let areas = Dictionary(grouping: eligible, by: \.la).sorted { $0.key < $1.key }
        let rows = areas.map { la, schools in
            let cost = (costs[la] ?? 0) ?? (total > 0 ? 0 : nil)
            return ReportTable.Row(
                la, naming.name(.la, la) ?? la,
                [
                    .count(schools.count), .number(rate(schools.count, of: eligible.count)),
                    cost.map { .pence($0) } ?? .missing,
                    .number(cost.map { rate($0, of: total) } ?? .missing),
                    quotient(cost, schools.count, scale: 1).map { .pence($0) } ?? .missing,
                    .number(
                        distribution(cost, of: total, schools.count, of: eligible.count)),
                ],
                events: Set(schools.flatMap(\.events)).sorted())
        }
        return ReportTable(
            "byLocalAuthority", "Share of cost beside share of eligible schools",
            rows: "Local authority",
            columns: [
                .number("eligibleSchools", "Eligible"),
                .number("shareOfEligiblePercent", "Share, %"),
                .number("apportionedCostPence", "Cost"),
                .number("shareOfCostPercent", "Share of cost, %"),
                .number("costPerEligibleSchoolPence", "Per eligible school"),
                .number("distributionRatio", "Ratio of shares"),
            ], rows,
            notes: [
                "the cost is the net cost to the authority, apportioned by school-days of engagement; "
                    + "a ratio of 1 says that a local authority has as much of the cost as of the "
                    + "eligible schools"
            ])
    }

    private func equityNotes(_ report: Report, _ money: Report) -> [String] {
        var notes = [
            "the most deprived are the fifth of the eligible schools of this area with the highest "
                + "share of pupils known to be eligible for free school meals; a gap below 0 says "
                + "that they are reached less than all"
        ]
        if report.figure("mostDeprivedRatePercent")?.value == .missing {
            notes.append(
                "mostDeprivedRatePercent, equityGapPoints and, of nothing eligible, "
                    + "engagementRatePercent and costPerEligibleSchoolPence are missing: no eligible "
                    + "school here has a count of its pupils that says how many have free school "
                    + "meals")
        }
        if report.figure("netAuthorityCostPence")?.value == .missing {
            notes.append("netAuthorityCostPence and costPerEligibleSchoolPence are missing")
            notes += money.notes.filter { $0.contains("missing") }
        }
        return notes
    }
}

/// How many schools are eligible, and how many of them reached.
private struct Reached {
    let eligible, reached: Int

    init(_ schools: [CoveredSchool]) {
        eligible = schools.count
        reached = schools.count(where: \.isReached)
    }

    /// By how many points of percent more of these are reached than of `all`, with two decimals.
    func gap(to all: Reached) -> Figure.Value {
        guard eligible > 0, all.eligible > 0 else { return .missing }
        let above = reached * all.eligible - all.reached * eligible
        return .decimal(roundedHalfUp(above * 10_000, over: eligible * all.eligible), places: 2)
    }
}

/// The share of `part` in `whole` over the share of `schools` in `all`, with two decimals.
private func distribution(
    _ part: Int?, of whole: Int, _ schools: Int, of all: Int
) -> Figure.Value {
    guard let part, whole > 0, schools > 0 else { return .missing }
    let above = Int128(part) * Int128(all) * 100
    let below = Int128(whole) * Int128(schools)
    return .decimal(Int((2 * above + below) / (2 * below)), places: 2)
}

/// A quotient rounded half up, that of a negative number too: towards what is larger.
private func roundedHalfUp(_ above: Int, over below: Int) -> Int {
    let doubled = 2 * above + below
    let (quotient, remainder) = doubled.quotientAndRemainder(dividingBy: 2 * below)
    return remainder < 0 ? quotient - 1 : quotient
}

extension Evidence {
    /// The eligible schools of the most deprived fifth, or those of them that are reached.
    fileprivate func mostDeprived(onlyReached: Bool) throws -> Opened {
        let eligible = try builder.coveredSchools(open, options).filter(\.isEligible)
        let schools = DeprivationGroups(eligible).mostDeprived
        return Opened(
            counted: schools.filter { !onlyReached || $0.isReached }.map { school in
                Explanation.Item(
                    key: school.school, name: "\(school.urn) \(school.name)", la: school.la,
                    adds: 1,
                    detail: school.freeMealsTenths.map { "\($0 / 10).\($0 % 10)% free meals" }
                        ?? "",
                    events: school.events + [school.rollSeq].compactMap(\.self))
            })
    }
}

/// How the figures of equity are opened.
let equityOpening = ReportOpening(
    name: "equity", model: .valueForMoney, isDetailed: true,
    make: { builder, _, options in (try builder.equity(options), []) },
    figures: [
        ("eligibleSchools", .items { try $0.eligibleSchools() }),
        ("engagedEligibleSchools", .items { try $0.engagedEligibleSchools() }),
        ("engagementRatePercent", share("engagedEligibleSchools", of: "eligibleSchools")),
        ("mostDeprivedEligibleSchools", .items { try $0.mostDeprived(onlyReached: false) }),
        ("mostDeprivedReachedSchools", .items { try $0.mostDeprived(onlyReached: true) }),
        (
            "mostDeprivedRatePercent",
            share("mostDeprivedReachedSchools", of: "mostDeprivedEligibleSchools")
        ),
        (
            "equityGapPoints",
            .quotient(
                .init([
                    ("rate", "mostDeprivedRatePercent"),
                    ("rate, taken away", "engagementRatePercent"),
                ]) { _ in
                    "mostDeprivedRatePercent - engagementRatePercent, both before they are rounded"
                })
        ),
        ("netAuthorityCostPence", .items { try $0.netCost() }),
        (
            "costPerEligibleSchoolPence",
            .quotient(
                .init("netAuthorityCostPence", over: "eligibleSchools", ", half up to whole pence"))
        ),
    ], tellsLater: false)

private func share(_ part: String, of whole: String) -> ReportOpening.Way {
    .quotient(.init(part, over: whole, " times 100, half up to 2 decimals"))
}
