-- The same where no area is asked for, so that it does not matter which local authority or school bears what.
CREATE TEMP VIEW money AS
SELECT NULL AS seq, 'spend' AS what, programme, nullif(strand, '') AS strand, amount_pence, period_from, period_to,
    borne_kind, borne_id, from_day, to_day
FROM spend_sum
UNION ALL
SELECT seq, kind, programme, strand, amount_pence, period_from, period_to, borne_kind, borne_id, from_day, 4000000
FROM contribution
