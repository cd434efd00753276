internal import Events

extension Mapping {
    /// Reads the GIAS downloads, the DfE lists of schools, and the dated list of links.
    package static let standard = Mapping(
        columns: ColumnMapping([
            .urn: ["URN"],
            .name: ["EstablishmentName", "name", "School name"],
            .la: ["LA (code)", "dfe_la_code", "la"],
            .laName: ["LA (name)", "la_name"],
            .onsCode: ["GSSLACode (name)", "lad_code", "onsCode"],
            .schoolType: ["TypeOfEstablishment (name)", "school_type", "schoolType"],
            .phase: ["PhaseOfEducation (name)", "gias_phase", "phase"],
            .status: ["EstablishmentStatus (name)", "status"],
            .openDate: ["OpenDate"],
            .closeDate: ["CloseDate"],
            .pupils: ["NumberOfPupils", "pupils_on_roll", "pupils"],
            .primaryPupils: ["primary_on_roll"],
            .secondaryPupils: ["secondary_on_roll"],
            .fsmPercent: ["PercentageFSM", "fsm_percent"],
            .laestab: ["laestab"],
            .establishmentNumber: ["EstablishmentNumber", "estab_number"],
            .ukprn: ["UKPRN"],
            .trust: ["Trusts (code)", "trust"],
            .trustName: ["Trusts (name)", "trust_name"],
            .trustFlag: ["TrustSchoolFlag (name)"],
        ]),
        linkColumns: ColumnMapping([
            .urn: ["URN"],
            .name: ["name"],
            .linkUrn: ["LinkURN", "link_urn"],
            .linkName: ["LinkName", "link_name"],
            .linkType: ["LinkType", "link_type"],
            .date: ["LinkEstablishedDate", "link_established_date"],
            .superseded: ["superseded"],
            .firstSeen: ["first_seen_extract"],
            .lastSeen: ["last_seen_extract"],
        ]),
        schoolTypes: [
            "Mainstream Academy": named("Academy converter"),
            "Special Academy": named("Academy special converter"),
            "AP Academy": named("Academy alternative provision converter"),
            "Free School": named("Free schools"),
            "Free School Special": named("Free schools special"),
            "Free School AP": named("Free schools alternative provision"),
            "PRU": named("Pupil referral unit"),
        ],
        phases: [
            "Nursery": .nursery, "Primary": .primary,
            "Middle deemed primary": .middleDeemedPrimary, "Secondary": .secondary,
            "Middle deemed secondary": .middleDeemedSecondary, "All-through": .allThrough,
            "16 plus": .sixteenPlus, "Not applicable": .notApplicable,
        ],
        statuses: [
            "Open": .open, "Open, but proposed to close": .open, "Closed": .closed,
            "Proposed to open": .proposed,
        ],
        phaseFromRoll: PhaseFromRoll(
            primaryOnly: .primary, secondaryOnly: .secondary, both: .allThrough,
            bothNamedMiddle: .middleDeemedSecondary, neither: .notApplicable,
            middleWord: "Middle", typesWithoutPhase: typesWithoutPhase))
}

private let typesWithoutPhase = [
    "Community special school", "Foundation special school", "Non-maintained special school",
    "Other independent special school", "Academy special converter",
    "Academy special sponsor led", "Free schools special", "Pupil referral unit",
    "Academy alternative provision converter", "Academy alternative provision sponsor led",
    "Free schools alternative provision", "Secure units",
].map(named)

/// A type that GIAS has; the vocabulary and this file agree on it, as a test shows.
private func named(_ name: String) -> SchoolType {
    guard let type = SchoolType(name) else { preconditionFailure("\(name) is no type of GIAS") }
    return type
}
