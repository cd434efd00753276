-- One row for each (dimension, key); README.md says what each figure counts.
-- :as_of, :from and :basis_day are days as numbers (:from and :basis_day may be NULL); :authority, :programme
-- and :strand texts or NULL; :la and :by JSON lists or NULL; :years a JSON list of [first day, end]
-- of the years of the period. register/scope/ has filled temp.area, temp.home and temp.final; engagement/scope/
-- has made temp.enrolled, the active pairs of school and strand of the area.
WITH RECURSIVE
    period (from_day, to_day) AS (
        SELECT coalesce(
            :from, (SELECT min(from_day) FROM programme
                WHERE :programme IS NULL OR programme = :programme), :as_of), :as_of + 1
    ),

    -- Engagement in the period ------------------------------------------------------------
    leap_year (from_day, to_day) AS MATERIALIZED (
        SELECT value ->> 0, value ->> 1 FROM json_each(:years)
        WHERE (value ->> 1) - (value ->> 0) = 366
    ),
    -- Pairs active in the area in the period, with the days that each adds to those of its school, whatever the
    -- strand; school by school as the tables have them, so that nothing need be sorted.
    active AS NOT MATERIALIZED (
        SELECT school, strand, max(enrolled.from_day, period.from_day) AS from_day,
            min(enrolled.to_day, period.to_day) AS to_day,
            max(enrolled.from_day, period.from_day, CASE
                WHEN :strand IS NULL THEN iif(:programme IS NULL, adds_from, adds_from_in_programme)
                WHEN :programme IS NULL THEN adds_from_in_strand
                ELSE enrolled.from_day
            END) AS adds_from,
            max(enrolled.from_day, period.from_day,
                iif(:programme IS NULL, adds_from_in_strand, enrolled.from_day)) AS adds_from_in_strand
        FROM period CROSS JOIN temp.enrolled AS enrolled
        WHERE period.from_day < period.to_day
            AND enrolled.from_day < period.to_day AND enrolled.to_day > period.from_day
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
    ),
    -- Schools, in any strand (NULL) and, when asked, in each: their days, those of them in years of 366 days, and
    -- those of their pairs.
    engaged (strand, final_school, days, leap_days, point_days) AS MATERIALIZED (
        SELECT NULL, coalesce(
                (SELECT into_school FROM temp.final WHERE final.school = active.school), school),
            sum(max(0, to_day - adds_from)),
            sum((SELECT sum(max(0, min(active.to_day, leap_year.to_day)
                    - max(active.adds_from, leap_year.from_day))) FROM leap_year)),
            sum(to_day - from_day)
        FROM active GROUP BY school
        UNION ALL
        SELECT strand, coalesce(
                (SELECT into_school FROM temp.final WHERE final.school = active.school), school),
            sum(max(0, to_day - adds_from_in_strand)),
            sum((SELECT sum(max(0, min(active.to_day, leap_year.to_day)
                    - max(active.adds_from_in_strand, leap_year.from_day))) FROM leap_year)),
            sum(to_day - from_day)
        FROM active WHERE :by IS NOT NULL GROUP BY school, strand
    ),
    -- School-years in parts of 133590, which is 365 times 366.
    engagement (dimension, key, schools, days, parts, point_days) AS MATERIALIZED (
        SELECT 'all', '', count(DISTINCT final_school), sum(days),
            366 * sum(days) - coalesce(sum(leap_days), 0), sum(point_days)
        FROM engaged WHERE strand IS NULL
        UNION ALL
        SELECT value, strand, count(DISTINCT final_school), sum(days),
            366 * sum(days) - coalesce(sum(leap_days), 0), sum(point_days)
        FROM json_each(:by) CROSS JOIN engaged WHERE strand IS NOT NULL GROUP BY value, strand
    ),

    -- Money in the period, and whose it is -------------------------------------------------
    -- Payments added up; by their bearers where an authority is asked for and whose they are depends on the local
    -- authority or school that bears them; and contributions. A cost of :la alone cannot be told.
    bearing (is_spend, programme, strand, amount_pence, period_from, period_to, borne_kind, borne_id, valid_day)
    AS (
        SELECT 1, programme, nullif(strand, ''), sum(amount_pence), period_from, period_to, borne_kind,
            borne_id, NULL
        FROM spend_sum
        WHERE from_day <= :as_of AND :as_of < to_day AND :la IS NULL
            AND (:authority IS NULL OR borne_kind NOT IN ('la', 'school'))
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY programme, strand, borne_kind, borne_id, period_from, period_to
        UNION ALL
        SELECT 1, programme, nullif(strand, ''), amount_pence, period_from, period_to, borne_kind, borne_id,
            from_day
        FROM spend_by_place
        WHERE from_day <= :as_of AND :as_of < to_day AND :la IS NULL
            AND :authority IS NOT NULL
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
        UNION ALL
        SELECT 0, programme, strand, amount_pence, period_from, period_to, borne_kind, borne_id, from_day
        FROM contribution
        WHERE from_day <= :as_of AND :la IS NULL
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
    ),
    item AS MATERIALIZED (
        SELECT is_spend, programme, strand, amount_pence, period_from, period_to, borne_kind,
            -- The school a URN meant then; one that did not exist yet means the later one.
            CASE WHEN borne_kind = 'school' AND :authority IS NOT NULL THEN coalesce(
                (SELECT school FROM school_urn WHERE urn = borne_id AND from_day <= valid_day
                    ORDER BY from_day DESC, from_seq DESC LIMIT 1),
                (SELECT school FROM school_urn WHERE urn = borne_id ORDER BY from_day DESC LIMIT 1))
            ELSE borne_id END AS borne_id
        FROM bearing
    ),
    -- What became of each authority: itself, then whatever it was merged into.
    authority_line (origin, authority, from_day, to_day) AS (
        SELECT origin, origin, -1000000, coalesce(
            (SELECT from_day FROM authority_succession WHERE predecessor = origin), 4000000)
        FROM (
            SELECT borne_id AS origin FROM item WHERE borne_kind = 'authority'
            UNION SELECT lead_id FROM programme WHERE lead_kind = 'authority')
        UNION ALL
        SELECT origin, successor, next.from_day, coalesce(
            (SELECT from_day FROM authority_succession WHERE predecessor = next.successor), 4000000)
        FROM authority_line JOIN authority_succession AS next ON next.predecessor = authority
    ),
    -- Each school's LA on every day: that of its state, or of the nearest state there is.
    school_line AS MATERIALIZED (
        SELECT school, la,
            CASE WHEN lag(from_day) OVER line IS NULL THEN -1000000 ELSE from_day END AS from_day,
            coalesce(lead(from_day) OVER line, 4000000) AS to_day
        FROM state
        WHERE school IN (SELECT borne_id FROM item WHERE borne_kind = 'school')
        WINDOW line AS (PARTITION BY school ORDER BY from_day)
    ),
    -- Who answers for an amount in the area asked for, and on which days.
    answers (borne_kind, borne_id, programme, from_day, to_day) AS MATERIALIZED (
        SELECT 'authority', origin, NULL, from_day, to_day FROM authority_line
        WHERE authority = :authority AND :basis_day IS NULL
        UNION ALL
        SELECT 'authority', origin, NULL, -1000000, 4000000 FROM authority_line
        WHERE authority = :authority AND from_day <= :basis_day AND :basis_day < to_day
        UNION ALL
        SELECT 'la', la, NULL, from_day, to_day FROM temp.area WHERE :authority IS NOT NULL
        UNION ALL
        SELECT 'school', line.school, NULL, max(line.from_day, area.from_day),
            min(line.to_day, area.to_day)
        FROM school_line AS line
        JOIN temp.area AS area ON area.la = line.la
        WHERE :authority IS NOT NULL AND :basis_day IS NULL
        UNION ALL
        SELECT 'school', home.school, NULL, -1000000, 4000000
        FROM temp.home AS home
        JOIN temp.area AS area ON area.la = home.la
        WHERE :authority IS NOT NULL
        UNION ALL
        SELECT 'other', NULL, programme, from_day, to_day FROM programme
        WHERE lead_kind = 'authority' AND lead_id = :authority AND :basis_day IS NULL
        UNION ALL
        SELECT 'other', NULL, programme, -1000000, 4000000 FROM programme
        WHERE lead_kind = 'authority' AND lead_id = :authority
            AND from_day <= :basis_day AND :basis_day < to_day
    ),
    owned AS (
        SELECT item.*, period_from AS from_day, period_to AS to_day FROM item
        WHERE :authority IS NULL
        UNION ALL
        SELECT item.*, answers.from_day, answers.to_day
        FROM item JOIN answers
            ON answers.borne_kind = item.borne_kind AND answers.borne_id = item.borne_id
        UNION ALL
        SELECT item.*, answers.from_day, answers.to_day
        FROM item JOIN answers
            ON answers.borne_kind = 'other' AND answers.programme = item.programme
        WHERE item.borne_kind NOT IN ('authority', 'la', 'school')
    ),
    -- Amounts by day: whole pence, and the rest as a fraction, to be rounded once.
    share AS MATERIALIZED (
        SELECT strand, is_spend AND borne_kind = 'authority' AS is_net,
            amount_pence / length * overlap + amount_pence % length * overlap / length AS pence,
            (amount_pence % length * overlap % length) * 1.0 / length AS rest
        FROM (
            SELECT owned.*, min(period_to, owned.to_day, period.to_day)
                - max(period_from, owned.from_day, period.from_day) AS overlap,
                period_to - period_from AS length
            FROM owned JOIN period)
        WHERE overlap > 0
    ),
    cost_keyed (dimension, key, is_net, pence, rest) AS (
        SELECT 'all', '', is_net, pence, rest FROM share
        UNION ALL
        SELECT value, coalesce(strand, 'shared'), is_net, pence, rest
        FROM share JOIN json_each(:by)
    ),
    cost AS (
        SELECT dimension, key,
            coalesce(sum(pence) FILTER (WHERE is_net), 0) + CAST(
                coalesce(sum(rest) FILTER (WHERE is_net), 0) + 0.5 + 1e-9 AS INTEGER) AS net,
            sum(pence) + CAST(sum(rest) + 0.5 + 1e-9 AS INTEGER) AS total
        FROM cost_keyed GROUP BY dimension, key
    ),

    -- The programme's money at :as_of ----------------------------------------------------------
    in_scope (programme) AS (
        SELECT DISTINCT programme FROM programme
        WHERE (:programme IS NULL OR programme = :programme)
            AND (:authority IS NULL OR lead_kind = 'authority' AND lead_id = :authority
                AND from_day <= coalesce(:basis_day, :as_of)
                AND coalesce(:basis_day, :as_of) < to_day)
    ),
    spent AS (
        SELECT nullif(strand, '') AS strand, sum(amount_pence) AS pence FROM spend_sum
        WHERE from_day <= :as_of AND :as_of < to_day AND programme IN in_scope
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY spend_sum.strand
    ),
    spent_against AS (
        SELECT commitment, sum(amount_pence) AS pence FROM spend_by_commitment
        WHERE from_day <= :as_of AND :as_of < to_day GROUP BY commitment
    ),
    -- Each statement about the programme's money: what it says, for which strand, how much.
    statement (figure, strand, pence) AS MATERIALIZED (
        SELECT 'approved', NULL, amount_pence FROM approval
        WHERE from_day <= :as_of AND programme IN in_scope
        UNION ALL
        SELECT 'committed', strand,
            CASE WHEN is_released THEN coalesce(spent_against.pence, 0) ELSE amount_pence END
        FROM commitment LEFT JOIN spent_against USING (commitment)
        WHERE from_day <= :as_of AND :as_of < to_day AND programme IN in_scope
        UNION ALL
        SELECT 'actual', strand, pence FROM spent
        UNION ALL
        SELECT 'against', strand, spent_against.pence
        FROM commitment JOIN spent_against USING (commitment)
        WHERE from_day <= :as_of AND :as_of < to_day AND programme IN in_scope
        UNION ALL
        SELECT 'forecast', strand, remaining_pence FROM (
            SELECT strand, remaining_pence, row_number() OVER (
                PARTITION BY programme, strand ORDER BY from_day DESC, seq DESC) AS age
            FROM forecast WHERE from_day <= :as_of AND programme IN in_scope)
        WHERE age = 1
    ),
    statement_keyed (dimension, key, figure, pence) AS (
        SELECT 'all', '', figure, pence FROM statement
        WHERE :strand IS NULL OR strand = :strand
        UNION ALL
        SELECT value, coalesce(strand, 'shared'), figure, pence
        FROM statement JOIN json_each(:by)
        WHERE figure <> 'approved' AND (:strand IS NULL OR strand = :strand)
            AND (:la IS NULL OR :authority IS NOT NULL)
    ),
    budget AS (
        SELECT dimension, key,
            coalesce(sum(pence) FILTER (WHERE figure = 'approved'), 0) AS approved,
            coalesce(sum(pence) FILTER (WHERE figure = 'committed'), 0) AS committed,
            coalesce(sum(pence) FILTER (WHERE figure = 'actual'), 0) AS actual,
            coalesce(sum(pence) FILTER (WHERE figure = 'against'), 0) AS against,
            sum(pence) FILTER (WHERE figure = 'forecast') AS forecast
        FROM statement_keyed GROUP BY dimension, key
    ),

    rows (dimension, key) AS (
        SELECT 'all', ''
        UNION SELECT dimension, key FROM engagement
        UNION SELECT dimension, key FROM cost
        UNION SELECT dimension, key FROM budget
    ),
    figures AS (
        SELECT rows.dimension, rows.key, rows.key = 'shared' AS is_shared, rows.dimension = 'all' AS is_all,
            CASE WHEN :la IS NULL THEN coalesce(net, 0) END AS net,
            CASE WHEN :la IS NULL THEN coalesce(total, 0) END AS total,
            CASE WHEN rows.key <> 'shared' THEN coalesce(schools, 0) END AS schools,
            CASE WHEN rows.key <> 'shared' THEN coalesce(days, 0) END AS days,
            CASE WHEN rows.key <> 'shared' THEN coalesce(parts, 0) END AS parts,
            CASE WHEN rows.key <> 'shared' THEN coalesce(point_days, 0) END AS point_days,
            CASE WHEN is_known AND :strand IS NULL AND rows.dimension = 'all'
                THEN coalesce(approved, 0) END AS approved,
            CASE WHEN is_known THEN coalesce(committed, 0) END AS committed,
            CASE WHEN is_known THEN coalesce(actual, 0) END AS actual,
            CASE WHEN is_known THEN coalesce(committed, 0) - coalesce(against, 0) END AS open,
            CASE WHEN is_known THEN forecast END AS forecast
        FROM rows
        -- A programme's money belongs to its lead, not to local authorities.
        JOIN (SELECT :la IS NULL OR :authority IS NOT NULL AS is_known)
        LEFT JOIN engagement ON (engagement.dimension, engagement.key) = (rows.dimension, rows.key)
        LEFT JOIN cost ON (cost.dimension, cost.key) = (rows.dimension, rows.key)
        LEFT JOIN budget ON (budget.dimension, budget.key) = (rows.dimension, rows.key)
    )
-- A quotient a / b rounded half up is (2a + b) / 2b; one by zero is NULL.
SELECT dimension, key, net AS netAuthorityCostPence, total AS totalResourceCostPence,
    schools AS everEngagedSchools, days AS schoolDays,
    (2 * parts * 10000 + 133590) / (2 * 133590) AS schoolYearsE4, point_days AS pointDays,
    (2 * net + schools) / (2 * nullif(schools, 0)) AS costPerEngagedSchoolPence,
    (2 * net * 133590 + parts) / (2 * nullif(parts, 0)) AS costPerSchoolYearPence,
    (2 * net * (period.to_day - period.from_day) + point_days) / (2 * nullif(point_days, 0))
        AS costPerPointOfContactPence,
    approved AS approvedPence, committed AS committedPence, actual AS actualPence,
    open AS openCommitmentPence, forecast AS forecastRemainingPence,
    actual + forecast AS forecastOutturnPence,
    actual + forecast - approved AS variancePence,
    (200 * (total - net) + net) / (2 * nullif(net, 0)) AS leverageRatioE2
FROM figures JOIN period
ORDER BY dimension, key
