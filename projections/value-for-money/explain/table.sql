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
    passed_kind  TEXT,              -- the body it was passed to as a grant; NULL: none
    passed_id    TEXT,
    from_day     INTEGER NOT NULL,  -- the day the fact holds from
    to_day       INTEGER NOT NULL   -- the day it was reversed
) STRICT;

-- What existing arrangements cost a body in a financial year; the newest by (from_day, seq) is in force.
CREATE TABLE baseline (
    seq            INTEGER NOT NULL PRIMARY KEY,
    body_kind      TEXT    NOT NULL,
    body_id        TEXT    NOT NULL,
    activity       TEXT    NOT NULL,
    amount_pence   INTEGER NOT NULL,
    financial_year TEXT    NOT NULL,  -- 2022-23
    method         TEXT    NOT NULL,
    confidence     TEXT    NOT NULL,  -- 'high', 'medium' or 'low'
    from_day       INTEGER NOT NULL
) STRICT;

-- The rules by which shared cost is divided among strands; the newest by (from_day, seq) is in force.
CREATE TABLE shared_rule (
    seq       INTEGER NOT NULL PRIMARY KEY,
    programme TEXT    NOT NULL,
    basis     TEXT    NOT NULL,  -- 'days', 'points', 'schools' or 'fixed'
    weights   TEXT    NOT NULL,  -- parts by strand: {"oracy": 3}
    from_day  INTEGER NOT NULL
) STRICT;
