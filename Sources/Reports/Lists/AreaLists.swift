internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// The authorities there have been by the end of a day, with their members then.
    package func authorityList(_ options: ReportOptions) throws -> Listing {
        try listing(
            "authorities", .register, options,
            [
                .init("authority", "Authority"), .init("name", "Name"),
                .init("onsCode", "ONS code"),
                .init("from", "From"), .init("until", "Until"), .init("successor", "Became"),
                .init("members", "Members"),
            ],
            """
            SELECT authority, name, ons_code,
                (SELECT min(from_day) FROM authority AS first
                    WHERE first.authority = authority.authority),
                (SELECT max(to_day) FROM authority AS last
                    WHERE last.authority = authority.authority),
                (SELECT successor FROM authority_succession
                    WHERE predecessor = authority.authority AND from_day <= :as_of),
                (SELECT group_concat(la, ',') FROM (SELECT la FROM membership
                    WHERE membership.authority = authority.authority
                        AND from_day <= :as_of AND :as_of < to_day ORDER BY la))
            FROM authority
            WHERE from_day <= :as_of AND NOT EXISTS (
                SELECT 1 FROM authority AS later WHERE later.authority = authority.authority
                    AND later.from_day > authority.from_day AND later.from_day <= :as_of)
            ORDER BY authority
            """
        ) { row in
            [
                .text(row.text(0)), .text(row.text(1)), .text(row.text(2)),
                Listing.Cell(day: row.number(3)), Listing.Cell(until: row.number(4)),
                Listing.Cell(row.word(5)),
                .texts((row.word(6) ?? "").split(separator: ",").map(String.init)),
            ]
        }
    }

    /// The local authorities there have been by the end of a day, with their open schools then.
    package func localAuthorityList(_ options: ReportOptions) throws -> Listing {
        try listing(
            "localAuthorities", .register, options,
            [
                .init("la", "LA"), .init("name", "Name"), .init("onsCode", "ONS code"),
                .init("authority", "Authority"), .init("from", "From"), .init("until", "Until"),
                .init("schools", "Schools"),
            ],
            """
            SELECT la, name, ons_code,
                (SELECT authority FROM membership WHERE membership.la = local_authority.la
                    AND from_day <= :as_of AND :as_of < to_day) AS home,
                (SELECT min(from_day) FROM local_authority AS first
                    WHERE first.la = local_authority.la),
                (SELECT max(to_day) FROM local_authority AS last
                    WHERE last.la = local_authority.la),
                (SELECT count(*) FROM state WHERE state.la = local_authority.la
                    AND from_day <= :as_of AND :as_of < to_day)
            FROM local_authority
            WHERE from_day <= :as_of AND NOT EXISTS (
                SELECT 1 FROM local_authority AS later WHERE later.la = local_authority.la
                    AND later.from_day > local_authority.from_day AND later.from_day <= :as_of)
                AND (:authority IS NULL OR home = :authority)
            ORDER BY la
            """
        ) { row in
            [
                .text(row.text(0)), .text(row.text(1)), .text(row.text(2)),
                Listing.Cell(row.word(3)), Listing.Cell(day: row.number(4)),
                Listing.Cell(until: row.number(5)), .number(row.integer(6)),
            ]
        }
    }

    /// The trusts there have been by the end of a day, with their schools in the area then.
    package func trustList(_ options: ReportOptions, isEngaged: Bool?) throws -> Listing {
        let open = try open(.engagement, options)
        let parameters = options.parameters(from: nil).merging(
            ["is_engaged": Value(isEngaged.map { $0 ? 1 : 0 })]) { $1 }
        let rows = try open.rows(trustListQuery, parameters) { row -> [Listing.Cell] in
            [
                .text(row.text(0)), .text(row.text(1)), Listing.Cell(day: row.number(2)),
                Listing.Cell(until: row.number(3)), .number(row.integer(4)),
                .number(row.integer(5)), .flag(row.integer(6) == 1),
            ]
        }
        return Listing(
            what: "trusts", asOf: options.asOf, head: open.head,
            banner: incomplete(open.quarantined),
            columns: [
                .init("trust", "Trust"), .init("name", "Name"), .init("from", "From"),
                .init("until", "Until"), .init("schools", "Schools"),
                .init("engagedSchools", "Engaged"), .init("optedIn", "Opted in"),
            ], rows: rows)
    }
}

/// With an area asked for, only trusts that have schools there.
private let trustListQuery = """
    WITH
        inside AS (
            SELECT school, trust FROM temp.placed
            WHERE from_day <= :as_of AND :as_of < to_day AND trust IS NOT NULL
        ),
        engaged AS (
            SELECT DISTINCT school FROM enrolment
            WHERE from_day <= :as_of AND :as_of < to_day
                AND (:programme IS NULL OR programme = :programme)
                AND (:strand IS NULL OR strand = :strand)
        ),
        counted AS (
            SELECT inside.trust, count(*) AS schools, count(engaged.school) AS engaged_schools
            FROM inside LEFT JOIN engaged ON engaged.school = inside.school
            GROUP BY inside.trust
        )
    SELECT trust.trust, trust.name,
        (SELECT min(from_day) FROM trust AS first WHERE first.trust = trust.trust),
        (SELECT max(to_day) FROM trust AS last WHERE last.trust = trust.trust),
        coalesce(schools, 0), coalesce(engaged_schools, 0),
        EXISTS (SELECT 1 FROM trust_opt_in WHERE trust_opt_in.trust = trust.trust
            AND from_day <= :as_of AND :as_of < to_day
            AND (:programme IS NULL OR programme = :programme))
    FROM trust LEFT JOIN counted ON counted.trust = trust.trust
    WHERE trust.from_day <= :as_of AND NOT EXISTS (
            SELECT 1 FROM trust AS later WHERE later.trust = trust.trust
                AND later.from_day > trust.from_day AND later.from_day <= :as_of)
        AND (:authority IS NULL AND :la IS NULL OR schools > 0)
        AND (:is_engaged IS NULL OR (coalesce(engaged_schools, 0) > 0) = :is_engaged)
    ORDER BY trust.trust
    """
