-- Days are numbers of days since 1970-01-01; every interval is half-open, [from_day, to_day).
-- A school is known by the URN it was first registered under.

-- One row for each stretch of days on which an open school did not change.
CREATE TABLE state (
    school      TEXT    NOT NULL,
    urn         TEXT    NOT NULL,  -- the URN in use
    name        TEXT    NOT NULL,
    la          TEXT    NOT NULL,  -- DfE code
    phase       TEXT    NOT NULL,
    school_type TEXT    NOT NULL,  -- GIAS type of establishment
    trust       TEXT,
    from_day    INTEGER NOT NULL,
    to_day      INTEGER NOT NULL,
    from_seq    INTEGER NOT NULL,  -- the event that began it
    to_seq      INTEGER,           -- the event that ended it
    PRIMARY KEY (school, from_day)
) STRICT, WITHOUT ROWID;

-- The URNs of each school over time.
CREATE TABLE school_urn (
    urn      TEXT    NOT NULL,
    school   TEXT    NOT NULL,
    from_day INTEGER NOT NULL,
    to_day   INTEGER NOT NULL,
    from_seq INTEGER NOT NULL,
    PRIMARY KEY (urn, school, from_day)
) STRICT, WITHOUT ROWID;

-- By which a catch-up finds the rows of one school.
CREATE INDEX school_urn_of ON school_urn (school);

-- Schools that became part of another, until they opened again by themselves if they ever did.
CREATE TABLE school_union (
    school      TEXT    NOT NULL,
    into_school TEXT    NOT NULL,
    from_day    INTEGER NOT NULL,
    to_day      INTEGER NOT NULL,
    from_seq    INTEGER NOT NULL,
    PRIMARY KEY (school, from_day, into_school, from_seq)
) STRICT, WITHOUT ROWID;

-- Counts of pupils.
CREATE TABLE roll (
    school             TEXT    NOT NULL,
    from_day           INTEGER NOT NULL,
    seq                INTEGER NOT NULL,
    pupils             INTEGER NOT NULL,
    fsm_percent_tenths INTEGER,          -- tenths of a percent
    PRIMARY KEY (school, from_day, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE local_authority (
    la       TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    ons_code TEXT    NOT NULL,
    from_day INTEGER NOT NULL,
    to_day   INTEGER NOT NULL,
    PRIMARY KEY (la, from_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE authority (
    authority TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    ons_code  TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    PRIMARY KEY (authority, from_day)
) STRICT, WITHOUT ROWID;

-- Which authority a local authority is a member of.
CREATE TABLE membership (
    la        TEXT    NOT NULL,
    authority TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    from_seq  INTEGER NOT NULL,
    PRIMARY KEY (la, from_day)
) STRICT, WITHOUT ROWID;

-- Authorities that were merged into another.
CREATE TABLE authority_succession (
    predecessor TEXT    NOT NULL,
    successor   TEXT    NOT NULL,
    from_day    INTEGER NOT NULL,
    from_seq    INTEGER NOT NULL,
    PRIMARY KEY (predecessor)
) STRICT, WITHOUT ROWID;

CREATE TABLE trust (
    trust    TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    from_day INTEGER NOT NULL,
    to_day   INTEGER NOT NULL,
    PRIMARY KEY (trust, from_day)
) STRICT, WITHOUT ROWID;

-- What the ledger is called, and what its measures mean.
CREATE TABLE definition (
    measure  TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    from_day INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (measure, from_day, seq)
) STRICT, WITHOUT ROWID;
