package import Events

/// What tells a fact of a locality from others of its type there.
struct LocalityKey: Hashable, CustomStringConvertible {
    /// The type of event that brings it about.
    let type: String
    /// What it is called in messages: `case cycle`.
    let noun: String
    /// What becomes of it: `completed`.
    let done: String
    let id: String

    var description: String { "\(noun) \(id)" }

    private init(_ type: String, _ noun: String, _ done: String, _ id: String) {
        self.type = type
        self.noun = noun
        self.done = done
        self.id = id
    }

    static func cluster(_ id: Slug) -> Self { Self("ClusterFormed", "cluster", "formed", id.text) }
    static func lens(_ id: Slug) -> Self { Self("LensChosen", "lens", "chosen", id.text) }

    static func definition(_ lens: Slug, _ text: String) -> Self {
        Self("VulnerabilityDefinitionAgreed", "definition", "agreed", "'\(text)' for lens \(lens)")
    }

    static func cycle(_ id: Slug) -> Self {
        Self("CaseCycleStarted", "case cycle", "started", id.text)
    }

    static func completion(_ id: Slug) -> Self {
        Self("CaseCycleCompleted", "case cycle", "completed", id.text)
    }

    static func lesson(_ id: Slug) -> Self { Self("LessonAdopted", "lesson", "adopted", id.text) }

    static func practice(_ id: Slug) -> Self {
        Self("PracticeChanged", "practice", "changed", id.text)
    }

    static func role(_ id: Slug) -> Self { Self("RoleCreated", "role", "created", id.text) }

    static func adoption(_ practice: Slug, _ adopter: Body) -> Self {
        Self(
            "PracticeAdoptedElsewhere", "practice", "adopted elsewhere",
            "\(practice) by \(adopter)")
    }

    static func review(_ id: Slug) -> Self {
        Self("PeerReviewCompleted", "review", "completed", id.text)
    }

    static func evaluation(_ urn: URN, _ version: Label) -> Self {
        Self(
            "SelfEvaluationSubmitted", "self-evaluation", "submitted",
            "\(version) by school \(urn)")
    }

    static func report(_ urn: URN, _ version: Label) -> Self {
        Self("SchoolReportPublished", "report", "published", "\(version) on school \(urn)")
    }

    static func framework(_ id: Slug, _ urns: [URN]) -> Self {
        let schools = urns.map(\.text).joined(separator: ",")
        return Self("FrameworkAdopted", "framework", "adopted", "\(id) by \(schools)")
    }

    static func consultation(_ id: Slug) -> Self {
        Self("ParentConsulted", "consultation", "recorded", id.text)
    }
}

extension LocalityFact {
    /// Its locality, what tells it from others there, and what must have been told there before it;
    /// `nil` for the constitution of a partnership, which is no fact of a locality.
    var place: (locality: Body, keys: (own: LocalityKey, needs: LocalityKey?))? {
        switch self {
        case .partnershipConstituted: nil
        case .clusterFormed(let data): (data.locality, (.cluster(data.cluster), nil))
        case .lensChosen(let data): (data.locality, (.lens(data.lens), nil))
        case .vulnerabilityDefinitionAgreed(let data):
            (data.locality, (.definition(data.lens, data.definition), .lens(data.lens)))
        case .caseCycleStarted(let data):
            (data.locality, (.cycle(data.cycle), .lens(data.lens)))
        case .caseCycleCompleted(let data):
            (data.locality, (.completion(data.cycle), .cycle(data.cycle)))
        case .lessonAdopted(let data):
            (data.locality, (.lesson(data.lesson), data.cycle.map { .cycle($0) }))
        case .practiceChanged(let data):
            (data.locality, (.practice(data.practice), data.lesson.map { .lesson($0) }))
        case .roleCreated(let data): (data.locality, (.role(data.role), nil))
        case .practiceAdoptedElsewhere(let data):
            (
                data.locality,
                (.adoption(data.practice, data.adopter), .practice(data.practice))
            )
        case .peerReviewCompleted(let data):
            (data.locality, (.review(data.review), data.cluster.map { .cluster($0) }))
        case .selfEvaluationSubmitted(let data):
            (data.locality, (.evaluation(data.urn, data.version), nil))
        case .schoolReportPublished(let data):
            (data.locality, (.report(data.urn, data.version), nil))
        case .frameworkAdopted(let data):
            (data.locality, (.framework(data.framework, data.urns), nil))
        case .parentConsulted(let data):
            (data.locality, (.consultation(data.consultation), nil))
        }
    }

    /// The programme it belongs to.
    package var programme: Slug? { outline.programme }

    /// The schools it names.
    package var urns: [URN] { outline.urns }

    private var outline: (programme: Slug?, urns: [URN]) {
        switch self {
        case .partnershipConstituted: (nil, [])
        case .clusterFormed(let data): (data.programme, data.urns)
        case .lensChosen(let data): (data.programme, [])
        case .vulnerabilityDefinitionAgreed(let data): (data.programme, [])
        case .caseCycleStarted(let data): (data.programme, [])
        case .caseCycleCompleted(let data): (data.programme, [])
        case .lessonAdopted(let data): (data.programme, [])
        case .practiceChanged(let data): (data.programme, [])
        case .roleCreated(let data): (data.programme, [])
        case .practiceAdoptedElsewhere(let data): (data.programme, [])
        case .peerReviewCompleted(let data): (data.programme, data.urns)
        case .selfEvaluationSubmitted(let data): (data.programme, [data.urn])
        case .schoolReportPublished(let data): (data.programme, [data.urn])
        case .frameworkAdopted(let data): (data.programme, data.urns)
        case .parentConsulted(let data): (data.programme, data.urn.map { [$0] } ?? [])
        }
    }
}
