-- The LAs of an authority, of those it was merged into, and of those it was made of that led the programme before
-- it (of all it was made of, when none of them did), each on the days on which it was a member.
INSERT INTO temp.area (la, from_day, to_day)
WITH RECURSIVE
    leads (authority) AS (
        SELECT DISTINCT lead_id FROM programme
        WHERE lead_kind = 'authority' AND (:programme IS NULL OR programme = :programme)
    ),
    after (authority) AS (
        SELECT :authority
        UNION
        SELECT successor FROM after JOIN authority_succession ON predecessor = authority
    ),
    before (authority) AS (
        SELECT :authority
        UNION
        SELECT made.predecessor FROM before JOIN authority_succession AS made ON made.successor = authority
        WHERE made.predecessor IN leads OR NOT EXISTS (
            SELECT 1 FROM authority_succession AS other
            WHERE other.successor = made.successor AND other.predecessor IN leads)
    )
SELECT la, from_day, to_day FROM membership
WHERE authority IN (SELECT authority FROM after UNION SELECT authority FROM before)
