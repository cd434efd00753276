internal import Events
internal import ProjectionEngine
internal import Projections

/// A report, and how each of its figures is opened.
struct ReportOpening: Sendable {
    let name: String
    let model: ReadModel
    /// Makes the report, and the figures it does not show but others are worked out from.
    let make:
        @Sendable (ReportBuilder, OpenModel, ReportOptions) throws -> (
            report: Report, hidden: [Figure]
        )
    let figures: [(name: String, way: Way)]
    /// Whether what was recorded later is listed; why a movement changed since, a restatement tells.
    var tellsLater = true

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
    [engagementOpening, valueForMoneyOpening, movementOpening] + reachOpenings
    + evidenceOpenings
    + [dataQualityOpening, evaluationOpening, progressOpening, pilotQuestionsOpening]

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
    name: "value-for-money", model: .valueForMoney,
    make: { builder, open, options in try builder.valueForMoneyInFull(open, options) },
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
    ])

private let movementOpening = ReportOpening(
    name: "movement", model: .engagement,
    make: { builder, open, options in
        let report = try builder.movement(open, options)
        return (report, report.figuresByMeasure)
    },
    figures: MovementMeasure.allCases.flatMap { measure in
        movementFigureNames.map { name in
            (measure.figureName(name), .items { try $0.movement(of: measure, name) })
        }
    }, tellsLater: false)

private let wholePence = ", half up to a whole penny"
