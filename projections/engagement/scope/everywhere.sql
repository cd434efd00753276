-- With no area asked for every active pair counts, and every eligible school: both are open schools only.
CREATE TEMP VIEW enrolled AS SELECT * FROM enrolment;
CREATE TEMP VIEW admitted AS SELECT * FROM eligible
