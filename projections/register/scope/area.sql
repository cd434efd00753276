-- The LAs of the area asked for, and the days on which they belong to it.
INSERT INTO temp.area (la, from_day, to_day)
SELECT la, from_day, to_day FROM membership
WHERE authority = :authority AND :basis_day IS NULL
UNION ALL
SELECT la, -1000000, 4000000 FROM membership
WHERE authority = :authority AND from_day <= :basis_day AND :basis_day < to_day
UNION ALL
SELECT DISTINCT la, -1000000, 4000000 FROM state
WHERE :authority IS NULL AND (:la IS NULL OR la IN (SELECT value FROM json_each(:la)))
