-- The two answers, from table `fact`, in SQL that PostgreSQL and DuckDB both run.
-- The ledger of the benchmark has no closures, splits or programmes closed, and each merger absorbs
-- one school; with those the question would be that of projections/engagement/audit.sql. No strand's
-- name is part of another's.

-- The school behind every number: the number it was first registered under.
CREATE TEMP TABLE number AS
WITH RECURSIVE number (urn, school) AS (
    SELECT urn, urn FROM fact WHERE type = 'SchoolRegistered'
    UNION ALL
    SELECT fact.new_urn, number.school
    FROM number JOIN fact ON fact.type = 'SchoolUrnSucceeded' AND fact.old_urn = number.urn
)
SELECT urn, school FROM number;

-- Where each school is today.
CREATE TEMP TABLE home AS
SELECT DISTINCT ON (school) school, la
FROM fact JOIN number ON number.urn = fact.urn
WHERE type IN ('SchoolRegistered', 'SchoolMovedLocalAuthority')
ORDER BY school, pos DESC;

CREATE TEMP TABLE strand AS
SELECT strand FROM fact WHERE type = 'StrandEnrolled'
UNION
SELECT new_strand FROM fact WHERE type = 'StrandSucceeded';

-- All that ends an enrolment of a school in a strand (onto NULL), or takes it on: a merger to the
-- surviving school, a succession to the new strand.
CREATE TEMP TABLE turn AS
SELECT school, strand, pos, onto_school, onto_strand,
    lag(pos, 1, 0) OVER (PARTITION BY school, strand ORDER BY pos) AS after_pos
FROM (
    SELECT gone.school, strand.strand, pos, kept.school AS onto_school, strand.strand AS onto_strand
    FROM fact
    JOIN number AS gone ON gone.urn = fact.absorbed
    JOIN number AS kept ON kept.urn = fact.survivor
    CROSS JOIN strand
    WHERE type = 'SchoolsMerged'
    UNION ALL
    SELECT home.school, strand.strand, pos, home.school, fact.new_strand
    FROM fact JOIN strand ON fact.old_strands LIKE '%' || strand.strand || '%'
    CROSS JOIN home
    WHERE type = 'StrandSucceeded'
    UNION ALL
    SELECT number.school, strand.strand, pos, NULL, NULL
    FROM fact
    JOIN number ON number.urn = fact.urn
    JOIN strand ON strand.strand = coalesce(fact.strand, strand.strand)
    WHERE type IN ('StrandEnrolmentEnded', 'SchoolWithdrew')
) AS every_turn;

-- Each enrolment followed from turn to turn; where it is now, once for each school and strand.
CREATE TEMP TABLE active AS
WITH RECURSIVE journey (enrolment, pos, school, strand) AS (
    SELECT pos, pos, number.school, strand
    FROM fact JOIN number ON number.urn = fact.urn WHERE type = 'StrandEnrolled'
    UNION ALL
    SELECT journey.enrolment, turn.pos, turn.onto_school, turn.onto_strand
    FROM journey JOIN turn ON turn.school = journey.school AND turn.strand = journey.strand
        AND turn.after_pos <= journey.pos AND journey.pos < turn.pos
)
SELECT DISTINCT school, strand
FROM (SELECT DISTINCT ON (enrolment) school, strand FROM journey ORDER BY enrolment, pos DESC) AS now
WHERE school IS NOT NULL;

SELECT 'la' AS question, la AS key, count(DISTINCT school) AS schools, count(*) AS points
FROM active JOIN home USING (school) GROUP BY la
UNION ALL
SELECT 'strand', strand, count(DISTINCT school), count(*) FROM active GROUP BY strand
UNION ALL
SELECT 'spend', coalesce(strand, 'shared'), CAST(sum(pence) AS bigint), 0
FROM fact
WHERE type = 'SpendRecorded' AND spend NOT IN (SELECT spend FROM fact WHERE type = 'SpendReversed')
GROUP BY strand;
