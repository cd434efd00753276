-- One row for each school open at :as_of in the area asked for; parameters as in engagement.
WITH
    home AS (
        SELECT school, la FROM (
            SELECT school, la, row_number() OVER (
                PARTITION BY school
                ORDER BY CASE
                        WHEN from_day <= :basis_day AND :basis_day < to_day THEN 0
                        WHEN to_day <= :basis_day THEN 1
                        ELSE 2
                    END,
                    CASE WHEN to_day <= :basis_day THEN -to_day ELSE from_day END
            ) AS choice
            FROM state WHERE :basis_day IS NOT NULL)
        WHERE choice = 1
    ),
    placed AS (
        SELECT state.*, CASE WHEN :basis_day IS NULL THEN state.la ELSE home.la END AS area_la
        FROM state LEFT JOIN home ON home.school = state.school
        WHERE from_day <= :as_of AND :as_of < to_day
    )
SELECT school, urn, name, placed.la, membership.authority, trust, school_type AS schoolType, phase
FROM placed
LEFT JOIN membership
    ON membership.la = placed.la AND membership.from_day <= :as_of AND :as_of < membership.to_day
WHERE (:la IS NULL OR area_la IN (SELECT value FROM json_each(:la)))
    AND (:authority IS NULL OR area_la IN (
        SELECT la FROM membership
        WHERE authority = :authority AND from_day <= coalesce(:basis_day, :as_of)
            AND coalesce(:basis_day, :as_of) < to_day))
ORDER BY school
