package import Events

/// The localities: what a place agreed, tried, learnt and changed, whoever leads it.
///
/// A locality is known by the body whose it is: a local authority, a partnership, an authority.
package struct Localities: Sendable {
    package private(set) var plans: [Said<ActionPlanAgreed>] = []
    package private(set) var milestones: [Said<MilestoneMet>] = []
    package private(set) var partnerships: [Said<PartnershipConstituted>] = []
    /// Everything else, in the order in which it was told.
    package private(set) var records: [Said<LocalityFact>] = []
    private var constituted: [Slug: Said<PartnershipConstituted>] = [:]
    /// By the body whose locality it is.
    private var known: [Body: Locality] = [:]

    /// What is known of one locality, each by what tells it from others of its kind.
    private struct Locality {
        var plans: [Label: Said<ActionPlanAgreed>] = [:]
        var milestones: [String: Said<MilestoneMet>] = [:]
        var told: [LocalityKey: Said<LocalityFact>] = [:]
        /// Of each framework, who has adopted it.
        var adopters: [Slug: [URN: Since]] = [:]
    }

    mutating func agree(_ data: ActionPlanAgreed, _ since: Since) throws(Refusal) {
        let said = Said(data: data, since: since)
        try expectNew(
            said, known[data.locality]?.plans[data.planVersion],
            "version \(data.planVersion) of the plan of \(data.locality)", "agreed")
        known[data.locality, default: Locality()].plans[data.planVersion] = said
        plans.append(said)
    }

    mutating func meet(_ data: MilestoneMet, _ since: Since) throws(Refusal) {
        guard known[data.locality]?.plans.isEmpty == false else {
            throw Refusal(
                "no plan of \(data.locality) is agreed by \(since.day)",
                remedy: "record ActionPlanAgreed first, or check the locality and the date")
        }
        let said = Said(data: data, since: since)
        try expectNew(
            said, known[data.locality]?.milestones[data.milestone],
            "the milestone '\(data.milestone)' of \(data.locality)", "met")
        known[data.locality, default: Locality()].milestones[data.milestone] = said
        milestones.append(said)
    }

    mutating func constitute(
        _ data: PartnershipConstituted, _ since: Since, _ localAuthorities: LocalAuthorities
    ) throws(Refusal) {
        let said = Said(data: data, since: since)
        try expectNew(
            said, constituted[data.partnership], "partnership \(data.partnership)", "constituted")
        for la in data.las { try localAuthorities.expect(la) }
        constituted[data.partnership] = said
        partnerships.append(said)
    }

    /// What a locality says of itself; schools and programmes are known to the caller.
    mutating func tell(_ fact: LocalityFact, _ since: Since) throws(Refusal) {
        guard let (locality, keys) = fact.place else { return }
        let said = Said(data: fact, since: since)
        if case .frameworkAdopted(let data) = fact {
            try adopt(data, since)
        } else {
            try expectNew(
                said, known[locality]?.told[keys.own], "\(keys.own) of \(locality)", keys.own.done)
        }
        if let needed = keys.needs, known[locality]?.told[needed] == nil {
            throw Refusal(
                "there is no \(needed) of \(locality) by \(since.day)",
                remedy: "record \(needed.type) first, or check its short name and the date")
        }
        known[locality, default: Locality()].told[keys.own] = said
        records.append(said)
    }

    private mutating func adopt(_ data: FrameworkAdopted, _ since: Since) throws(Refusal) {
        let adopters = known[data.locality]?.adopters[data.framework] ?? [:]
        let before = data.urns.compactMap { urn in adopters[urn].map { (urn, $0) } }
        if let (urn, first) = before.first {
            guard before.count < data.urns.count else {
                throw Refusal(
                    repeats: first, "the schools have already adopted \(data.framework)")
            }
            throw Refusal(
                "school \(urn) has already adopted \(data.framework) (\(first))",
                remedy: "leave out the schools that have, or correct event \(first.seq)")
        }
        for urn in data.urns {
            known[data.locality, default: Locality()].adopters[data.framework, default: [:]][urn] =
                since
        }
    }

    mutating func forgetRows() {
        plans.removeAll(keepingCapacity: true)
        milestones.removeAll(keepingCapacity: true)
        partnerships.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
    }

    /// Takes over the state of a subject from a world that has told its whole story.
    mutating func take(_ subject: Subject, from told: Localities) {
        switch subject.kind {
        case "partnership":
            guard let partnership = Slug(String(subject.id)) else { return }
            constituted[partnership] = told.constituted[partnership]
        case "locality":
            let bodies = Set(known.keys).union(told.known.keys)
            for body in bodies where body.text == subject.id { known[body] = told.known[body] }
        default: break
        }
    }
}
