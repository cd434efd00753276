-- One row for each school open at :as_of, a day as a number, in the area asked for.
-- register/scope/ has filled temp.placed with the schools of that area.
SELECT state.school, urn, name, state.la, membership.authority, state.trust,
    state.school_type AS schoolType, state.phase
FROM state
JOIN temp.placed ON placed.school = state.school
    AND placed.from_day <= :as_of AND :as_of < placed.to_day
LEFT JOIN membership
    ON membership.la = state.la AND membership.from_day <= :as_of AND :as_of < membership.to_day
WHERE state.from_day <= :as_of AND :as_of < state.to_day
ORDER BY state.school
