-- Each school that had become part of another by :as_of, and the school it is then, however many hops away.
INSERT INTO temp.final (school, into_school)
WITH RECURSIVE
    became (school, into_school) AS (
        SELECT school, into_school FROM school_union
        WHERE from_day <= :as_of AND :as_of < to_day
        UNION
        SELECT became.school, next.into_school FROM became
        JOIN school_union AS next ON next.school = became.into_school
            AND next.from_day <= :as_of AND :as_of < next.to_day
    )
SELECT school, into_school FROM became
WHERE into_school NOT IN (SELECT school FROM became)
