-- Every fact of a locality by the end of :as_of, and every programme open then that is led there: what it is
-- ('programme', or the type of event), what it is called, and what it counts.
SELECT lead_kind || ':' || lead_id AS locality, from_seq AS seq, 'programme' AS type, programme AS name,
    NULL AS other, NULL AS people
FROM programme
WHERE from_day <= :as_of AND :as_of < to_day AND (:programme IS NULL OR programme = :programme)
UNION ALL
SELECT locality, seq, type, name, other, people FROM locality_record
WHERE from_day <= :as_of AND (:from IS NULL OR :from <= from_day)
    AND (:programme IS NULL OR programme = :programme)
UNION ALL
SELECT locality, seq, 'ActionPlanAgreed', version, NULL, NULL FROM plan
WHERE from_day <= :as_of AND (:from IS NULL OR :from <= from_day) AND :programme IS NULL
UNION ALL
SELECT locality, seq, 'MilestoneMet', milestone, NULL, NULL FROM milestone
WHERE from_day <= :as_of AND (:from IS NULL OR :from <= from_day) AND :programme IS NULL
UNION ALL
SELECT 'partnership:' || partnership, seq, 'PartnershipConstituted', partnership, NULL, NULL FROM partnership
WHERE from_day <= :as_of AND :programme IS NULL
ORDER BY locality, seq
