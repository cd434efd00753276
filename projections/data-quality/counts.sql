-- How many facts of each type are told of a day from :from to :as_of, as known at event :known_at. Read from the log.
SELECT type, count(*) FROM event
WHERE seq <= :known_at AND valid_from BETWEEN :from AND :as_of
    AND type IN (SELECT value FROM json_each(:types))
GROUP BY type
