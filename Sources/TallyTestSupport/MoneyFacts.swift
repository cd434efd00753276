package import Events

// Facts about the money of a programme, in pence, with defaults for whatever a test is not about.

package func fundingApproved(
    _ pence: Int, as funding: Slug = "grant", for programme: Slug = "ei", from: Day = "2021-03-01"
) -> Told {
    Told(
        FundingApproved(
            amountPence: pence, decisionRef: "CAB-1", from: "2021-04-01", funding: funding,
            programme: programme, source: "Investment fund", to: "2026-04-01"),
        from: from)
}

package func budgetAllocated(
    _ pence: Int, to strand: Slug = "oracy", in programme: Slug = "ei", from: Day = "2021-04-01"
) -> Told {
    Told(
        BudgetAllocated(
            amountPence: pence, from: "2021-04-01", programme: programme, strand: strand,
            to: "2026-04-01"),
        from: from)
}

package func committed(
    _ commitment: Slug, _ pence: Int, for programme: Slug = "ei", strand: Slug? = nil,
    decisionRef: String? = nil, from: Day = "2022-04-01"
) -> Told {
    Told(
        SpendCommitted(
            amountPence: pence, commitment: commitment, decisionRef: decisionRef,
            programme: programme, strand: strand),
        from: from)
}

package func varied(_ commitment: Slug, to pence: Int, from: Day = "2022-10-01") -> Told {
    Told(CommitmentVaried(amountPence: pence, commitment: commitment), from: from)
}

package func released(_ commitment: Slug, from: Day = "2023-04-01") -> Told {
    Told(CommitmentReleased(commitment: commitment), from: from)
}

package func spent(
    _ spend: Slug, _ pence: Int, against commitment: Slug? = nil, for programme: Slug = "ei",
    strand: Slug? = nil, bornBy bearer: Body = "authority:ntca",
    days: (from: Day, to: Day) = ("2022-09-01", "2023-09-01"), from: Day = "2022-12-01"
) -> Told {
    Told(
        SpendRecorded(
            amountPence: pence, bornBy: bearer, category: .delivery,
            commitment: commitment, from: days.from, programme: programme, spend: spend,
            strand: strand, to: days.to),
        from: from)
}

package func reversed(_ spend: Slug, from: Day = "2023-02-01") -> Told {
    Told(SpendReversed(spend: spend), from: from)
}

package func forecast(
    _ pence: Int, strand: Slug? = nil, for programme: Slug = "ei", from: Day = "2023-04-01"
) -> Told {
    Told(ForecastRevised(programme: programme, remainingPence: pence, strand: strand), from: from)
}

package func contributed(
    _ kind: ContributionRecorded.Kind = .cash, halfDays: Int? = nil, ratePence: Int? = nil,
    method: String? = nil, for programme: Slug = "ei", by contributor: Body = "la:391",
    days: (from: Day, to: Day) = ("2022-09-01", "2023-09-01"), from: Day = "2022-09-01"
) -> Told {
    Told(
        ContributionRecorded(
            amountPence: 5_000_00, contributor: contributor, from: days.from, halfDays: halfDays,
            kind: kind, method: method, programme: programme, ratePence: ratePence, to: days.to),
        from: from)
}

package func baselineCost(from: Day = "2021-04-01") -> Told {
    Told(
        BaselineCostRecorded(
            activity: "Advisers", amountPence: 90_000_00, body: "la:391", confidence: .medium,
            financialYear: "2020-21", method: "Budget book"),
        from: from)
}

package func sharedCostRule(
    _ basis: SharedCostRuleSet.Basis = .schools, weights: [Slug: Int]? = nil,
    for programme: Slug = "ei", from: Day = "2021-04-01"
) -> Told {
    Told(SharedCostRuleSet(basis: basis, programme: programme, weights: weights), from: from)
}

package func seriesPublished(
    _ series: Slug = "gdp", on day: Day = "2024-03-28", index: [FinancialYear: Int]? = nil,
    from: Day = "2024-03-28"
) -> Told {
    Told(
        PriceSeriesPublished(
            baseYear: "2022-23", index: index ?? ["2022-23": 100_000], publishedOn: day,
            series: series),
        from: from)
}
