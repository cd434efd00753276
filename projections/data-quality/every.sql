-- Every fact told of a day from :from to :as_of, as known at event :known_at. Read from the log.
SELECT seq, type, valid_from FROM event
WHERE seq <= :known_at AND valid_from BETWEEN :from AND :as_of
    AND type IN (SELECT value FROM json_each(:types))
ORDER BY seq
