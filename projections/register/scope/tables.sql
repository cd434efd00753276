-- What a report finds out about its area before it counts; gone when its connection closes.
DROP TABLE IF EXISTS temp.home;
DROP TABLE IF EXISTS temp.area;
DROP VIEW IF EXISTS temp.placed;
DROP VIEW IF EXISTS temp.enrolled;
DROP VIEW IF EXISTS temp.admitted;
DROP TABLE IF EXISTS temp.inside;
DROP TABLE IF EXISTS temp.final;
CREATE TEMP TABLE home (school TEXT NOT NULL PRIMARY KEY, la TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE area (
    la TEXT NOT NULL, from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,
    PRIMARY KEY (la, from_day)
) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE inside (
    school TEXT NOT NULL, la TEXT NOT NULL, phase TEXT NOT NULL, school_type TEXT NOT NULL, trust TEXT,
    from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,
    PRIMARY KEY (school, from_day)
) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE final (school TEXT NOT NULL PRIMARY KEY, into_school TEXT NOT NULL) STRICT, WITHOUT ROWID;
