-- Every half-day given in the period and the area asked for: support, and time contributed.
-- Parameters as in report.sql, which says what is in the area.
WITH
    given (seq, is_support, programme, body_kind, body_id, level, urn, la, half_days, day, from_day) AS (
        SELECT seq, 1, programme, provider_kind, provider_id, level, urn, NULL, half_days, period_from, from_day
        FROM support
        UNION ALL
        SELECT seq, 0, programme, giver_kind, giver_id, NULL,
            CASE giver_kind WHEN 'school' THEN giver_id END, CASE giver_kind WHEN 'la' THEN giver_id END,
            half_days, period_from, from_day
        FROM time_given
    ),
    counted AS MATERIALIZED (
        SELECT *,
            CASE WHEN urn IS NOT NULL THEN coalesce(
                (SELECT school FROM school_urn
                    WHERE school_urn.urn = given.urn AND school_urn.from_day <= given.from_day
                    ORDER BY school_urn.from_day DESC, from_seq DESC LIMIT 1),
                (SELECT school FROM school_urn WHERE school_urn.urn = given.urn
                    ORDER BY school_urn.from_day DESC LIMIT 1))
            END AS school
        FROM given
        WHERE from_day <= :as_of AND day <= :as_of AND (:from IS NULL OR :from <= day)
            AND (:programme IS NULL OR programme = :programme)
    ),
    -- Each school on every day: as its state is, or the nearest state there is.
    school_line AS MATERIALIZED (
        SELECT school, la, phase, school_type,
            CASE WHEN lag(from_day) OVER line IS NULL THEN -1000000 ELSE from_day END AS from_day,
            coalesce(lead(from_day) OVER line, 4000000) AS to_day
        FROM state WHERE school IN (SELECT school FROM counted)
        WINDOW line AS (PARTITION BY school ORDER BY from_day)
    ),
    placed AS (
        SELECT counted.*, line.phase, line.school_type, CASE
                WHEN counted.urn IS NULL THEN counted.la
                WHEN :basis_day IS NULL THEN line.la
                ELSE (SELECT la FROM temp.home AS home WHERE home.school = counted.school)
            END AS place
        FROM counted
        LEFT JOIN school_line AS line ON line.school = counted.school
            AND line.from_day <= counted.from_day AND counted.from_day < line.to_day
    )
SELECT seq, is_support, body_kind, body_id, level, half_days, school, phase, school_type
FROM placed
WHERE (:authority IS NULL OR EXISTS (
        SELECT 1 FROM temp.area AS area WHERE area.la = place
            AND area.from_day <= placed.from_day AND placed.from_day < area.to_day)
        OR urn IS NULL AND place IS NULL AND EXISTS (
            SELECT 1 FROM programme AS led WHERE led.programme = placed.programme
                AND lead_kind = 'authority' AND lead_id = :authority
                AND led.from_day <= coalesce(:basis_day, placed.from_day)
                AND coalesce(:basis_day, placed.from_day) < led.to_day))
    AND (:la IS NULL OR place IN (SELECT value FROM json_each(:la)))
ORDER BY seq
