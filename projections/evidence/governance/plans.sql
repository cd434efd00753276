-- The versions of action plans agreed in the period, and the milestones met: is_plan says which.
SELECT 1 AS is_plan, locality, seq, version AS what, json_array_length(criteria) AS criteria, from_day FROM plan
WHERE from_day <= :as_of AND (:from IS NULL OR :from <= from_day)
UNION ALL
SELECT 0, locality, seq, milestone, NULL, from_day FROM milestone
WHERE from_day <= :as_of AND (:from IS NULL OR :from <= from_day)
ORDER BY locality, from_day, seq
