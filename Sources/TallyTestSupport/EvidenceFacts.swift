package import Events

// What is found, said and decided, with defaults for whatever a test is not about.

package func indicatorDefined(
    _ indicator: Slug = "absence", title: String = "Absence", owner: Body = "la:391",
    better: IndicatorDefined.Better = .down, from: Day = "2021-09-01"
) -> Told {
    Told(
        IndicatorDefined(
            better: better, indicator: indicator, owner: owner, title: title, unit: "pupils"),
        from: from)
}

package func observed(
    _ numerator: Int, of denominator: Int? = nil, _ indicator: Slug = "absence",
    cohort: String? = nil, comparator: String? = nil,
    days: (from: Day, to: Day) = ("2022-09-01", "2023-09-01"), from: Day = "2023-10-01"
) -> Told {
    Told(
        IndicatorObserved(
            cohort: cohort, comparator: comparator, denominator: denominator, from: days.from,
            indicator: indicator, numerator: numerator, to: days.to),
        from: from)
}

package func rated(
    _ criterion: Slug = "clarity-focus", _ rating: Label? = .number(3), from: Day = "2023-10-01"
) -> Told {
    Told(QualityRated(criterion: criterion, rating: rating), from: from)
}

package func filed(
    _ document: Character = "a", under criterion: Slug = "clarity-focus",
    title: String = "Minutes", from: Day = "2023-10-01"
) -> Told {
    Told(
        EvidenceFiled(criterion: criterion, sha256: digest(document), title: title), from: from)
}

package func viewed(
    _ ref: String = "survey-1", by group: Slug = "governors", la: LACode? = nil,
    position: ViewRecorded.Position = .for, on theme: ViewRecorded.Theme = .advantage,
    from: Day = "2023-10-01"
) -> Told {
    Told(
        ViewRecorded(group: group, la: la, position: position, ref: ref, theme: theme),
        from: from)
}

package func decided(
    _ ref: String = "CAB-1", by: Slug = "cabinet", _ subject: String = "Approval",
    from: Day = "2021-03-01"
) -> Told { Told(DecisionTaken(by: by, ref: ref, subject: subject), from: from) }

package func planAgreed(
    _ version: Label = .number(1), for locality: Body = "authority:ntca",
    criteria: [String] = ["Schools take part"], from: Day = "2021-09-01"
) -> Told {
    Told(
        ActionPlanAgreed(criteria: criteria, locality: locality, planVersion: version),
        from: from)
}

package func milestoneMet(
    _ milestone: String = "100 schools", of locality: Body = "authority:ntca",
    from: Day = "2022-09-01"
) -> Told { Told(MilestoneMet(locality: locality, milestone: milestone), from: from) }
