package import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// What is asked of a list of schools, beside where and when.
package struct SchoolFilter: Sendable {
    package var phase: String?
    package var type: String?
    package var trust: Slug?
    /// Only those that take part in a strand asked for, or in any; `false` for those that do not.
    package var isEngaged: Bool?
    /// Only those that are eligible; `false` for those that are not.
    package var isEligible: Bool?

    package init() {}

    fileprivate var parameters: [String: Value] {
        [
            "phase": Value(phase), "type": Value(type), "trust": Value(trust?.text),
            "is_engaged": Value(isEngaged.map { $0 ? 1 : 0 }),
            "is_eligible": Value(isEligible.map { $0 ? 1 : 0 }),
        ]
    }
}

extension ReportBuilder {
    /// The schools open in an area at the end of a day, counted as the engagement report counts
    /// them.
    package func schoolList(_ options: ReportOptions, _ filter: SchoolFilter) throws -> Listing {
        let open = try open(.engagement, options)
        let parameters = options.parameters(from: nil).merging(filter.parameters) { $1 }
        let rows = try open.rows(schoolListQuery, parameters) { row -> [Listing.Cell] in
            let strands = Set((row.word(9) ?? "").split(separator: ",").map(String.init)).sorted()
            return [
                .text(row.text(0)), .text(row.text(1)), .text(row.text(2)),
                Listing.Cell(row.word(3)),
                Listing.Cell(row.word(4)), .text(row.text(5)), .text(row.text(6)),
                Listing.Cell(row.word(7)), Listing.Cell(row.word(8)), .texts(strands),
                Listing.Cell(day: row.number(10)), .flag(row.integer(11) == 1),
                .flag(row.integer(12) == 1),
            ]
        }
        return Listing(
            what: "schools", asOf: options.asOf, head: open.head,
            banner: incomplete(open.quarantined), columns: schoolColumns, rows: rows)
    }
}

private let schoolColumns: [Listing.Column] = [
    .init("urn", "URN"), .init("name", "Name"), .init("la", "LA"), .init("laName", nil),
    .init("authority", nil), .init("phase", "Phase"), .init("schoolType", "Type"),
    .init("trust", "Trust"), .init("trustName", nil), .init("strands", "Strands"),
    .init("engagedSince", "Since"), .init("optedIn", nil), .init("eligible", nil),
]

/// Parameters as in `report.sql` of engagement, which has filled the same temporary tables.
private let schoolListQuery = """
    WITH pair AS (
        SELECT school, group_concat(DISTINCT strand) AS strands, min(from_day) AS since
        FROM enrolment
        WHERE from_day <= :as_of AND :as_of < to_day
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY school
    )
    SELECT state.urn, state.name, placed.la,
        (SELECT name FROM local_authority WHERE local_authority.la = placed.la
            ORDER BY from_day DESC LIMIT 1),
        (SELECT authority FROM membership WHERE membership.la = placed.la
            AND from_day <= :as_of AND :as_of < to_day),
        placed.phase, placed.school_type, placed.trust,
        (SELECT name FROM trust WHERE trust.trust = placed.trust ORDER BY from_day DESC LIMIT 1),
        pair.strands, pair.since,
        EXISTS (SELECT 1 FROM opt_in WHERE opt_in.school = placed.school
            AND from_day <= :as_of AND :as_of < to_day
            AND (:programme IS NULL OR programme = :programme)) AS is_opted_in,
        EXISTS (SELECT 1 FROM eligible WHERE eligible.school = placed.school
            AND from_day <= :as_of AND :as_of < to_day
            AND (:programme IS NULL OR programme = :programme)) AS is_eligible
    FROM temp.placed AS placed
    JOIN state ON state.school = placed.school
        AND state.from_day <= :as_of AND :as_of < state.to_day
    LEFT JOIN pair ON pair.school = placed.school
    WHERE placed.from_day <= :as_of AND :as_of < placed.to_day
        AND (:phase IS NULL OR placed.phase = :phase)
        AND (:type IS NULL OR placed.school_type = :type)
        AND (:trust IS NULL OR placed.trust = :trust)
        AND (:is_engaged IS NULL OR (pair.school IS NOT NULL) = :is_engaged)
        AND (:is_eligible IS NULL OR is_eligible = :is_eligible)
    ORDER BY state.urn
    """
