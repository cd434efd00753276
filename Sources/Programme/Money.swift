package import Events

/// The money of the programmes: what was approved, committed, spent, contributed and foreseen.
package struct Money: Sendable {
    package struct Commitment: Equatable, Sendable {
        package let id: Slug
        package let data: SpendCommitted
        package let since: Since
        /// What is committed, in pence, from each day on; the last by (day, seq) is in force.
        package internal(set) var amounts: [(since: Since, pence: Int)] = []
        package internal(set) var released: Since?
        /// What is spent against it and not reversed, in pence.
        var spentPence = 0

        var amountPence: Int { amounts.last?.pence ?? 0 }

        package static func == (a: Commitment, b: Commitment) -> Bool {
            a.id == b.id && a.since == b.since && a.released == b.released
                && a.amounts.map(\.pence) == b.amounts.map(\.pence)
        }
    }

    package struct Spend: Equatable, Sendable {
        package let data: SpendRecorded
        package let since: Since
        package internal(set) var reversed: Since?
    }

    /// A statement about money that stands by itself.
    package struct Entry<Data: Equatable & Sendable>: Equatable, Sendable {
        package let data: Data
        package let since: Since
    }

    package private(set) var approvals: [Entry<FundingApproved>] = []
    package private(set) var allocations: [Entry<BudgetAllocated>] = []
    package private(set) var commitments: [Slug: Commitment] = [:]
    /// In the order in which they were told.
    package private(set) var spends: [Spend] = []
    /// The payments that were told without a value for each, beside ``spends``.
    package private(set) var payments = Payments()
    package private(set) var forecasts: [Entry<ForecastRevised>] = []
    package private(set) var contributions: [Entry<ContributionRecorded>] = []
    package private(set) var baselines: [Entry<BaselineCostRecorded>] = []
    package private(set) var sharedCostRules: [Entry<SharedCostRuleSet>] = []
    package private(set) var priceSeries: [Entry<PriceSeriesPublished>] = []
    /// Where each spend stands among the spends.
    private var spendPlaces: [Slug: Int32] = [:]
    private var fundings: [Slug: Entry<FundingApproved>] = [:]
    private var allocated: [BudgetAllocated: Since] = [:]
    /// Of each programme and strand, the forecast told last.
    private var foreseen: [Strand: ForecastRevised] = [:]
    private var published: [Publication: Entry<PriceSeriesPublished>] = [:]
    private var approvedPence: [Slug: Int] = [:]
    private var allocatedPence: [Slug: Int] = [:]
    private var committedPence: [Slug: Int] = [:]
    private let judgesApprovals: Bool
    private let keepsSpends: Bool
    /// What is kept of each spend where the spends themselves are not.
    private var outlines: [Slug: SpendOutline] = [:]

    private struct Strand: Hashable {
        let programme: Slug
        let strand: Slug?
    }

    private struct Publication: Hashable {
        let series: Slug
        let day: Day
    }

    /// - Parameter keepsSpends: Keep ``spends``, rather than outlines of them that say no more than
    ///   whether the next spend is legal.
    init(judgesApprovals: Bool, keepsSpends: Bool = true) {
        self.judgesApprovals = judgesApprovals
        self.keepsSpends = keepsSpends
    }

    mutating func absorb(
        _ fact: MoneyFact, _ reading: Reading, _ programmes: Programmes
    ) throws(Refusal) -> Bool {
        let since = reading.since
        switch fact {
        case .fundingApproved(let data):
            try programmes.expect(data.programme)
            try approve(data, since)
        case .budgetAllocated(let data):
            try programmes.expect(data.programme)
            try allocate(data, since)
        case .spendCommitted(let data):
            try programmes.expect(data.programme)
            try commit(data, since)
        case .commitmentVaried(let data): return try vary(data, since)
        case .commitmentReleased(let data): try release(data, since)
        case .spendRecorded(let data):
            try programmes.expect(data.programme)
            try spend(data, since)
        case .spendReversed(let data): try reverse(data, since)
        case .forecastRevised(let data):
            try programmes.expect(data.programme)
            return foresee(data, since)
        case .contributionRecorded(let data):
            try programmes.expect(data.programme)
            try contribute(data, since)
        case .baselineCostRecorded(let data):
            baselines.append(Entry(data: data, since: since))
        case .sharedCostRuleSet(let data):
            try programmes.expect(data.programme)
            sharedCostRules.append(Entry(data: data, since: since))
        case .priceSeriesPublished(let data): try publish(data, since)
        }
        return true
    }
}

