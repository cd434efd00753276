internal import Events
internal import ProjectionEngine
internal import Projections

/// A report, and how each of its figures is opened.
struct ReportOpening: Sendable {
    let name: String
    let model: ReadModel
    /// Whether figures are opened to single payments, which no file holds.
    var isDetailed = false
    /// What the area takes in.
    var extent = AreaExtent.asAsked
    /// Makes the report, and the figures it does not show but others are worked out from.
    let make:
        @Sendable (ReportBuilder, OpenModel, ReportOptions) throws -> (
            report: Report, hidden: [Figure]
        )
    let figures: [(name: String, way: Way)]
    /// Whether what was recorded later is listed; why a movement changed since, a restatement tells.
    var tellsLater = true
    /// What a figure is worked out from, in words, where that is no read model.
    var source: @Sendable (String) -> String? = { _ in nil }

    /// How one figure is opened.
    enum Way: Sendable {
        /// Into things that add up to it.
        case items(@Sendable (Evidence) throws -> Opened)
        /// Into the figures it is worked out from.
        case quotient(Quotient)
        /// Into the rows of a table of the report: each counts as one, or adds what a column holds.
        case rows(_ table: String, adding: String? = nil)
    }

    /// A figure worked out from others.
    struct Quotient: Sendable {
        let parts: [(role: String, name: String)]
        /// The formula in words, given the days of the period.
        let formula: @Sendable (Int) -> String

        init(
            _ parts: [(role: String, name: String)], _ formula: @escaping @Sendable (Int) -> String
        ) {
            self.parts = parts
            self.formula = formula
        }

        /// One figure over another, in words that end with how the result is rounded.
        init(_ above: String, over below: String, _ words: String) {
            self.init([("numerator", above), ("denominator", below)]) { _ in
                "\(above) / \(below)\(words)"
            }
        }
    }
}

/// The reports whose figures can be opened; a figure of several belongs to the first of them.
let reportOpenings =
    [
        engagementOpening, valueForMoneyOpening, costsByPayerOpening, costsByStrandOpening,
        movementOpening,
    ] + reachOpenings + evidenceOpenings
    + [
        equityOpening, dataQualityOpening, evaluationOpening, progressOpening,
        pilotQuestionsOpening,
    ]

let engagementOpening = ReportOpening(
    name: "engagement", model: .engagement,
    make: { builder, open, options in (try builder.engagement(open, options), []) },
    figures: [
        ("engagedSchools", .items { try $0.engagedSchools() }),
        ("pointsOfContact", .items { try $0.pointsOfContact() }),
        ("eligibleSchools", .items { try $0.eligibleSchools() }),
        ("engagedEligibleSchools", .items { try $0.engagedEligibleSchools() }),
        (
            "engagementRatePercent",
            .quotient(
                .init(
                    "engagedEligibleSchools", over: "eligibleSchools",
                    " times 100, half up to 2 decimals"))
        ),
        (
            "pointsPerSchool",
            .quotient(
                .init("pointsOfContact", over: "engagedSchools", ", half up to 2 decimals"))
        ),
        ("everEngagedSchools", .items { try $0.everEngagedSchools() }),
        ("schoolDays", .items { try $0.schoolDays() }),
        ("trustsEngaged", .items { try $0.trustsEngaged() }),
    ])

