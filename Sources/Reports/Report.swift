package import EventLog
package import Events
package import ProjectionEngine

/// A report: figures, and everything a reader needs to know what they mean and to check them.
package struct Report: Sendable {
    package var name: String
    /// The ledger's short name and its name in words.
    package var ledger: (id: String, name: String)
    package var head: Head
    /// When the last event known was recorded.
    package var recordedAt: Instant?
    /// The last event that could have been counted; after the head only when the report is
    /// incomplete.
    package var knownThrough: Int
    /// The read models it was made from.
    package var sources: [Source]
    package var options: ReportOptions
    /// The local authorities that make up the area at the end of the day reported.
    package var localAuthorities: [LACode]
    package var definitions: [Definition]
    package var figures: [Figure]
    package var groups: [(dimension: Dimension, groups: [Group])]
    /// What the figures are made of, and how they are spread.
    package var tables: [ReportTable] = []
    /// What only pages and spreadsheets show.
    package var page = PageParts()
    /// Why a figure is missing, and what else a reader must know.
    package var notes: [String]
    /// The events that a read model could not take in; it stopped before the first of them.
    package var quarantined: [Quarantined] = []
    /// Totals stated by others that this report covers, beside its own.
    package var controlTotals: [ControlTotal] = []

    /// A read model, and the version of the definitions its figures follow.
    package struct Source: Equatable, Sendable {
        package let model: String
        package let version: Int
    }

    /// What a measure means, as the ledger itself says.
    package struct Definition: Equatable, Sendable {
        package let measure: String
        /// The event that says so; `nil` for the definition that comes with the program.
        package let seq: Int?
        package let text: String
    }

    /// The figures of one part of the whole.
    package struct Group: Equatable, Sendable {
        package let key: String
        package let name: String
        package let figures: [Figure]
    }

    /// What every form of the report says first when events are missing from it; `nil` when none is.
    package var banner: String? { incomplete(quarantined) }

    /// The command line that makes the same report again, byte for byte.
    package var reproduce: String { reproduction(name, options, knownThrough) }

    package func figure(_ name: String) -> Figure? { figures.first { $0.name == name } }

    package func table(_ name: String) -> ReportTable? { tables.first { $0.name == name } }
}

extension OpenModel {
    /// What is said first when events are missing from the model; `nil` when none is.
    package var banner: String? { incomplete(quarantined) }
}

/// What a report says first when events are missing from it; `nil` when none is.
func incomplete(_ quarantined: [Quarantined]) -> String? {
    guard let first = quarantined.first else { return nil }
    let events = quarantined.count == 1 ? "1 event" : "\(quarantined.count) events"
    return "INCOMPLETE: \(events) could not be taken in; nothing from event \(first.seq) on is "
        + "counted"
}

/// The command line that makes a report again, from the words it is made with.
func reproduction(_ name: String, _ options: ReportOptions, _ seq: Int) -> String {
    (["tally"] + options.words(report: name, knownAt: seq)).joined(separator: " ")
}

/// One number of a report.
package struct Figure: Equatable, Sendable {
    /// As the JSON form names it: `engagedSchools`.
    package let name: String
    package let value: Value

    package enum Value: Equatable, Sendable {
        case count(Int)
        /// A number of people: rounded where a report is made public.
        case people(Int)
        /// An amount of money, in pence.
        case pence(Int)
        /// A number with `places` decimals, as that many times ten of its whole.
        case decimal(Int, places: Int)
        /// A figure that cannot be computed; a note says why.
        case missing
        /// Of 1 to 4 people, in a report that does not say how many.
        case fewerThanFive
        /// A number that would give away one that is kept back.
        case withheld
    }

    package init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    /// What the figure counts, in words, for the people who read reports.
    ///
    /// A line of a movement is called by what moves and what moved it: "Schools engaged, joiners".
    package var label: String {
        if let label = labels[name] { return label }
        let parts = name.split(separator: ".").map(String.init)
        guard parts.count == 2, let measure = labels[parts[0]], let line = labels[parts[1]] else {
            return name
        }
        return "\(measure), \(line.drop { "+−± ".contains($0) }.lowercased())"
    }
}

