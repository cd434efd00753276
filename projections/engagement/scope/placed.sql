-- The active pairs and the eligible schools of an area asked for, on the days on which the school is in it; school by
-- school, so that counting schools needs no sorting.
CREATE TEMP VIEW enrolled AS
SELECT placed.school, programme, strand, adds_from, adds_from_in_programme, adds_from_in_strand,
    max(placed.from_day, enrolment.from_day) AS from_day, min(placed.to_day, enrolment.to_day) AS to_day
FROM temp.inside AS placed CROSS JOIN enrolment ON enrolment.school = placed.school
WHERE placed.from_day < enrolment.to_day AND enrolment.from_day < placed.to_day;
CREATE TEMP VIEW admitted AS
SELECT placed.school, programme,
    max(placed.from_day, eligible.from_day) AS from_day, min(placed.to_day, eligible.to_day) AS to_day
FROM temp.inside AS placed CROSS JOIN eligible ON eligible.school = placed.school
WHERE placed.from_day < eligible.to_day AND eligible.from_day < placed.to_day
