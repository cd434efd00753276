-- Every payment, told from the log when a figure is opened. Amounts and days as in table.sql.
CREATE TABLE spend (
    seq          INTEGER NOT NULL PRIMARY KEY,
    spend        TEXT    NOT NULL,
    programme    TEXT    NOT NULL,
    strand       TEXT,              -- NULL: shared by all strands
    commitment   TEXT,
    amount_pence INTEGER NOT NULL,
    period_from  INTEGER NOT NULL,
    period_to    INTEGER NOT NULL,
    category     TEXT    NOT NULL,
    borne_kind   TEXT    NOT NULL,
    borne_id     TEXT    NOT NULL,
    from_day     INTEGER NOT NULL,  -- the day the fact holds from
    to_day       INTEGER NOT NULL   -- the day it was reversed
) STRICT;