let valueForMoneyOpening = ReportOpening(
    name: "value-for-money", model: .valueForMoney, isDetailed: true,
    make: { builder, open, options in
        var made = try builder.valueForMoneyInFull(open, options)
        try builder.addLater(to: &made.report, open, options, isDetailed: true)
        return made
    },
    figures: [
        ("netAuthorityCostPence", .items { try $0.netCost() }),
        ("totalResourceCostPence", .items { try $0.totalCost() }),
        (
            "costPerEngagedSchoolPence",
            .quotient(
                .init("netAuthorityCostPence", over: "everEngagedSchools", wholePence))
        ),
        (
            "costPerSchoolYearPence",
            .quotient(
                .init(
                    "netAuthorityCostPence", over: "schoolYears",
                    ", the school-years taken before they are rounded" + wholePence))
        ),
        (
            "costPerPointOfContactPence",
            .quotient(
                .init([("numerator", "netAuthorityCostPence"), ("denominator", "pointDays")]) {
                    "netAuthorityCostPence / (pointDays / \($0) days of the period)\(wholePence)"
                })
        ),
        ("approvedPence", .items { try $0.approved() }),
        ("committedPence", .items { try $0.committed() }),
        ("actualPence", .items { try $0.actual() }),
        ("openCommitmentPence", .items { try $0.openCommitment() }),
        ("availablePence", .items { try $0.available() }),
        ("forecastOutturnPence", .items { try $0.forecastOutturn() }),
        ("variancePence", .items { try $0.variance() }),
        (
            "leverageRatio",
            .quotient(
                .init([
                    ("numerator", "totalResourceCostPence"),
                    ("numerator, taken away", "netAuthorityCostPence"),
                    ("denominator", "netAuthorityCostPence"),
                ]) { _ in
                    "(totalResourceCostPence - netAuthorityCostPence) / netAuthorityCostPence, "
                        + "half up to 2 decimals"
                })
        ),
        ("everEngagedSchools", .items { try $0.everEngagedSchools() }),
        ("schoolDays", .items { try $0.schoolDays() }),
        ("schoolYears", .items { try $0.schoolYears() }),
        ("pointDays", .items { try $0.pointDays() }),
        ("forecastRemainingPence", .items { try $0.forecastRemaining() }),
    ] + laterFigures)

private let laterFigures: [(name: String, way: ReportOpening.Way)] = [
    (
        "totalCostPerEngagedSchoolPence",
        .quotient(.init("totalResourceCostPence", over: "everEngagedSchools", wholePence))
    ),
    ("inKindPence", .rows("economy", adding: "inKindPence")),
    (
        "inKindSharePercent",
        .quotient(.init("inKindPence", over: "totalResourceCostPence", hundredths))
    ),
    ("variancePercent", .quotient(.init("variancePence", over: "approvedPence", hundredths))),
    ("commitmentUnderspendPence", .items { try $0.commitmentUnderspend() }),
    ("uncommittedActualPence", .items { try $0.uncommittedActual() }),
    ("realNetAuthorityCostPence", .rows("years", adding: "realNetAuthorityCostPence")),
    ("realTotalResourceCostPence", .rows("years", adding: "realTotalResourceCostPence")),
    ("marginalCostPence", .rows("scale", adding: "marginalCostPence")),
    ("scaleElasticity", .rows("scale", adding: "scaleElasticity")),
]

private let costsByPayerOpening = ReportOpening(
    name: "costs-by-payer", model: .valueForMoney,
    make: { builder, _, options in (try builder.costsByPayer(options), []) },
    figures: [("payers", .rows("payers"))]
        + [
            "cashPence", "inKindPence", "chargesPence", "bornePence", "grantPassedPence",
            "netCostPence",
        ].map { ($0, .rows("payers", adding: $0)) }
        + [
            (
                "countedOncePence",
                .rows("payers", adding: "countedOncePence")
            ),
            (
                "inKindSharePercent",
                .quotient(.init("inKindPence", over: "bornePence", hundredths))
            ),
            ("realNetCostPence", .rows("payers", adding: "realNetCostPence")),
            ("baselineCostPence", .rows("payers", adding: "baselineCostPence")),
            ("savingPence", .rows("payers", adding: "savingPence")),
        ])

private let costsByStrandOpening = ReportOpening(
    name: "costs-by-strand", model: .evidence,
    make: { builder, _, options in (try builder.costsByStrand(options), []) },
    figures: [
        "strandCostPence", "ownCostPence", "allocatedCostPence", "leads", "teachers", "pupils",
    ].map { ($0, .rows("strands", adding: $0)) }
        + [("unallocatedCostPence", .rows("unallocated", adding: "unallocatedCostPence"))]
        + [
            ("costPerLeadPence", "leads"), ("costPerTeacherPence", "teachers"),
            ("costPerPupilPence", "pupils"),
        ].map { ($0, .quotient(.init("strandCostPence", over: $1, wholePence))) })

private let movementOpening = ReportOpening(
    name: "movement", model: .engagement, extent: .followed,
    make: { builder, _, options in
        let report = try builder.movement(options)
        return (report, report.figuresByMeasure)
    },
    figures: MovementMeasure.allCases.flatMap { measure in
        movementFigureNames.map { name in
            (measure.figureName(name), .items { try $0.movement(of: measure, name) })
        }
    }, tellsLater: false)

private let hundredths = " times 100, half up to 2 decimals"
private let wholePence = ", half up to a whole penny"
