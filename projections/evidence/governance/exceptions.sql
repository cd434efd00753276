-- Money without a recorded decision at :as_of: approvals, commitments, and what was spent. kind says which, thing
-- the short name, ref the decision it quotes (NULL: none), seq the event to look at.
WITH
    in_scope (programme, seq) AS (
        SELECT programme, min(from_seq) FROM programme
        WHERE (:programme IS NULL OR programme = :programme)
            AND (:authority IS NULL OR lead_kind = 'authority' AND lead_id = :authority
                AND from_day <= coalesce(:basis_day, :as_of)
                AND coalesce(:basis_day, :as_of) < to_day)
        GROUP BY programme
    ),
    taken (ref) AS (SELECT ref FROM decision WHERE from_day <= :as_of),
    -- Programmes with an approval behind which there is a decision.
    covered (programme) AS (
        SELECT programme FROM funding_decision
        WHERE from_day <= :as_of AND decision_ref IN (SELECT ref FROM taken)
    ),
    bare_commitment AS (
        SELECT commitment, programme, decision_ref, seq FROM commitment_decision
        WHERE from_day <= :as_of AND programme IN (SELECT programme FROM in_scope)
            AND CASE WHEN decision_ref IS NULL THEN programme NOT IN (SELECT programme FROM covered)
                ELSE decision_ref NOT IN (SELECT ref FROM taken) END
    ),
    -- What was spent, of each programme, against no commitment.
    uncommitted (programme, pence) AS (
        SELECT programme, sum(pence) FROM (
            SELECT programme, sum(amount_pence) AS pence FROM spend_sum
            WHERE from_day <= :as_of AND :as_of < to_day GROUP BY programme
            UNION ALL
            SELECT commitment_decision.programme, -sum(spent.amount_pence)
            FROM spend_by_commitment AS spent JOIN commitment_decision USING (commitment)
            WHERE spent.from_day <= :as_of AND :as_of < spent.to_day GROUP BY commitment_decision.programme)
        GROUP BY programme
    )
SELECT 'funding' AS kind, funding AS thing, programme, amount_pence AS pence, decision_ref AS ref, seq
FROM funding_decision
WHERE from_day <= :as_of AND programme IN (SELECT programme FROM in_scope)
    AND decision_ref NOT IN (SELECT ref FROM taken)
UNION ALL
SELECT 'commitment', bare.commitment, bare.programme,
    CASE WHEN is_released THEN coalesce((
        SELECT sum(spent.amount_pence) FROM spend_by_commitment AS spent
        WHERE spent.commitment = bare.commitment AND spent.from_day <= :as_of AND :as_of < spent.to_day), 0)
    ELSE commitment.amount_pence END, decision_ref, bare.seq
FROM bare_commitment AS bare JOIN commitment
    ON commitment.commitment = bare.commitment AND commitment.from_day <= :as_of AND :as_of < commitment.to_day
UNION ALL
SELECT 'spend', bare.commitment, bare.programme, sum(spent.amount_pence), decision_ref, bare.seq
FROM bare_commitment AS bare JOIN spend_by_commitment AS spent
    ON spent.commitment = bare.commitment AND spent.from_day <= :as_of AND :as_of < spent.to_day
GROUP BY bare.commitment
UNION ALL
-- What no commitment is behind needs an approval with a decision.
SELECT 'spend', 'no-commitment/' || in_scope.programme, in_scope.programme, pence, NULL, in_scope.seq
FROM uncommitted JOIN in_scope USING (programme)
WHERE pence > 0 AND in_scope.programme NOT IN (SELECT programme FROM covered)
ORDER BY kind, thing
