internal import Events
internal import Programme
internal import SQLite

extension ReadModel {
    /// What was done beside schools taking part and money being spent.
    package static let evidence = ReadModel(
        name: "evidence", question: "What was done, found, said and decided?",
        needs: ["register", "engagement", "value-for-money"], definitionVersion: 1, foldVersion: 1,
        reads: ["ledger", "register", "programme", "money", "evidence", "locality"],
        passesOver: ["BaselineCostRecorded", "PriceSeriesPublished", "SharedCostRuleSet"],
        tellsAnew: [], folds: activityTables + findingTables + localityTables)
}

private let event = TableFold.SubjectColumn("event", in: "seq", at: 0)

private let activityTables = [
    TableFold(
        "participation", of: event, forEach: { try $0.evidence.forEachParticipation($1) }
    ) { (said: Said<ParticipationRecorded>, cells) in
        cells.integer(said.since.seq)
        cells.token(said.data.programme)
        cells.token(said.data.strand)
        cells.token(said.data.urn)
        cells.day(said.data.from)
        cells.day(said.data.to)
        cells.integer(said.data.leads)
        cells.integer(said.data.teachers)
        cells.integer(said.data.pupils)
        cells.integer(said.data.sessions)
        cells.day(said.since.day)
    },
    TableFold("support", of: event, { $0.evidence.supports }) {
        (said: Said<SupportProvided>, cells) in
        cells.integer(said.since.seq)
        cells.token(said.data.programme)
        cells.body(said.data.provider)
        cells.token(said.data.level)
        cells.token(said.data.urn)
        cells.integer(said.data.halfDays)
        cells.day(said.data.from)
        cells.day(said.data.to)
        cells.day(said.since.day)
    },
    TableFold(
        "time_given", of: event, { $0.money.contributions.filter { $0.data.halfDays != nil } }
    ) { (entry: Money.Entry<ContributionRecorded>, cells) in
        cells.integer(entry.since.seq)
        cells.token(entry.data.programme)
        cells.token(entry.data.strand)
        cells.body(entry.data.contributor)
        cells.integer(entry.data.halfDays)
        cells.day(entry.data.from)
        cells.day(entry.data.to)
        cells.day(entry.since.day)
    },
    TableFold(
        "funding_decision", of: .init("funding", in: "funding", at: 0), { $0.money.approvals }
    ) { (entry: Money.Entry<FundingApproved>, cells) in
        cells.token(entry.data.funding)
        cells.token(entry.data.programme)
        cells.integer(entry.data.amountPence)
        cells.text(entry.data.decisionRef)
        cells.day(entry.since.day)
        cells.integer(entry.since.seq)
    },
    TableFold(
        "commitment_decision", of: .init("commitment", in: "commitment", at: 0),
        { Array($0.money.commitments.values) }
    ) { (commitment: Money.Commitment, cells) in
        cells.token(commitment.id)
        cells.token(commitment.data.programme)
        cells.integer(commitment.data.amountPence)
        cells.text(commitment.data.decisionRef)
        cells.day(commitment.since.day)
        cells.integer(commitment.since.seq)
    },
]

private let findingTables = [
    TableFold(
        "indicator", of: .init("indicator", in: "indicator", at: 0), { $0.evidence.indicators }
    ) { (said: Said<IndicatorDefined>, cells) in
        cells.token(said.data.indicator)
        cells.text(said.data.title)
        cells.text(said.data.unit)
        cells.token(said.data.better)
        cells.body(said.data.owner)
        cells.day(said.since.day)
        cells.integer(said.since.seq)
    },
    TableFold(
        "observation", of: .init("indicator", in: "indicator", at: 0),
        { $0.evidence.observations }
    ) { (said: Said<IndicatorObserved>, cells) in
        cells.token(said.data.indicator)
        cells.integer(said.since.seq)
        cells.day(said.data.from)
        cells.day(said.data.to)
        cells.integer(said.data.numerator)
        cells.integer(said.data.denominator)
        cells.text(said.data.cohort)
        cells.text(said.data.comparator)
        cells.day(said.since.day)
    },
    TableFold("rating", of: event, { $0.evidence.ratings }) { (said: Said<QualityRated>, cells) in
        cells.integer(said.since.seq)
        cells.token(said.data.criterion)
        cells.text(said.data.rating?.text)
        cells.text(said.data.rubric)
        cells.text(said.data.raterRole)
        cells.day(said.since.day)
    },
    TableFold("filing", of: .init("evidence", in: "sha256", at: 0), { $0.evidence.filings }) {
        (said: Said<EvidenceFiled>, cells) in
        cells.token(said.data.sha256)
        cells.integer(said.since.seq)
        cells.token(said.data.criterion)
        cells.text(said.data.title)
        cells.day(said.since.day)
    },
    TableFold("stakeholder_view", of: .init("view", in: "ref", at: 0), { $0.evidence.views }) {
        (said: Said<ViewRecorded>, cells) in
        cells.text(said.data.ref)
        cells.token(said.data.group)
        cells.token(said.data.la)
        cells.token(said.data.theme)
        cells.token(said.data.position)
        cells.day(said.since.day)
        cells.integer(said.since.seq)
    },
    TableFold("decision", of: .init("decision", in: "ref", at: 0), { $0.evidence.decisions }) {
        (said: Said<DecisionTaken>, cells) in
        cells.text(said.data.ref)
        cells.token(said.data.by)
        cells.text(said.data.subject)
        cells.day(said.since.day)
        cells.integer(said.since.seq)
    },
]

extension EncodedRow {
    /// A body in two cells: its kind, and its identifier.
    mutating func body(_ body: Body) {
        token(body.kind)
        text { body.appendID(to: &$0) }
    }
}
