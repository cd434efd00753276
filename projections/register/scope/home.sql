-- The LA each school belongs to on the fixed day of the boundary basis; empty when areas are as they were.
INSERT INTO temp.home (school, la)
SELECT school, la FROM (
    -- That of the greatest rank: of the state on that day, else of the last before it, else of the first after it.
    SELECT school, la, max(CASE
        WHEN from_day <= :basis_day AND :basis_day < to_day THEN 20000000
        WHEN to_day <= :basis_day THEN 10000000 + to_day
        ELSE -from_day
    END)
    FROM state WHERE :basis_day IS NOT NULL GROUP BY school)
