-- The decisions taken in the period.
SELECT seq, ref, taken_by, subject, from_day FROM decision
WHERE from_day <= :as_of AND (:from IS NULL OR :from <= from_day)
ORDER BY from_day, seq
