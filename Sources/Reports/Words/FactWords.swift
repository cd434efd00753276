package import Events

extension Fact {
    /// What the fact says, as a sentence for people who do not know the types of events.
    ///
    /// It may hold text from outside: show it through ``printable(_:)``.
    package func words(_ naming: Naming) -> String {
        let sentence =
            switch self {
            case .evidence(let fact): fact.words(naming)
            case .ledger(let fact): fact.words(naming)
            case .locality(let fact): fact.words(naming)
            case .money(let fact): fact.words(naming)
            case .programme(let fact): fact.words(naming)
            case .register(let fact): fact.words(naming)
            }
        // A text from outside can bring its own full stop.
        let words = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

extension LedgerFact {
    fileprivate func words(_ naming: Naming) -> String {
        switch self {
        case .ledgerCreated(let data): "the ledger \(data.name) was made"
        case .measureDefined(let data): "\(data.measure) was defined: \(data.definition)"
        case .eventCorrected(let data): "event \(data.target) was corrected"
        case .eventRetracted(let data): "event \(data.target) was taken back"
        case .controlTotalRecorded(let data):
            "\(data.statedBy) states \(data.measure) of \(data.value) as of \(data.asOf.words)"
        case .periodClosed(let data):
            "the period \(period(data.from, data.to)) of \(naming.programme(data.programme)) was "
                + "closed"
        case .quarantineResolved(let data):
            "what to do about quarantined event \(data.target) was decided: \(data.resolution)"
        case .reportPublished(let data):
            "the \(data.report) report was published" + (data.to.map { " to \($0)" } ?? "")
        case .conflictNoted(let data):
            "sources disagree about \(data.subject): \(data.values.joined(separator: " or "))"
        case .conflictResolved(let data):
            "the conflict \(data.conflict) was decided for \(data.chosen)"
        }
    }
}