/// What people call a measure that the ledger defines: `points-of-contact` is "Points of contact".
package func measureLabel(_ measure: String) -> String? { labelsByMeasure[measure] }

private let labelsByMeasure = Dictionary(
    labels.map { (Figure($0.key, .missing).measure, $0.value) }
) { min($0, $1) }

extension Figure.Value {
    /// The number in digits; `nil` when it is missing.
    package var digits: String? {
        switch self {
        case .count(let number), .people(let number), .pence(let number): String(number)
        case .decimal(let number, let places): fixedPoint(number, places)
        case .missing, .fewerThanFive, .withheld: nil
        }
    }

    /// The same kind of value with another number, in its smallest unit.
    package func of(_ number: Int) -> Self {
        switch self {
        case .count, .missing, .fewerThanFive, .withheld: .count(number)
        case .people: .people(number)
        case .pence: .pence(number)
        case .decimal(_, let places): .decimal(number, places: places)
        }
    }

    /// The number, in its smallest unit; `nil` when it is missing.
    package var number: Int? {
        switch self {
        case .count(let number), .people(let number), .pence(let number),
            .decimal(let number, _):
            number
        case .missing, .fewerThanFive, .withheld: nil
        }
    }
}

/// `7500` with two places is `75.00`.
private func fixedPoint(_ number: Int, _ places: Int) -> String {
    let digits = String(number.magnitude)
    let filled = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    return (number < 0 ? "-" : "") + filled.dropLast(places) + "." + filled.suffix(places)
}

