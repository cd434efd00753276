-- One row for each (dimension, key); README.md says what each figure counts.
-- :as_of and :from are days as numbers, :programme and :strand texts or NULL, :by a JSON list of dimensions.
-- register/scope/ has filled temp.placed with the schools of the area asked for.
WITH
    -- Active pairs in the area, on the days up to :as_of.
    active AS MATERIALIZED (
        SELECT programme, strand, enrolment.school, la, phase, school_type, trust,
            max(enrolment.from_day, placed.from_day) AS from_day,
            min(enrolment.to_day, placed.to_day, :as_of + 1) AS to_day
        FROM enrolment JOIN temp.placed AS placed ON placed.school = enrolment.school
        WHERE max(enrolment.from_day, placed.from_day)
                < min(enrolment.to_day, placed.to_day, :as_of + 1)
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
    ),
    -- Every active pair under each key it counts for.
    keyed (dimension, key, programme, strand, school, trust, from_day, to_day) AS MATERIALIZED (
        SELECT 'all', '', programme, strand, school, trust, from_day, to_day FROM active
        UNION ALL
        SELECT value,
            CASE value
                WHEN 'la' THEN la WHEN 'phase' THEN phase WHEN 'type' THEN school_type
                WHEN 'strand' THEN strand ELSE trust
            END,
            programme, strand, school, trust, from_day, to_day
        FROM active JOIN json_each(:by)
        WHERE value <> 'trust' OR trust IS NOT NULL
    ),
    engaged AS (
        SELECT dimension, key, count(DISTINCT school) AS schools,
            count(*) AS points,  -- of a pair, one row at most reaches the day
            count(DISTINCT trust) AS trusts
        FROM keyed WHERE to_day = :as_of + 1 GROUP BY dimension, key
    ),
    -- The days of the period that each pair adds to those its school has already.
    counted AS MATERIALIZED (
        SELECT dimension, key, school, max(from_day, :from) AS from_day, to_day,
            max(to_day) OVER (
                PARTITION BY dimension, key, school ORDER BY from_day, to_day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS reached
        FROM keyed WHERE to_day > :from
    ),
    ever AS (
        SELECT dimension, key, count(DISTINCT coalesce(final.into_school, counted.school)) AS schools,
            sum(max(0, to_day - max(from_day, coalesce(reached, from_day)))) AS days
        FROM counted LEFT JOIN temp.final AS final ON final.school = counted.school
        GROUP BY dimension, key
    ),
    eligible_now AS MATERIALIZED (
        SELECT DISTINCT placed.school, la, phase, school_type, trust
        FROM eligible JOIN temp.placed AS placed ON placed.school = eligible.school
        WHERE eligible.from_day <= :as_of AND :as_of < eligible.to_day
            AND placed.from_day <= :as_of AND :as_of < placed.to_day
            AND (:programme IS NULL OR programme = :programme)
    ),
    eligible_keyed (dimension, key, school) AS (
        SELECT 'all', '', school FROM eligible_now
        UNION ALL
        SELECT value,
            CASE value
                WHEN 'la' THEN la WHEN 'phase' THEN phase WHEN 'type' THEN school_type ELSE trust
            END,
            school
        FROM eligible_now JOIN json_each(:by)
        WHERE value <> 'strand' AND (value <> 'trust' OR trust IS NOT NULL)
        UNION ALL
        SELECT 'strand', strands.key, school
        FROM eligible_now JOIN (SELECT DISTINCT key FROM counted WHERE dimension = 'strand') AS strands
    ),
    eligible_count AS (
        SELECT dimension, key, count(DISTINCT school) AS schools
        FROM eligible_keyed GROUP BY dimension, key
    ),
    both_count AS (
        SELECT keyed.dimension, keyed.key, count(DISTINCT keyed.school) AS schools
        FROM keyed JOIN eligible_now ON eligible_now.school = keyed.school
        WHERE to_day = :as_of + 1 GROUP BY keyed.dimension, keyed.key
    ),
    rows (dimension, key) AS (
        SELECT 'all', ''
        UNION SELECT dimension, key FROM engaged
        UNION SELECT dimension, key FROM counted
        UNION SELECT dimension, key FROM eligible_count
    ),
    rule (is_in_force) AS (
        SELECT EXISTS (
            SELECT 1 FROM eligibility_rule
            WHERE from_day <= :as_of AND :as_of < to_day
                AND (:programme IS NULL OR programme = :programme))
    )
SELECT rows.dimension, rows.key,
    coalesce(engaged.schools, 0) AS engagedSchools,
    coalesce(points, 0) AS pointsOfContact,
    CASE WHEN is_in_force THEN coalesce(eligible_count.schools, 0) END AS eligibleSchools,
    CASE WHEN is_in_force THEN coalesce(both_count.schools, 0) END AS engagedEligibleSchools,
    coalesce(ever.schools, 0) AS everEngagedSchools,
    coalesce(days, 0) AS schoolDays,
    coalesce(trusts, 0) AS trustsEngaged
FROM rows JOIN rule
LEFT JOIN engaged ON (engaged.dimension, engaged.key) = (rows.dimension, rows.key)
LEFT JOIN eligible_count
    ON (eligible_count.dimension, eligible_count.key) = (rows.dimension, rows.key)
LEFT JOIN both_count ON (both_count.dimension, both_count.key) = (rows.dimension, rows.key)
LEFT JOIN ever ON (ever.dimension, ever.key) = (rows.dimension, rows.key)
ORDER BY rows.dimension, rows.key
