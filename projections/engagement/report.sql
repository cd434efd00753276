-- One row for each (dimension, key); README.md says what each figure counts.
-- :as_of and :from are days as numbers, :programme and :strand texts or NULL, :by a JSON list of
-- dimensions or NULL.
-- register/scope/ has made temp.placed, the schools of the area asked for; scope/ has made temp.enrolled and
-- temp.admitted, their active pairs and the eligible ones.
WITH
    -- The whole, school by school. What is over before the period counts for nothing.
    engaged AS NOT MATERIALIZED (
        SELECT school, count(*) FILTER (WHERE to_day > :as_of) AS points,
            sum(max(0, min(to_day, :as_of + 1) - max(from_day, :from, CASE
                WHEN :strand IS NULL THEN iif(:programme IS NULL, adds_from, adds_from_in_programme)
                WHEN :programme IS NULL THEN adds_from_in_strand
                ELSE from_day
            END))) AS days
        FROM temp.enrolled
        WHERE from_day <= :as_of AND to_day > min(:from, :as_of)
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY school
    ),
    told AS NOT MATERIALIZED (
        SELECT points, days, coalesce(
                (SELECT into_school FROM temp.final WHERE final.school = engaged.school), school
            ) AS final_school,
            CASE WHEN points > 0 THEN (
                SELECT trust FROM temp.placed AS placed
                WHERE placed.school = engaged.school
                    AND placed.from_day <= :as_of AND :as_of < placed.to_day) END AS trust,
            points > 0 AND EXISTS (
                SELECT 1 FROM eligible
                WHERE eligible.school = engaged.school
                    AND eligible.from_day <= :as_of AND :as_of < eligible.to_day
                    AND (:programme IS NULL OR programme = :programme)) AS is_eligible
        FROM engaged
    ),
    -- A school while it was engaged and placed the same, in any strand (NULL) and in each; when keys are asked for.
    stay AS NOT MATERIALIZED (
        SELECT placed.school, la, phase, school_type, trust, NULL AS strand,
            count(*) FILTER (WHERE enrolment.to_day > :as_of AND placed.to_day > :as_of) AS points,
            sum(max(0, min(placed.to_day, enrolment.to_day, :as_of + 1) - max(
                placed.from_day, :from, CASE
                    WHEN :strand IS NULL THEN iif(:programme IS NULL, adds_from, adds_from_in_programme)
                    WHEN :programme IS NULL THEN adds_from_in_strand
                    ELSE enrolment.from_day
                END))) AS days
        FROM temp.placed AS placed CROSS JOIN enrolment ON enrolment.school = placed.school
        WHERE :by IS NOT NULL AND placed.from_day <= :as_of AND placed.to_day > min(:from, :as_of)
            AND enrolment.from_day < placed.to_day AND enrolment.from_day <= :as_of
            AND enrolment.to_day > placed.from_day AND enrolment.to_day > min(:from, :as_of)
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY placed.school, placed.from_day
        UNION ALL
        SELECT school, NULL, NULL, NULL, (
                SELECT trust FROM temp.placed AS placed
                WHERE placed.school = enrolled.school
                    AND placed.from_day <= :as_of AND :as_of < placed.to_day),
            strand, count(*) FILTER (WHERE to_day > :as_of), sum(max(
                0, min(to_day, :as_of + 1)
                    - max(from_day, :from, iif(:programme IS NULL, adds_from_in_strand, from_day))))
        FROM temp.enrolled AS enrolled
        WHERE instr(:by, '"strand"') AND from_day <= :as_of AND to_day > min(:from, :as_of)
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY school, strand
    ),
    kept AS MATERIALIZED (
        SELECT la, phase, school_type, trust, strand, points, days, coalesce(
                (SELECT into_school FROM temp.final WHERE final.school = stay.school), school
            ) AS final_school,
            points > 0 AND EXISTS (
                SELECT 1 FROM eligible
                WHERE eligible.school = stay.school
                    AND eligible.from_day <= :as_of AND :as_of < eligible.to_day
                    AND (:programme IS NULL OR programme = :programme)) AS is_eligible
        FROM stay
    ),
    -- The total and the keys apart: so the total, which is all that most reports ask for, need not be sorted.
    counted (dimension, key, schools, points, trusts, eligible_schools, ever_schools, days)
    AS MATERIALIZED (
        SELECT 'all', '', count(*) FILTER (WHERE points > 0), sum(points), count(DISTINCT trust),
            count(*) FILTER (WHERE is_eligible),
            count(DISTINCT final_school) FILTER (WHERE days > 0), sum(days)
        FROM told
        UNION ALL
        SELECT value,
            CASE value
                WHEN 'la' THEN la WHEN 'phase' THEN phase WHEN 'type' THEN school_type
                WHEN 'strand' THEN strand ELSE trust
            END AS found,
            count(*) FILTER (WHERE points > 0),  -- on one day, a school is placed once
            sum(points), count(DISTINCT trust) FILTER (WHERE points > 0),
            count(*) FILTER (WHERE is_eligible),
            count(DISTINCT final_school) FILTER (WHERE days > 0), sum(days)
        FROM kept CROSS JOIN json_each(:by)
        WHERE (value = 'strand') = (strand IS NOT NULL)
            AND (value <> 'trust' OR trust IS NOT NULL)
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
        SELECT 'all', '', count(DISTINCT school) FROM temp.admitted
        WHERE from_day <= :as_of AND :as_of < to_day AND (:programme IS NULL OR programme = :programme)
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
