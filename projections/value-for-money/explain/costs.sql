-- Every payment and contribution: how many of its days fall in the period [:from, :as_of], and on how many of
-- those somebody of the area answers for it. Parameters as in report.sql, but :from is never NULL.
WITH RECURSIVE
    item AS MATERIALIZED (
        SELECT money.*,
            -- The school a URN meant then; one that did not exist yet means the later one.
            CASE WHEN borne_kind = 'school' THEN coalesce(
                (SELECT school FROM school_urn WHERE urn = borne_id AND from_day <= money.from_day
                    ORDER BY from_day DESC, from_seq DESC LIMIT 1),
                (SELECT school FROM school_urn WHERE urn = borne_id ORDER BY from_day DESC LIMIT 1))
            ELSE borne_id END AS bearer
        FROM (
            SELECT seq, 1 AS is_spend, spend AS id, programme, strand, category AS kind, amount_pence,
                period_from, period_to, borne_kind, borne_id, from_day, to_day
            FROM spend
            UNION ALL
            SELECT seq, 0, NULL, programme, strand, kind, amount_pence,
                period_from, period_to, borne_kind, borne_id, from_day, 4000000
            FROM contribution) AS money
    ),
    -- What became of each authority: itself, then whatever it was merged into, and the event that said so.
    authority_line (origin, authority, from_day, to_day, seq) AS (
        SELECT origin, origin, -1000000, coalesce(
            (SELECT from_day FROM authority_succession WHERE predecessor = origin), 4000000), NULL
        FROM (SELECT DISTINCT bearer AS origin FROM item WHERE borne_kind = 'authority')
        UNION ALL
        SELECT origin, successor, next.from_day, coalesce(
            (SELECT from_day FROM authority_succession WHERE predecessor = next.successor), 4000000),
            next.from_seq
        FROM authority_line JOIN authority_succession AS next ON next.predecessor = authority
    ),
    -- Each school's LA on every day: that of its state, or of the nearest state there is.
    school_line AS MATERIALIZED (
        SELECT school, la, from_seq,
            CASE WHEN lag(from_day) OVER line IS NULL THEN -1000000 ELSE from_day END AS from_day,
            coalesce(lead(from_day) OVER line, 4000000) AS to_day
        FROM state
        WHERE school IN (SELECT bearer FROM item WHERE borne_kind = 'school')
        WINDOW line AS (PARTITION BY school ORDER BY from_day)
    ),
    area AS MATERIALIZED (
        SELECT la, from_day, to_day,
            (SELECT from_seq FROM membership
                WHERE membership.la = area.la AND authority = :authority
                    AND from_day <= coalesce(:basis_day, area.from_day)
                    AND coalesce(:basis_day, area.from_day) < to_day) AS seq
        FROM temp.area AS area WHERE :authority IS NOT NULL
    ),
    -- Who answers for an amount in the area asked for, on which days, and the events that make it so.
    answers (borne_kind, bearer, programme, from_day, to_day, seq) AS MATERIALIZED (
        SELECT 'authority', origin, NULL, from_day, to_day, seq FROM authority_line
        WHERE authority = :authority AND :basis_day IS NULL
        UNION ALL
        SELECT 'authority', origin, NULL, -1000000, 4000000, seq FROM authority_line
        WHERE authority = :authority AND from_day <= :basis_day AND :basis_day < to_day
        UNION ALL
        SELECT 'la', la, NULL, from_day, to_day, seq FROM area
        UNION ALL
        SELECT 'school', line.school, NULL, max(line.from_day, area.from_day),
            min(line.to_day, area.to_day), line.from_seq || coalesce(',' || area.seq, '')
        FROM school_line AS line JOIN area ON area.la = line.la
        WHERE :basis_day IS NULL
        UNION ALL
        SELECT 'school', home.school, NULL, -1000000, 4000000,
            coalesce(
                (SELECT from_seq FROM state WHERE state.school = home.school
                    AND from_day <= :basis_day AND :basis_day < to_day) || ',', '')
                || coalesce(area.seq, '')
        FROM temp.home AS home JOIN area ON area.la = home.la
        UNION ALL
        SELECT 'other', NULL, programme, from_day, to_day, from_seq FROM programme
        WHERE lead_kind = 'authority' AND lead_id = :authority AND :basis_day IS NULL
        UNION ALL
        SELECT 'other', NULL, programme, -1000000, 4000000, from_seq FROM programme
        WHERE lead_kind = 'authority' AND lead_id = :authority
            AND from_day <= :basis_day AND :basis_day < to_day
    ),
    owned (seq, from_day, to_day, answer_seq) AS (
        SELECT seq, -1000000, 4000000, NULL FROM item WHERE :authority IS NULL
        UNION ALL
        SELECT item.seq, answers.from_day, answers.to_day, answers.seq
        FROM item JOIN answers
            ON answers.borne_kind = item.borne_kind AND answers.bearer = item.bearer
        UNION ALL
        SELECT item.seq, answers.from_day, answers.to_day, answers.seq
        FROM item JOIN answers
            ON answers.borne_kind = 'other' AND answers.programme = item.programme
        WHERE item.borne_kind NOT IN ('authority', 'la', 'school')
    ),
    overlap AS (
        SELECT item.seq, answer_seq, min(period_to, owned.to_day, :as_of + 1)
            - max(period_from, owned.from_day, :from) AS days
        FROM owned JOIN item USING (seq)
    ),
    counted AS (
        SELECT seq, sum(days) AS days, group_concat(DISTINCT answer_seq) AS answer_seqs
        FROM overlap WHERE days > 0 GROUP BY seq
    )
SELECT item.seq, is_spend, id, programme, strand, kind, amount_pence, period_from, period_to,
    borne_kind, borne_id, from_day, to_day,
    max(0, min(period_to, :as_of + 1) - max(period_from, :from)) AS period_days,
    coalesce(counted.days, 0) AS counted_days, answer_seqs
FROM item LEFT JOIN counted USING (seq)
ORDER BY item.seq
