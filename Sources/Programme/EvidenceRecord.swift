package import Events

/// A fact that stands by itself, and when it began to hold.
package struct Said<Data: Equatable & Sendable>: Equatable, Sendable {
    package let data: Data
    package let since: Since
}

/// What was done, found, said and decided: everything that is counted beside schools and money.
package struct EvidenceRecord: Sendable {
    private var participations: [Said<ParticipationRecorded>] = []
    /// Those that were told without a fact for each, beside ``participations``.
    private var plainParticipations = Participations()
    package private(set) var supports: [Said<SupportProvided>] = []
    package private(set) var indicators: [Said<IndicatorDefined>] = []
    package private(set) var observations: [Said<IndicatorObserved>] = []
    package private(set) var ratings: [Said<QualityRated>] = []
    package private(set) var filings: [Said<EvidenceFiled>] = []
    package private(set) var views: [Said<ViewRecorded>] = []
    package private(set) var decisions: [Said<DecisionTaken>] = []
    private var defined: [Slug: Said<IndicatorDefined>] = [:]
    /// Of each indicator, what was observed of whom and when.
    private var observed: [Slug: [Observation: Said<IndicatorObserved>]] = [:]
    /// Of each document, the criteria it is filed under.
    private var filed: [Digest: [Slug: Said<EvidenceFiled>]] = [:]
    private var viewed: [String: Said<ViewRecorded>] = [:]
    private var decided: [String: Said<DecisionTaken>] = [:]

    /// What tells two observations of one indicator apart.
    private struct Observation: Hashable {
        let from: Day
        let to: Day
        let cohort: String?
        let comparator: String?

        init(_ data: IndicatorObserved) {
            from = data.from
            to = data.to
            cohort = data.cohort
            comparator = data.comparator
        }
    }

    mutating func absorb(
        _ fact: EvidenceFact, _ since: Since, _ localities: inout Localities
    ) throws(Refusal) {
        switch fact {
        case .indicatorDefined(let data): try define(data, since)
        case .indicatorObserved(let data): try observe(data, since)
        case .qualityRated(let data): ratings.append(Said(data: data, since: since))
        case .evidenceFiled(let data): try file(data, since)
        case .viewRecorded(let data): try hear(data, since)
        case .decisionTaken(let data): try decide(data, since)
        case .actionPlanAgreed(let data): try localities.agree(data, since)
        case .milestoneMet(let data): try localities.meet(data, since)
        }
    }

    mutating func record(_ data: ParticipationRecorded, _ since: Since) {
        participations.append(Said(data: data, since: since))
    }

    mutating func take(_ participations: consuming Participations) {
        plainParticipations = participations
    }

    /// Calls `body` with each record of participation.
    package func forEachParticipation(
        _ body: (Said<ParticipationRecorded>) throws -> Void
    ) rethrows {
        try plainParticipations.forEach(body)
        for said in participations { try body(said) }
    }

    mutating func record(_ data: SupportProvided, _ since: Since) {
        supports.append(Said(data: data, since: since))
    }

    mutating func forgetRows() {
        participations.removeAll(keepingCapacity: true)
        plainParticipations = Participations()
        supports.removeAll(keepingCapacity: true)
        indicators.removeAll(keepingCapacity: true)
        observations.removeAll(keepingCapacity: true)
        ratings.removeAll(keepingCapacity: true)
        filings.removeAll(keepingCapacity: true)
        views.removeAll(keepingCapacity: true)
        decisions.removeAll(keepingCapacity: true)
    }

    /// Takes over the state of a subject from a world that has told its whole story.
    mutating func take(_ subject: Subject, from told: EvidenceRecord) {
        let id = String(subject.id)
        switch subject.kind {
        case "indicator":
            guard let indicator = Slug(id) else { return }
            defined[indicator] = told.defined[indicator]
            observed[indicator] = told.observed[indicator]
        case "evidence":
            guard let document = Digest(id) else { return }
            filed[document] = told.filed[document]
        case "view": viewed[id] = told.viewed[id]
        case "decision": decided[id] = told.decided[id]
        default: break
        }
    }
}

// MARK: - Indicators

extension EvidenceRecord {
    private mutating func define(_ data: IndicatorDefined, _ since: Since) throws(Refusal) {
        let said = Said(data: data, since: since)
        try expectNew(said, defined[data.indicator], "indicator \(data.indicator)", "defined")
        defined[data.indicator] = said
        indicators.append(said)
    }

    private mutating func observe(_ data: IndicatorObserved, _ since: Since) throws(Refusal) {
        guard defined[data.indicator] != nil else {
            throw Refusal(
                "indicator \(data.indicator) is not defined by \(since.day)",
                remedy: "record IndicatorDefined first, or check its short name and the date")
        }
        guard data.from < data.to else {
            throw Refusal(
                "the observation ends on \(data.to), which is not after its first day \(data.from)",
                remedy: "check the two dates; 'to' is the first day after the period")
        }
        let said = Said(data: data, since: since)
        let observation = Observation(data)
        try expectNew(
            said, observed[data.indicator]?[observation],
            "\(data.indicator) from \(data.from) to \(data.to)" + of(data), "observed")
        observed[data.indicator, default: [:]][observation] = said
        observations.append(said)
    }

    /// Whom an observation is of, for messages.
    private func of(_ data: IndicatorObserved) -> String {
        (data.cohort.map { " of \($0)" } ?? "") + (data.comparator.map { " in \($0)" } ?? "")
    }
}

// MARK: - Documents, views and decisions

extension EvidenceRecord {
    private mutating func file(_ data: EvidenceFiled, _ since: Since) throws(Refusal) {
        let said = Said(data: data, since: since)
        try expectNew(
            said, filed[data.sha256]?[data.criterion],
            "the document \(data.sha256.text.prefix(12))… under \(data.criterion)", "filed")
        filed[data.sha256, default: [:]][data.criterion] = said
        filings.append(said)
    }

    private mutating func hear(_ data: ViewRecorded, _ since: Since) throws(Refusal) {
        let said = Said(data: data, since: since)
        try expectNew(said, viewed[data.ref], "view \(data.ref)", "recorded")
        viewed[data.ref] = said
        views.append(said)
    }

    private mutating func decide(_ data: DecisionTaken, _ since: Since) throws(Refusal) {
        let said = Said(data: data, since: since)
        try expectNew(said, decided[data.ref], "decision \(data.ref)", "recorded")
        decided[data.ref] = said
        decisions.append(said)
    }
}

/// Throws when `known` was said already: a repetition when in the same words, and a collision else.
///
/// - Parameters:
///   - what: What it is about, to begin a sentence.
///   - done: What became of it: "defined".
func expectNew<Data>(
    _ said: Said<Data>, _ known: Said<Data>?, _ what: String, _ done: String
) throws(Refusal) {
    guard let known else { return }
    guard known.data == said.data else {
        throw Refusal(
            "\(what) is already \(done) with other details (\(known.since))",
            remedy: "give this one a name or reference of its own, or correct event "
                + "\(known.since.seq)")
    }
    throw Refusal(repeats: known.since, "\(what) is already \(done)")
}
