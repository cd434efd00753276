-- Every stretch of days on which a pair of school and strand was active in the area, school by school.
-- register/scope/ or movement/line.sql has found the area.
SELECT placed.school, max(placed.from_day, enrolment.from_day) AS from_day,
    min(placed.to_day, enrolment.to_day) AS to_day
FROM temp.placed AS placed CROSS JOIN enrolment ON enrolment.school = placed.school
WHERE placed.from_day <= :as_of AND enrolment.from_day <= :as_of
    AND max(placed.from_day, enrolment.from_day) < min(placed.to_day, enrolment.to_day)
    AND (:programme IS NULL OR programme = :programme)
    AND (:strand IS NULL OR strand = :strand)
ORDER BY placed.school, from_day
