internal import Events
internal import Programme

extension MoneyFact {
    func words(_ naming: Naming) -> String {
        switch self {
        case .fundingApproved(let data):
            "\(pounds(data.amountPence)) from \(data.source) was approved for "
                + "\(naming.programme(data.programme)), \(period(data.from, data.to)) "
                + "(decision \(data.decisionRef))"
        case .budgetAllocated(let data):
            "\(pounds(data.amountPence)) was allocated to \(naming.strand(data.strand)), "
                + period(data.from, data.to)
        case .spendCommitted(let data):
            "\(pounds(data.amountPence)) was committed as \(data.commitment)\(part(data.strand, naming))"
                + (data.supplierRef.map { ", to supplier \($0)" } ?? "")
                + (data.decisionRef.map { " (decision \($0))" } ?? "")
        case .commitmentVaried(let data):
            "the commitment \(data.commitment) became \(pounds(data.amountPence))"
        case .commitmentReleased(let data): "the commitment \(data.commitment) was released"
        case .spendRecorded(let data): data.words(naming)
        case .spendReversed(let data): "the spend \(data.spend) was reversed"
        case .contributionRecorded(let data):
            "\(naming.body(data.contributor)) contributed \(pounds(data.amountPence)) "
                + "\(data.kind)\(part(data.strand, naming)), \(period(data.from, data.to))"
        case .forecastRevised(let data):
            "\(pounds(data.remainingPence)) is still expected to be spent\(part(data.strand, naming))"
        case .baselineCostRecorded(let data):
            "\(naming.body(data.body)) spent \(pounds(data.amountPence)) on \(data.activity) in "
                + "\(data.financialYear) (\(data.method), \(data.confidence))"
        case .sharedCostRuleSet(let data):
            "shared costs of \(naming.programme(data.programme)) are divided by \(data.basis)"
        case .priceSeriesPublished(let data):
            "the prices \(data.series) were published on \(data.publishedOn.words), with "
                + "\(data.baseYear) as base"
        }
    }
}

/// " for the strand", when there is one.
private func part(_ strand: Slug?, _ naming: Naming) -> String {
    strand.map { " for \(naming.strand($0))" } ?? ""
}

extension SpendRecorded {
    fileprivate func words(_ naming: Naming) -> String {
        "\(pounds(amountPence)) was spent on \(category) as \(spend)\(part(strand, naming)), "
            + "\(period(from, to)), borne by \(naming.body(bornBy))"
            + (commitment.map { ", against \($0)" } ?? "")
            + (passedTo.map { ", passed to \(naming.body($0))" } ?? "")
    }
}