// MARK: - Approval and commitment

extension Money {
    private mutating func approve(_ data: FundingApproved, _ since: Since) throws(Refusal) {
        if let known = fundings[data.funding] {
            guard known.data == data else {
                throw different("funding \(data.funding)", known.since)
            }
            throw Refusal(repeats: known.since, "funding \(data.funding) is already approved")
        }
        approvedPence[data.programme, default: 0] += data.amountPence
        fundings[data.funding] = Entry(data: data, since: since)
        approvals.append(Entry(data: data, since: since))
    }

    private mutating func allocate(_ data: BudgetAllocated, _ since: Since) throws(Refusal) {
        if let known = allocated[data] {
            throw Refusal(repeats: known, "this allocation is already recorded")
        }
        let approved = approvedPence[data.programme, default: 0]
        let total = allocatedPence[data.programme, default: 0] + data.amountPence
        guard total <= approved || !judgesApprovals else {
            throw Refusal(
                "allocating \(pounds(data.amountPence)) would bring the allocations to "
                    + "\(pounds(total)), over the \(pounds(approved)) "
                    + "approved by \(since.day)",
                remedy: "record FundingApproved first, or allocate less")
        }
        allocatedPence[data.programme] = total
        allocated[data] = since
        allocations.append(Entry(data: data, since: since))
    }

    private mutating func commit(_ data: SpendCommitted, _ since: Since) throws(Refusal) {
        if let known = commitments[data.commitment] {
            guard known.data == data else {
                throw different("commitment \(data.commitment)", known.since)
            }
            throw Refusal(
                repeats: known.since, "commitment \(data.commitment) is already recorded")
        }
        try expectApproved(
            data.programme, adding: data.amountPence, decisionRef: data.decisionRef, since)
        var commitment = Commitment(id: data.commitment, data: data, since: since)
        commitment.amounts = [(since, data.amountPence)]
        commitments[data.commitment] = commitment
        committedPence[data.programme, default: 0] += data.amountPence
    }

    private mutating func vary(_ data: CommitmentVaried, _ since: Since) throws(Refusal) -> Bool {
        let old = try open(data.commitment, since)
        guard data.amountPence != old.amountPence else { return false }
        guard data.amountPence >= old.spentPence else {
            throw Refusal(
                "\(pounds(old.spentPence)) is already spent against commitment \(data.commitment)"
                    + " by \(since.day), more than \(pounds(data.amountPence))",
                remedy: "vary it to no less than what is spent, or reverse the spend first")
        }
        let change = data.amountPence - old.amountPence
        try expectApproved(
            old.data.programme, adding: change, decisionRef: old.data.decisionRef, since)
        commitments[data.commitment]?.amounts.append((since, data.amountPence))
        committedPence[old.data.programme, default: 0] += change
        return true
    }

    /// What is not spent is no longer committed.
    private mutating func release(_ data: CommitmentReleased, _ since: Since) throws(Refusal) {
        if let known = commitments[data.commitment]?.released {
            throw Refusal(repeats: known, "commitment \(data.commitment) is already released")
        }
        let old = try open(data.commitment, since)
        committedPence[old.data.programme, default: 0] -= old.amountPence - old.spentPence
        commitments[data.commitment]?.amounts.append((since, old.spentPence))
        commitments[data.commitment]?.released = since
    }

