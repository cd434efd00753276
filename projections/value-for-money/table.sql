-- Amounts are whole pence. Days are numbers of days since 1970-01-01; every period is half-open.

-- Money that a decision made available to a programme.
CREATE TABLE approval (
    funding      TEXT    NOT NULL PRIMARY KEY,
    programme    TEXT    NOT NULL,
    amount_pence INTEGER NOT NULL,
    from_day     INTEGER NOT NULL,  -- the day the approval holds from
    seq          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a commitment amounts to, from each day on.
CREATE TABLE commitment (
    commitment   TEXT    NOT NULL,
    programme    TEXT    NOT NULL,
    strand       TEXT,
    amount_pence INTEGER NOT NULL,
    from_day     INTEGER NOT NULL,
    to_day       INTEGER NOT NULL,
    is_released  INTEGER NOT NULL,  -- 1 once only what was spent still counts
    seq          INTEGER NOT NULL,
    PRIMARY KEY (commitment, from_day)
) STRICT, WITHOUT ROWID;

-- What the payments that count alike come to: no report need read every one.
CREATE TABLE spend_sum (
    borne_kind   TEXT    NOT NULL,
    borne_id     TEXT    NOT NULL,  -- which authority; '': any bearer of another kind
    programme    TEXT    NOT NULL,
    strand       TEXT    NOT NULL,  -- '': shared by all strands
    period_from  INTEGER NOT NULL,
    period_to    INTEGER NOT NULL,
    from_day     INTEGER NOT NULL,  -- the day the facts hold from
    to_day       INTEGER NOT NULL,  -- the day they were reversed
    payments     INTEGER NOT NULL,  -- how many
    amount_pence INTEGER NOT NULL,
    PRIMARY KEY (borne_kind, borne_id, programme, strand, period_from, period_to, from_day, to_day)
) STRICT, WITHOUT ROWID;

-- The same of local authorities and schools alone, by each: whose those are depends on their place.
CREATE TABLE spend_by_place (
    borne_kind   TEXT    NOT NULL,  -- 'la' or 'school'
    borne_id     TEXT    NOT NULL,
    programme    TEXT    NOT NULL,
    strand       TEXT    NOT NULL,  -- '': shared by all strands
    period_from  INTEGER NOT NULL,
    period_to    INTEGER NOT NULL,
    from_day     INTEGER NOT NULL,
    to_day       INTEGER NOT NULL,
    payments     INTEGER NOT NULL,
    amount_pence INTEGER NOT NULL,
    PRIMARY KEY (borne_kind, borne_id, programme, strand, period_from, period_to, from_day, to_day)
) STRICT, WITHOUT ROWID;

-- What was spent against each commitment.
CREATE TABLE spend_by_commitment (
    commitment   TEXT    NOT NULL,
    from_day     INTEGER NOT NULL,
    to_day       INTEGER NOT NULL,
    payments     INTEGER NOT NULL,
    amount_pence INTEGER NOT NULL,
    PRIMARY KEY (commitment, from_day, to_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE contribution (
    seq          INTEGER NOT NULL PRIMARY KEY,
    programme    TEXT    NOT NULL,
    strand       TEXT,
    kind         TEXT    NOT NULL,
    amount_pence INTEGER NOT NULL,
    period_from  INTEGER NOT NULL,
    period_to    INTEGER NOT NULL,
    borne_kind   TEXT    NOT NULL,
    borne_id     TEXT    NOT NULL,
    from_day     INTEGER NOT NULL
) STRICT;

-- What is still expected to be spent; the newest by (from_day, seq) is in force.
CREATE TABLE forecast (
    programme       TEXT    NOT NULL,
    strand          TEXT,
    remaining_pence INTEGER NOT NULL,
    from_day        INTEGER NOT NULL,
    seq             INTEGER NOT NULL PRIMARY KEY
) STRICT;

-- Price indices, a row for each financial year of each publication of a series.
CREATE TABLE price_index (
    series        TEXT    NOT NULL,
    published_day INTEGER NOT NULL,
    year          TEXT    NOT NULL,  -- 2022-23
    index_e3      INTEGER NOT NULL,  -- times 1,000: 100000 is 100
    base_year     TEXT    NOT NULL,  -- the year whose index is 100
    from_day      INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    PRIMARY KEY (series, published_day, year)
) STRICT, WITHOUT ROWID;
