internal import Events

/// A question that the pilot set out to answer, where the ledger's evidence is, and what that cannot
/// say.
struct PilotQuestion: Sendable {
    let key: String
    let question: String
    /// The reports that show it.
    let reports: [String]
    /// The types of event that feed it.
    let types: Set<String>
    /// What the ledger cannot say, as a sentence.
    let limit: String
    /// The answer in figures, as far as the ledger has one.
    let finding: @Sendable (PilotSources) -> String
}

/// The nine questions of Pilot 2, in their order (LocalED, invitation to pilots).
let questionsOfThePilot = [
    PilotQuestion(
        key: "1", question: "Advantages and disadvantages, as each stakeholder sees them",
        reports: ["views"], types: ["ViewRecorded"],
        limit: "views are counted as recorded; who was not asked is not in them",
        finding: { $0.views(of: [.advantage, .disadvantage]) }),
    PilotQuestion(
        key: "2", question: "Where the capacity for improvement comes from",
        reports: ["capacity"], types: ["SupportProvided", "ContributionRecorded"],
        limit: "only days that somebody recorded are counted",
        finding: { $0.support(of: nil) }),
    PilotQuestion(
        key: "3", question: "The role of trusts and teaching school hubs",
        reports: ["capacity"], types: ["SupportProvided", "TrustOptedIn", "TrustWithdrew"],
        limit: "a role is what a body recorded doing, not how well it did it",
        finding: { $0.support(of: [.trust, .hub]) }),
    PilotQuestion(
        key: "4", question: "How opportunities and their quality changed",
        reports: ["strands", "evaluation"],
        types: [
            "StrandOpened", "StrandClosed", "StrandSucceeded", "ParticipationRecorded",
            "QualityRated",
        ],
        limit: "change beside the programme is not change because of it",
        finding: { $0.strandsOverTime }),
    PilotQuestion(
        key: "5", question: "Which activities happen at which level, phase and type of school",
        reports: ["capacity"], types: ["SupportProvided", "SchoolReclassified"],
        limit: "support that names no school has a level, and no phase or type",
        finding: { $0.supportByLevel }),
    PilotQuestion(
        key: "6",
        question: "What it costs each local authority, school and trust, against what it replaced",
        reports: ["costs-by-payer", "value-for-money"],
        types: [
            "SpendRecorded", "ContributionRecorded", "BaselineCostRecorded",
            "PriceSeriesPublished",
        ],
        limit: "a baseline is what a body declared, and what it replaced moved from 2022 to 2024, "
            + "when the brokering grant was removed",
        finding: { $0.costs }),
    PilotQuestion(
        key: "7", question: "Benefits of place, and links with other bodies",
        reports: ["capacity", "governance"],
        types: ["SupportProvided", "EvidenceFiled", "DecisionTaken"],
        limit: "links are shown where a partner gave support or a decision names them",
        finding: { $0.support(of: [.partner, .hub, .department]) }),
    PilotQuestion(
        key: "8", question: "Community voice and local accountability",
        reports: ["views", "governance"], types: ["ViewRecorded", "DecisionTaken"],
        limit:
            "voice is counted where it was recorded under that theme; the pilot calls it an area "
            + "for development",
        finding: { $0.views(of: [.voice, .place]) }),
    PilotQuestion(
        key: "9", question: "Structural, legislative and cultural barriers",
        reports: ["views"], types: ["ViewRecorded"],
        limit: "a barrier is one when somebody recorded it as one",
        finding: { $0.views(of: [.barrier]) }),
]
