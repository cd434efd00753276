-- Every school eligible in the area at the end of :as_of: the rule that admits it, the event that put it in
-- its state. Parameters as in report.sql.
SELECT state.school, state.urn, state.name, placed.la, state.school_type, state.phase,
    min(eligible.rule_seq) AS rule_seq, state.from_seq
FROM eligible
JOIN temp.placed AS placed ON placed.school = eligible.school
    AND placed.from_day <= :as_of AND :as_of < placed.to_day
JOIN state ON state.school = eligible.school
    AND state.from_day <= :as_of AND :as_of < state.to_day
WHERE eligible.from_day <= :as_of AND :as_of < eligible.to_day
    AND (:programme IS NULL OR eligible.programme = :programme)
GROUP BY state.school
ORDER BY state.school
