-- The LA each school belongs to on the fixed day of the boundary basis; empty when areas are as they were.
INSERT INTO temp.home (school, la)
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
