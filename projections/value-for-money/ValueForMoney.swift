internal import Events
internal import Programme
internal import SQLite

extension ReadModel {
    /// What the programme costs, and for what.
    package static let valueForMoney = ReadModel(
        name: "value-for-money", question: "What does it cost, whom, and for how much engagement?",
        needs: ["register", "engagement"], definitionVersion: 1, foldVersion: 6,
        reads: ["ledger", "register", "programme", "money"],
        passesOver: ["ParticipationRecorded", "SupportProvided"], tellsAnew: ["programme"],
        folds: moneyTables, detail: [spends, baselines, sharedCostRules])
}

private let moneyTables = [
    TableFold("approval", of: .init("funding", in: "funding", at: 0), { $0.money.approvals }) {
        (entry: Money.Entry<FundingApproved>, cells) in
        cells.token(entry.data.funding)
        cells.token(entry.data.programme)
        cells.integer(entry.data.amountPence)
        cells.day(entry.since.day)
        cells.integer(entry.since.seq)
    },
    TableFold(
        "commitment", of: .init("commitment", in: "commitment", at: 0),
        { $0.money.commitments.values.flatMap(commitmentRows) }
    ) { (row: CommitmentRow, cells) in
        cells.token(row.data.commitment)
        cells.token(row.data.programme)
        cells.token(row.data.strand)
        cells.integer(row.pence)
        cells.day(row.since.day)
        cells.day(row.end)
        cells.integer(row.isReleased ? 1 : 0)
        cells.integer(row.since.seq)
    },
    spendSums, spendSumsByPlace, spendSumsByCommitment,
    TableFold(
        "contribution", of: .init("event", in: "seq", at: 0), { $0.money.contributions }
    ) { (entry: Money.Entry<ContributionRecorded>, cells) in
        cells.integer(entry.since.seq)
        cells.token(entry.data.programme)
        cells.token(entry.data.strand)
        cells.token(entry.data.kind)
        cells.integer(entry.data.amountPence)
        cells.day(entry.data.from)
        cells.day(entry.data.to)
        cells.token(entry.data.contributor.kind)
        cells.text { entry.data.contributor.appendID(to: &$0) }
        cells.day(entry.since.day)
    },
    TableFold(
        "forecast", of: .init("forecast-of", in: "programme", at: 0), { $0.money.forecasts }
    ) { (entry: Money.Entry<ForecastRevised>, cells) in
        cells.token(entry.data.programme)
        cells.token(entry.data.strand)
        cells.integer(entry.data.remainingPence)
        cells.day(entry.since.day)
        cells.integer(entry.since.seq)
    },
    TableFold("price_index", of: .init("series", in: "series", at: 0), priceRows) {
        (row: PriceRow, cells) in
        cells.token(row.data.series)
        cells.day(row.data.publishedOn)
        cells.token(row.year)
        cells.integer(row.index)
        cells.token(row.data.baseYear)
        cells.day(row.since.day)
        cells.integer(row.since.seq)
    },
]

/// The index of one financial year in one publication of a series.
private struct PriceRow {
    let data: PriceSeriesPublished
    let year: FinancialYear
    let index: Int
    let since: Since
}

@Sendable
private func priceRows(_ world: World) -> [PriceRow] {
    world.money.priceSeries
        .sorted { ($0.data.series, $0.data.publishedOn) < ($1.data.series, $1.data.publishedOn) }
        .flatMap { entry in
            entry.data.index.sorted { $0.key.text < $1.key.text }.map { year, index in
                PriceRow(data: entry.data, year: year, index: index, since: entry.since)
            }
        }
}

private let baselines = TableFold("baseline", { $0.money.baselines }) {
    (entry: Money.Entry<BaselineCostRecorded>, cells) in
    cells.integer(entry.since.seq)
    cells.token(entry.data.body.kind)
    cells.text { entry.data.body.appendID(to: &$0) }
    cells.text(entry.data.activity)
    cells.integer(entry.data.amountPence)
    cells.token(entry.data.financialYear)
    cells.text(entry.data.method)
    cells.token(entry.data.confidence)
    cells.day(entry.since.day)
}

private let sharedCostRules = TableFold("shared_rule", { $0.money.sharedCostRules }) {
    (entry: Money.Entry<SharedCostRuleSet>, cells) in
    cells.integer(entry.since.seq)
    cells.token(entry.data.programme)
    cells.token(entry.data.basis)
    cells.text(parts(entry.data.weights ?? [:]))
    cells.day(entry.since.day)
}

/// Parts by strand as JSON; a short name needs no escape.
private func parts(_ weights: [Slug: Int]) -> String {
    let members = weights.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
    return "{\(members.joined(separator: ","))}"
}

/// Every payment, for who opens a figure: no report reads it, so no file holds it.
private let spends = TableFold("spend", { inOrder($0.money.spends, of: \.since.seq) }) {
    (spend: Money.Spend, cells) in
    cells.integer(spend.since.seq)
    cells.token(spend.data.spend)
    cells.token(spend.data.programme)
    cells.token(spend.data.strand)
    cells.token(spend.data.commitment)
    cells.integer(spend.data.amountPence)
    cells.day(spend.data.from)
    cells.day(spend.data.to)
    cells.token(spend.data.category)
    cells.token(spend.data.bornBy.kind)
    cells.text { spend.data.bornBy.appendID(to: &$0) }
    cells.token(spend.data.passedTo?.kind)
    if let passed = spend.data.passedTo {
        cells.text { passed.appendID(to: &$0) }
    } else {
        cells.null()
    }
    cells.day(spend.since.day)
    cells.day(spend.reversed?.day ?? .endOfTime)
}

/// Items in the order of a number each has, which sorts much faster than the items do.
private func inOrder<Item>(_ items: [Item], of number: (Item) -> Int) -> [Item] {
    items.indices.map { (number(items[$0]), $0) }.sorted { $0.0 < $1.0 }.map { items[$0.1] }
}

/// An amount that a commitment has had, and until when.
private struct CommitmentRow {
    let data: SpendCommitted
    let pence: Int
    let since: Since
    let end: Day
    let isReleased: Bool
}

/// A row for each amount the commitment has had, the last one without an end.
@Sendable
private func commitmentRows(_ commitment: Money.Commitment) -> [CommitmentRow] {
    let ends = commitment.amounts.dropFirst().map(\.since.day) + [.endOfTime]
    return zip(commitment.amounts, ends).compactMap { amount, end in
        guard amount.since.day < end else { return nil }
        return CommitmentRow(
            data: commitment.data, pence: amount.pence, since: amount.since, end: end,
            isReleased: amount.since == commitment.released)
    }
}