    private func expectApproved(
        _ programme: Slug, adding pence: Int, decisionRef: String?, _ since: Since
    ) throws(Refusal) {
        let approved = approvedPence[programme, default: 0]
        let committed = committedPence[programme, default: 0]
        guard judgesApprovals, pence > 0, committed + pence > approved, decisionRef == nil else {
            return
        }
        throw Refusal(
            "committing \(pounds(pence)) more would bring the commitments of \(programme) to "
                + "\(pounds(committed + pence)), over the \(pounds(approved)) approved by "
                + "\(since.day)",
            remedy: "give the decisionRef that allows it, or record FundingApproved first")
    }

    private func open(_ commitment: Slug, _ since: Since) throws(Refusal) -> Commitment {
        guard let known = commitments[commitment] else {
            throw Refusal(
                "there is no commitment \(commitment) by \(since.day)",
                remedy: "record SpendCommitted first, or check its short name and the date")
        }
        if let released = known.released {
            throw Refusal(
                "commitment \(commitment) is released (\(released))",
                remedy: "record a new commitment, or use an earlier date")
        }
        return known
    }
}

// MARK: - Spend, forecasts and contributions

extension Money {
    private mutating func spend(_ data: SpendRecorded, _ since: Since) throws(Refusal) {
        if let known = outlines[data.spend] {
            throw Refusal(repeats: known.since, "spend \(data.spend) is already recorded")
        }
        if let known = spend(data.spend) {
            guard known.data == data else { throw different("spend \(data.spend)", known.since) }
            throw Refusal(repeats: known.since, "spend \(data.spend) is already recorded")
        }
        guard data.from < data.to else {
            throw Refusal(
                "the spend covers no day: it is from \(data.from) to before \(data.to)",
                remedy: "give as 'to' the first day after the period")
        }
        if let id = data.commitment {
            let commitment = try open(id, since)
            let available = commitment.amountPence - commitment.spentPence
            guard data.amountPence <= available else {
                throw Refusal(
                    "\(pounds(data.amountPence)) is more than the \(pounds(available)) still open "
                        + "of commitment \(id) (\(commitment.since))",
                    remedy: "vary the commitment first, or record a smaller amount")
            }
            commitments[id]?.spentPence += data.amountPence
        }
        if keepsSpends {
            spendPlaces[data.spend] = Int32(spends.count)
            spends.append(Spend(data: data, since: since))
        } else {
            outlines[data.spend] = SpendOutline(Spend(data: data, since: since))
        }
    }

    private mutating func reverse(_ data: SpendReversed, _ since: Since) throws(Refusal) {
        guard let known = outline(of: data.spend) else {
            throw Refusal(
                "there is no spend \(data.spend) by \(since.day)",
                remedy: "check its short name and the date")
        }
        if let reversed = known.reversed {
            throw Refusal(repeats: reversed, "spend \(data.spend) is already reversed")
        }
        if let place = spendPlaces[data.spend] { spends[Int(place)].reversed = since }
        outlines[data.spend]?.reversed = since
        guard let id = known.commitment, let commitment = commitments[id] else { return }
        commitments[id]?.spentPence -= known.amountPence
        if commitment.released != nil {
            committedPence[commitment.data.programme, default: 0] -= known.amountPence
        }
    }

    private mutating func foresee(_ data: ForecastRevised, _ since: Since) -> Bool {
        let strand = Strand(programme: data.programme, strand: data.strand)
        guard foreseen.updateValue(data, forKey: strand) != data else { return false }
        forecasts.append(Entry(data: data, since: since))
        return true
    }

