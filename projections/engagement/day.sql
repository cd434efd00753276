-- The figures of report.sql that are about one day alone, for that day: what a control total is compared with.
-- :as_of is a day as a number, :programme and :strand texts or NULL; register/scope/ has made temp.placed.
WITH
    placed_now AS NOT MATERIALIZED (
        SELECT school, trust FROM temp.placed AS placed WHERE from_day <= :as_of AND :as_of < to_day
    ),
    eligible_now AS NOT MATERIALIZED (
        SELECT school FROM eligible
        WHERE from_day <= :as_of AND :as_of < to_day AND (:programme IS NULL OR programme = :programme)
    ),
    engaged AS NOT MATERIALIZED (
        SELECT placed_now.school, trust, count(*) AS points
        FROM placed_now CROSS JOIN enrolment ON enrolment.school = placed_now.school
        WHERE enrolment.from_day <= :as_of AND :as_of < enrolment.to_day
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY placed_now.school
    ),
    rule (is_in_force) AS (
        SELECT EXISTS (
            SELECT 1 FROM eligibility_rule
            WHERE from_day <= :as_of AND :as_of < to_day
                AND (:programme IS NULL OR programme = :programme))
    )
SELECT count(school) AS engagedSchools, coalesce(sum(points), 0) AS pointsOfContact,
    CASE WHEN is_in_force THEN (
        SELECT count(*) FROM placed_now WHERE school IN (SELECT school FROM eligible_now)
    ) END AS eligibleSchools,
    CASE WHEN is_in_force THEN
        count(*) FILTER (WHERE school IN (SELECT school FROM eligible_now))
    END AS engagedEligibleSchools,
    count(DISTINCT trust) AS trustsEngaged
FROM rule LEFT JOIN engaged
