-- One row for each (dimension, key); README.md says what each figure counts.
-- :as_of, :from and :basis_day are days as numbers (:from and :basis_day may be NULL); :authority, :programme
-- and :strand texts or NULL; :la a JSON list or NULL; :by a JSON list; :years a JSON list of [first day, end]
-- of the years of the period. register/scope/ has filled temp.area and temp.placed.
WITH RECURSIVE
    period (from_day, to_day) AS (
        SELECT coalesce(
            :from, (SELECT min(from_day) FROM programme
                WHERE :programme IS NULL OR programme = :programme), :as_of), :as_of + 1
    ),

    -- Engagement in the period ------------------------------------------------------------
    active AS MATERIALIZED (
        SELECT programme, strand, enrolment.school,
            max(enrolment.from_day, placed.from_day, period.from_day) AS from_day,
            min(enrolment.to_day, placed.to_day, period.to_day) AS to_day
        FROM enrolment JOIN temp.placed AS placed ON placed.school = enrolment.school JOIN period
        WHERE max(enrolment.from_day, placed.from_day, period.from_day)
                < min(enrolment.to_day, placed.to_day, period.to_day)
            AND (:programme IS NULL OR programme = :programme)
            AND (:strand IS NULL OR strand = :strand)
    ),
    keyed (dimension, key, school, from_day, to_day) AS MATERIALIZED (
        SELECT 'all', '', school, from_day, to_day FROM active
        UNION ALL
        SELECT value, strand, school, from_day, to_day FROM active JOIN json_each(:by)
    ),
    -- The days each pair adds to those its school has already; these do not overlap.
    added AS MATERIALIZED (
        SELECT dimension, key, school, to_day, max(from_day, coalesce(max(to_day) OVER (
            PARTITION BY dimension, key, school ORDER BY from_day, to_day
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), from_day)) AS from_day
        FROM keyed
    ),
    ever AS (
        SELECT dimension, key, count(DISTINCT coalesce(final.into_school, keyed.school)) AS schools,
            sum(to_day - from_day) AS point_days
        FROM keyed LEFT JOIN temp.final AS final ON final.school = keyed.school GROUP BY dimension, key
    ),
    -- School-days, and school-years in parts of 133590, which both 365 and 366 divide.
    days AS (
        SELECT dimension, added.key,
            sum(max(0, min(to_day, value ->> 1) - max(from_day, value ->> 0))) AS days,
            sum(max(0, min(to_day, value ->> 1) - max(from_day, value ->> 0))
                * (133590 / ((value ->> 1) - (value ->> 0)))) AS parts
        FROM added JOIN json_each(:years) WHERE from_day < to_day
        GROUP BY dimension, added.key
    ),

    -- Money in the period, and whose it is -------------------------------------------------
    item AS MATERIALIZED (
        SELECT is_spend, programme, strand, amount_pence, period_from, period_to, borne_kind,
            -- The school a URN meant then; one that did not exist yet means the later one.
            CASE WHEN borne_kind = 'school' THEN coalesce(
                (SELECT school FROM school_urn
                    WHERE urn = borne_id AND from_day <= valid_day AND valid_day < to_day),
                (SELECT school FROM school_urn WHERE urn = borne_id ORDER BY from_day DESC LIMIT 1))
            ELSE borne_id END AS borne_id
        FROM (
            SELECT 1 AS is_spend, programme, strand, amount_pence, period_from, period_to,
                borne_kind, borne_id, from_day AS valid_day
            FROM spend WHERE from_day <= :as_of AND :as_of < to_day
            UNION ALL
            SELECT 0, programme, strand, amount_pence, period_from, period_to,
                borne_kind, borne_id, from_day AS valid_day
            FROM contribution WHERE from_day <= :as_of)
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
        FROM state WINDOW line AS (PARTITION BY school ORDER BY from_day)
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
            amount_pence * overlap / (period_to - period_from) AS pence,
            (amount_pence * overlap % (period_to - period_from)) * 1.0
                / (period_to - period_from) AS rest
        FROM (
            SELECT owned.*, min(period_to, owned.to_day, period.to_day)
                - max(period_from, owned.from_day, period.from_day) AS overlap
            FROM owned JOIN period
            WHERE (:programme IS NULL OR programme = :programme)
                AND (:strand IS NULL OR strand = :strand) AND :la IS NULL)
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
        SELECT commitment, strand, sum(amount_pence) AS pence FROM spend
        WHERE from_day <= :as_of AND :as_of < to_day AND programme IN in_scope
            AND (:strand IS NULL OR strand = :strand)
        GROUP BY commitment, strand
    ),
    spent_against AS (
        SELECT commitment, sum(amount_pence) AS pence FROM spend
        WHERE from_day <= :as_of AND :as_of < to_day AND commitment IS NOT NULL GROUP BY commitment
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
        UNION SELECT dimension, key FROM keyed
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
        LEFT JOIN ever ON (ever.dimension, ever.key) = (rows.dimension, rows.key)
        LEFT JOIN days ON (days.dimension, days.key) = (rows.dimension, rows.key)
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
