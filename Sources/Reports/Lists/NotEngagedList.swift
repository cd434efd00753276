internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// The eligible schools of an area that are not engaged at the end of a day, for a round of
    /// calls.
    ///
    /// They are as many as `eligibleSchools` less `engagedEligibleSchools` of the engagement report
    /// that is asked the same.
    package func notEngagedList(_ options: ReportOptions) throws -> Listing {
        let open = try open(.engagement, options)
        let parameters = options.parameters(from: options.asOf)
        let engaged = Set(
            try open.rows(EngagementExplanation.pairs, parameters) { Pair($0) }
                .filter(\.isNow).map(\.school))
        let schools = try open.rows(
            EngagementExplanation.schools, options.parameters(from: .startOfTime)
        ) { SchoolRow($0) }
        let left = schools.filter {
            $0.notEligible(at: options.asOf, rules: []) == nil && !engaged.contains($0.school)
        }
        let naming = try Naming(open)
        return Listing(
            what: "notEngaged", asOf: options.asOf, head: open.head,
            banner: incomplete(open.quarantined), columns: notEngagedColumns,
            rows: left.sorted { $0.urn < $1.urn }.map { $0.cells(at: options.asOf, naming) })
    }
}

private let notEngagedColumns: [Listing.Column] = [
    .init("urn", "URN"), .init("name", "Name"), .init("la", "LA"), .init("laName", nil),
    .init("phase", "Phase"), .init("schoolType", "Type"), .init("trust", "Trust"),
    .init("trustName", nil), .init("tookPart", "Took part"),
    .init("tookPartUntil", "Until"), .init("why", "Why not counted"),
]

extension SchoolRow {
    /// A line of the round: what to know before one calls.
    fileprivate func cells(at day: Day, _ naming: Naming) -> [Listing.Cell] {
        [
            .text(urn), .text(name), .text(la), Listing.Cell(naming.name(.la, la)), .text(phase),
            .text(type), Listing.Cell(trust),
            Listing.Cell(trust.flatMap { naming.name(.trust, $0) }),
            .flag(enrolledTo != nil), lastDay, Listing.Cell(notEngaged(at: day).reason),
        ]
    }

    /// The last day on which it was in a strand asked for.
    private var lastDay: Listing.Cell {
        guard let enrolledTo, enrolledTo < Day.endOfTime.number else { return .none }
        return .day(Day(number: enrolledTo) + -1)
    }
}
