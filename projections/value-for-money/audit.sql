-- VALUE FOR MONEY, said a second time: from the log alone, for an auditor with the sqlite3 shell.
--
-- What it counts over the days from :from to :as_of, both included, as known when event :known_at
-- was the last one:
--   netAuthorityCostPence      spend borne by authorities, by the day, on the days in scope
--   totalResourceCostPence     that, spend borne by others, and contributions of all kinds
--   everEngagedSchools         schools with a day of an active enrolment, as they are at :as_of
--   schoolDays, pointDays      those days: of distinct schools; of (school, programme, strand)
--   schoolYearsE4              school-days as years of 365 or 366 days from :from on, times 10,000
--   costPerEngagedSchoolPence, costPerSchoolYearPence    the net cost by schools, by school-years
--   costPerPointOfContactPence                           and by average points of contact a day
-- and of the programmes' money, whole, as it stands at the end of :as_of:
--   approvedPence              funding approved
--   committedPence             commitments as last varied; one released: what is spent against it
--   actualPence                spend recorded and not reversed, whoever bears it
--   openCommitmentPence        committed, less what is spent against commitments
--   forecastRemainingPence     the newest forecasts (NULL: none)
--   forecastOutturnPence       actual and forecast together; variancePence is that less approved
--   leverageRatioE2            what others bear to the net cost, times 100
-- for everything ('all') and by strand; strand 'shared' is the money coded to no strand, and has no
-- engagement. Strands have no approval of their own. Shares of a cost are exact and their sums are
-- rounded once, half up. What cannot be told is NULL: a cost per nothing; costs of :la, and with no
-- :authority the programmes' money too.
--
-- What is in scope on a day, with areas as they were then or as :boundary has it: a school in an LA
-- of :authority; money borne by that authority or by one merged into it by then, by its LAs, by
-- their schools (one not open counts where it last was), or by any other body if that authority
-- leads the programme. Programmes led by that authority count whole. No :authority: all counts.
--
-- Parameters, each optional (NULL or unbound takes the default):
--   :as_of     ISO day, counted at its end (today)     :known_at  seq of an event (the last)
--   :from      ISO day the period starts (the opening of the first programme)
--   :today     ISO day (today)
--   :authority id of a combined authority (everywhere) :la        DfE codes '391,392' (every LA)
--   :programme id (every programme)                    :strand    id (every strand)
--   :boundary  'as-was' (default), 'current' or 'AUTHORITY@YYYY-MM-DD' (then :authority is ignored)
--   :by        'strand' (default) or '' for the total alone
--
-- To run it, with no parameters or with some. A text needs both pairs of quotes: the shell takes
-- off the outer pair and evaluates the rest, so that '2024-03-31' alone would become 1990.
--   sqlite3 -readonly -header -column log.db < audit.sql
--   sqlite3 -readonly -header -column \
--     -cmd ".parameter set :as_of \"'2024-03-31'\"" \
--     -cmd ".parameter set :authority \"'ntca'\"" log.db < audit.sql
--
-- How it works: read each fact as corrected; find the school behind every number quoted; follow
-- each school and each enrolment forward in the order of the story (day, then seq of the root);
-- then find the days on which whoever bears an amount is in scope.
-- SQLite copies a CTE for every mention of it before it plans, and copies within copies: so each is
-- mentioned as seldom as can be (with a few mentions more, preparing took seconds).
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

    ------------------------------------------------------------------------ The period

    -- The days counted: [since, until). With no programme opened there are none.
    period AS MATERIALIZED (
        SELECT coalesce(:from, min(day), '9999-12-31') AS since,
            (SELECT date(as_of, '+1 day') FROM asked) AS until
        FROM fact
        WHERE type = 'ProgrammeOpened'
            AND data ->> '$.programme' = coalesce(:programme, data ->> '$.programme')
    ),

    -- Its years, each from an anniversary of the first day to the next (the first row is empty);
    -- where a year has no 29 February, SQLite says 1 March, and it is the day before.
    year (number, since, until) AS (
        SELECT 0, since, since FROM period
        UNION ALL
        SELECT year.number + 1, year.until, date(
            period.since, format('+%d years', year.number + 1),
            CASE WHEN substr(period.since, 9)
                = strftime('%d', period.since, format('+%d years', year.number + 1))
                THEN '+0 days' ELSE '-1 day' END)
        FROM year JOIN period
        WHERE year.until < period.until
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
            OR (quoted.path IN ('$.bornBy', '$.contributor') AND quoted.key = 'id')
        JOIN number ON number.urn = quoted.value
        LEFT JOIN meaning
            ON meaning.origin = number.origin
            AND meaning.since_pos <= fact.pos AND fact.pos < meaning.until_pos
        JOIN ownership
            ON ownership.origin = coalesce(meaning.meaning, number.origin)
            AND ownership.since_pos <= fact.pos AND fact.pos < ownership.until_pos
        WHERE fact.type IN (
            'SchoolMovedLocalAuthority', 'SchoolUrnSucceeded', 'SchoolSplit', 'SchoolsMerged',
            'SchoolClosed', 'SchoolReopened', 'LocalAuthorityReplaced', 'StrandEnrolled',
            'StrandEnrolmentEnded', 'SchoolWithdrew', 'SpendRecorded', 'ContributionRecorded')
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
                'StrandEnrolled', 'StrandEnrolmentEnded', 'SchoolWithdrew', 'SpendRecorded',
                'ContributionRecorded')
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

    -- When each school counts as in scope: [since, until), by its LA or, for a fixed area_day, the
    -- one of its row on that day, or else before it, or else first. The days on which it is open
    -- are [open_since, open_until); around them it counts by its row before, or else first.
    presence AS MATERIALIZED (
        SELECT placed.school, placed.since AS open_since, placed.until AS open_until,
            max(placed.near_since, scope.since) AS since,
            min(placed.near_until, scope.until) AS until
        FROM (
            SELECT standing.school, standing.since, standing.until, asked.la_codes,
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

    -- Days on which a school takes part: at all (programme and strand ''), in a strand of whichever
    -- programme (programme ''), and in a strand of a programme; in each no day twice.
    taking_part AS MATERIALIZED (
        SELECT programme, strand, school, max(since, ifnull(covered_until, since)) AS since, until
        FROM (
            SELECT *,
                max(until) OVER (
                    PARTITION BY programme, strand, school ORDER BY since, until
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_until
            FROM (
                SELECT lens.value ->> 0 AS programme, lens.value ->> 1 AS strand, school, since,
                    until
                FROM spell
                JOIN json_each(json_array(json_array('', ''), json_array('', strand),
                    json_array(programme, strand))) AS lens
            )
        )
        WHERE ifnull(covered_until, since) < until
    ),

    -- Those of them in scope, year by year of the period, with what the school becomes.
    counted AS MATERIALIZED (
        SELECT programme, strand, becomes,
            CAST(julianday(until) - julianday(since) AS INTEGER) AS days,
            CAST(julianday(year_until) - julianday(year_since) AS INTEGER) AS days_in_year
        FROM (
            SELECT taking_part.programme, taking_part.strand, at_last.becomes,
                year.since AS year_since, year.until AS year_until,
                max(taking_part.since, presence.since, presence.open_since, year.since) AS since,
                min(taking_part.until, presence.until, presence.open_until, year.until,
                    period.until) AS until
            FROM taking_part
            JOIN presence ON presence.school = taking_part.school
                AND presence.since < taking_part.until AND taking_part.since < presence.until
            JOIN at_last ON at_last.school = taking_part.school
            JOIN year
            JOIN period
        )
        WHERE since < until
    ),

    ------------------------------------------------------------------------ The money

    -- What was spent and contributed by :as_of; a spend reversed by then never was. It is in scope
    -- when the payer is: an authority, an LA, a school, or for others the programme ('lead'); with
    -- everything in scope it does not matter which ('').
    item AS MATERIALIZED (
        SELECT fact.type = 'SpendRecorded' AS is_spend, fact.body ->> '$.kind' AS kind,
            fact.data ->> '$.programme' AS programme, fact.data ->> '$.strand' AS strand,
            fact.data ->> '$.commitment' AS commitment, fact.data ->> '$.amountPence' AS pence,
            fact.data ->> '$.from' AS since, fact.data ->> '$.to' AS until,
            CASE WHEN asked.authority IS NULL THEN ''
                WHEN fact.body ->> '$.kind' IN ('authority', 'la', 'school')
                THEN fact.body ->> '$.kind' ELSE 'lead' END AS payer_kind,
            CASE WHEN asked.authority IS NULL THEN ''
                WHEN fact.body ->> '$.kind' IN ('authority', 'la') THEN fact.body ->> '$.id'
                WHEN fact.body ->> '$.kind' = 'school' THEN meant.school
                ELSE fact.data ->> '$.programme' END AS payer
        FROM asked
        JOIN (
            SELECT *, coalesce(data -> '$.bornBy', data -> '$.contributor') AS body,
                min(day) FILTER (WHERE type = 'SpendReversed')
                    OVER (PARTITION BY data ->> '$.spend') AS reversed_day
            FROM fact WHERE type IN ('SpendRecorded', 'SpendReversed', 'ContributionRecorded')
        ) AS fact
            ON fact.type <> 'SpendReversed' AND fact.day <= asked.as_of
            AND (fact.type = 'ContributionRecorded' OR fact.reversed_day <= asked.as_of IS NOT TRUE)
        LEFT JOIN meant ON meant.pos = fact.pos
    ),

    -- Mergers of authorities.
    merger AS MATERIALIZED (
        SELECT fact.pos, fact.day, predecessor.value AS predecessor,
            fact.data ->> '$.successor' AS successor
        FROM fact JOIN json_each(fact.data, '$.predecessors') AS predecessor
        WHERE fact.type = 'AuthoritiesMerged'
    ),

    -- Which authority an authority that pays has become, or leads a programme, from each day on;
    -- a programme stays with its lead until end_pos, when it is moved.
    following (kind, id, authority, pos, day, end_pos) AS (
        SELECT DISTINCT 'authority', payer, payer, 0, '0000-01-01', 9223372036854775807
        FROM item WHERE payer_kind = 'authority'
        UNION ALL
        SELECT 'lead', data ->> '$.programme',
            CASE data ->> '$.lead.kind' WHEN 'authority' THEN data ->> '$.lead.id' END, pos, day,
            lead(pos, 1, 9223372036854775807)
                OVER (PARTITION BY data ->> '$.programme' ORDER BY pos)
        FROM fact WHERE type IN ('ProgrammeOpened', 'ProgrammeMoved')
        UNION ALL
        SELECT following.kind, following.id, merger.successor, merger.pos, merger.day,
            following.end_pos
        FROM following JOIN merger ON merger.predecessor = following.authority
            AND following.pos < merger.pos AND merger.pos < following.end_pos
    ),

    -- When a payer is in scope: [since, until); kind and id '' for everything.
    liable (kind, id, since, until) AS MATERIALIZED (
        SELECT '', '', '0000-01-01', '9999-12-31'
        UNION ALL
        SELECT led.kind, led.id,
            CASE WHEN asked.area_day IS NULL THEN led.since ELSE '0000-01-01' END,
            CASE WHEN asked.area_day IS NULL THEN led.until ELSE '9999-12-31' END
        FROM asked
        JOIN (
            SELECT kind, id, authority, day AS since,
                lead(day, 1, '9999-12-31') OVER (PARTITION BY kind, id ORDER BY pos) AS until
            FROM following
        ) AS led
            ON led.authority = asked.authority AND led.since < led.until
            AND (asked.area_day IS NULL
                OR (led.since <= asked.area_day AND asked.area_day < led.until))
        UNION ALL
        SELECT 'la', la, since, until FROM scope
        UNION ALL
        SELECT 'school', school, since, until FROM presence
    ),

    -- The commitments at :as_of; the newest amount stated is of age 1.
    commitment AS MATERIALIZED (
        SELECT commitment, max(programme) AS programme, max(strand) AS strand,
            max(type = 'CommitmentReleased') AS is_released,
            max(pence) FILTER (WHERE age = 1) AS pence
        FROM (
            SELECT type, data ->> '$.commitment' AS commitment, data ->> '$.programme' AS programme,
                data ->> '$.strand' AS strand, data ->> '$.amountPence' AS pence,
                row_number() OVER (
                    PARTITION BY data ->> '$.commitment'
                    ORDER BY type = 'CommitmentReleased', pos DESC) AS age
            FROM fact
            WHERE type IN ('SpendCommitted', 'CommitmentVaried', 'CommitmentReleased')
                AND day <= (SELECT as_of FROM asked)
        )
        GROUP BY commitment
    ),

    -- The programmes' money: each amount and the figure it counts in.
    account (figure, programme, strand, pence) AS (
        SELECT 'approved', data ->> '$.programme', NULL, data ->> '$.amountPence'
        FROM fact WHERE type = 'FundingApproved' AND day <= (SELECT as_of FROM asked)
        UNION ALL
        SELECT 'committed', commitment.programme, commitment.strand,
            CASE WHEN is_released THEN coalesce(sum(item.pence), 0) ELSE commitment.pence END
        FROM commitment
        LEFT JOIN item ON item.commitment = commitment.commitment AND item.is_spend
        GROUP BY commitment.commitment
        UNION ALL
        SELECT 'actual', programme, strand, pence FROM item WHERE is_spend
        UNION ALL
        -- Spend draws on its commitment, under the strand that the commitment is coded to.
        SELECT 'drawn', commitment.programme, commitment.strand, item.pence
        FROM item JOIN commitment ON commitment.commitment = item.commitment
        WHERE item.is_spend
        UNION ALL
        -- The newest forecast (SQLite takes the amount from the row of the max).
        SELECT 'forecast', programme, strand, pence FROM (
            SELECT data ->> '$.programme' AS programme, data ->> '$.strand' AS strand,
                data ->> '$.remainingPence' AS pence, max(pos)
            FROM fact WHERE type = 'ForecastRevised' AND day <= (SELECT as_of FROM asked)
            GROUP BY data ->> '$.programme', data ->> '$.strand'
        )
    ),

    -- Amounts in scope: whole pence, and what is left of a share as a fraction of a penny.
    amount (figure, programme, strand, pence, fraction) AS (
        -- The share of the days in scope, in the period.
        SELECT CASE WHEN is_spend AND kind = 'authority' THEN 'net' ELSE 'other' END,
            programme, strand, pence * days / of_days, pence * days % of_days * 1.0 / of_days
        FROM (
            SELECT item.*,
                CAST(julianday(item.until) - julianday(item.since) AS INTEGER) AS of_days,
                CAST(julianday(min(item.until, liable.until, period.until))
                    - julianday(max(item.since, liable.since, period.since)) AS INTEGER) AS days
            FROM item
            JOIN liable ON liable.kind = item.payer_kind AND liable.id = item.payer
            JOIN period
            JOIN asked ON asked.la_codes IS NULL
        )
        WHERE days > 0
        UNION ALL
        -- Whole, of the programmes led at :as_of by the authority asked for.
        SELECT figure, programme, strand, pence, 0.0
        FROM account
        WHERE programme IN (
                SELECT id FROM liable JOIN asked
                    ON liable.kind = 'lead'
                    AND liable.since <= asked.as_of AND asked.as_of < liable.until)
            OR (SELECT authority IS NULL AND la_codes IS NULL FROM asked)
    ),

    ------------------------------------------------------------------------ The figures

    -- All that is to be counted: one line for each thing and each row of the report it counts in.
    line (dimension, key, figure, amount, fraction, school) AS (
        SELECT 'all', '', NULL, NULL, NULL, NULL
        UNION ALL
        SELECT dimension.value,
            CASE dimension.value WHEN 'all' THEN '' ELSE coalesce(strand, 'shared') END,
            figure, pence, fraction, NULL
        FROM amount JOIN json_each('["all", "strand"]') AS dimension
        WHERE programme = coalesce(:programme, programme)
            AND (figure = 'approved' OR strand IS coalesce(:strand, strand))
            AND (figure <> 'approved' OR dimension.value = 'all')
        UNION ALL
        -- School-days, and school-years in parts that both 365 and 366 days divide.
        SELECT CASE strand WHEN '' THEN 'all' ELSE 'strand' END, strand,
            figure.value,
            CASE figure.value WHEN 'days' THEN days ELSE 365 * 366 / days_in_year * days END,
            NULL, becomes
        FROM counted JOIN json_each('["days", "parts"]') AS figure
        WHERE programme = ''
        UNION ALL
        SELECT dimension.value, CASE dimension.value WHEN 'all' THEN '' ELSE strand END,
            'points', days, NULL, NULL
        FROM counted JOIN json_each('["all", "strand"]') AS dimension
        WHERE programme <> ''
    ),

    -- The sums of each row, rounded once; what cannot be told is NULL.
    total AS MATERIALIZED (
        SELECT dimension, key,
            CAST(julianday(period.until) - julianday(period.since) AS INTEGER) AS period_days,
            CASE WHEN la_codes IS NULL THEN
                coalesce(sum(amount) FILTER (WHERE figure = 'net'), 0)
                + CAST(coalesce(sum(fraction) FILTER (WHERE figure = 'net'), 0.0) + 0.5 + 1e-9
                    AS INTEGER) END AS net,
            CASE WHEN la_codes IS NULL THEN
                coalesce(sum(amount) FILTER (WHERE figure IN ('net', 'other')), 0)
                + CAST(coalesce(sum(fraction) FILTER (WHERE figure IN ('net', 'other')), 0.0)
                    + 0.5 + 1e-9 AS INTEGER) END AS resource,
            CASE WHEN key <> 'shared' THEN count(DISTINCT school) END AS schools,
            CASE WHEN key <> 'shared' THEN
                coalesce(sum(amount) FILTER (WHERE figure = 'days'), 0) END AS days,
            CASE WHEN key <> 'shared' THEN
                coalesce(sum(amount) FILTER (WHERE figure = 'parts'), 0) END AS parts,
            CASE WHEN key <> 'shared' THEN
                coalesce(sum(amount) FILTER (WHERE figure = 'points'), 0) END AS points,
            CASE WHEN (la_codes IS NULL OR authority IS NOT NULL) AND dimension = 'all'
                    AND :strand IS NULL THEN
                coalesce(sum(amount) FILTER (WHERE figure = 'approved'), 0) END AS approved,
            CASE WHEN la_codes IS NULL OR authority IS NOT NULL THEN
                coalesce(sum(amount) FILTER (WHERE figure = 'committed'), 0) END AS committed,
            CASE WHEN la_codes IS NULL OR authority IS NOT NULL THEN
                coalesce(sum(amount) FILTER (WHERE figure = 'actual'), 0) END AS actual,
            coalesce(sum(amount) FILTER (WHERE figure = 'drawn'), 0) AS drawn,
            sum(amount) FILTER (WHERE figure = 'forecast') AS forecast
        FROM line, asked, period
        WHERE dimension = 'all' OR dimensions IS NULL OR instr(dimensions, ',strand,')
        GROUP BY dimension, key
    )

-- a / b rounded half up is (2 * a + b) / (2 * b), and NULL when b is 0.
SELECT
    dimension,
    key,
    net AS netAuthorityCostPence,
    resource AS totalResourceCostPence,
    schools AS everEngagedSchools,
    days AS schoolDays,
    (2 * 10000 * parts + 365 * 366) / (2 * 365 * 366) AS schoolYearsE4,
    points AS pointDays,
    (2 * net + schools) / (2 * schools) AS costPerEngagedSchoolPence,
    (2 * 365 * 366 * net + parts) / (2 * parts) AS costPerSchoolYearPence,
    (2 * period_days * net + points) / (2 * points) AS costPerPointOfContactPence,
    approved AS approvedPence,
    committed AS committedPence,
    actual AS actualPence,
    committed - drawn AS openCommitmentPence,
    forecast AS forecastRemainingPence,
    actual + forecast AS forecastOutturnPence,
    actual + forecast - approved AS variancePence,
    (2 * 100 * (resource - net) + net) / (2 * net) AS leverageRatioE2
FROM total
ORDER BY dimension, key;
