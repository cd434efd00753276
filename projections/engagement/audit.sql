-- ENGAGEMENT, said a second time: from the log alone, for an auditor with the plain sqlite3 shell.
--
-- What it counts, at the end of :as_of, as known when event :known_at was the last one:
--   engagedSchools          schools open, in scope, with at least one active enrolment
--   pointsOfContact         distinct (school, programme, strand) among them
--   eligibleSchools         schools open, in scope and eligible under the rule in force
--   engagedEligibleSchools  schools counted in both; the engagement rate is this / eligibleSchools
--   everEngagedSchools      schools with a counted day from :from to :as_of, as they are at :as_of
--   schoolDays              the number of those days, summed over the schools
--   trustsEngaged           trusts of the engaged schools
-- for everything ('all') and by la, phase, type, trust and strand. eligibleSchools and
-- engagedEligibleSchools are NULL while no eligibility rule is in force.
--
-- Parameters, each optional (NULL or unbound takes the default):
--   :as_of     ISO day, counted at its end (today)     :known_at  seq of an event (the last)
--   :from      ISO day the period starts (no start)    :today     ISO day (today)
--   :authority id of a combined authority (everywhere) :la        DfE codes '391,392' (every LA)
--   :programme id (every programme)                    :strand    id (every strand)
--   :boundary  'as-was' (default), 'current' or 'AUTHORITY@YYYY-MM-DD' (then :authority is ignored)
--   :by        some of 'la,phase,type,strand,trust' (all five)
--
-- To run it, with no parameters or with some. A text needs both pairs of quotes: the shell takes
-- off the outer pair and evaluates the rest, so that '2024-03-31' alone would become 1990.
--   sqlite3 -readonly -header -column log.db < audit.sql
--   sqlite3 -readonly -header -column \
--     -cmd ".parameter set :as_of \"'2024-03-31'\"" \
--     -cmd ".parameter set :authority \"'ntca'\"" log.db < audit.sql
--
-- How it works: read each fact as corrected; find the school behind every number quoted; follow
-- each school and each enrolment forward in the order of the story (day, then seq of the root).
-- SQLite copies a CTE for every mention of it before it plans, and copies within copies: so each is
-- mentioned as seldom as can be (with a few mentions more, preparing took seconds).
WITH RECURSIVE

    ------------------------------------------------------------------------ The question

    -- The parameters with their defaults; area_day is the day whose areas hold, NULL for as-was.
    asked AS MATERIALIZED (
        SELECT
            coalesce(CAST(:known_at AS INTEGER), 9223372036854775807) AS known_at,
            coalesce(:as_of, date('now')) AS as_of,
            date(coalesce(:as_of, date('now')), '+1 day') AS day_after,
            coalesce(:from, '0000-01-01') AS start_day,
            CASE WHEN instr(:boundary, '@') > 0
                THEN substr(:boundary, 1, instr(:boundary, '@') - 1)
                ELSE :authority END AS authority,
            CASE WHEN instr(:boundary, '@') > 0
                THEN substr(:boundary, instr(:boundary, '@') + 1)
                WHEN :boundary = 'current' THEN coalesce(:today, date('now')) END AS area_day,
            ',' || replace(:la, ' ', '') || ',' AS la_codes,
            ',' || replace(:by, ' ', '') || ',' AS dimensions
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
            'SchoolReclassified', 'SchoolMovedLocalAuthority', 'SchoolUrnSucceeded', 'SchoolSplit',
            'SchoolsMerged', 'SchoolClosed', 'SchoolReopened', 'SchoolJoinedTrust',
            'SchoolLeftTrust', 'LocalAuthorityReplaced', 'StrandEnrolled', 'StrandEnrolmentEnded',
            'SchoolWithdrew')
    ),

    -- Every number a school has ever had, as known; one joined brings its own along.
    had (school, urn) AS MATERIALIZED (
        SELECT urn, urn FROM claim WHERE old IS NULL
        UNION
        SELECT school, coalesce(data ->> '$.newUrn', data ->> '$.continuing') AS urn
        FROM meant WHERE role IN ('oldUrn', 'parent') AND urn IS NOT NULL
        UNION
        SELECT joined.kept, had.urn FROM had JOIN joined ON joined.gone = had.school
    ),

    ------------------------------------------------------------------------ The lives of schools

    -- What happens to schools: what each fact replaces (NULL: nothing; trust '': in none). Its
    -- kind (NULL: it neither opens nor closes) says whether the school goes onto another.
    deed (school, pos, day, kind, onto, la, old_la, phase, school_type, trust) AS MATERIALIZED (
        SELECT school, pos, day,
            CASE
                WHEN type IN ('SchoolReopened', 'SchoolUrnSucceeded') THEN 'opened'
                WHEN type = 'SchoolClosed' THEN 'closed'
                WHEN type = 'SchoolsMerged' THEN 'absorbed'
                WHEN type = 'SchoolSplit' AND data ->> '$.continuing' IS NULL THEN 'dissolved'
                WHEN type = 'SchoolSplit' AND pos IN (SELECT pos FROM claim WHERE choice = 1)
                    THEN 'opened' END,
            CASE type WHEN 'SchoolsMerged' THEN survivor ELSE school END,
            coalesce(data ->> '$.la', data ->> '$.newLa'), data ->> '$.oldLa',
            data ->> '$.phase', data ->> '$.schoolType',
            CASE type WHEN 'SchoolLeftTrust' THEN '' ELSE data ->> '$.trust' END
        FROM (
            SELECT *,
                max(CASE role WHEN 'survivor' THEN school END) OVER (PARTITION BY pos) AS survivor
            FROM meant
        )
        WHERE type NOT IN ('StrandEnrolled', 'StrandEnrolmentEnded', 'SchoolWithdrew')
            AND role <> 'survivor' AND school IS NOT survivor
            AND pos NOT IN (SELECT pos FROM joined)
        UNION ALL
        -- Two schools become one: the one that goes takes its attributes along onto the one kept,
        -- and those of the one kept are replaced.
        SELECT CASE part.value WHEN 'joined' THEN joined.gone ELSE joined.kept END,
            joined.pos, joined.day, part.value,
            CASE part.value WHEN 'joined' THEN joined.kept END, NULL, NULL,
            claim.data ->> '$.phase', claim.data ->> '$.schoolType', claim.data ->> '$.trust'
        FROM joined
        JOIN claim ON claim.pos = joined.pos
        JOIN json_each('["joined", "replaced"]') AS part
        UNION ALL
        -- A local authority is replaced for all of its schools.
        SELECT claim.urn, fact.pos, fact.day, NULL, claim.urn,
            fact.data ->> '$.newLa', fact.data ->> '$.oldLa', NULL, NULL, NULL
        FROM fact JOIN claim ON claim.old IS NULL
        WHERE fact.type = 'LocalAuthorityReplaced' AND fact.data ->> '$.urns' IS NULL
    ),

    -- The same; after_pos is the place of the deed before it at that school.
    next_deed AS MATERIALIZED (
        SELECT *, lag(pos, 1, 0) OVER (PARTITION BY school ORDER BY pos) AS after_pos FROM deed
    ),

    -- Each school followed from deed to deed; heir is the survivor while it is absorbed. A split of
    -- the day on which it was absorbed does not change that.
    life (origin, pos, day, school, is_open, heir, la, phase, school_type, trust) AS (
        SELECT urn, pos, day, urn, 1, NULL, data ->> '$.la', data ->> '$.phase',
            data ->> '$.schoolType', coalesce(data ->> '$.trust', '')
        FROM claim WHERE old IS NULL
        UNION ALL
        SELECT life.origin, next.pos, next.day,
            CASE next.kind WHEN 'absorbed' THEN life.school ELSE next.onto END,
            CASE WHEN next.kind IN ('opened', 'joined') THEN 1
                WHEN next.kind IN ('closed', 'absorbed', 'dissolved') THEN 0
                ELSE life.is_open END,
            CASE WHEN next.kind = 'absorbed' THEN next.onto
                WHEN next.kind IS NULL OR next.kind IN ('closed', 'dissolved') THEN life.heir END,
            CASE WHEN next.old_la <> life.la THEN life.la ELSE coalesce(next.la, life.la) END,
            coalesce(next.phase, life.phase),
            coalesce(next.school_type, life.school_type),
            coalesce(next.trust, life.trust)
        FROM life JOIN next_deed AS next
            ON next.school = life.school AND next.after_pos <= life.pos AND life.pos < next.pos
    ),

    -- How each school stands from day to day: [since, until).
    standing AS MATERIALIZED (
        SELECT * FROM (
            SELECT school, is_open, heir, la, phase, school_type, nullif(trust, '') AS trust,
                day AS since,
                lead(day, 1, '9999-12-31') OVER (PARTITION BY origin ORDER BY pos) AS until
            FROM life
        )
        WHERE school IS NOT NULL AND since < until
    ),

    -- What each school no longer standing for itself at :as_of is part of then.
    heir AS MATERIALIZED (
        SELECT school, heir FROM standing, asked
        WHERE since <= as_of AND as_of < until AND heir IS NOT NULL
        UNION ALL
        SELECT gone, kept FROM joined, asked WHERE day <= as_of
    ),

    -- Each school followed to the one it is at :as_of.
    becoming (school, becomes) AS (
        SELECT urn, urn FROM claim WHERE old IS NULL
        UNION
        SELECT becoming.school, heir.heir FROM becoming JOIN heir ON heir.school = becoming.becomes
    ),

    -- The last of those steps.
    at_last AS MATERIALIZED (
        SELECT school, becomes FROM becoming WHERE becomes NOT IN (SELECT school FROM heir)
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

    -- When the LAs in scope count as such; la NULL: all of them.
    scope (la, since, until) AS MATERIALIZED (
        SELECT member.la,
            CASE WHEN asked.area_day IS NULL THEN member.since ELSE '0000-01-01' END,
            CASE WHEN asked.area_day IS NULL THEN member.until ELSE '9999-12-31' END
        FROM asked JOIN member
            ON member.authority = asked.authority
            AND (asked.area_day IS NULL
                OR (member.since <= asked.area_day AND asked.area_day < member.until))
        UNION ALL
        SELECT NULL, '0000-01-01', '9999-12-31' FROM asked WHERE authority IS NULL
    ),

    -- Schools open and in scope: [since, until), each in the LA it is counted in: its own then or,
    -- for a fixed area_day, the one of its row on that day, or else before it, or else first.
    presence AS MATERIALIZED (
        SELECT placed.school, placed.area AS la, placed.phase, placed.school_type, placed.trust,
            max(placed.since, scope.since) AS since, min(placed.until, scope.until) AS until
        FROM (
            SELECT standing.*, asked.la_codes,
                CASE WHEN asked.area_day IS NULL THEN standing.la ELSE first_value(standing.la)
                    OVER (
                        PARTITION BY standing.school
                        ORDER BY
                            standing.since <= asked.area_day DESC,
                            CASE WHEN standing.since <= asked.area_day THEN standing.since END DESC,
                            standing.since) END AS area
            FROM standing JOIN asked
            WHERE standing.is_open
        ) AS placed
        JOIN scope
            ON (scope.la = placed.area OR scope.la IS NULL)
            AND scope.since < placed.until AND placed.since < scope.until
        WHERE placed.la_codes IS NULL OR instr(placed.la_codes, ',' || placed.area || ',')
    ),

    ------------------------------------------------------------------------ The enrolments

    -- Every strand of every programme.
    strand_of AS MATERIALIZED (
        SELECT DISTINCT data ->> '$.programme' AS programme,
            coalesce(data ->> '$.strand', data ->> '$.new') AS strand
        FROM fact WHERE type IN ('StrandOpened', 'StrandEnrolled', 'StrandSucceeded')
    ),

    -- What ends a school's enrolments (onto NULL) or takes them onto another school.
    school_turn AS MATERIALIZED (
        SELECT school, pos, day, CASE WHEN kind IN ('absorbed', 'joined') THEN onto END AS onto
        FROM (
            SELECT *,
                lead(kind) OVER (PARTITION BY school ORDER BY pos) AS next_kind,
                lead(day) OVER (PARTITION BY school ORDER BY pos) AS next_day
            FROM deed WHERE kind IS NOT NULL
        )
        -- A closing leaves the enrolments to the school it becomes part of next on that day, and the
        -- first of two closings to the second.
        WHERE kind IN ('absorbed', 'joined')
            OR (kind IN ('closed', 'dissolved')
                AND (next_kind IN ('absorbed', 'joined', 'closed', 'dissolved') AND next_day = day)
                    IS NOT TRUE)
    ),

    -- What ends a strand's enrolments (onto NULL) or takes them onto another strand.
    strand_turn AS MATERIALIZED (
        SELECT strand_of.programme, strand_of.strand, fact.pos, fact.day,
            fact.data ->> '$.new' AS onto
        FROM fact JOIN strand_of ON strand_of.programme = fact.data ->> '$.programme'
        WHERE fact.type = 'ProgrammeClosed'
            OR (fact.type = 'StrandClosed' AND strand_of.strand = fact.data ->> '$.strand')
            OR (fact.type = 'StrandSucceeded'
                AND strand_of.strand IN (SELECT value FROM json_each(fact.data, '$.old')))
    ),

    -- All that ends (onto NULL) or moves an enrolment of that school in that strand.
    turn (school, programme, strand, pos, day, onto_school, onto_strand) AS (
        SELECT school_turn.school, programme, strand, pos, day, onto, strand
        FROM school_turn JOIN strand_of
        UNION ALL
        SELECT claim.urn, programme, strand, strand_turn.pos, strand_turn.day, claim.urn, onto
        FROM strand_turn JOIN claim ON claim.old IS NULL
        UNION ALL
        -- Leaving the strand, or withdrawing from the programme.
        SELECT meant.school, strand_of.programme, strand_of.strand, meant.pos, meant.day,
            NULL, NULL
        FROM meant JOIN strand_of
            ON strand_of.programme = meant.data ->> '$.programme'
            AND strand_of.strand = coalesce(meant.data ->> '$.strand', strand_of.strand)
        WHERE meant.type IN ('StrandEnrolmentEnded', 'SchoolWithdrew')
    ),

    -- The same; after_pos is the place of the turn before it.
    next_turn AS MATERIALIZED (
        SELECT *,
            lag(pos, 1, 0) OVER (PARTITION BY school, programme, strand ORDER BY pos) AS after_pos
        FROM turn
    ),

    -- Each enrolment followed from turn to turn, until one ends it.
    journey (enrolment, pos, day, school, programme, strand) AS (
        SELECT pos, pos, day, school, data ->> '$.programme', data ->> '$.strand'
        FROM meant
        WHERE type = 'StrandEnrolled'
            AND data ->> '$.programme' = coalesce(:programme, data ->> '$.programme')
        UNION ALL
        SELECT journey.enrolment, next.pos, next.day, next.onto_school, journey.programme,
            next.onto_strand
        FROM journey JOIN next_turn AS next
            ON next.school = journey.school AND next.programme = journey.programme
            AND next.strand = journey.strand
            AND next.after_pos <= journey.pos AND journey.pos < next.pos
    ),

    -- Enrolments active, of the programme and strand asked for: [since, until).
    spell AS MATERIALIZED (
        SELECT DISTINCT school, programme, strand, since, until FROM (
            SELECT school, programme, strand, day AS since,
                lead(day, 1, '9999-12-31') OVER (PARTITION BY enrolment ORDER BY pos) AS until
            FROM journey
        )
        WHERE school IS NOT NULL AND strand = coalesce(:strand, strand) AND since < until
    ),

    -- Days on which a school takes part, in a strand or at all (lens ''), no day twice.
    taking_part AS MATERIALIZED (
        SELECT lens, school, max(since, ifnull(covered_until, since)) AS since, until
        FROM (
            SELECT lens, school, since, until,
                max(until) OVER (
                    PARTITION BY lens, school ORDER BY since, until
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_until
            FROM (
                SELECT lens.value AS lens, school, since, until
                FROM spell JOIN json_each(json_array('', strand)) AS lens
            )
        )
        WHERE ifnull(covered_until, since) < until
    ),

    -- Those of them in the period and in scope, with what the school was and what it becomes.
    counted AS MATERIALIZED (
        SELECT lens, becomes, la, phase, school_type, trust,
            CAST(julianday(until) - julianday(since) AS INTEGER) AS days
        FROM (
            SELECT taking_part.lens, at_last.becomes,
                presence.la, presence.phase, presence.school_type, presence.trust,
                max(taking_part.since, presence.since, asked.start_day) AS since,
                min(taking_part.until, presence.until, asked.day_after) AS until
            FROM taking_part
            JOIN presence ON presence.school = taking_part.school
                AND presence.since < taking_part.until AND taking_part.since < presence.until
            JOIN at_last ON at_last.school = taking_part.school
            JOIN asked
        )
        WHERE since < until
    ),

    ------------------------------------------------------------------------ The eligibility rule

    -- The rule in force at :as_of for each programme asked for.
    rule AS MATERIALIZED (
        SELECT data ->> '$.programme' AS programme, data, max(pos) AS newest
        FROM fact
        WHERE type = 'EligibilityRuleSet' AND day <= (SELECT as_of FROM asked)
            AND data ->> '$.programme' = coalesce(:programme, data ->> '$.programme')
        GROUP BY data ->> '$.programme'
    ),

    -- The schools a rule names by any of their numbers.
    named AS MATERIALIZED (
        SELECT rule.programme, list.key AS list, had.school
        FROM rule
        JOIN json_each(rule.data) AS list ON list.key IN ('excluded', 'included')
        JOIN json_each(rule.data, '$.' || list.key) AS entry
        JOIN had ON had.urn = entry.value
    ),

    -- GIAS establishment types and the group each belongs to.
    gias_type (school_type, type_group) AS (
        VALUES
        ('Community school', 'Local authority maintained schools'),
        ('Voluntary aided school', 'Local authority maintained schools'),
        ('Voluntary controlled school', 'Local authority maintained schools'),
        ('Foundation school', 'Local authority maintained schools'),
        ('Pupil referral unit', 'Local authority maintained schools'),
        ('Local authority nursery school', 'Local authority maintained schools'),
        ('Community special school', 'Special schools'),
        ('Non-maintained special school', 'Special schools'),
        ('Other independent special school', 'Special schools'),
        ('Foundation special school', 'Special schools'),
        ('City technology college', 'Independent schools'),
        ('Other independent school', 'Independent schools'),
        ('Academy sponsor led', 'Academies'),
        ('Academy special sponsor led', 'Academies'),
        ('Academy converter', 'Academies'),
        ('Academy alternative provision converter', 'Academies'),
        ('Academy alternative provision sponsor led', 'Academies'),
        ('Academy special converter', 'Academies'),
        ('Academy 16-19 converter', 'Academies'),
        ('Academy 16 to 19 sponsor led', 'Academies'),
        ('Academy secure 16 to 19', 'Academies'),
        ('Free schools', 'Free Schools'),
        ('Free schools special', 'Free Schools'),
        ('Free schools alternative provision', 'Free Schools'),
        ('Free schools 16 to 19', 'Free Schools'),
        ('University technical college', 'Free Schools'),
        ('Studio schools', 'Free Schools'),
        ('Further education', 'Colleges'),
        ('Sixth form centres', 'Colleges'),
        ('Higher education institutions', 'Universities'),
        ('Welsh establishment', 'Welsh schools'),
        ('Online provider', 'Online provider'),
        ('Secure units', 'Other types'),
        ('Offshore schools', 'Other types'),
        ('Service children''s education', 'Other types'),
        ('Miscellaneous', 'Other types'),
        ('Special post 16 institution', 'Other types'),
        ('British schools overseas', 'Other types'),
        ('Institution funded by other government department', 'Other types')
    ),

    -- Schools open and in scope at :as_of, and whether they are eligible under any of the rules;
    -- a list not given does not restrict.
    present AS MATERIALIZED (
        SELECT presence.*, EXISTS (
            SELECT * FROM rule
            WHERE (rule.programme, 'excluded', presence.school) NOT IN (SELECT * FROM named)
                AND ((rule.programme, 'included', presence.school) IN (SELECT * FROM named)
                    OR ((rule.data ->> '$.typeGroups' IS NULL
                            OR gias_type.type_group IN (
                                SELECT value FROM json_each(rule.data, '$.typeGroups')))
                        AND (rule.data ->> '$.schoolTypes' IS NULL
                            OR presence.school_type IN (
                                SELECT value FROM json_each(rule.data, '$.schoolTypes')))
                        AND (rule.data ->> '$.phases' IS NULL
                            OR presence.phase IN (
                                SELECT value FROM json_each(rule.data, '$.phases')))))
        ) AS is_eligible
        FROM presence
        JOIN asked
        LEFT JOIN gias_type ON gias_type.school_type = presence.school_type
        WHERE presence.since <= asked.as_of AND asked.as_of < presence.until
    ),

    ------------------------------------------------------------------------ The figures

    -- Active enrolments at :as_of of schools open and in scope.
    active AS MATERIALIZED (
        SELECT DISTINCT present.*, spell.programme, spell.strand
        FROM spell, asked JOIN present ON present.school = spell.school
        WHERE spell.since <= asked.as_of AND asked.as_of < spell.until
    ),

    -- All that is to be counted: one line for each thing and each row of the report it counts in.
    line (dimension, key, engaged, point, eligible, both, ever, days, trust) AS (
        SELECT 'all', '', NULL, NULL, NULL, NULL, NULL, 0, NULL
        UNION ALL
        SELECT dimension.value,
            CASE dimension.value WHEN 'all' THEN '' WHEN 'la' THEN la WHEN 'phase' THEN phase
                WHEN 'type' THEN school_type WHEN 'trust' THEN trust WHEN 'strand' THEN strand END,
            school, school || ' ' || programme || ' ' || strand, NULL,
            CASE WHEN is_eligible THEN school END, NULL, 0, trust
        FROM active
        JOIN json_each('["all", "la", "phase", "type", "trust", "strand"]') AS dimension
        UNION ALL
        SELECT dimension.value,
            CASE dimension.value WHEN 'all' THEN '' WHEN 'la' THEN la WHEN 'phase' THEN phase
                WHEN 'type' THEN school_type WHEN 'trust' THEN trust END,
            NULL, NULL, school, NULL, NULL, 0, NULL
        FROM present
        JOIN json_each('["all", "la", "phase", "type", "trust"]') AS dimension
        WHERE is_eligible
        UNION ALL
        SELECT dimension.value,
            CASE dimension.value WHEN 'all' THEN '' WHEN 'la' THEN la WHEN 'phase' THEN phase
                WHEN 'type' THEN school_type WHEN 'trust' THEN trust WHEN 'strand' THEN lens END,
            NULL, NULL, NULL, NULL, becomes, days, NULL
        FROM counted
        JOIN json_each('["all", "la", "phase", "type", "trust", "strand"]') AS dimension
        WHERE (dimension.value = 'strand') = (lens <> '')
    )

SELECT
    dimension,
    key,
    count(DISTINCT engaged) AS engagedSchools,
    count(DISTINCT point) AS pointsOfContact,
    CASE
        WHEN NOT EXISTS (SELECT * FROM rule) THEN NULL
        WHEN dimension = 'strand' THEN (SELECT count(*) FROM present WHERE is_eligible)
        ELSE count(DISTINCT eligible) END AS eligibleSchools,
    CASE WHEN EXISTS (SELECT * FROM rule) THEN count(DISTINCT both) END AS engagedEligibleSchools,
    count(DISTINCT ever) AS everEngagedSchools,
    sum(days) AS schoolDays,
    count(DISTINCT trust) AS trustsEngaged
FROM line
WHERE key IS NOT NULL
    AND (dimension = 'all'
        OR (SELECT dimensions IS NULL OR instr(dimensions, ',' || dimension || ',') FROM asked))
GROUP BY dimension, key
ORDER BY dimension, key;
