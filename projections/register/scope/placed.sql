-- The schools of an area asked for: those found inside it.
CREATE TEMP VIEW placed AS
SELECT school, la, phase, school_type, trust, from_day, to_day FROM temp.inside
