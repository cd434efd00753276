-- Each pair of school and strand in the area, with those of its days that are from :from and before :until; the local
-- authority it was in, the event that enrolled it, and from which day on it adds to the days of its school: whatever
-- the strand, and in its strand. School by school. Parameters as in report.sql.
SELECT placed.school, placed.la, strand, origin_seq,
    max(placed.from_day, enrolment.from_day, :from) AS first_day,
    min(placed.to_day, enrolment.to_day, :until) AS end_day,
    CASE
        WHEN :strand IS NULL THEN iif(:programme IS NULL, adds_from, adds_from_in_programme)
        WHEN :programme IS NULL THEN adds_from_in_strand
        ELSE enrolment.from_day
    END,
    iif(:programme IS NULL, adds_from_in_strand, enrolment.from_day)
FROM temp.placed AS placed
CROSS JOIN enrolment ON enrolment.school = placed.school
WHERE placed.from_day < :until AND placed.to_day > :from  -- what most fail is asked first
    AND enrolment.from_day < placed.to_day AND enrolment.to_day > placed.from_day
    AND first_day < end_day
    AND (:programme IS NULL OR programme = :programme) AND (:strand IS NULL OR strand = :strand)
ORDER BY placed.school
