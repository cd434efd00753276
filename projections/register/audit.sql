-- REGISTER, said a second time: from the log alone, for an auditor with the plain sqlite3 shell.
--
-- One row for each school open and in scope at the end of :as_of, as known when event :known_at was
-- the last one: school (the first number it was registered under), urn (its current number), name,
-- la, authority (the one its LA belonged to that day), trust (NULL: none), schoolType, phase.
--
-- Parameters, each optional (NULL or unbound takes the default):
--   :as_of     ISO day, taken at its end (today)       :known_at  seq of an event (the last)
--   :authority id of a combined authority (everywhere) :la        DfE codes '391,392' (every LA)
--   :boundary  'as-was' (default), 'current' or 'AUTHORITY@YYYY-MM-DD' (then :authority is ignored)
--   :today     ISO day (today), for the boundary 'current'
--
-- To run it, with no parameters or with some. A text needs both pairs of quotes: the shell takes
-- off the outer pair and evaluates the rest, so that '2024-03-31' alone would become 1990.
--   sqlite3 -readonly -header -column log.db < audit.sql
--   sqlite3 -readonly -header -column \
--     -cmd ".parameter set :as_of \"'2024-03-31'\"" \
--     -cmd ".parameter set :authority \"'ntca'\"" log.db < audit.sql
--
-- How it works: read each fact as corrected; find the school behind every number quoted; follow
-- each school forward in the order of the story (day, then seq of the root event).
-- SQLite copies a CTE for every mention of it before it plans, and copies within copies: so each is
-- mentioned as seldom as can be (with a few mentions more, preparing takes seconds).
WITH RECURSIVE

    ------------------------------------------------------------------------ The question

    -- The parameters with their defaults; area_day is the day whose areas hold, NULL for as-was.
    asked AS MATERIALIZED (
        SELECT
            coalesce(CAST(:known_at AS INTEGER), 9223372036854775807) AS known_at,
            coalesce(:as_of, date('now')) AS as_of,
            CASE WHEN instr(:boundary, '@') > 0
                THEN substr(:boundary, 1, instr(:boundary, '@') - 1)
                ELSE :authority END AS authority,
            CASE WHEN instr(:boundary, '@') > 0
                THEN substr(:boundary, instr(:boundary, '@') + 1)
                WHEN :boundary = 'current' THEN coalesce(:today, date('now')) END AS area_day,
            ',' || replace(:la, ' ', '') || ',' AS la_codes
    ),

    ------------------------------------------------------------------------ The facts

    -- The events known.
    known AS MATERIALIZED (
        SELECT seq, type, valid_from AS day, leaf -> '$.data' AS data
        FROM event WHERE seq <= (SELECT known_at FROM asked)
    ),

    -- What has been retracted: roots and corrections.
    retracted AS MATERIALIZED (
        SELECT data ->> '$.target' AS seq FROM known WHERE type = 'EventRetracted'
    ),

    -- The newest standing correction of each root (SQLite takes reading from the row of the max).
    correction AS MATERIALIZED (
        SELECT data ->> '$.target' AS root, data -> '$.replacement' AS reading, max(seq) AS newest
        FROM known
        WHERE type = 'EventCorrected' AND seq NOT IN (SELECT seq FROM retracted)
        GROUP BY root
    ),

    -- The story: every fact as it reads now; pos is its place in the order (day, seq of the root).
    fact AS MATERIALIZED (
        SELECT row_number() OVER (ORDER BY day, seq) AS pos, type, day, data
        FROM (
            SELECT known.seq, known.type,
                coalesce(correction.reading ->> '$.validFrom', known.day) AS day,
                coalesce(correction.reading, known.data) AS data
            FROM known LEFT JOIN correction ON correction.root = known.seq
            WHERE known.type NOT IN ('EventCorrected', 'EventRetracted')
                AND known.seq NOT IN (SELECT seq FROM retracted)
        )
    ),

    ------------------------------------------------------------------------ Which school is meant

    -- How numbers come to be: registered, or taken by the school of an old number in a succession
    -- or as the continuing part of a split. choice 1 is the registration, or else the first taking.
    claim AS MATERIALIZED (
        SELECT *,
            row_number() OVER (PARTITION BY urn ORDER BY old IS NOT NULL, pos) AS choice,
            min(CASE WHEN old IS NULL THEN pos END) OVER (PARTITION BY urn) AS registered_pos
        FROM (
            SELECT pos, day, data,
                coalesce(data ->> '$.urn', data ->> '$.newUrn', data ->> '$.continuing') AS urn,
                coalesce(data ->> '$.oldUrn', data ->> '$.parent') AS old
            FROM fact WHERE type IN ('SchoolRegistered', 'SchoolUrnSucceeded', 'SchoolSplit')
        )
        WHERE urn IS NOT NULL AND urn IS NOT old
    ),

    -- For each number, the registered one it goes back to; one registered goes back to itself.
    number (urn, origin) AS MATERIALIZED (
        SELECT urn, urn FROM claim WHERE old IS NULL
        UNION
        SELECT claim.urn, number.origin
        FROM number JOIN claim ON claim.old = number.urn AND claim.choice = 1
    ),

    -- Numbers taken that belong to another school, so that the two become one.
    meeting AS MATERIALIZED (
        SELECT row_number() OVER (ORDER BY claim.pos) AS turn, claim.pos, claim.day,
            claim.registered_pos, old.origin AS old, new.origin AS new
        FROM claim
        JOIN number AS old ON old.urn = claim.old
        JOIN number AS new ON new.urn = claim.urn
        WHERE old.origin <> new.origin
    ),

    -- Before a number was registered separately, quoting it means the school that was to take it
    -- (SQLite takes meaning from the row of the min).
    early AS MATERIALIZED (
        SELECT new AS origin, registered_pos AS until_pos, old AS meaning, min(pos) AS first
        FROM meeting WHERE registered_pos IS NOT NULL
        GROUP BY new
    ),

    -- The same again where that school was itself not registered yet.
    earlier (origin, until_pos, meaning) AS (
        SELECT origin, until_pos, meaning FROM early
        UNION
        SELECT earlier.origin, min(earlier.until_pos, early.until_pos), early.meaning
        FROM earlier JOIN early ON early.origin = earlier.meaning
    ),

    -- So between those two places in the story the number means that one.
    meaning AS MATERIALIZED (
        SELECT earlier.origin, coalesce(early.until_pos, 0) AS since_pos, earlier.until_pos,
            earlier.meaning
        FROM earlier LEFT JOIN early ON early.origin = earlier.meaning
    ),

    -- Those takings in order, two steps for each: which school goes, which is kept; then note that
    -- all that belonged to the one belongs to the other (an object: number -> school).
    joining (turn, pos, day, gone, kept, belongs) AS (
        SELECT 0, 0, NULL, NULL, NULL, '{}'
        UNION ALL
        SELECT meeting.turn, meeting.pos, meeting.day,
            coalesce(belongs ->> ('$."' || meeting.new || '"'), meeting.new),
            coalesce(belongs ->> ('$."' || meeting.old || '"'), meeting.old),
            belongs
        FROM joining JOIN meeting ON meeting.turn = joining.turn + 1
        WHERE gone IS NULL
        UNION ALL
        SELECT turn, pos, day, NULL, NULL, CASE WHEN gone = kept THEN belongs ELSE json_set(
            replace(belongs, '"' || gone || '"', '"' || kept || '"'),
            '$."' || gone || '"', kept) END
        FROM joining
        WHERE gone IS NOT NULL
    ),

    -- Two schools becoming one: gone goes on as kept.
    joined AS MATERIALIZED (
        SELECT pos, day, gone, kept FROM joining WHERE gone <> kept
    ),

    -- Whose each registered number is, from a place in the story on.
    belonging (origin, school, since_pos) AS (
        SELECT urn, urn, 0 FROM claim WHERE old IS NULL
        UNION ALL
        SELECT belonging.origin, joined.kept, joined.pos
        FROM belonging JOIN joined ON joined.gone = belonging.school
    ),

    -- The same with the place where it ends.
    ownership AS MATERIALIZED (
        SELECT origin, school, since_pos,
            lead(since_pos, 1, 9223372036854775807)
                OVER (PARTITION BY origin ORDER BY since_pos) AS until_pos
        FROM belonging
    ),

    -- The schools that facts speak of, in which role (the member that quotes the number); a school
    -- is called by the first number it was registered under.
    meant AS MATERIALIZED (
        SELECT fact.pos, fact.day, fact.type, fact.data, ownership.school,
            CASE quoted.path WHEN '$' THEN quoted.key ELSE quoted.path END AS role
        FROM fact
        JOIN json_tree(fact.data) AS quoted
            ON quoted.path IN ('$.absorbed', '$.urns')
            OR (quoted.path = '$' AND quoted.key IN ('urn', 'oldUrn', 'parent', 'survivor'))
        JOIN number ON number.urn = quoted.value
        LEFT JOIN meaning
            ON meaning.origin = number.origin
            AND meaning.since_pos <= fact.pos AND fact.pos < meaning.until_pos
        JOIN ownership
            ON ownership.origin = coalesce(meaning.meaning, number.origin)
            AND ownership.since_pos <= fact.pos AND fact.pos < ownership.until_pos
        WHERE fact.type IN (
            'SchoolRenamed', 'SchoolReclassified', 'SchoolMovedLocalAuthority',
            'SchoolUrnSucceeded', 'SchoolSplit', 'SchoolsMerged', 'SchoolClosed', 'SchoolReopened',
            'SchoolJoinedTrust', 'SchoolLeftTrust', 'LocalAuthorityReplaced')
    ),

    ------------------------------------------------------------------------ The lives of schools

    -- What happens to schools: what each fact replaces (NULL: nothing; trust '': in none), whether
    -- the school is open after it (NULL: as before), and which school it is after it.
    deed (
        school, pos, day, opens, onto, urn, name, la, old_la, phase, school_type, trust
    ) AS MATERIALIZED (
        SELECT school, pos, day,
            CASE
                WHEN type IN ('SchoolReopened', 'SchoolUrnSucceeded') THEN 1
                WHEN type IN ('SchoolClosed', 'SchoolsMerged') THEN 0
                WHEN type = 'SchoolSplit' AND data ->> '$.continuing' IS NULL THEN 0
                WHEN type = 'SchoolSplit' AND pos IN (SELECT pos FROM claim WHERE choice = 1)
                    THEN 1 END,
            school, coalesce(data ->> '$.newUrn', data ->> '$.continuing'), data ->> '$.name',
            coalesce(data ->> '$.la', data ->> '$.newLa'), data ->> '$.oldLa',
            data ->> '$.phase', data ->> '$.schoolType',
            CASE type WHEN 'SchoolLeftTrust' THEN '' ELSE data ->> '$.trust' END
        FROM meant
        WHERE role <> 'survivor' AND pos NOT IN (SELECT pos FROM joined)
        UNION ALL
        -- Two schools become one: the one that goes takes its attributes along onto the one kept,
        -- and those of the one kept are replaced.
        SELECT CASE part.value WHEN 'gone' THEN joined.gone ELSE joined.kept END,
            joined.pos, joined.day, 1, CASE part.value WHEN 'gone' THEN joined.kept END,
            claim.urn, claim.data ->> '$.name', NULL, NULL,
            claim.data ->> '$.phase', claim.data ->> '$.schoolType', claim.data ->> '$.trust'
        FROM joined
        JOIN claim ON claim.pos = joined.pos
        JOIN json_each('["gone", "kept"]') AS part
        UNION ALL
        -- A local authority is replaced for all of its schools.
        SELECT claim.urn, fact.pos, fact.day, NULL, claim.urn, NULL, NULL,
            fact.data ->> '$.newLa', fact.data ->> '$.oldLa', NULL, NULL, NULL
        FROM fact JOIN claim ON claim.old IS NULL
        WHERE fact.type = 'LocalAuthorityReplaced' AND fact.data ->> '$.urns' IS NULL
    ),

    -- The same; after_pos is the place of the deed before it at that school.
    next_deed AS MATERIALIZED (
        SELECT *, lag(pos, 1, 0) OVER (PARTITION BY school ORDER BY pos) AS after_pos FROM deed
    ),

    -- Each school followed from deed to deed.
    life (origin, pos, day, school, is_open, urn, name, la, phase, school_type, trust) AS (
        SELECT urn, pos, day, urn, 1, urn, data ->> '$.name', data ->> '$.la', data ->> '$.phase',
            data ->> '$.schoolType', coalesce(data ->> '$.trust', '')
        FROM claim WHERE old IS NULL
        UNION ALL
        SELECT life.origin, next.pos, next.day, next.onto,
            coalesce(next.opens, life.is_open),
            coalesce(next.urn, life.urn),
            coalesce(next.name, life.name),
            CASE WHEN next.old_la <> life.la THEN life.la ELSE coalesce(next.la, life.la) END,
            coalesce(next.phase, life.phase),
            coalesce(next.school_type, life.school_type),
            coalesce(next.trust, life.trust)
        FROM life JOIN next_deed AS next
            ON next.school = life.school AND next.after_pos <= life.pos AND life.pos < next.pos
    ),

    -- How each school stands while open, from day to day: [since, until).
    standing AS MATERIALIZED (
        SELECT * FROM (
            SELECT school, is_open, urn, name, la, phase, school_type, nullif(trust, '') AS trust,
                day AS since,
                lead(day, 1, '9999-12-31') OVER (PARTITION BY origin ORDER BY pos) AS until
            FROM life
        )
        WHERE is_open AND school IS NOT NULL AND since < until
    ),

    ------------------------------------------------------------------------ The areas

    -- LAs coming into authorities.
    entry AS MATERIALIZED (
        SELECT fact.pos, fact.day, member.value AS la,
            coalesce(fact.data ->> '$.successor', fact.data ->> '$.authority') AS authority
        FROM fact JOIN json_each(fact.data, '$.members') AS member
        WHERE fact.type IN ('AuthorityConstituted', 'AuthoritiesMerged')
        UNION ALL
        SELECT pos, day, data ->> '$.la', data ->> '$.authority'
        FROM fact WHERE type = 'LocalAuthorityJoinedAuthority'
    ),

    -- LAs going out of them: leaving (la), or the authority ending (la NULL: all of its LAs).
    exit AS MATERIALIZED (
        SELECT pos, day, data ->> '$.la' AS la, data ->> '$.authority' AS authority
        FROM fact WHERE type IN ('LocalAuthorityLeftAuthority', 'AuthorityAbolished')
        UNION ALL
        SELECT fact.pos, fact.day, NULL, predecessor.value
        FROM fact JOIN json_each(fact.data, '$.predecessors') AS predecessor
        WHERE fact.type = 'AuthoritiesMerged'
    ),

    -- Membership of each LA in each authority: [since, until).
    member AS MATERIALIZED (
        SELECT authority, la, since, until FROM (
            SELECT authority, la, day AS since, enters,
                lead(day, 1, '9999-12-31')
                    OVER (PARTITION BY authority, la ORDER BY pos, enters) AS until
            FROM (
                SELECT authority, la, pos, day, 1 AS enters FROM entry
                UNION ALL
                SELECT DISTINCT exit.authority, entry.la, exit.pos, exit.day, 0
                FROM exit JOIN entry ON entry.authority = exit.authority
                    AND entry.la = coalesce(exit.la, entry.la)
            )
        )
        WHERE enters AND since < until
    ),

    -- The LAs in scope at :as_of, or on a fixed area_day; la NULL: all of them.
    scope (la) AS MATERIALIZED (
        SELECT member.la
        FROM asked JOIN member
            ON member.authority = asked.authority
            AND member.since <= coalesce(asked.area_day, asked.as_of)
            AND coalesce(asked.area_day, asked.as_of) < member.until
        UNION ALL
        SELECT NULL FROM asked WHERE authority IS NULL
    ),

    -- Each school's rows with the LA it is in scope by: its own then or, for a fixed area_day, the
    -- one of its row on that day, or else before it, or else first.
    placed AS MATERIALIZED (
        SELECT standing.*, asked.as_of, asked.la_codes,
            CASE WHEN asked.area_day IS NULL THEN standing.la ELSE first_value(standing.la) OVER (
                PARTITION BY standing.school
                ORDER BY
                    standing.since <= asked.area_day DESC,
                    CASE WHEN standing.since <= asked.area_day THEN standing.since END DESC,
                    standing.since) END AS area
        FROM standing JOIN asked
    )

SELECT
    placed.school,
    placed.urn,
    placed.name,
    placed.la,
    member.authority,
    placed.trust,
    placed.school_type AS schoolType,
    placed.phase
FROM placed
LEFT JOIN member
    ON member.la = placed.la AND member.since <= placed.as_of AND placed.as_of < member.until
WHERE placed.since <= placed.as_of AND placed.as_of < placed.until
    AND (placed.la_codes IS NULL OR instr(placed.la_codes, ',' || placed.area || ','))
    AND EXISTS (SELECT * FROM scope WHERE scope.la = placed.area OR scope.la IS NULL)
ORDER BY placed.school;
