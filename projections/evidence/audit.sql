-- EVIDENCE, said a second time: from the log alone, for an auditor with the plain sqlite3 shell.
--
-- What it counts over the days from :from to :as_of, both included, as known when event :known_at
-- was the last one:
--   records                    facts of participation, support, findings, views, decisions, plans
--                              and localities, each once
--   halfDays                   half-days of support
--   leads, teachers, pupils    people who took part, as counted: who is in two counts counts twice
--   sessions                   sessions they took part in
-- for everything ('all') and by kind (the type of event), programme, strand, provider (the kind of
-- body that gave the support) and level of support.
--
-- A record counts when it holds by the end of :as_of and its day is in the period. Its day is the
-- first day it is about where it is about several (participation, support, observations), and else
-- the day it holds from. One that names no programme is of none, and left out with :programme.
--
-- With an area asked for, a record counts when its local authority is in scope on the day it holds
-- from: that of the school it names (one not open counts where it last was, or else first); if it
-- names none, the local authority it names: of those whose view it is, whose locality it is, or who
-- answers for the indicator. One that names neither is of no local authority, and of the authority
-- that leads its programme on that day.
--
-- Parameters, each optional (NULL or unbound takes the default):
--   :as_of     ISO day, counted at its end (today)     :known_at  seq of an event (the last)
--   :from      ISO day the period starts (no start)    :today     ISO day (today)
--   :authority id of a combined authority (everywhere) :la        DfE codes '391,392' (every LA)
--   :programme id (every programme)                    :strand    id (every strand)
--   :boundary  'as-was' (default), 'current' or 'AUTHORITY@YYYY-MM-DD' (then :authority is ignored)
--
-- To run it, with no parameters or with some. A text needs both pairs of quotes: the shell takes
-- off the outer pair and evaluates the rest, so that '2024-03-31' alone would become 1990.
--   sqlite3 -readonly -header -column log.db < audit.sql
--   sqlite3 -readonly -header -column \
--     -cmd ".parameter set :as_of \"'2024-03-31'\"" \
--     -cmd ".parameter set :authority \"'ntca'\"" log.db < audit.sql
--
-- How it works: read each fact as corrected; find the school behind every number quoted; follow
-- each school forward in the order of the story (day, then seq of the root) to know its local
-- authority on each day; then take the records that are in scope, and count.
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
            ',' || replace(:la, ' ', '') || ',' AS la_codes,
            coalesce(:from, '0000-01-01') AS start_day
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
            'SchoolMovedLocalAuthority', 'SchoolUrnSucceeded', 'SchoolSplit', 'SchoolsMerged',
            'SchoolClosed', 'SchoolReopened', 'LocalAuthorityReplaced', 'ParticipationRecorded',
            'SupportProvided', 'SelfEvaluationSubmitted', 'SchoolReportPublished',
            'ParentConsulted')
    ),

    ------------------------------------------------------------------------ The lives of schools

    -- What happens to schools: the LA each fact gives (NULL: none; with an old_la, only
    -- to a school in that one), and the school it goes on as. A deed of no kind neither opens nor
    -- closes it.
    deed (school, pos, day, kind, onto, la, old_la) AS MATERIALIZED (
        SELECT school, pos, day,
            CASE
                WHEN type IN ('SchoolReopened', 'SchoolUrnSucceeded') THEN 'opened'
                WHEN type = 'SchoolClosed' THEN 'closed'
                WHEN type = 'SchoolsMerged' THEN 'absorbed'
                WHEN type = 'SchoolSplit' AND data ->> '$.continuing' IS NULL THEN 'dissolved'
                WHEN type = 'SchoolSplit' AND pos IN (SELECT pos FROM claim WHERE choice = 1)
                    THEN 'opened' END,
            CASE type WHEN 'SchoolsMerged' THEN survivor ELSE school END,
            coalesce(data ->> '$.la', data ->> '$.newLa'), data ->> '$.oldLa'
        FROM (
            SELECT *,
                max(CASE role WHEN 'survivor' THEN school END) OVER (PARTITION BY pos) AS survivor
            FROM meant
        )
        WHERE type NOT IN (
                'ParticipationRecorded', 'SupportProvided', 'SelfEvaluationSubmitted',
                'SchoolReportPublished', 'ParentConsulted')
            AND role <> 'survivor' AND school IS NOT survivor
            AND pos NOT IN (SELECT pos FROM joined)
        UNION ALL
        -- Two schools become one: the one that goes takes its LA along onto the one kept, and
        -- that of the one kept is replaced.
        SELECT CASE part.value WHEN 'joined' THEN joined.gone ELSE joined.kept END,
            joined.pos, joined.day, part.value,
            CASE part.value WHEN 'joined' THEN joined.kept END, NULL, NULL
        FROM joined JOIN json_each('["joined", "replaced"]') AS part
        UNION ALL
        -- A local authority is replaced for all of its schools.
        SELECT claim.urn, fact.pos, fact.day, NULL, claim.urn,
            fact.data ->> '$.newLa', fact.data ->> '$.oldLa'
        FROM fact JOIN claim ON claim.old IS NULL
        WHERE fact.type = 'LocalAuthorityReplaced' AND fact.data ->> '$.urns' IS NULL
    ),

    -- The same; after_pos is the place of the deed before it at that school.
    next_deed AS MATERIALIZED (
        SELECT *, lag(pos, 1, 0) OVER (PARTITION BY school ORDER BY pos) AS after_pos FROM deed
    ),

    -- Each school followed from deed to deed; heir is the survivor while it is absorbed. A split of
    -- the day on which it was absorbed does not change that.
    life (origin, pos, day, school, is_open, heir, la) AS (
        SELECT urn, pos, day, urn, 1, NULL, data ->> '$.la'
        FROM claim WHERE old IS NULL
        UNION ALL
        SELECT life.origin, next.pos, next.day,
            CASE next.kind WHEN 'absorbed' THEN life.school ELSE next.onto END,
            CASE WHEN next.kind IN ('opened', 'joined') THEN 1
                WHEN next.kind IN ('closed', 'absorbed', 'dissolved') THEN 0
                ELSE life.is_open END,
            CASE WHEN next.kind = 'absorbed' THEN next.onto
                WHEN next.kind IS NULL OR next.kind IN ('closed', 'dissolved') THEN life.heir END,
            CASE WHEN next.old_la <> life.la THEN life.la ELSE coalesce(next.la, life.la) END
        FROM life JOIN next_deed AS next
            ON next.school = life.school AND next.after_pos <= life.pos AND life.pos < next.pos
    ),

    -- How each school stands from day to day: [since, until).
    standing AS MATERIALIZED (
        SELECT * FROM (
            SELECT school, is_open, heir, la, day AS since,
                lead(day, 1, '9999-12-31') OVER (PARTITION BY origin ORDER BY pos) AS until
            FROM life
        )
        WHERE school IS NOT NULL AND since < until
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

    -- When each school counts as in scope: [since, until), by its LA or, for a fixed area_day, the
    -- one of its row on that day, or else before it, or else first. Around the days on which it is
    -- open it counts by its row before, or else first.
    presence AS MATERIALIZED (
        SELECT placed.school, max(placed.near_since, scope.since) AS since,
            min(placed.near_until, scope.until) AS until
        FROM (
            SELECT standing.school, asked.la_codes,
                CASE WHEN lag(standing.since) OVER own IS NULL THEN '0000-01-01'
                    ELSE standing.since END AS near_since,
                lead(standing.since, 1, '9999-12-31') OVER own AS near_until,
                CASE WHEN asked.area_day IS NULL THEN standing.la ELSE first_value(standing.la)
                    OVER (
                        PARTITION BY standing.school
                        ORDER BY
                            standing.since <= asked.area_day DESC,
                            CASE WHEN standing.since <= asked.area_day THEN standing.since END DESC,
                            standing.since) END AS area
            FROM standing JOIN asked
            WHERE standing.is_open
            WINDOW own AS (PARTITION BY standing.school ORDER BY standing.since)
        ) AS placed
        JOIN scope
            ON (scope.la = placed.area OR scope.la IS NULL)
            AND scope.since < placed.near_until AND placed.near_since < scope.until
        WHERE placed.la_codes IS NULL OR instr(placed.la_codes, ',' || placed.area || ',')
    ),

    ------------------------------------------------------------------------ The records

    -- What counts by its day, with what it is counted by; and where it is: at the school meant, or
    -- in the local authority it names.
    record AS MATERIALIZED (
        SELECT fact.type AS kind, fact.day, fact.data ->> '$.programme' AS programme,
            CASE fact.type WHEN 'ParticipationRecorded' THEN fact.data ->> '$.strand' END AS strand,
            fact.data ->> '$.provider.kind' AS provider,
            CASE fact.type WHEN 'SupportProvided' THEN fact.data ->> '$.level' END AS level,
            fact.data ->> '$.halfDays' AS half_days,
            fact.data ->> '$.leads' AS leads, fact.data ->> '$.teachers' AS teachers,
            fact.data ->> '$.pupils' AS pupils, fact.data ->> '$.sessions' AS sessions,
            fact.data ->> '$.urn' IS NOT NULL AS is_of_a_school, meant.school,
            CASE fact.type
                WHEN 'ViewRecorded' THEN fact.data ->> '$.la'
                WHEN 'IndicatorDefined' THEN CASE fact.data ->> '$.owner.kind'
                    WHEN 'la' THEN fact.data ->> '$.owner.id' END
                WHEN 'IndicatorObserved' THEN CASE defined.data ->> '$.owner.kind'
                    WHEN 'la' THEN defined.data ->> '$.owner.id' END
                ELSE CASE fact.data ->> '$.locality.kind'
                    WHEN 'la' THEN fact.data ->> '$.locality.id' END
            END AS la
        FROM fact
        JOIN asked
        LEFT JOIN meant ON meant.pos = fact.pos AND meant.role = 'urn'
        LEFT JOIN fact AS defined
            ON fact.type = 'IndicatorObserved' AND defined.type = 'IndicatorDefined'
            AND defined.data ->> '$.indicator' = fact.data ->> '$.indicator'
        WHERE fact.type IN (
                'ParticipationRecorded', 'SupportProvided', 'IndicatorDefined',
                'IndicatorObserved', 'QualityRated', 'EvidenceFiled', 'ViewRecorded',
                'DecisionTaken', 'ActionPlanAgreed', 'MilestoneMet', 'PartnershipConstituted',
                'ClusterFormed', 'LensChosen', 'VulnerabilityDefinitionAgreed',
                'CaseCycleStarted', 'CaseCycleCompleted', 'LessonAdopted', 'PracticeChanged',
                'RoleCreated', 'PracticeAdoptedElsewhere', 'PeerReviewCompleted',
                'SelfEvaluationSubmitted', 'SchoolReportPublished', 'FrameworkAdopted',
                'ParentConsulted')
            AND fact.day <= asked.as_of
            AND coalesce(fact.data ->> '$.from', fact.day) BETWEEN start_day AND as_of
    ),

    -- Mergers of authorities.
    merger AS MATERIALIZED (
        SELECT fact.pos, fact.day, predecessor.value AS predecessor,
            fact.data ->> '$.successor' AS successor
        FROM fact JOIN json_each(fact.data, '$.predecessors') AS predecessor
        WHERE fact.type = 'AuthoritiesMerged'
    ),

    -- Which authority leads each programme from each day on: itself, or what it was merged into; a
    -- programme stays with its lead until end_pos, when it is moved.
    leading (programme, authority, pos, day, end_pos) AS (
        SELECT data ->> '$.programme',
            CASE data ->> '$.lead.kind' WHEN 'authority' THEN data ->> '$.lead.id' END, pos, day,
            lead(pos, 1, 9223372036854775807)
                OVER (PARTITION BY data ->> '$.programme' ORDER BY pos)
        FROM fact WHERE type IN ('ProgrammeOpened', 'ProgrammeMoved')
        UNION ALL
        SELECT leading.programme, merger.successor, merger.pos, merger.day, leading.end_pos
        FROM leading JOIN merger ON merger.predecessor = leading.authority
            AND leading.pos < merger.pos AND merger.pos < leading.end_pos
    ),

    -- The same as stretches of days: [since, until).
    led AS MATERIALIZED (
        SELECT programme, authority, day AS since,
            lead(day, 1, '9999-12-31') OVER (PARTITION BY programme ORDER BY pos) AS until
        FROM leading
    ),

    -- Those of the programme, strand and area asked for.
    within AS MATERIALIZED (
        SELECT record.* FROM record JOIN asked
        WHERE programme IS coalesce(:programme, programme) AND strand IS coalesce(:strand, strand)
            AND (asked.authority IS NULL AND asked.la_codes IS NULL
                OR is_of_a_school AND EXISTS (
                    SELECT * FROM presence WHERE presence.school = record.school
                        AND presence.since <= record.day AND record.day < presence.until)
                OR NOT is_of_a_school AND record.la IS NOT NULL AND EXISTS (
                    SELECT * FROM scope WHERE coalesce(scope.la, record.la) = record.la
                        AND scope.since <= record.day AND record.day < scope.until)
                    AND coalesce(instr(asked.la_codes, ',' || record.la || ','), 1)
                OR NOT is_of_a_school AND record.la IS NULL AND asked.la_codes IS NULL AND EXISTS (
                    SELECT * FROM led
                    WHERE led.programme = record.programme AND led.authority = asked.authority
                        AND led.since <= coalesce(asked.area_day, record.day)
                        AND coalesce(asked.area_day, record.day) < led.until))
    ),

    -- All that is to be counted: a line for each record and each row it counts in; and
    -- one of nothing, so that the total has a row in any case.
    line AS (
        SELECT 'all' AS dimension, '' AS key, NULL AS kind, NULL AS half_days, NULL AS leads,
            NULL AS teachers, NULL AS pupils, NULL AS sessions
        UNION ALL
        SELECT split.value,
            CASE split.value WHEN 'all' THEN '' WHEN 'kind' THEN kind
                WHEN 'programme' THEN programme WHEN 'strand' THEN strand
                WHEN 'provider' THEN provider WHEN 'level' THEN level END,
            kind, half_days, leads, teachers, pupils, sessions
        FROM within
        JOIN json_each('["all", "kind", "programme", "strand", "provider", "level"]') AS split
    )

SELECT dimension, key,
    count(kind) AS records,
    coalesce(sum(half_days), 0) AS halfDays,
    coalesce(sum(leads), 0) AS leads,
    coalesce(sum(teachers), 0) AS teachers,
    coalesce(sum(pupils), 0) AS pupils,
    coalesce(sum(sessions), 0) AS sessions
FROM line
WHERE key IS NOT NULL
GROUP BY dimension, key
ORDER BY dimension, key;