private let labels = [
    "engagedSchools": "Schools engaged",
    "pointsOfContact": "Points of contact",
    "eligibleSchools": "Eligible schools",
    "engagedEligibleSchools": "Engaged and eligible schools",
    "engagementRatePercent": "Engagement rate, %",
    "pointsPerSchool": "Points of contact per school",
    "everEngagedSchools": "Schools ever engaged in the period",
    "schoolDays": "School-days of engagement",
    "trustsEngaged": "Trusts with an engaged school",
    "netAuthorityCostPence": "Net cost to the authority",
    "totalResourceCostPence": "Total resource cost",
    "costPerEngagedSchoolPence": "Cost per school ever engaged",
    "costPerSchoolYearPence": "Cost per school-year",
    "costPerPointOfContactPence": "Cost per point of contact",
    "approvedPence": "Approved",
    "committedPence": "Committed",
    "actualPence": "Actual spend to date",
    "openCommitmentPence": "Open commitments",
    "availablePence": "Approved and not committed",
    "forecastOutturnPence": "Forecast outturn",
    "variancePence": "Outturn less approval",
    "leverageRatio": "Leverage: others' resources to the authority's",
    "schoolYears": "School-years of engagement",
    "opening": "Opening",
    "restatements": "± restatements of the opening",
    "joiners": "+ joiners",
    "leavers": "− leavers",
    "joinedByMerger": "+ joined by merger of authorities",
    "schoolMerges": "± mergers of schools",
    "schoolSplits": "± splits of schools",
    "schoolClosures": "± schools closed and reopened",
    "schoolOpenings": "+ schools opened",
    "reScoping": "± changes of area",
    "eligibilityChanges": "± changes of eligibility",
    "strandChanges": "± strands succeeded and closed",
    "closing": "Closing",
    "notReachedSchools": "Eligible schools not reached",
    "schoolsTwelveMonthsOn": "Schools that joined twelve months ago or longer",
    "schoolsRetained": "Of those, engaged twelve months after they joined",
    "retentionRatePercent": "Retention rate, %",
    "schoolsThatLeft": "Schools that are engaged no more",
    "facts": "Facts told of the period",
    "lateFacts": "Facts recorded late",
    "lateSharePercent": "Facts recorded late, %",
    "correctedFacts": "Facts corrected",
    "correctedSharePercent": "Facts corrected, %",
    "retractedFacts": "Facts taken back",
    "retractedSharePercent": "Facts taken back, %",
    "controlTotalsStated": "Totals stated by others",
    "controlTotalsDiffering": "Those the ledger does not give",
    "quarantinedEvents": "Events that could not be taken in",
    "strandsOpen": "Strands open",
    "mostDeprivedEligibleSchools": "Eligible schools of the most deprived fifth",
    "mostDeprivedReachedSchools": "Of those, engaged",
    "mostDeprivedRatePercent": "Engagement rate of the most deprived fifth, %",
    "equityGapPoints": "Equity gap, points",
    "additionality": "Gain beyond the comparator",
    "costPerOutcomePence": "Cost of one outcome",
    "costPerEligibleSchoolPence": "Net cost per eligible school",
    "questionsWithEvidence": "Questions on which there are facts",
    "indicatorsObserved": "Indicators observed",
    "recordsOnCriteria": "Ratings and evidence filed",
    "totalCostPerEngagedSchoolPence": "Total resource cost per school ever engaged",
    "variancePercent": "Outturn less approval, %",
    "commitmentUnderspendPence": "Committed less outturn",
    "uncommittedActualPence": "Actual spend against no commitment",
    "realNetAuthorityCostPence": "Net cost to the authority in real terms",
    "realTotalResourceCostPence": "Total resource cost in real terms",
    "marginalCostPence": "Marginal cost of a school more",
    "scaleElasticity": "Scale elasticity of cost",
    "payers": "Bodies that bore a cost or were passed a grant",
    "cashPence": "Cash and match contributed",
    "inKindPence": "In kind",
    "chargesPence": "Spend charged to them",
    "bornePence": "Borne by all of them",
    "grantPassedPence": "Grant passed to them",
    "netCostPence": "Net cost: borne less grant",
    "countedOncePence": "Borne, each grant counted once",
    "inKindSharePercent": "In kind, % of what is borne",
    "realNetCostPence": "Net cost in real terms",
    "baselineCostPence": "Existing arrangements, same prices",
    "savingPence": "Saving against existing arrangements",
    "strandCostPence": "Cost of the strands, with what is shared",
    "ownCostPence": "Of it coded to strands",
    "allocatedCostPence": "Of it divided by rule",
    "unallocatedCostPence": "Shared and not divided",
    "leads": "Leads taking part",
    "teachers": "Teachers taking part",
    "pupils": "Pupils taking part",
    "costPerLeadPence": "Cost per lead",
    "costPerTeacherPence": "Cost per teacher",
    "costPerPupilPence": "Cost per pupil",
    "pointDays": "Days of points of contact in the period",
    "forecastRemainingPence": "Forecast still to be spent",
    "supportHalfDays": "Half-days of support",
    "timeGivenHalfDays": "Half-days contributed in kind",
    "supportProviders": "Bodies that gave support",
    "viewsRecorded": "Views recorded",
    "viewsFor": "Views for",
    "viewsAgainst": "Views against",
    "viewsMixed": "Views for and against",
    "decisionsTaken": "Decisions taken",
    "plansAgreed": "Versions of plans agreed",
    "milestonesMet": "Milestones met",
    "fundingWithoutDecisionPence": "Funding without a recorded decision",
    "commitmentsWithoutDecisionPence": "Commitments without a recorded decision",
    "spendWithoutDecisionPence": "Spend without a recorded decision",
    "localities": "Localities",
    "clustersFormed": "Clusters formed",
    "caseCyclesCompleted": "Case cycles completed",
    "lessonsAdopted": "Lessons adopted",
    "practicesAdoptedElsewhere": "Practices adopted elsewhere",
]
