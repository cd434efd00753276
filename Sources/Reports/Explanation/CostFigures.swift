internal import Events
internal import Programme

// The costs of the period: each payment and contribution by its days in the period and the area.

extension Evidence {
    /// What combined authorities bore.
    func netCost() throws -> Opened {
        try costsOpened {
            if !$0.isSpend { return "a contribution, no cost of the authority" }
            return $0.isNet ? nil : "borne by another body"
        }
    }

    /// What everybody bore.
    func totalCost() throws -> Opened { try costsOpened { _ in nil } }

    /// Opens the costs of which `isLeftOut` gives no reason to leave them out.
    private func costsOpened(_ isLeftOut: (Cost) -> String?) throws -> Opened {
        let reversals = try reversals()
        var opened = Opened(counted: [])
        var counted: [Cost] = []
        var left: [Cost] = []
        for cost in try costs() {
            if let reason = whyLeftOut(cost) ?? isLeftOut(cost) {
                var item = cost.item.leftOut(reason, wouldAdd: cost.pence)
                if reason == "reversed" { item.events += reversals[cost.id ?? ""] ?? [] }
                opened.leftOut.append(item)
            } else if cost.countedDays > 0 {
                counted.append(cost)
            } else {
                left.append(cost)
            }
        }
        let shares = counted.map { Share($0.pence * $0.countedDays, over: $0.days) }
        for (cost, pence) in zip(counted, apportioned(shares)) {
            opened.counted.append(countedItem(cost, pence))
            opened.leftOut += remainder(of: cost, after: pence)
        }
        opened.leftOut += left.flatMap { remainder(of: $0, after: 0) }
        opened.leftOut += try retractedCosts()
        return opened
    }

    /// Why no day of it can count; `nil` when days can.
    private func whyLeftOut(_ cost: Cost) -> String? {
        if cost.since > options.asOf { return "holds from a later day" }
        if cost.reversed <= options.asOf { return "reversed" }
        if let programme = options.programme, cost.programme != programme.text {
            return "of another programme"
        }
        guard let strand = options.strand, cost.strand != strand.text else { return nil }
        return cost.strand == nil ? "of no one strand" : "of another strand"
    }

    private func countedItem(_ cost: Cost, _ pence: Int) -> Explanation.Item {
        var item = cost.item
        item.adds = pence
        item.isPart = cost.countedDays < cost.days
        if item.isPart {
            item.detail += ", \(cost.countedDays) of \(cost.days) days of \(pounds(cost.pence))"
        }
        item.group =
            cost.isSpend
            ? "\(cost.strand.map { "strand \($0)" } ?? "no one strand"), borne by \(cost.bearerKind)"
            : "\(cost.kind) contributions"
        return item
    }

    /// The days of a payment that do not count, when `pence` of it do.
    private func remainder(of cost: Cost, after pence: Int) -> [Explanation.Item] {
        let lost = [
            ("outside the period", cost.days - cost.periodDays),
            ("borne by another body", cost.periodDays - cost.countedDays),
        ].filter { $0.1 > 0 }
        let all = lost.reduce(0) { $0 + $1.1 }
        let shares = lost.map { Share((cost.pence - pence) * $0.1, over: all) }
        return zip(lost, apportioned(shares)).map { part, pence in
            var item = cost.item.leftOut(part.0, wouldAdd: pence)
            item.isPart = part.1 < cost.days
            if item.isPart {
                item.detail += ", \(part.1) of \(cost.days) days of \(pounds(cost.pence))"
            }
            return item
        }
    }

    private func retractedCosts() throws -> [Explanation.Item] {
        try retracted().compactMap { (retracted) -> Explanation.Item? in
            switch retracted.reading.fact {
            case .money(.spendRecorded(let data)):
                retractedItem("\(data.spend)", data.amountPence, retracted)
            case .money(.contributionRecorded(let data)):
                retractedItem("\(data.kind) contribution", data.amountPence, retracted)
            default: nil
            }
        }
    }

    /// What a fact about money would add had it not been taken back.
    func retractedItem(
        _ name: String, _ pence: Int, _ retracted: Amendments.Retracted
    ) -> Explanation.Item {
        let seq = retracted.reading.seq
        return Explanation.Item(
            key: "retracted/\(seq)", name: name, la: "", adds: 0,
            detail: "\(pounds(pence)), retracted by event \(retracted.by)", events: [seq]
        ).leftOut("retracted", wouldAdd: pence)
    }
}
