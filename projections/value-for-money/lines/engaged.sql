-- Each pair of school and strand in the area, with those of its days that are from :from and before :until; the school
-- as it is by :as_of, the local authority it was in, and the event that enrolled it. Parameters as in report.sql.
SELECT placed.school, coalesce(final.into_school, placed.school), placed.la, strand, origin_seq,
    max(placed.from_day, enrolment.from_day, :from) AS first_day,
    min(placed.to_day, enrolment.to_day, :until) AS end_day
FROM temp.placed AS placed
JOIN enrolment ON enrolment.school = placed.school
LEFT JOIN temp.final AS final ON final.school = placed.school
WHERE first_day < end_day
    AND (:programme IS NULL OR programme = :programme) AND (:strand IS NULL OR strand = :strand)
ORDER BY placed.school, first_day, end_day
