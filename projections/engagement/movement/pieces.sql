-- Every stretch of days after the end of :from and up to the end of :as_of on which a pair of school and strand was
-- active in the area, or a school was eligible there, and what began and ended it.
-- A cause is NULL when it is not what began or ended the stretch: *_seq are events, is_merger tells a merger of
-- authorities from other changes of area. :from and :as_of are days as numbers.
WITH
    piece AS (
        SELECT 'pair' AS kind, enrolment.school, programme || '/' || strand AS pair, placed.la,
            enrolment.from_day AS own_from, enrolment.to_day AS own_to,
            enrolment.from_seq AS own_from_seq, enrolment.to_seq AS own_to_seq,
            max(enrolment.from_day, placed.from_day) AS from_day,
            min(enrolment.to_day, placed.to_day) AS to_day
        FROM enrolment JOIN temp.placed AS placed ON placed.school = enrolment.school
        WHERE (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        UNION ALL
        SELECT 'eligible', eligible.school, programme, placed.la,
            eligible.from_day, eligible.to_day,
            (SELECT seq FROM eligibility_rule AS rule
                WHERE rule.programme = eligible.programme AND rule.from_day = eligible.from_day),
            (SELECT seq FROM eligibility_rule AS rule
                WHERE rule.programme = eligible.programme AND rule.from_day = eligible.to_day),
            max(eligible.from_day, placed.from_day), min(eligible.to_day, placed.to_day)
        FROM eligible JOIN temp.placed AS placed ON placed.school = eligible.school
        WHERE (:programme IS NULL OR programme = :programme)
    )
SELECT kind, piece.school, pair, piece.la, from_day, to_day,
    CASE WHEN own_from = from_day THEN own_from_seq END AS own_from_seq,
    CASE WHEN own_to = to_day THEN own_to_seq END AS own_to_seq,
    (SELECT from_seq FROM membership
        WHERE membership.la = piece.la AND membership.from_day = piece.from_day) AS area_from_seq,
    (SELECT from_seq FROM membership
        WHERE membership.la = piece.la AND membership.to_day = piece.to_day) AS area_to_seq,
    EXISTS (SELECT 1 FROM authority_succession AS merger
        WHERE merger.from_day = piece.from_day) AS is_merger_from,
    EXISTS (SELECT 1 FROM authority_succession AS merger
        WHERE merger.from_day = piece.to_day) AS is_merger_to,
    (SELECT from_seq FROM state
        WHERE state.school = piece.school AND state.from_day = piece.from_day) AS state_from_seq,
    (SELECT to_seq FROM state
        WHERE state.school = piece.school AND state.to_day = piece.to_day) AS state_to_seq,
    EXISTS (SELECT 1 FROM school_union
        WHERE school_union.school = piece.school AND school_union.from_day = piece.to_day) AS is_union_to
FROM piece
WHERE from_day < to_day AND from_day <= :as_of AND to_day > :from
ORDER BY kind, piece.school, from_day, pair
