-- The mergers that made the authority asked for, or it was part of, by :as_of; without one, all of them.
WITH RECURSIVE
    after (authority) AS (
        SELECT :authority
        UNION
        SELECT successor FROM after JOIN authority_succession ON predecessor = authority
    ),
    before (authority) AS (
        SELECT :authority
        UNION
        SELECT predecessor FROM before JOIN authority_succession ON successor = authority
    )
SELECT DISTINCT merger.from_day, merger.successor, coalesce((
    SELECT name FROM authority
    WHERE authority.authority = merger.successor ORDER BY from_day DESC LIMIT 1), merger.successor)
FROM authority_succession AS merger
WHERE merger.from_day <= :as_of AND (
    :authority IS NULL OR merger.predecessor IN (SELECT authority FROM after UNION SELECT authority FROM before))
ORDER BY merger.from_day, merger.successor
