/// The queries of the reports over what was done, found, said and decided.
package enum EvidenceQueries {
    /// The records of participation of some days.
    package static var participation: String { definition("evidence/participation/records.sql") }
    /// Every half-day given in the period and the area.
    package static var given: String { definition("evidence/capacity/given.sql") }
    /// The views of the period and the area.
    package static var views: String { definition("evidence/views/views.sql") }
    /// The decisions taken in the period.
    package static var decisions: String { definition("evidence/governance/decisions.sql") }
    /// The plans agreed and the milestones met in the period.
    package static var plans: String { definition("evidence/governance/plans.sql") }
    /// Money without a recorded decision.
    package static var exceptions: String { definition("evidence/governance/exceptions.sql") }
    /// What each locality tells of itself, and the programmes led there.
    package static var localities: String { definition("evidence/localities/localities.sql") }
    /// The schools of each locality.
    package static var schools: String { definition("evidence/localities/schools.sql") }
}
