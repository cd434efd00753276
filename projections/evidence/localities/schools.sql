-- The schools of each locality by the end of :as_of: those its facts name, and those in a programme it leads then.
-- framework is NULL but for a school that adopted one.
WITH
    named AS (
        SELECT locality_school.locality, locality_school.urn, locality_record.from_day,
            CASE type WHEN 'FrameworkAdopted' THEN name END AS framework
        FROM locality_school JOIN locality_record USING (locality, seq)
        WHERE from_day <= :as_of AND (:from IS NULL OR :from <= from_day)
            AND (:programme IS NULL OR programme = :programme)
    )
SELECT DISTINCT locality, coalesce(
        (SELECT school FROM school_urn WHERE school_urn.urn = named.urn AND school_urn.from_day <= named.from_day
            ORDER BY school_urn.from_day DESC, from_seq DESC LIMIT 1),
        (SELECT school FROM school_urn WHERE school_urn.urn = named.urn
            ORDER BY school_urn.from_day DESC LIMIT 1)) AS school, framework
FROM named
UNION
SELECT DISTINCT lead_kind || ':' || lead_id, school, NULL
FROM opt_in JOIN programme USING (programme)
WHERE opt_in.from_day <= :as_of AND :as_of < opt_in.to_day
    AND programme.from_day <= :as_of AND :as_of < programme.to_day
    AND (:programme IS NULL OR programme = :programme)
ORDER BY 1, 2
