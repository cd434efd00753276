internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// A school open in the area at the end of the day reported: a row of `coverage/schools.sql`.
struct CoveredSchool {
    let school, urn, name, la, phase, type: String
    let trust: String?
    /// The event that says where and of what kind it is.
    let stateSeq: Int
    /// The event of the rule that makes it eligible; `nil` when none does.
    let rule: Int?
    /// How many strands it is in.
    let points: Int
    /// The events that enrolled it.
    let enrolments: [Int]
    /// Pupils known to be eligible for free school meals, in tenths of a percent; `nil` when no
    /// count of its pupils says.
    let freeMealsTenths: Int?
    /// The event of that count.
    let rollSeq: Int?

    init(_ row: borrowing Row) {
        school = row.text(0)
        urn = row.text(1)
        name = row.text(2)
        la = row.text(3)
        phase = row.text(4)
        type = row.text(5)
        trust = row.word(6)
        stateSeq = row.integer(7)
        rule = row.number(8)
        points = row.integer(9)
        enrolments = row.text(10).split(separator: ",").compactMap { Int($0) }.sorted()
        freeMealsTenths = row.number(11)
        rollSeq = row.number(12)
    }

    var isEligible: Bool { rule != nil }
    var isEngaged: Bool { points > 0 }
    /// Engaged, and eligible: what an engagement rate counts.
    var isReached: Bool { isEligible && isEngaged }
    /// The events that say what it is and whether it takes part.
    var events: [Int] { ([stateSeq, rule].compactMap(\.self) + enrolments).sorted() }
}

extension ReportBuilder {
    /// Every school open in the area, in the order of their URNs.
    func coveredSchools(_ open: OpenModel, _ options: ReportOptions) throws -> [CoveredSchool] {
        try open.rows(Coverage.schools, options.parameters(from: nil)) { CoveredSchool($0) }
    }
}
