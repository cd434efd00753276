-- Payments added up, those of local authorities and schools by each of them, and contributions.
CREATE TEMP VIEW money AS
SELECT NULL AS seq, 'spend' AS what, programme, nullif(strand, '') AS strand, amount_pence, period_from, period_to,
    borne_kind, borne_id, from_day, to_day
FROM spend_sum WHERE borne_kind NOT IN ('la', 'school')
UNION ALL
SELECT NULL, 'spend', programme, nullif(strand, ''), amount_pence, period_from, period_to, borne_kind, borne_id,
    from_day, to_day
FROM spend_by_place
UNION ALL
SELECT seq, kind, programme, strand, amount_pence, period_from, period_to, borne_kind, borne_id, from_day, 4000000
FROM contribution
