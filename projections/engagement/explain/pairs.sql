-- Every pair of school and strand that was active in the area on a day of [:from, :as_of], with the events
-- behind it; is_now says whether it still is at the end of :as_of. Parameters as in report.sql.
WITH
    pair AS (
        SELECT enrolment.programme, enrolment.strand, enrolment.school, placed.la, placed.trust,
            max(enrolment.from_day, placed.from_day, :from) AS from_day,
            min(enrolment.to_day, placed.to_day, :as_of + 1) AS to_day,
            enrolment.to_day AS end_day, enrolment.from_seq, enrolment.origin_seq, enrolment.to_seq
        FROM enrolment JOIN temp.placed AS placed ON placed.school = enrolment.school
        WHERE max(enrolment.from_day, placed.from_day, :from)
                < min(enrolment.to_day, placed.to_day, :as_of + 1)
            AND (:programme IS NULL OR enrolment.programme = :programme)
            AND (:strand IS NULL OR enrolment.strand = :strand)
    )
SELECT pair.school, coalesce(final.into_school, pair.school) AS final_school, state.urn, state.name,
    pair.la, pair.trust, pair.programme, pair.strand, pair.from_day, pair.to_day,
    pair.to_day = :as_of + 1 AS is_now, pair.origin_seq, pair.from_seq,
    (SELECT from_seq FROM opt_in
        WHERE opt_in.programme = pair.programme AND opt_in.school = pair.school
            AND opt_in.from_day <= pair.from_day AND pair.from_day < opt_in.to_day) AS opt_in_seq,
    -- What ended it, when the enrolment ended before the school left the area.
    CASE WHEN pair.end_day = pair.to_day AND pair.end_day <= :as_of THEN pair.to_seq END AS end_seq,
    state.from_seq AS state_seq,
    (SELECT from_seq FROM membership
        WHERE membership.la = pair.la AND authority = :authority
            AND from_day <= coalesce(:basis_day, pair.to_day - 1)
            AND coalesce(:basis_day, pair.to_day - 1) < to_day) AS membership_seq,
    -- What took the school out of the area while it was enrolled.
    CASE WHEN pair.end_day > pair.to_day AND pair.to_day <= :as_of THEN coalesce(
        (SELECT from_seq FROM state AS next
            WHERE next.school = pair.school AND next.from_day = pair.to_day AND next.la <> pair.la),
        (SELECT from_seq FROM membership
            WHERE membership.la = pair.la AND from_day = pair.to_day)) END AS gone_seq,
    -- What made it part of the school it is at the end of :as_of.
    CASE WHEN final.school IS NOT NULL THEN (
        SELECT group_concat(DISTINCT from_seq) FROM school_union
        WHERE from_day <= :as_of AND :as_of < to_day
            AND (school_union.school = pair.school OR school_union.into_school = final.into_school)
    ) END AS union_seqs,
    -- Where the school is on the fixed day of the boundary basis.
    (SELECT from_seq FROM state AS home WHERE home.school = pair.school
        AND home.from_day <= :basis_day AND :basis_day < home.to_day) AS home_seq
FROM pair
LEFT JOIN temp.final AS final ON final.school = pair.school
JOIN state ON state.school = pair.school
    AND state.from_day < pair.to_day AND pair.to_day <= state.to_day
ORDER BY pair.school, pair.programme, pair.strand, pair.from_day
