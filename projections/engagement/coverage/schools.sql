-- Every school open in the area at the end of :as_of: whether it is eligible, whether it is reached, and how many of
-- its pupils were known to be eligible for free school meals. Parameters as in report.sql.
WITH
    eligible_now AS MATERIALIZED (
        SELECT school, min(rule_seq) AS seq FROM eligible
        WHERE from_day <= :as_of AND :as_of < to_day AND (:programme IS NULL OR programme = :programme)
        GROUP BY school
    ),
    reached AS MATERIALIZED (
        SELECT school, count(*) AS points, group_concat(DISTINCT origin_seq) AS seqs FROM enrolment
        WHERE from_day <= :as_of AND :as_of < to_day
            AND (:programme IS NULL OR programme = :programme) AND (:strand IS NULL OR strand = :strand)
        GROUP BY school
    )
SELECT placed.school, state.urn, state.name, placed.la, placed.phase, placed.school_type, placed.trust,
    state.from_seq, eligible_now.seq AS rule_seq, coalesce(reached.points, 0) AS points,
    coalesce(reached.seqs, '') AS enrolment_seqs,
    -- The newest count of pupils by then that says how many have free school meals.
    (SELECT fsm_percent_tenths FROM roll
        WHERE roll.school = placed.school AND from_day <= :as_of AND fsm_percent_tenths IS NOT NULL
        ORDER BY from_day DESC, seq DESC LIMIT 1) AS fsm_percent_tenths,
    (SELECT seq FROM roll
        WHERE roll.school = placed.school AND from_day <= :as_of AND fsm_percent_tenths IS NOT NULL
        ORDER BY from_day DESC, seq DESC LIMIT 1) AS roll_seq
FROM temp.placed AS placed
JOIN state ON state.school = placed.school AND state.from_day <= :as_of AND :as_of < state.to_day
LEFT JOIN eligible_now ON eligible_now.school = placed.school
LEFT JOIN reached ON reached.school = placed.school
WHERE placed.from_day <= :as_of AND :as_of < placed.to_day
ORDER BY state.urn
