-- Everything said about the programmes' money: each approval, payment and forecast, each commitment as it stands
-- at the end of :as_of (or as it will first stand), and what is spent against it. Parameters as in report.sql.
WITH
    in_scope (programme, seq) AS (
        SELECT programme, max(from_seq) FROM programme
        WHERE (:programme IS NULL OR programme = :programme)
            AND (:authority IS NULL OR lead_kind = 'authority' AND lead_id = :authority
                AND from_day <= coalesce(:basis_day, :as_of)
                AND coalesce(:basis_day, :as_of) < to_day)
        GROUP BY programme
    ),
    said (kind, seq, id, programme, strand, commitment, pence, from_day, to_day, is_released, is_newest) AS (
        SELECT 'approval', seq, funding, programme, NULL, NULL, amount_pence, from_day, 4000000, 0, 1
        FROM approval
        UNION ALL
        SELECT 'commitment', seq, commitment, programme, strand, commitment, amount_pence, from_day,
            to_day, is_released, 1
        FROM (
            SELECT *, row_number() OVER (PARTITION BY commitment ORDER BY
                CASE WHEN from_day <= :as_of THEN 0 ELSE 1 END,
                CASE WHEN from_day <= :as_of THEN -from_day ELSE from_day END) AS age
            FROM commitment)
        WHERE age = 1
        UNION ALL
        SELECT 'spend', seq, spend, programme, strand, commitment, amount_pence, from_day, to_day, 0, 1
        FROM spend
        UNION ALL
        SELECT 'forecast', seq, NULL, programme, strand, NULL, remaining_pence, from_day, 4000000, 0,
            age = 1
        FROM (
            SELECT *, row_number() OVER (PARTITION BY programme, strand ORDER BY
                CASE WHEN from_day <= :as_of THEN 0 ELSE 1 END, from_day DESC, seq DESC) AS age
            FROM forecast)
    )
SELECT said.kind, said.seq, said.id, said.programme, said.strand, said.commitment, said.pence,
    said.from_day, said.to_day, said.is_released, said.is_newest,
    in_scope.programme IS NOT NULL AS is_in_scope,
    CASE WHEN :authority IS NOT NULL THEN in_scope.seq END AS lead_seq
FROM said LEFT JOIN in_scope ON in_scope.programme = said.programme
ORDER BY said.kind, said.seq
