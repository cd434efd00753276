internal import Projections

/// How the figures of the reports over evidence are opened: each to the rows it adds up.
let evidenceOpenings = [
    ReportOpening(
        name: "capacity", model: .evidence,
        make: { builder, _, options in (try builder.capacity(options), []) },
        figures: [
            ("supportHalfDays", .rows("providers", adding: "halfDays")),
            ("timeGivenHalfDays", .rows("timeGiven", adding: "halfDays")),
            ("supportProviders", .rows("providers")),
        ]),
    ReportOpening(
        name: "views", model: .evidence,
        make: { builder, _, options in (try builder.views(options), []) },
        figures: zip(viewFigures, ["views", "viewsFor", "viewsAgainst", "viewsMixed"]).map {
            ($0, .rows("themes", adding: $1))
        }),
    ReportOpening(
        name: "governance", model: .evidence,
        make: { builder, _, options in (try builder.governance(options), []) },
        figures: [
            ("decisionsTaken", .rows("decisions")), ("plansAgreed", .rows("plans")),
            ("milestonesMet", .rows("milestones")),
        ]
            + regularityFigures.map {
                ($0.name, .rows("\($0.kind)Exceptions", adding: "amountPence"))
            }),
    ReportOpening(
        name: "localities", model: .evidence,
        make: { builder, _, options in (try builder.localities(options), []) },
        figures: [
            ("localities", .rows("localities")),
            ("clustersFormed", .rows("schoolsTogether", adding: "clusters")),
            ("caseCyclesCompleted", .rows("vulnerableLearners", adding: "cyclesCompleted")),
            ("lessonsAdopted", .rows("localities", adding: "lessons")),
            ("practicesAdoptedElsewhere", .rows("localities", adding: "adoptedElsewhere")),
        ]),
]
