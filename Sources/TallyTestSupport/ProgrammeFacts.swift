package import Events

// Facts of a programme, with defaults for whatever a test is not about: one programme called `ei`.

package func programmeOpened(
    _ programme: Slug = "ei", name: String? = nil, lead: Body = "authority:ntca",
    from: Day = "2021-01-01"
) -> Told {
    Told(
        ProgrammeOpened(lead: lead, name: name ?? "Programme \(programme)", programme: programme),
        from: from)
}

package func programmeMoved(
    _ programme: Slug = "ei", to lead: Body, from: Day = "2023-01-01"
) -> Told {
    Told(ProgrammeMoved(lead: lead, programme: programme), from: from)
}

package func programmeClosed(_ programme: Slug = "ei", from: Day = "2025-09-01") -> Told {
    Told(ProgrammeClosed(programme: programme), from: from)
}

package func strandOpened(
    _ strand: Slug, in programme: Slug = "ei", title: String? = nil, from: Day = "2021-01-01"
) -> Told {
    Told(
        StrandOpened(programme: programme, strand: strand, title: title ?? "Strand \(strand)"),
        from: from)
}

package func strandClosed(
    _ strand: Slug, in programme: Slug = "ei", from: Day = "2024-09-01"
) -> Told {
    Told(StrandClosed(programme: programme, strand: strand), from: from)
}

package func strandSucceeded(
    _ old: [Slug], by new: Slug, in programme: Slug = "ei", from: Day = "2024-01-01"
) -> Told {
    Told(StrandSucceeded(new: new, old: old, programme: programme), from: from)
}

package func ruleSet(
    _ programme: Slug = "ei", phases: [Phase]? = nil, groups: [TypeGroup]? = nil,
    from: Day = "2021-01-01"
) -> Told {
    Told(
        EligibilityRuleSet(
            phases: phases, programme: programme, rationale: "Decision", typeGroups: groups),
        from: from)
}

package func optedIn(
    _ urn: URN, to programme: Slug = "ei", evidence: String? = nil, from: Day = "2022-09-01"
) -> Told {
    Told(SchoolOptedIn(evidence: evidence, programme: programme, urn: urn), from: from)
}

package func withdrew(
    _ urn: URN, from programme: Slug = "ei", on day: Day = "2024-07-01"
) -> Told {
    Told(SchoolWithdrew(programme: programme, urn: urn), from: day)
}

package func enrolled(
    _ urn: URN, _ strand: Slug, in programme: Slug = "ei", from: Day = "2022-09-12"
) -> Told {
    Told(StrandEnrolled(programme: programme, strand: strand, urn: urn), from: from)
}

package func enrolmentEnded(
    _ urn: URN, _ strand: Slug, in programme: Slug = "ei", from: Day = "2023-07-20"
) -> Told {
    Told(StrandEnrolmentEnded(programme: programme, strand: strand, urn: urn), from: from)
}

package func trustOptedIn(
    _ trust: Slug, to programme: Slug = "ei", from: Day = "2022-09-01"
) -> Told {
    Told(TrustOptedIn(programme: programme, trust: trust), from: from)
}

package func trustWithdrew(
    _ trust: Slug, from programme: Slug = "ei", on day: Day = "2024-07-01"
) -> Told {
    Told(TrustWithdrew(programme: programme, trust: trust), from: day)
}

package func participated(
    _ strand: Slug, in programme: Slug = "ei", urn: URN? = nil, teachers: Int? = nil,
    days: (from: Day, to: Day) = ("2022-10-01", "2022-10-08"), from: Day? = nil
) -> Told {
    Told(
        ParticipationRecorded(
            from: days.from, programme: programme, strand: strand, teachers: teachers, to: days.to,
            urn: urn),
        from: from ?? days.from)
}

package func supported(
    _ urn: URN? = nil, in programme: Slug = "ei", from: Day = "2022-10-01"
) -> Told {
    Told(
        SupportProvided(
            from: "2022-10-01", halfDays: 2, level: urn == nil ? .regional : .school,
            programme: programme, provider: "hub:maths", to: "2022-10-08", urn: urn),
        from: from)
}
