-- One row for each (dimension, key); README.md says what each figure counts.
-- :as_of, :from and :basis_day are days as numbers (:from and :basis_day may be NULL); :authority, :programme
-- and :strand texts or NULL; :la a JSON list or NULL. register/scope/ has filled temp.area and temp.home.
WITH
    -- Every record, with the day it belongs to and the day it holds from.
    record (kind, programme, strand, urn, la, provider, level, half_days, leads, teachers, pupils, sessions,
        day, from_day)
    AS (
        SELECT 'ParticipationRecorded', programme, strand, urn, NULL, NULL, NULL, NULL, leads, teachers, pupils,
            sessions, period_from, from_day
        FROM participation
        UNION ALL
        SELECT 'SupportProvided', programme, NULL, urn, NULL, provider_kind, level, half_days, NULL, NULL, NULL,
            NULL, period_from, from_day
        FROM support
        UNION ALL
        SELECT kind, programme, NULL, urn, la, NULL, NULL, NULL, NULL, NULL, NULL, NULL, day, from_day
        FROM (
            SELECT 'IndicatorDefined' AS kind, NULL AS programme, NULL AS urn,
                CASE owner_kind WHEN 'la' THEN owner_id END AS la, from_day AS day, from_day
            FROM indicator
            UNION ALL
            SELECT 'IndicatorObserved', NULL, NULL,
                (SELECT CASE owner_kind WHEN 'la' THEN owner_id END FROM indicator
                    WHERE indicator.indicator = observation.indicator),
                period_from, from_day
            FROM observation
            UNION ALL
            SELECT 'QualityRated', NULL, NULL, NULL, from_day, from_day FROM rating
            UNION ALL
            SELECT 'EvidenceFiled', NULL, NULL, NULL, from_day, from_day FROM filing
            UNION ALL
            SELECT 'ViewRecorded', NULL, NULL, la, from_day, from_day FROM stakeholder_view
            UNION ALL
            SELECT 'DecisionTaken', NULL, NULL, NULL, from_day, from_day FROM decision
            UNION ALL
            SELECT 'ActionPlanAgreed', NULL, NULL,
                CASE WHEN locality LIKE 'la:%' THEN substr(locality, 4) END, from_day, from_day
            FROM plan
            UNION ALL
            SELECT 'MilestoneMet', NULL, NULL,
                CASE WHEN locality LIKE 'la:%' THEN substr(locality, 4) END, from_day, from_day
            FROM milestone
            UNION ALL
            SELECT 'PartnershipConstituted', NULL, NULL, NULL, from_day, from_day FROM partnership
            UNION ALL
            SELECT type, programme, urn, CASE WHEN locality LIKE 'la:%' THEN substr(locality, 4) END, from_day,
                from_day
            FROM locality_record
        )
    ),
    -- Those of the period, the programme and the strand asked for, and the school that a URN meant then; one that
    -- did not exist yet means the later one.
    counted AS MATERIALIZED (
        SELECT *,
            CASE WHEN urn IS NOT NULL AND coalesce(:authority, :la) IS NOT NULL THEN coalesce(
                (SELECT school FROM school_urn
                    WHERE school_urn.urn = record.urn AND school_urn.from_day <= record.from_day
                    ORDER BY school_urn.from_day DESC, from_seq DESC LIMIT 1),
                (SELECT school FROM school_urn WHERE school_urn.urn = record.urn
                    ORDER BY school_urn.from_day DESC LIMIT 1))
            END AS school
        FROM record
        WHERE from_day <= :as_of AND day <= :as_of AND (:from IS NULL OR :from <= day)
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
    ),
    -- Each school's LA on every day: that of its state, or of the nearest state there is.
    school_line AS MATERIALIZED (
        SELECT school, la,
            CASE WHEN lag(from_day) OVER line IS NULL THEN -1000000 ELSE from_day END AS from_day,
            coalesce(lead(from_day) OVER line, 4000000) AS to_day
        FROM state WHERE school IN (SELECT school FROM counted)
        WINDOW line AS (PARTITION BY school ORDER BY from_day)
    ),
    placed AS (
        SELECT counted.*, CASE
                WHEN urn IS NULL THEN la
                WHEN :basis_day IS NULL THEN (
                    SELECT la FROM school_line AS line WHERE line.school = counted.school
                        AND line.from_day <= counted.from_day AND counted.from_day < line.to_day)
                ELSE (SELECT la FROM temp.home AS home WHERE home.school = counted.school)
            END AS place
        FROM counted
    ),
    -- Those of the area asked for; what has no place of its own is where its programme is led from.
    inside AS MATERIALIZED (
        SELECT * FROM placed
        WHERE (:authority IS NULL OR EXISTS (
                SELECT 1 FROM temp.area AS area WHERE area.la = place
                    AND area.from_day <= placed.from_day AND placed.from_day < area.to_day)
                OR urn IS NULL AND place IS NULL AND EXISTS (
                    SELECT 1 FROM programme AS led WHERE led.programme = placed.programme
                        AND lead_kind = 'authority' AND lead_id = :authority
                        AND led.from_day <= coalesce(:basis_day, placed.from_day)
                        AND coalesce(:basis_day, placed.from_day) < led.to_day))
            AND (:la IS NULL OR place IN (SELECT value FROM json_each(:la)))
    ),
    keyed AS (
        SELECT 'kind' AS dimension, kind AS key, inside.* FROM inside
        UNION ALL
        SELECT 'programme', programme, inside.* FROM inside
        UNION ALL
        SELECT 'strand', strand, inside.* FROM inside
        UNION ALL
        SELECT 'provider', provider, inside.* FROM inside
        UNION ALL
        SELECT 'level', level, inside.* FROM inside
    ),
    line (dimension, key, records, half_days, leads, teachers, pupils, sessions) AS (
        SELECT 'all', '', count(*), sum(half_days), sum(leads), sum(teachers), sum(pupils), sum(sessions)
        FROM inside
        UNION ALL
        SELECT dimension, key, count(*), sum(half_days), sum(leads), sum(teachers), sum(pupils), sum(sessions)
        FROM keyed WHERE key IS NOT NULL GROUP BY dimension, key
    )
SELECT dimension, key, records, coalesce(half_days, 0) AS halfDays, coalesce(leads, 0) AS leads,
    coalesce(teachers, 0) AS teachers, coalesce(pupils, 0) AS pupils, coalesce(sessions, 0) AS sessions
FROM line ORDER BY dimension, key
