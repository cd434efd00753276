internal import Events

extension EvidenceFact {
    func words(_ naming: Naming) -> String {
        switch self {
        case .indicatorDefined(let data):
            "the indicator \(data.title) (\(data.indicator)) was defined, in \(data.unit), better "
                + "when it goes \(data.better); \(naming.body(data.owner)) answers for it"
        case .indicatorObserved(let data): data.words
        case .qualityRated(let data):
            "\(data.criterion) was rated" + (data.rating.map { " \($0)" } ?? "")
                + (data.rubric.map { " by \($0)" } ?? "")
                + (data.raterRole.map { ", by \($0)" } ?? "")
        case .evidenceFiled(let data): "\(data.title) was filed as evidence of \(data.criterion)"
        case .viewRecorded(let data):
            "\(data.group)" + (data.la.map { " of \(naming.la($0))" } ?? "")
                + " spoke of \(data.theme.words), \(data.position.words) (\(data.ref))"
        case .decisionTaken(let data): "\(data.by) decided \(data.ref): \(data.subject)"
        case .actionPlanAgreed(let data):
            "version \(data.planVersion) of the plan of \(naming.body(data.locality)) was agreed, "
                + "with \(counted(data.criteria.count, "criterion", plural: "criteria"))"
        case .milestoneMet(let data):
            "\(naming.body(data.locality)) met a milestone: \(data.milestone)"
        }
    }
}

extension IndicatorObserved {
    fileprivate var words: String {
        let value = "\(numerator)" + (denominator.map { " of \($0)" } ?? "")
        return "\(indicator) was \(value) \(period(from, to))" + (cohort.map { ", \($0)" } ?? "")
            + (comparator.map { ", as observed of \($0)" } ?? "")
    }
}

extension ViewRecorded.Position {
    fileprivate var words: String {
        switch self {
        case .for: "in favour"
        case .against: "against"
        case .mixed: "for and against"
        }
    }
}

extension ViewRecorded.Theme {
    fileprivate var words: String {
        switch self {
        case .advantage: "an advantage"
        case .disadvantage: "a disadvantage"
        case .barrier: "a barrier"
        case .voice: "the community's voice"
        case .place: "the benefits of place"
        case .quality: "quality"
        }
    }
}

extension LocalityFact {
    func words(_ naming: Naming) -> String {
        switch self {
        case .partnershipConstituted(let data):
            "\(data.name) (\(data.partnership)) was constituted in \(naming.las(data.las))"
                + (data.instrument.map { " by \($0)" } ?? "")
        case .clusterFormed(let data):
            "\(counted(data.urns.count, "school")) of \(naming.body(data.locality)) formed the "
                + "\(data.kind) \(data.name) (\(data.cluster))"
        case .lensChosen(let data):
            "\(naming.body(data.locality)) chose the lens \(data.lens)"
                + (data.rationale.map { ": \($0)" } ?? "")
        case .vulnerabilityDefinitionAgreed(let data):
            "\(naming.body(data.locality)) agreed whom it holds to be vulnerable "
                + "(\(data.lens)): \(data.definition)"
        case .caseCycleStarted(let data):
            "\(naming.body(data.locality)) began the case cycle \(data.cycle) (\(data.lens)), "
                + cases(data.cohortSize, data.agencies)
        case .caseCycleCompleted(let data):
            "\(naming.body(data.locality)) completed the case cycle \(data.cycle), "
                + cases(data.cohortSize, data.agencies)
        case .lessonAdopted(let data):
            "\(naming.body(data.locality)) adopted the lesson \(data.lesson)"
                + (data.cycle.map { " of \($0)" } ?? "") + ": \(data.summary)"
        case .practiceChanged(let data):
            "\(naming.body(data.locality)) changed the practice \(data.practice)"
                + (data.lesson.map { " after \($0)" } ?? "") + ": \(data.summary)"
        case .roleCreated(let data):
            "\(naming.body(data.locality)) created \(counted(data.posts, "post")) of \(data.title) "
                + "(\(data.role))"
        case .practiceAdoptedElsewhere(let data):
            "\(naming.body(data.adopter)) adopted the practice \(data.practice) of "
                + naming.body(data.locality)
        case .peerReviewCompleted(let data):
            "\(counted(data.urns.count, "school")) of \(naming.body(data.locality)) completed the "
                + "review \(data.review)" + (data.cluster.map { " in \($0)" } ?? "")
        case .selfEvaluationSubmitted(let data):
            "\(naming.school(data.urn)) submitted version \(data.version) of its self-evaluation "
                + "to \(naming.body(data.locality))"
        case .schoolReportPublished(let data):
            "version \(data.version) of the report on \(naming.school(data.urn)) was published by "
                + "\(naming.body(data.locality)), its quality assured by "
                + naming.body(data.qualityAssurer)
        case .frameworkAdopted(let data):
            "\(counted(data.urns.count, "school")) of \(naming.body(data.locality)) adopted "
                + "\(data.title) (\(data.framework))"
        case .parentConsulted(let data):
            "\(counted(data.respondents, "parent")) answered the consultation "
                + "\(data.consultation) of \(naming.body(data.locality)): \(data.subject)"
        }
    }
}

/// How many cases agencies looked at together.
private func cases(_ cohortSize: Int, _ agencies: [Slug]) -> String {
    let by = agencies.isEmpty ? "" : ", with \(listed(agencies.map(\.text)))"
    return counted(cohortSize, "case") + by
}
