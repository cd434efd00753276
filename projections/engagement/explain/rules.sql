-- The rules that say which schools are eligible at the end of :as_of. Parameters as in report.sql.
SELECT seq FROM eligibility_rule
WHERE from_day <= :as_of AND :as_of < to_day AND (:programme IS NULL OR programme = :programme)
ORDER BY seq
