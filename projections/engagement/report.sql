-- One row for each (dimension, key); README.md says what each figure counts.
-- :as_of and :from are days as numbers, :programme and :strand texts or NULL, :by a JSON list of
-- dimensions or NULL.
-- register/scope/ has made temp.placed, the schools of the area asked for.
WITH
    -- Pairs active in the area by :as_of, school by school as the tables have them, so that nothing need be
    -- sorted. What is over before the period counts for nothing.
    active AS NOT MATERIALIZED (
        SELECT placed.school, placed.from_day AS placed_from, min(placed.to_day, :as_of + 1) AS placed_to,
            trust, strand, enrolment.from_day, enrolment.to_day
        FROM temp.placed AS placed CROSS JOIN enrolment ON enrolment.school = placed.school
        WHERE placed.from_day <= :as_of AND placed.to_day > min(:from, :as_of)
            AND enrolment.from_day < placed.to_day AND enrolment.from_day <= :as_of
            AND enrolment.to_day > placed.from_day AND enrolment.to_day > min(:from, :as_of)
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
    ),
    -- A school while it was engaged and placed the same, in any strand (NULL) and, when asked, in each. Pairs
    -- that all reach one day are one stretch: the school was engaged from the first day to the last.
    stay AS NOT MATERIALIZED (
        SELECT school, placed_from, trust, NULL AS strand,
            max(min(from_day), placed_from, :from) AS from_day, min(max(to_day), placed_to) AS to_day,
            max(from_day) <= min(to_day) AS is_one_stretch,
            count(*) FILTER (WHERE to_day > :as_of AND placed_to > :as_of) AS points
        FROM active GROUP BY school, placed_from
        UNION ALL
        SELECT school, placed_from, trust, strand,
            max(min(from_day), placed_from, :from), min(max(to_day), placed_to),
            max(from_day) <= min(to_day),
            count(*) FILTER (WHERE to_day > :as_of AND placed_to > :as_of)
        FROM active WHERE instr(:by, '"strand"')
        GROUP BY school, placed_from, strand
    ),
    -- What each adds to the figures. If it is not one stretch, its pairs add the days not reached before.
    told AS NOT MATERIALIZED (
        SELECT school, placed_from, trust, strand, points, to_day > :from AS is_in_period,
            coalesce(
                (SELECT into_school FROM temp.final WHERE final.school = stay.school), school
            ) AS final_school,
            points > 0 AND EXISTS (
                SELECT 1 FROM eligible
                WHERE eligible.school = stay.school
                    AND eligible.from_day <= :as_of AND :as_of < eligible.to_day
                    AND (:programme IS NULL OR programme = :programme)) AS is_eligible,
            CASE WHEN is_one_stretch THEN max(0, to_day - from_day) ELSE (
                SELECT sum(max(0, min(pair.to_day, stay.to_day) - max(
                    pair.from_day, stay.from_day, coalesce((
                        SELECT max(earlier.to_day) FROM enrolment AS earlier
                        WHERE earlier.school = pair.school
                            AND (earlier.from_day, earlier.programme, earlier.strand)
                                < (pair.from_day, pair.programme, pair.strand)
                            AND earlier.programme = coalesce(:programme, earlier.programme)
                            AND earlier.strand = coalesce(:strand, stay.strand, earlier.strand)
                    ), pair.from_day))))
                FROM enrolment AS pair
                WHERE pair.school = stay.school
                    AND pair.programme = coalesce(:programme, pair.programme)
                    AND pair.strand = coalesce(:strand, stay.strand, pair.strand)
            ) END AS days
        FROM stay
    ),
    -- Kept where keys are asked for as well; else each is added up as it is told.
    kept AS MATERIALIZED (SELECT * FROM told WHERE :by IS NOT NULL),
    -- The total and the keys apart: so the total, which is all that most reports ask for, need not be sorted.
    counted (dimension, key, schools, points, trusts, eligible_schools, ever_schools, days)
    AS MATERIALIZED (
        SELECT 'all', '', count(*) FILTER (WHERE points > 0),  -- on one day, a school is placed once
            sum(points), count(DISTINCT trust) FILTER (WHERE points > 0),
            count(*) FILTER (WHERE is_eligible),
            count(DISTINCT final_school) FILTER (WHERE is_in_period), sum(days)
        FROM (
            SELECT * FROM told WHERE :by IS NULL AND strand IS NULL
            UNION ALL SELECT * FROM kept WHERE strand IS NULL)
        UNION ALL
        SELECT value,
            CASE value
                WHEN 'la' THEN la WHEN 'phase' THEN phase WHEN 'type' THEN school_type
                WHEN 'strand' THEN strand ELSE kept.trust
            END AS found,
            count(*) FILTER (WHERE points > 0),
            sum(points), count(DISTINCT kept.trust) FILTER (WHERE points > 0),
            count(*) FILTER (WHERE is_eligible),
            count(DISTINCT final_school) FILTER (WHERE is_in_period), sum(days)
        FROM kept
        CROSS JOIN temp.placed AS placed
            ON placed.school = kept.school AND placed.from_day = kept.placed_from
        CROSS JOIN json_each(:by)
        WHERE (value = 'strand') = (strand IS NOT NULL)
            AND (value <> 'trust' OR kept.trust IS NOT NULL)
        GROUP BY value, found
    ),
    eligible_now AS NOT MATERIALIZED (
        SELECT la, phase, school_type, trust FROM temp.placed AS placed
        WHERE from_day <= :as_of AND :as_of < to_day AND EXISTS (
            SELECT 1 FROM eligible
            WHERE eligible.school = placed.school
                AND eligible.from_day <= :as_of AND :as_of < eligible.to_day
                AND (:programme IS NULL OR programme = :programme))
    ),
    eligible_count (dimension, key, schools) AS MATERIALIZED (
        SELECT 'all', '', count(*) FROM eligible_now
        UNION ALL
        SELECT value,
            CASE value
                WHEN 'la' THEN la WHEN 'phase' THEN phase WHEN 'type' THEN school_type ELSE trust
            END AS found,
            count(*)
        FROM json_each(:by) CROSS JOIN eligible_now
        WHERE value <> 'strand' AND (value <> 'trust' OR trust IS NOT NULL)
        GROUP BY value, found
    ),
    -- A school is eligible for a programme, whatever the strand.
    eligible_keyed (dimension, key, schools) AS (
        SELECT dimension, key, schools FROM eligible_count
        UNION ALL
        SELECT 'strand', counted.key, eligible_count.schools
        FROM counted JOIN eligible_count ON eligible_count.dimension = 'all'
        WHERE counted.dimension = 'strand'
    ),
    rows (dimension, key) AS (
        SELECT dimension, key FROM counted
        UNION SELECT dimension, key FROM eligible_keyed
    ),
    rule (is_in_force) AS (
        SELECT EXISTS (
            SELECT 1 FROM eligibility_rule
            WHERE from_day <= :as_of AND :as_of < to_day
                AND (:programme IS NULL OR programme = :programme))
    )
SELECT rows.dimension, rows.key,
    coalesce(counted.schools, 0) AS engagedSchools,
    coalesce(points, 0) AS pointsOfContact,
    CASE WHEN is_in_force THEN coalesce(eligible_keyed.schools, 0) END AS eligibleSchools,
    CASE WHEN is_in_force THEN coalesce(eligible_schools, 0) END AS engagedEligibleSchools,
    coalesce(ever_schools, 0) AS everEngagedSchools,
    coalesce(days, 0) AS schoolDays,
    coalesce(trusts, 0) AS trustsEngaged
FROM rows JOIN rule
LEFT JOIN counted ON (counted.dimension, counted.key) = (rows.dimension, rows.key)
LEFT JOIN eligible_keyed
    ON (eligible_keyed.dimension, eligible_keyed.key) = (rows.dimension, rows.key)
ORDER BY rows.dimension, rows.key
