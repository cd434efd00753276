-- DuckDB's part: the exported NDJSON to table `fact`, which answers.sql asks.
-- Every fact as it reads after corrections and retractions, in the order of the story: by day, then
-- by seq of the event first recorded. Members read as typed columns, which is its fastest way.
CREATE TEMP TABLE fact AS
WITH known AS MATERIALIZED (
    SELECT seq, type, validFrom AS day, data
    FROM read_json($events, format = 'newline_delimited', columns = {
        seq: 'BIGINT', type: 'VARCHAR', validFrom: 'VARCHAR', data: 'STRUCT(
            urn VARCHAR, oldUrn VARCHAR, newUrn VARCHAR, survivor VARCHAR, absorbed VARCHAR[],
            la VARCHAR, strand VARCHAR, old VARCHAR[], "new" VARCHAR, spend VARCHAR,
            amountPence BIGINT, target BIGINT, replacement STRUCT(
                validFrom VARCHAR, urn VARCHAR, strand VARCHAR, spend VARCHAR, amountPence BIGINT))'})
    WHERE type <> 'ParticipationRecorded'
),
retracted AS MATERIALIZED (
    SELECT data.target AS seq FROM known WHERE type = 'EventRetracted'
),
-- In this ledger only enrolments, payments and participation are corrected.
correction AS MATERIALIZED (
    SELECT DISTINCT ON (root) root, reading
    FROM (
        SELECT seq, data.target AS root, data.replacement AS reading
        FROM known WHERE type = 'EventCorrected'
    ) AS said
    WHERE seq NOT IN (SELECT seq FROM retracted)
    ORDER BY root, seq DESC
),
reading AS (
    SELECT seq, type, coalesce(reading.validFrom, day) AS day, data, reading, root IS NOT NULL AS corrected
    FROM known LEFT JOIN correction ON root = seq
    WHERE seq NOT IN (SELECT seq FROM retracted) AND type NOT IN ('EventCorrected', 'EventRetracted')
)
SELECT row_number() OVER (ORDER BY day, seq) AS pos, type,
    CASE WHEN corrected THEN reading.urn ELSE data.urn END AS urn,
    data.oldUrn AS old_urn, data.newUrn AS new_urn,
    data.survivor AS survivor, data.absorbed[1] AS absorbed, data.la AS la,
    CASE WHEN corrected THEN reading.strand ELSE data.strand END AS strand,
    data.old::VARCHAR AS old_strands, data."new" AS new_strand,
    CASE WHEN corrected THEN reading.spend ELSE data.spend END AS spend,
    CASE WHEN corrected THEN reading.amountPence ELSE data.amountPence END AS pence
FROM reading WHERE day <= $day;
