-- Days are numbers of days since 1970-01-01; every interval is half-open, [from_day, to_day).

-- A programme under one lead.
CREATE TABLE programme (
    programme TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    lead_kind TEXT    NOT NULL,
    lead_id   TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    from_seq  INTEGER NOT NULL,
    PRIMARY KEY (programme, from_day)
) STRICT, WITHOUT ROWID;

-- A strand while it is open.
CREATE TABLE strand (
    programme TEXT    NOT NULL,
    strand    TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    PRIMARY KEY (programme, strand, from_day)
) STRICT, WITHOUT ROWID;

-- The rule that says which schools are eligible.
CREATE TABLE eligibility_rule (
    programme TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    rationale TEXT    NOT NULL,
    PRIMARY KEY (programme, from_day)
) STRICT, WITHOUT ROWID;

-- A school while it is open and eligible under one rule.
CREATE TABLE eligible (
    school    TEXT    NOT NULL,
    programme TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    rule_seq  INTEGER NOT NULL,
    PRIMARY KEY (school, programme, from_day)
) STRICT, WITHOUT ROWID;

-- A school while it takes part in a programme.
CREATE TABLE opt_in (
    school    TEXT    NOT NULL,
    programme TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    from_seq  INTEGER NOT NULL,
    to_seq    INTEGER,
    PRIMARY KEY (school, programme, from_day)
) STRICT, WITHOUT ROWID;

-- A trust while it takes part in a programme as a body of its own.
CREATE TABLE trust_opt_in (
    programme TEXT    NOT NULL,
    trust     TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    from_seq  INTEGER NOT NULL,
    PRIMARY KEY (programme, trust, from_day)
) STRICT, WITHOUT ROWID;

-- An active pair of school and strand: a point of contact.
CREATE TABLE enrolment (
    school                 TEXT    NOT NULL,
    programme              TEXT    NOT NULL,
    strand                 TEXT    NOT NULL,
    from_day               INTEGER NOT NULL,
    to_day                 INTEGER NOT NULL,
    -- Its days from this one on are in no pair of the school that began earlier, so that the days of a school
    -- can be added up pair by pair; to_day when all of them are.
    adds_from              INTEGER NOT NULL,
    adds_from_in_programme INTEGER NOT NULL,  -- beside pairs of the same programme only
    adds_from_in_strand    INTEGER NOT NULL,  -- beside pairs of the same strand, of whatever programme, only
    from_seq               INTEGER NOT NULL,  -- the event that enrolled the school, or carried the pair over
    to_seq                 INTEGER,           -- the event that ended it or carried it on
    origin_seq             INTEGER NOT NULL,  -- the event that enrolled the school
    PRIMARY KEY (school, programme, strand, from_day)
) STRICT, WITHOUT ROWID;
