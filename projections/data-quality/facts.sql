-- The facts that came late, were corrected or were taken back: see README.md here. Read from the log.
-- :from and :as_of are ISO days, :known_at the last event known, :types a JSON list of types, :late how many days
-- may pass before a fact is late.
WITH
    amendment AS MATERIALIZED (
        SELECT seq, type, CAST(leaf ->> '$.data.target' AS INTEGER) AS target FROM event
        WHERE seq <= :known_at AND type IN ('EventCorrected', 'EventRetracted')
    ),
    taken_back AS MATERIALIZED (SELECT target, seq FROM amendment WHERE type = 'EventRetracted'),
    corrected AS MATERIALIZED (
        SELECT target, max(seq) AS seq FROM amendment
        WHERE type = 'EventCorrected' AND seq NOT IN (SELECT target FROM taken_back)
        GROUP BY target
    ),
    told AS (
        SELECT seq, type, valid_from, substr(recorded_at, 1, 10) AS recorded_on FROM event
        WHERE seq <= :known_at AND valid_from BETWEEN :from AND :as_of
            AND type IN (SELECT value FROM json_each(:types))
    )
SELECT told.seq, type, valid_from, recorded_on,
    CAST(max(0, julianday(recorded_on) - julianday(valid_from)) AS INTEGER) AS days_later,
    corrected.seq, taken_back.seq
FROM told
LEFT JOIN corrected ON corrected.target = told.seq
LEFT JOIN taken_back ON taken_back.target = told.seq
WHERE julianday(recorded_on) - julianday(valid_from) > :late
    OR corrected.seq IS NOT NULL OR taken_back.seq IS NOT NULL
ORDER BY told.seq
