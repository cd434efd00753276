-- Every payment, grant passed on and contribution, for who opens a figure. A grant is said of the body it was passed
-- to, beside the payment of who bore it.
CREATE TEMP VIEW money AS
SELECT seq, 'spend' AS what, programme, strand, amount_pence, period_from, period_to, borne_kind, borne_id,
    from_day, to_day
FROM spend
UNION ALL
SELECT seq, 'grant', programme, strand, amount_pence, period_from, period_to, passed_kind, passed_id,
    from_day, to_day
FROM spend WHERE passed_kind IS NOT NULL
UNION ALL
SELECT seq, kind, programme, strand, amount_pence, period_from, period_to, borne_kind, borne_id, from_day, 4000000
FROM contribution
