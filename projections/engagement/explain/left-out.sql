-- Every school ever registered that is not engaged in the area at the end of :as_of, whether it is eligible,
-- and why it is not counted. Parameters as in report.sql.
WITH
    last_state AS (
        SELECT school, urn, name, la, to_day, to_seq, from_seq, from_day FROM (
            SELECT *, row_number() OVER (PARTITION BY school ORDER BY
                CASE WHEN from_day <= :as_of THEN 0 ELSE 1 END, from_day DESC) AS age
            FROM state)
        WHERE age = 1
    ),
    engaged AS (
        SELECT DISTINCT enrolment.school
        FROM enrolment JOIN temp.placed AS placed ON placed.school = enrolment.school
            AND placed.from_day <= :as_of AND :as_of < placed.to_day
        WHERE enrolment.from_day <= :as_of AND :as_of < enrolment.to_day
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
    ),
    -- Who is in the area, eligible, and opted in, at the end of :as_of.
    in_area AS MATERIALIZED (
        SELECT school FROM temp.placed WHERE from_day <= :as_of AND :as_of < to_day
    ),
    eligible_now AS MATERIALIZED (
        SELECT DISTINCT school FROM eligible
        WHERE from_day <= :as_of AND :as_of < to_day
            AND (:programme IS NULL OR programme = :programme)
    ),
    opted_in AS MATERIALIZED (
        SELECT DISTINCT school FROM opt_in
        WHERE from_day <= :as_of AND :as_of < to_day
            AND (:programme IS NULL OR programme = :programme)
    ),
    past AS (
        SELECT school, max(to_day) AS to_day, to_seq FROM enrolment
        WHERE from_day <= :as_of AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY school
    )
SELECT last_state.school, last_state.urn, last_state.name, last_state.la,
    last_state.school IN eligible_now AS is_eligible,
    CASE
        WHEN last_state.from_day > :as_of THEN 'not open yet'
        WHEN last_state.to_day <= :as_of THEN 'closed'
        WHEN last_state.school NOT IN in_area THEN 'outside the area'
        WHEN past.school IS NOT NULL THEN 'no enrolment active any more'
        WHEN last_state.school IN opted_in THEN 'opted in, not enrolled'
        ELSE 'not opted in'
    END AS reason,
    CASE
        WHEN last_state.to_day <= :as_of THEN last_state.to_seq
        WHEN past.school IS NOT NULL THEN past.to_seq
        ELSE last_state.from_seq
    END AS seq
FROM last_state
LEFT JOIN past ON past.school = last_state.school
WHERE last_state.school NOT IN (SELECT school FROM engaged)
ORDER BY reason, last_state.school
