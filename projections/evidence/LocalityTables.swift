internal import CanonicalJSON
internal import Events
internal import Programme
internal import SQLite

private let locality = TableFold.SubjectColumn("locality", in: "locality", at: 0)

let localityTables = [
    TableFold("plan", of: locality, { $0.localities.plans }) {
        (said: Said<ActionPlanAgreed>, cells) in
        cells.text(said.data.locality.text)
        cells.integer(said.since.seq)
        cells.text(said.data.planVersion.text)
        cells.text(list(said.data.criteria))
        cells.day(said.since.day)
    },
    TableFold("milestone", of: locality, { $0.localities.milestones }) {
        (said: Said<MilestoneMet>, cells) in
        cells.text(said.data.locality.text)
        cells.integer(said.since.seq)
        cells.text(said.data.milestone)
        cells.day(said.since.day)
    },
    TableFold(
        "partnership", of: .init("partnership", in: "partnership", at: 0),
        { $0.localities.partnerships }
    ) { (said: Said<PartnershipConstituted>, cells) in
        cells.token(said.data.partnership)
        cells.text(said.data.name)
        cells.text(list(said.data.las.map(\.text)))
        cells.day(said.since.day)
        cells.integer(said.since.seq)
    },
    TableFold("locality_record", of: locality, recordRows) { (row: RecordRow, cells) in
        cells.text(row.line.locality.text)
        cells.integer(row.since.seq)
        cells.text(row.type)
        cells.text(row.line.name)
        cells.text(row.line.detail)
        cells.text(row.line.other)
        cells.integer(row.line.people)
        cells.integer(row.line.agencies)
        cells.token(row.line.urn)
        cells.token(row.programme)
        cells.day(row.since.day)
    },
    TableFold("locality_school", of: locality, schoolRows) {
        (row: (locality: Body, seq: Int, urn: URN), cells) in
        cells.text(row.locality.text)
        cells.integer(row.seq)
        cells.token(row.urn)
    },
]

private func list(_ texts: [String]) -> String {
    JSONValue.array(texts.map { .string($0) }).compact
}

/// A fact of a locality as a row of one table for all types.
private struct RecordRow {
    let line: LocalityLine
    let type: String
    let programme: Slug?
    let since: Since
}

@Sendable
private func recordRows(_ world: World) -> [RecordRow] {
    world.localities.records.compactMap { said in
        said.data.line.map { line in
            RecordRow(
                line: line, type: Fact.locality(said.data).type, programme: said.data.programme,
                since: said.since)
        }
    }
}

@Sendable
private func schoolRows(_ world: World) -> [(locality: Body, seq: Int, urn: URN)] {
    world.localities.records.flatMap { said in
        guard let line = said.data.line else { return [(locality: Body, seq: Int, urn: URN)]() }
        return said.data.urns.map { (line.locality, said.since.seq, $0) }
    }
}

/// What each type of fact puts into the columns they share.
private struct LocalityLine {
    let locality: Body
    let name: String
    var detail: String?
    var other: String?
    var people: Int?
    var agencies: Int?
    var urn: URN?

    init(
        _ locality: Body, _ name: String, _ detail: String? = nil, other: String? = nil,
        people: Int? = nil, agencies: Int? = nil, urn: URN? = nil
    ) {
        self.locality = locality
        self.name = name
        self.detail = detail
        self.other = other
        self.people = people
        self.agencies = agencies
        self.urn = urn
    }
}

extension LocalityFact {
    /// `nil` for the constitution of a partnership, which has a table of its own.
    fileprivate var line: LocalityLine? {
        switch self {
        case .partnershipConstituted: nil
        case .clusterFormed(let data):
            LocalityLine(data.locality, data.cluster.text, data.name, other: data.kind.text)
        case .lensChosen(let data):
            LocalityLine(data.locality, data.lens.text, data.rationale)
        case .vulnerabilityDefinitionAgreed(let data):
            LocalityLine(data.locality, data.lens.text, data.definition, other: data.lens.text)
        case .caseCycleStarted(let data):
            LocalityLine(
                data.locality, data.cycle.text, other: data.lens.text, people: data.cohortSize,
                agencies: data.agencies.count)
        case .caseCycleCompleted(let data):
            LocalityLine(
                data.locality, data.cycle.text, people: data.cohortSize,
                agencies: data.agencies.count)
        case .lessonAdopted(let data):
            LocalityLine(
                data.locality, data.lesson.text, data.summary, other: data.cycle?.text)
        case .practiceChanged(let data):
            LocalityLine(
                data.locality, data.practice.text, data.summary, other: data.lesson?.text)
        case .roleCreated(let data):
            LocalityLine(data.locality, data.role.text, data.title, people: data.posts)
        case .practiceAdoptedElsewhere(let data):
            LocalityLine(data.locality, data.practice.text, other: data.adopter.text)
        case .peerReviewCompleted(let data):
            LocalityLine(data.locality, data.review.text, other: data.cluster?.text)
        case .selfEvaluationSubmitted(let data):
            LocalityLine(data.locality, data.version.text, urn: data.urn)
        case .schoolReportPublished(let data):
            LocalityLine(
                data.locality, data.version.text, other: data.qualityAssurer.text, urn: data.urn)
        case .frameworkAdopted(let data):
            LocalityLine(data.locality, data.framework.text, data.title)
        case .parentConsulted(let data):
            LocalityLine(
                data.locality, data.consultation.text, data.subject, people: data.respondents,
                urn: data.urn)
        }
    }
}
