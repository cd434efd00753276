-- PostgreSQL's part: table `event` (seq, leaf jsonb) to table `fact`, which answers.sql asks.
-- Every fact as it reads after corrections and retractions, in the order of the story: by day, then
-- by seq of the event first recorded. Participation is in neither answer and left out.
CREATE TEMP TABLE fact AS
WITH known AS MATERIALIZED (
    SELECT seq, leaf ->> 'type' AS type, leaf ->> 'validFrom' AS day, leaf -> 'data' AS data
    FROM event WHERE leaf ->> 'type' <> 'ParticipationRecorded'
),
retracted AS MATERIALIZED (
    SELECT (data ->> 'target')::bigint AS seq FROM known WHERE type = 'EventRetracted'
),
correction AS MATERIALIZED (
    SELECT DISTINCT ON (root) root, reading
    FROM (
        SELECT seq, (data ->> 'target')::bigint AS root, data -> 'replacement' AS reading
        FROM known WHERE type = 'EventCorrected'
    ) AS said
    WHERE seq NOT IN (SELECT seq FROM retracted)
    ORDER BY root, seq DESC
),
reading AS (
    SELECT seq, type, coalesce(reading ->> 'validFrom', day) AS day, coalesce(reading, data) AS data
    FROM known LEFT JOIN correction ON root = seq
    WHERE seq NOT IN (SELECT seq FROM retracted) AND type NOT IN ('EventCorrected', 'EventRetracted')
)
SELECT row_number() OVER (ORDER BY day, seq) AS pos, type,
    data ->> 'urn' AS urn, data ->> 'oldUrn' AS old_urn, data ->> 'newUrn' AS new_urn,
    data ->> 'survivor' AS survivor, data -> 'absorbed' ->> 0 AS absorbed, data ->> 'la' AS la,
    data ->> 'strand' AS strand, data ->> 'old' AS old_strands, data ->> 'new' AS new_strand,
    data ->> 'spend' AS spend, (data ->> 'amountPence')::bigint AS pence
FROM reading WHERE day <= :'day';

ANALYZE fact;
