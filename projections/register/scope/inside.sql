-- Open schools on the days on which they are in the area asked for.
INSERT INTO temp.inside (school, la, phase, school_type, trust, from_day, to_day)
SELECT state.school, area.la, phase, school_type, trust,
    max(state.from_day, area.from_day), min(state.to_day, area.to_day)
FROM state
LEFT JOIN temp.home ON home.school = state.school
JOIN temp.area ON area.la = CASE WHEN :basis_day IS NULL THEN state.la ELSE home.la END
WHERE max(state.from_day, area.from_day) < min(state.to_day, area.to_day)
    AND (:la IS NULL OR area.la IN (SELECT value FROM json_each(:la)))
