internal import Events
internal import Programme
internal import SQLite

extension ReadModel {
    /// What the programme costs, and for what.
    package static let valueForMoney = ReadModel(
        name: "value-for-money", question: "What does it cost, whom, and for how much engagement?",
        needs: ["register", "engagement"], foldVersion: 1
    ) { world in
        let money = world.money
        return [
            TableRows("approval", money.approvals.map(approvalRow)),
            TableRows("commitment", money.commitments.values.flatMap(commitmentRows)),
            TableRows("spend", money.spends.values.map(spendRow)),
            TableRows("contribution", money.contributions.map(contributionRow)),
            TableRows("forecast", money.forecasts.map(forecastRow)),
        ]
    }
}

private func approvalRow(_ entry: Money.Entry<FundingApproved>) -> [Value] {
    [
        .text(entry.data.funding.text), .text(entry.data.programme.text),
        .integer(entry.data.amountPence), day(entry.since.day), .integer(entry.since.seq),
    ]
}

/// A row for each amount the commitment has had, the last one without an end.
private func commitmentRows(_ commitment: Money.Commitment) -> [[Value]] {
    let ends = commitment.amounts.dropFirst().map(\.since.day) + [.endOfTime]
    return zip(commitment.amounts, ends).compactMap { amount, end in
        guard amount.since.day < end else { return nil }
        return [
            .text(commitment.id.text), .text(commitment.data.programme.text),
            Value(commitment.data.strand?.text), .integer(amount.pence), day(amount.since.day),
            day(end), .integer(amount.since == commitment.released ? 1 : 0),
            .integer(amount.since.seq),
        ]
    }
}

private func spendRow(_ spend: Money.Spend) -> [Value] {
    [
        .text(spend.data.spend.text), .text(spend.data.programme.text),
        Value(spend.data.strand?.text), Value(spend.data.commitment?.text),
        .integer(spend.data.amountPence), day(spend.data.from), day(spend.data.to),
        .text(spend.data.category.text), .text(spend.data.bornBy.kind.text),
        .text(spend.data.bornBy.id), day(spend.since.day),
        day(spend.reversed?.day ?? .endOfTime), .integer(spend.since.seq),
    ]
}

private func contributionRow(_ entry: Money.Entry<ContributionRecorded>) -> [Value] {
    [
        .integer(entry.since.seq), .text(entry.data.programme.text),
        Value(entry.data.strand?.text), .text(entry.data.kind.text),
        .integer(entry.data.amountPence), day(entry.data.from), day(entry.data.to),
        .text(entry.data.contributor.kind.text), .text(entry.data.contributor.id),
        day(entry.since.day),
    ]
}

private func forecastRow(_ entry: Money.Entry<ForecastRevised>) -> [Value] {
    [
        .text(entry.data.programme.text), Value(entry.data.strand?.text),
        .integer(entry.data.remainingPence), day(entry.since.day), .integer(entry.since.seq),
    ]
}
