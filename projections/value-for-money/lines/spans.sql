-- Engagement in the area in each of some spans of days, and by :split, which is 'la', 'strand' or NULL: schools with a
-- day of it, school-days, point-days, and the events that enrolled them where :with_events is 1.
-- :spans is a JSON list of [key, first day, end]. Parameters as in report.sql, and :until, the end of the last span.
WITH
    span (key, from_day, to_day) AS MATERIALIZED (
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:spans)
    ),
    active AS MATERIALIZED (
        SELECT CASE :split WHEN 'la' THEN placed.la WHEN 'strand' THEN enrolment.strand ELSE '' END AS part,
            placed.school, enrolment.origin_seq,
            max(placed.from_day, enrolment.from_day, :from) AS from_day,
            min(placed.to_day, enrolment.to_day, :until) AS to_day
        FROM temp.placed AS placed JOIN enrolment ON enrolment.school = placed.school
        WHERE max(placed.from_day, enrolment.from_day, :from) < min(placed.to_day, enrolment.to_day, :until)
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
    ),
    -- The days of each school that no pair before it reaches; all days of the pair beside them.
    stretch AS (
        SELECT part, school, origin_seq, from_day, to_day, max(from_day, coalesce(max(to_day) OVER (
            PARTITION BY part, school ORDER BY from_day, to_day
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), from_day)) AS added_from
        FROM active
    )
SELECT span.key, part,
    count(DISTINCT coalesce((SELECT into_school FROM temp.final WHERE final.school = stretch.school), school)),
    sum(max(0, min(stretch.to_day, span.to_day) - max(added_from, span.from_day))),
    sum(min(stretch.to_day, span.to_day) - max(stretch.from_day, span.from_day)),
    CASE WHEN :with_events THEN json_group_array(DISTINCT origin_seq) ELSE '[]' END
FROM span JOIN stretch
    ON stretch.from_day < span.to_day AND span.from_day < stretch.to_day
GROUP BY span.key, part
ORDER BY span.key, part
