-- The views of the period and the area asked for. A view is where the local authority is that its holders speak for.
SELECT seq, holders, la, theme, position
FROM stakeholder_view AS told
WHERE from_day <= :as_of AND (:from IS NULL OR :from <= from_day)
    AND (:authority IS NULL OR EXISTS (
        SELECT 1 FROM temp.area AS area WHERE area.la = told.la
            AND area.from_day <= told.from_day AND told.from_day < area.to_day))
    AND (:la IS NULL OR la IN (SELECT value FROM json_each(:la)))
ORDER BY seq
