-- The records of participation whose first day is from :from and before :until, and which hold by :as_of.
SELECT seq, programme, strand, urn, period_from, leads, teachers, pupils, sessions
FROM participation
WHERE from_day <= :as_of AND :from <= period_from AND period_from < :until
    AND (:programme IS NULL OR programme = :programme)
ORDER BY seq
