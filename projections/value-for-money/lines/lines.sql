-- Each amount of temp.money with the days of it that fall in the period [:from, :until) and on which somebody of the
-- area answers for it; a row for each stretch of such days. An area of local authorities alone holds what they and
-- their schools bear. Parameters as in report.sql, and :until.
WITH RECURSIVE
    item AS MATERIALIZED (
        SELECT seq, what, programme, strand, sum(amount_pence) AS amount_pence, period_from, period_to,
            borne_kind, bearer
        FROM (
            SELECT money.*,
                -- The school a URN meant then; one that did not exist yet means the later one.
                CASE WHEN borne_kind = 'school' THEN coalesce(
                    (SELECT school FROM school_urn WHERE urn = borne_id AND from_day <= money.from_day
                        ORDER BY from_day DESC, from_seq DESC LIMIT 1),
                    (SELECT school FROM school_urn WHERE urn = borne_id ORDER BY from_day DESC LIMIT 1),
                    borne_id)
                ELSE borne_id END AS bearer
            FROM temp.money
            WHERE from_day <= :as_of AND :as_of < to_day AND period_from < :until AND :from < period_to
                AND (:programme IS NULL OR programme = :programme)
                AND (:strand IS NULL OR strand = :strand))
        GROUP BY seq, what, programme, strand, period_from, period_to, borne_kind, bearer
    ),
    -- What became of each authority: itself, then whatever it was merged into.
    authority_line (origin, authority, from_day, to_day) AS (
        SELECT origin, origin, -1000000, coalesce(
            (SELECT from_day FROM authority_succession WHERE predecessor = origin), 4000000)
        FROM (SELECT DISTINCT bearer AS origin FROM item WHERE borne_kind = 'authority')
        UNION ALL
        SELECT origin, successor, next.from_day, coalesce(
            (SELECT from_day FROM authority_succession WHERE predecessor = next.successor), 4000000)
        FROM authority_line JOIN authority_succession AS next ON next.predecessor = authority
    ),
    -- Each school's LA on every day: that of its state, or of the nearest state there is.
    school_line AS MATERIALIZED (
        SELECT school, la,
            CASE WHEN lag(from_day) OVER line IS NULL THEN -1000000 ELSE from_day END AS from_day,
            coalesce(lead(from_day) OVER line, 4000000) AS to_day
        FROM state
        WHERE school IN (SELECT bearer FROM item WHERE borne_kind = 'school')
        WINDOW line AS (PARTITION BY school ORDER BY from_day)
    ),
    area AS MATERIALIZED (
        SELECT la, from_day, to_day FROM temp.area
        WHERE (:authority IS NOT NULL OR :la IS NOT NULL)
            AND (:la IS NULL OR la IN (SELECT value FROM json_each(:la)))
    ),
    -- Who answers for an amount in the area asked for, and on which days.
    answers (borne_kind, bearer, programme, from_day, to_day) AS MATERIALIZED (
        SELECT 'authority', origin, NULL, from_day, to_day FROM authority_line
        WHERE authority = :authority AND :basis_day IS NULL AND :la IS NULL
        UNION ALL
        SELECT 'authority', origin, NULL, -1000000, 4000000 FROM authority_line
        WHERE authority = :authority AND from_day <= :basis_day AND :basis_day < to_day AND :la IS NULL
        UNION ALL
        SELECT 'la', la, NULL, from_day, to_day FROM area
        UNION ALL
        SELECT 'school', line.school, NULL, max(line.from_day, area.from_day), min(line.to_day, area.to_day)
        FROM school_line AS line JOIN area ON area.la = line.la
        WHERE :basis_day IS NULL
        UNION ALL
        SELECT 'school', home.school, NULL, -1000000, 4000000
        FROM temp.home AS home JOIN area ON area.la = home.la
        WHERE :basis_day IS NOT NULL
        UNION ALL
        SELECT 'other', NULL, programme, from_day, to_day FROM programme
        WHERE lead_kind = 'authority' AND lead_id = :authority AND :basis_day IS NULL AND :la IS NULL
        UNION ALL
        SELECT 'other', NULL, programme, -1000000, 4000000 FROM programme
        WHERE lead_kind = 'authority' AND lead_id = :authority AND :la IS NULL
            AND from_day <= :basis_day AND :basis_day < to_day
    ),
    owned AS (
        SELECT item.*, -1000000 AS from_day, 4000000 AS to_day FROM item
        WHERE :authority IS NULL AND :la IS NULL
        UNION ALL
        SELECT item.*, answers.from_day, answers.to_day
        FROM item JOIN answers
            ON answers.borne_kind = item.borne_kind AND answers.bearer = item.bearer
        UNION ALL
        SELECT item.*, answers.from_day, answers.to_day
        FROM item JOIN answers ON answers.borne_kind = 'other' AND answers.programme = item.programme
        WHERE item.borne_kind NOT IN ('authority', 'la', 'school')
    ),
    share AS (
        SELECT *, max(period_from, from_day, :from) AS first_day, min(period_to, to_day, :until) AS end_day
        FROM owned
    )
SELECT seq, what, programme, strand, borne_kind, bearer, amount_pence, period_from, period_to, first_day, end_day
FROM share WHERE first_day < end_day
ORDER BY borne_kind, bearer, programme, strand, period_from, period_to, what, seq, first_day
