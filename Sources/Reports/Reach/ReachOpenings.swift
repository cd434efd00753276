internal import ProjectionEngine
internal import Projections

/// How the figures of coverage, retention and strands are opened.
let reachOpenings = [coverageOpening, retentionOpening, strandsOpening]

private let coverageOpening = ReportOpening(
    name: "coverage", model: .engagement,
    make: { builder, _, options in (try builder.coverage(options), []) },
    figures: [
        ("eligibleSchools", .items { try $0.eligibleSchools() }),
        ("engagedEligibleSchools", .items { try $0.engagedEligibleSchools() }),
        ("notReachedSchools", .rows("notReached")),
        (
            "engagementRatePercent",
            .quotient(
                .init(
                    "engagedEligibleSchools", over: "eligibleSchools",
                    " times 100, half up to 2 decimals"))
        ),
    ])

private let retentionOpening = ReportOpening(
    name: "retention", model: .engagement, extent: .followed,
    make: { builder, _, options in (try builder.retention(options), []) },
    figures: [
        ("everEngagedSchools", .items { try $0.firstEngaged() }),
        ("schoolsTwelveMonthsOn", .items { try $0.twelveMonthsOn() }),
        ("schoolsRetained", .items { try $0.retained() }),
        (
            "retentionRatePercent",
            .quotient(
                .init(
                    "schoolsRetained", over: "schoolsTwelveMonthsOn",
                    " times 100, half up to 2 decimals"))
        ),
        ("engagedSchools", .items { try $0.engagedStill() }),
        ("schoolsThatLeft", .items { try $0.thatLeft() }),
    ], tellsLater: false)

private let strandsOpening = ReportOpening(
    name: "strands", model: .engagement, extent: .followed,
    make: { builder, _, options in (try builder.strands(options), []) },
    figures: [
        ("strandsOpen", .items { try $0.strandsOpen() }),
        ("pointsOfContact", .items { try $0.pointsInLine() }),
        ("engagedSchools", .items { try $0.engagedStill() }),
        (
            "pointsPerSchool",
            .quotient(
                .init("pointsOfContact", over: "engagedSchools", ", half up to 2 decimals"))
        ),
    ], tellsLater: false)
