-- Every school ever registered, and what is true of it at the end of :as_of and in [:from, :as_of]: enough to
-- say why it is counted or left out. Parameters as in report.sql, but :from is never NULL.
WITH
    -- The newest by :as_of; where all are later, the newest.
    last_state AS (
        SELECT *, max(from_day + CASE WHEN from_day <= :as_of THEN 10000000 ELSE 0 END)
        FROM state GROUP BY school
    ),
    -- The last time the school took part in the programme, and in a strand asked for.
    opted_in AS MATERIALIZED (
        SELECT school, max(to_day) AS to_day, from_seq FROM opt_in
        WHERE from_day <= :as_of AND (:programme IS NULL OR programme = :programme)
        GROUP BY school
    ),
    enrolled AS MATERIALIZED (
        SELECT school, max(to_day) AS to_day, to_seq FROM enrolment
        WHERE from_day <= :as_of AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY school
    )
SELECT last_state.school, last_state.urn, last_state.name,
    coalesce(placed_now.la, last_state.la) AS la, last_state.school_type, last_state.phase,
    last_state.trust, last_state.from_day, last_state.to_day, last_state.from_seq, last_state.to_seq,
    placed_now.school IS NOT NULL AS is_placed_now,
    EXISTS (SELECT 1 FROM temp.placed AS then_placed
        WHERE then_placed.school = last_state.school
            AND then_placed.from_day <= :as_of AND :from < then_placed.to_day) AS is_placed_then,
    (SELECT min(eligible.rule_seq) FROM eligible
        WHERE eligible.school = last_state.school
            AND eligible.from_day <= :as_of AND :as_of < eligible.to_day
            AND (:programme IS NULL OR programme = :programme)) AS rule_seq,
    opted_in.to_day AS opted_in_to, opted_in.from_seq AS opted_in_seq,
    enrolled.to_day AS enrolled_to, enrolled.to_seq AS enrolled_end_seq,
    (SELECT from_seq FROM membership
        WHERE membership.la = coalesce(placed_now.la, last_state.la) AND authority = :authority
            AND from_day <= coalesce(:basis_day, :as_of) AND coalesce(:basis_day, :as_of) < to_day)
        AS membership_seq,
    -- Where the school is on the fixed day of the boundary basis.
    (SELECT from_seq FROM state AS home WHERE home.school = last_state.school
        AND home.from_day <= :basis_day AND :basis_day < home.to_day) AS home_seq
FROM last_state
-- On one day, a school is placed once.
LEFT JOIN temp.placed AS placed_now ON placed_now.school = last_state.school
    AND placed_now.from_day <= :as_of AND :as_of < placed_now.to_day
LEFT JOIN opted_in ON opted_in.school = last_state.school
LEFT JOIN enrolled ON enrolled.school = last_state.school
ORDER BY last_state.school
