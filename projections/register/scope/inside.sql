-- Open schools on the days on which they are in the area asked for: where they were on the day counted, or, on a fixed
-- day, where they were then. What is asked of local authorities is asked of them first, which nearly all schools fail.
INSERT INTO temp.inside (school, la, phase, school_type, trust, from_day, to_day)
SELECT state.school, area.la, phase, school_type, trust,
    max(state.from_day, area.from_day), min(state.to_day, area.to_day)
FROM state CROSS JOIN temp.area AS area ON area.la = state.la
WHERE :basis_day IS NULL AND (:la IS NULL OR state.la IN (SELECT value FROM json_each(:la)))
    AND state.from_day < area.to_day AND area.from_day < state.to_day
UNION ALL
SELECT state.school, area.la, phase, school_type, trust,
    max(state.from_day, area.from_day), min(state.to_day, area.to_day)
FROM temp.home AS home CROSS JOIN temp.area AS area ON area.la = home.la
CROSS JOIN state ON state.school = home.school
WHERE :basis_day IS NOT NULL AND (:la IS NULL OR home.la IN (SELECT value FROM json_each(:la)))
    AND state.from_day < area.to_day AND area.from_day < state.to_day
