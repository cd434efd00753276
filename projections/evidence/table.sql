-- Days are numbers of days since 1970-01-01; every period is half-open. from_day is the day a fact holds from,
-- seq the event that says so. A locality is a body, written 'la:391'.

-- People who took part in a strand over a period: only their numbers.
CREATE TABLE participation (
    seq         INTEGER NOT NULL PRIMARY KEY,
    programme   TEXT    NOT NULL,
    strand      TEXT    NOT NULL,
    urn         TEXT,               -- as quoted; NULL: not of one school
    period_from INTEGER NOT NULL,
    period_to   INTEGER NOT NULL,
    leads       INTEGER,            -- people; NULL: not counted
    teachers    INTEGER,
    pupils      INTEGER,
    sessions    INTEGER,
    from_day    INTEGER NOT NULL
) STRICT;

-- Support that a body gave.
CREATE TABLE support (
    seq           INTEGER NOT NULL PRIMARY KEY,
    programme     TEXT    NOT NULL,
    provider_kind TEXT    NOT NULL,
    provider_id   TEXT    NOT NULL,
    level         TEXT    NOT NULL,  -- 'regional', 'la', 'cluster' or 'school'
    urn           TEXT,              -- as quoted; NULL: not for one school
    half_days     INTEGER NOT NULL,
    period_from   INTEGER NOT NULL,
    period_to     INTEGER NOT NULL,
    from_day      INTEGER NOT NULL
) STRICT;

-- Contributions that say how many half-days they are.
CREATE TABLE time_given (
    seq         INTEGER NOT NULL PRIMARY KEY,
    programme   TEXT    NOT NULL,
    strand      TEXT,
    giver_kind  TEXT    NOT NULL,
    giver_id    TEXT    NOT NULL,
    half_days   INTEGER NOT NULL,
    period_from INTEGER NOT NULL,
    period_to   INTEGER NOT NULL,
    from_day    INTEGER NOT NULL
) STRICT;

-- The decision behind each approval of funding.
CREATE TABLE funding_decision (
    funding      TEXT    NOT NULL PRIMARY KEY,
    programme    TEXT    NOT NULL,
    amount_pence INTEGER NOT NULL,
    decision_ref TEXT    NOT NULL,
    from_day     INTEGER NOT NULL,
    seq          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The decision behind each commitment.
CREATE TABLE commitment_decision (
    commitment   TEXT    NOT NULL PRIMARY KEY,
    programme    TEXT    NOT NULL,
    amount_pence INTEGER NOT NULL,  -- as it was committed first
    decision_ref TEXT,              -- NULL: none of its own
    from_day     INTEGER NOT NULL,
    seq          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE indicator (
    indicator  TEXT    NOT NULL PRIMARY KEY,
    title      TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    better     TEXT    NOT NULL,  -- 'up' or 'down'
    owner_kind TEXT    NOT NULL,
    owner_id   TEXT    NOT NULL,
    from_day   INTEGER NOT NULL,
    seq        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was observed: a number, or so many out of so many.
CREATE TABLE observation (
    indicator   TEXT    NOT NULL,
    seq         INTEGER NOT NULL,
    period_from INTEGER NOT NULL,
    period_to   INTEGER NOT NULL,
    numerator   INTEGER NOT NULL,
    denominator INTEGER,
    cohort      TEXT,
    comparator  TEXT,
    from_day    INTEGER NOT NULL,
    PRIMARY KEY (indicator, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE rating (
    seq        INTEGER NOT NULL PRIMARY KEY,
    criterion  TEXT    NOT NULL,
    rating     TEXT,              -- a word, or a whole number in digits
    rubric     TEXT,
    rater_role TEXT,
    from_day   INTEGER NOT NULL
) STRICT;

-- Documents filed as evidence.
CREATE TABLE filing (
    sha256    TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    criterion TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    PRIMARY KEY (sha256, seq)
) STRICT, WITHOUT ROWID;

-- Views of stakeholders.
CREATE TABLE stakeholder_view (
    ref      TEXT    NOT NULL PRIMARY KEY,
    holders  TEXT    NOT NULL,  -- the group that holds it
    la       TEXT,
    theme    TEXT    NOT NULL,
    position TEXT    NOT NULL,  -- 'for', 'against' or 'mixed'
    from_day INTEGER NOT NULL,
    seq      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    ref      TEXT    NOT NULL PRIMARY KEY,
    taken_by TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    from_day INTEGER NOT NULL,
    seq      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Versions of the action plan of a locality.
CREATE TABLE plan (
    locality TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    version  TEXT    NOT NULL,
    criteria TEXT    NOT NULL,  -- a JSON list of texts
    from_day INTEGER NOT NULL,
    PRIMARY KEY (locality, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE milestone (
    locality  TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    milestone TEXT    NOT NULL,
    from_day  INTEGER NOT NULL,
    PRIMARY KEY (locality, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE partnership (
    partnership TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    las         TEXT    NOT NULL,  -- a JSON list of DfE codes
    from_day    INTEGER NOT NULL,
    seq         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a locality says of itself: clusters, lenses, case cycles, lessons, practices, roles, reviews …
CREATE TABLE locality_record (
    locality  TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    type      TEXT    NOT NULL,  -- the type of event
    name      TEXT    NOT NULL,  -- what it names: a cluster, a lens, a cycle …; of a school, its version
    detail    TEXT,              -- the same in words
    other     TEXT,              -- the cluster's kind; the lens of a definition or cycle; the lesson's cycle;
                                 -- the practice's lesson; who adopted; the review's cluster; who assured
    people    INTEGER,           -- pupils of a cohort, posts of a role, answers of parents
    agencies  INTEGER,           -- how many took part in a case cycle
    urn       TEXT,              -- of a fact of one school, as quoted
    programme TEXT,
    from_day  INTEGER NOT NULL,
    PRIMARY KEY (locality, seq)
) STRICT, WITHOUT ROWID;

-- The schools that those facts name, by the URNs they quote.
CREATE TABLE locality_school (
    locality TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    urn      TEXT    NOT NULL,
    PRIMARY KEY (locality, seq, urn)
) STRICT, WITHOUT ROWID;
