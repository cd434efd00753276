internal import Events
internal import Programme

// The programme's money at the end of a day: whole amounts, as they stand then.

extension Evidence {
    func approved() throws -> Opened { try opened(.approval) }
    func committed() throws -> Opened { try opened(.commitment) }
    func actual() throws -> Opened { try opened(.spend) }
    func forecastRemaining() throws -> Opened { try opened(.forecast) }

    func available() throws -> Opened { try approved().adding(committed().negated) }
    func forecastOutturn() throws -> Opened { try actual().adding(forecastRemaining()) }
    func variance() throws -> Opened { try forecastOutturn().adding(approved().negated) }

    /// What is committed, less what is spent against it.
    func openCommitment() throws -> Opened {
        let committed = try committed()
        let open = Set(committed.counted.map(\.key))
        var spends = Opened(counted: [])
        for spend in try statements() where spend.kind == .spend {
            let item = try item(spend)
            if spend.commitment == nil {
                spends.leftOut.append(item.leftOut("against no commitment", wouldAdd: spend.pence))
            } else if let reason = notInForce(spend) {
                spends.leftOut.append(item.leftOut(reason, wouldAdd: spend.pence))
            } else if open.contains("commitment/\(spend.commitment ?? "")") {
                spends.counted.append(item)
            } else {
                let reason = "against a commitment that is left out"
                spends.leftOut.append(item.leftOut(reason, wouldAdd: spend.pence))
            }
        }
        spends.leftOut += try retractedStatements(.spend)
        return committed.adding(spends.negated)
    }

    /// What is committed, less the outturn that is foreseen.
    func commitmentUnderspend() throws -> Opened {
        try committed().adding(forecastOutturn().negated)
    }

    /// What is spent, less what of it is against commitments.
    func uncommittedActual() throws -> Opened {
        let actual = try actual()
        let drawn = try openCommitment().counted.filter { $0.key.hasPrefix("spend/") }
        let both = Set(actual.counted.map(\.key)).intersection(drawn.map(\.key))
        let isLeft = { (item: Explanation.Item) in !both.contains(item.key) }
        let leftOut = actual.counted.filter { both.contains($0.key) }
            .map { $0.leftOut("against a commitment", wouldAdd: $0.adds) }
        return Opened(
            counted: actual.counted.filter(isLeft) + drawn.filter(isLeft),
            leftOut: actual.leftOut.filter { item in !drawn.contains { $0.key == item.key } }
                + leftOut)
    }

    private func opened(_ kind: MoneyStatement.Kind) throws -> Opened {
        var opened = Opened(counted: [])
        for statement in try statements() where statement.kind == kind {
            let item = try item(statement)
            if let reason = whyLeftOut(statement) {
                opened.leftOut.append(item.leftOut(reason, wouldAdd: item.adds))
            } else {
                opened.counted.append(item)
            }
        }
        opened.leftOut += try retractedStatements(kind)
        return opened
    }

    private func whyLeftOut(_ statement: MoneyStatement) -> String? {
        if let reason = notInForce(statement) { return reason }
        if let programme = options.programme, statement.programme != programme.text {
            return "of another programme"
        }
        guard statement.isInScope else { return "of a programme that another body leads" }
        guard statement.kind != .approval, let strand = options.strand,
            statement.strand != strand.text
        else { return nil }
        return statement.strand == nil ? "of no one strand" : "of another strand"
    }

    private func notInForce(_ statement: MoneyStatement) -> String? {
        if statement.since > options.asOf { return "holds from a later day" }
        if statement.end <= options.asOf { return "reversed" }
        return statement.isNewest ? nil : "replaced by a newer forecast"
    }

    private func item(_ statement: MoneyStatement) throws -> Explanation.Item {
        switch statement.kind {
        case .approval: return statement.item(adds: statement.pence, events: [statement.seq])
        case .forecast:
            let newer = try statements().first {
                $0.kind == .forecast && $0.isNewest && !statement.isNewest
                    && $0.programme == statement.programme && $0.strand == statement.strand
            }
            return statement.item(
                adds: statement.pence, events: [statement.seq, newer?.seq].compactMap(\.self))
        case .spend:
            let reversed = try statement.end <= options.asOf ? reversals()[statement.id ?? ""] : []
            return statement.item(adds: statement.pence, events: [statement.seq] + (reversed ?? []))
        case .commitment:
            let told = try commitmentEvents()[statement.id ?? ""] ?? []
            guard statement.isReleased else {
                return statement.item(adds: statement.pence, events: [statement.seq] + told)
            }
            let spends = try draws()[statement.id ?? ""] ?? []
            return statement.item(
                adds: spends.reduce(0) { $0 + $1.pence },
                events: [statement.seq] + told + spends.map(\.seq))
        }
    }

    private func retractedStatements(
        _ kind: MoneyStatement.Kind
    ) throws -> [Explanation.Item] {
        try retracted().compactMap { (retracted) -> Explanation.Item? in
            switch (kind, retracted.reading.fact) {
            case (.approval, .money(.fundingApproved(let data))):
                retractedItem("\(data.funding)", data.amountPence, retracted)
            case (.commitment, .money(.spendCommitted(let data))):
                retractedItem("\(data.commitment)", data.amountPence, retracted)
            case (.spend, .money(.spendRecorded(let data))):
                retractedItem("\(data.spend)", data.amountPence, retracted)
            case (.forecast, .money(.forecastRevised(let data))):
                retractedItem("forecast", data.remainingPence, retracted)
            default: nil
            }
        }
    }
}

extension Opened {
    /// Both together.
    fileprivate func adding(_ other: Self) -> Self {
        Opened(counted: counted + other.counted, leftOut: leftOut + other.leftOut)
    }

    /// The same, taken away instead of added.
    fileprivate var negated: Self {
        Opened(counted: counted.map(\.negated), leftOut: leftOut.map(\.negated))
    }
}
