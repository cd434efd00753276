package import Events
package import Programme

/// Facts held in memory, for deciders to find their stories in.
package struct FactStories: StorySource {
    private let facts: [StoryFact]

    package init(_ readings: [Reading]) { facts = readings.map(StoryFact.init) }

    package func facts(of subject: Subject, changesOnly: Bool) -> [StoryFact] {
        facts.filter { $0.concerns(subject, changesOnly: changesOnly) }
    }
}

/// What became of a proposal: the text is a refusal or the reason why nothing is to be recorded.
package enum Judgement: Equatable, Sendable {
    case legal
    case decidesNothing(String)
    case refused(String)
}

/// What the deciders say of `proposal`, beside `facts`.
package func judgement(on proposal: Proposal, beside facts: [Reading]) -> Judgement {
    var stories = FactStories(facts)
    return judgement { try judge(proposal, in: &stories) }
}

/// The same, with nothing left out of the stories that are gathered.
package func fullJudgement(on proposal: Proposal, beside facts: [Reading]) -> Judgement {
    var stories = FactStories(facts)
    return judgement { try hear(proposal, in: &stories).verdict }
}

private func judgement(_ decide: () throws -> Verdict) -> Judgement {
    do {
        switch try decide() {
        case .legal: return .legal
        case .alreadyHolds(let why): return .decidesNothing(why)
        }
    } catch let refusal as Refusal {
        return .refused(refusal.description)
    } catch {
        return .refused("unexpected: \(error)")
    }
}

/// Types of which the same fact may be recorded any number of times.
package let repeatedlyLegal: Set<String> = [
    "ControlTotalRecorded", "ReportPublished", "ParticipationRecorded", "SupportProvided",
    "ContributionRecorded", "BaselineCostRecorded", "SharedCostRuleSet", "QualityRated",
]

extension [Reading] {
    /// The facts as they are with `proposal` carried out; a new one gets the number `seq`.
    package func applying(_ proposal: Proposal, seq: Int) -> [Reading] {
        switch proposal {
        case .add(let new):
            self + [Reading(seq: seq, validFrom: new.validFrom, fact: new.fact)]
        case .correct(let old, let new): filter { $0.seq != old.seq } + [new]
        case .retract(let old): filter { $0.seq != old.seq }
        }
    }
}