    private mutating func contribute(
        _ data: ContributionRecorded, _ since: Since
    ) throws(Refusal) {
        let isRated = data.halfDays != nil && data.ratePence != nil
        guard data.kind != .inKind || isRated || data.method != nil else {
            throw Refusal(
                "an in-kind contribution needs half-days and a rate, or a method",
                remedy: "give halfDays and ratePence, or say in method how it was valued")
        }
        guard data.from < data.to else {
            throw Refusal(
                "the contribution covers no day: it is from \(data.from) to before \(data.to)",
                remedy: "give as 'to' the first day after the period")
        }
        contributions.append(Entry(data: data, since: since))
    }

    private mutating func publish(
        _ data: PriceSeriesPublished, _ since: Since
    ) throws(Refusal) {
        let publication = Publication(series: data.series, day: data.publishedOn)
        if let known = published[publication] {
            if known.data == data {
                throw Refusal(repeats: known.since, "series \(data.series) is already recorded")
            }
            throw Refusal(
                "series \(data.series) of \(data.publishedOn) is recorded with other figures "
                    + "(\(known.since))",
                remedy: "a published series is never replaced; give the new publication date")
        }
        published[publication] = Entry(data: data, since: since)
        priceSeries.append(Entry(data: data, since: since))
    }
}

// MARK: - Without rows

extension Money {
    func outline(of spend: Slug) -> SpendOutline? {
        outlines[spend] ?? self.spend(spend).map(SpendOutline.init)
    }

    private func spend(_ id: Slug) -> Spend? { spendPlaces[id].map { spends[Int($0)] } }

    mutating func take(_ payments: consuming Payments) { self.payments = payments }

    /// Keeps only the spends that have one of these short names.
    mutating func keepSpends(_ names: Set<String>) {
        spends.removeAll { !names.contains($0.data.spend.text) }
        // Where those that are left stand has changed, and nothing is told of them any more.
        spendPlaces = [:]
    }

    mutating func forgetRows() {
        approvals.removeAll(keepingCapacity: true)
        allocations.removeAll(keepingCapacity: true)
        forecasts.removeAll(keepingCapacity: true)
        contributions.removeAll(keepingCapacity: true)
        baselines.removeAll(keepingCapacity: true)
        sharedCostRules.removeAll(keepingCapacity: true)
        priceSeries.removeAll(keepingCapacity: true)
    }

    /// Changes the amount of a spend that is not reversed.
    mutating func change(_ spend: Slug, by pence: Int) {
        outlines[spend]?.amountPence += pence
        guard let id = outlines[spend]?.commitment else { return }
        commitments[id]?.spentPence += pence
    }

    /// Forgets a spend that is not reversed, against no commitment that is released.
    mutating func remove(_ spend: Slug) {
        change(spend, by: -(outlines[spend]?.amountPence ?? 0))
        outlines[spend] = nil
    }

    /// Takes over what `told` has told of some spends, commitments and programmes.
    mutating func take(_ subject: Subject, from told: Money) {
        guard let id = Slug(String(subject.id)) else { return }
        switch subject.kind {
        case "spend": outlines[id] = told.outline(of: id)
        case "commitment": commitments[id] = told.commitments[id]
        case "funding": fundings[id] = told.fundings[id]
        case "funding-of":
            approvedPence[id] = told.approvedPence[id]
            committedPence[id] = told.committedPence[id]
            allocatedPence[id] = told.allocatedPence[id]
            allocated = allocated.filter { $0.key.programme != id }
            allocated.merge(told.allocated) { _, told in told }
        case "forecast-of":
            foreseen = foreseen.filter { $0.key.programme != id }
            foreseen.merge(told.foreseen) { _, told in told }
        default: break
        }
    }
}

extension BudgetAllocated: Hashable {
    package func hash(into hasher: inout Hasher) {
        hasher.combine(programme)
        hasher.combine(strand)
        hasher.combine(from)
        hasher.combine(amountPence)
    }
}

/// The same short name for another thing is a mistake, not a repetition.
private func different(_ thing: String, _ since: Since) -> Refusal {
    Refusal(
        "\(thing) is already recorded with other details (\(since))",
        remedy: "give this one another short name, or correct event \(since.seq)")
}
