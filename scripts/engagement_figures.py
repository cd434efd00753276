"""Works out the figures of an engagement report from the events of a Tallystick export.

Written from the description of the format (Format.md of the module EventLog) and the definitions
in projections/engagement/README.md alone. It shares nothing with the program. verify-export.py
uses it.
"""
import datetime, decimal

NEVER = 10**9  # a day after every day
TOLD = """AuthoritiesMerged AuthorityAbolished AuthorityConstituted EligibilityRuleSet
    LocalAuthorityJoinedAuthority LocalAuthorityLeftAuthority LocalAuthorityReplaced ProgrammeClosed
    SchoolClosed SchoolJoinedTrust SchoolLeftTrust SchoolMovedLocalAuthority SchoolReclassified
    SchoolRegistered SchoolReopened SchoolSplit SchoolUrnSucceeded SchoolWithdrew SchoolsMerged
    StrandClosed StrandEnrolled StrandEnrolmentEnded StrandSucceeded""".split()
WITHOUT_EFFECT = """ActionPlanAgreed AuthorityCodeChanged AuthorityRenamed BaselineCostRecorded
    BudgetAllocated CaseCycleCompleted CaseCycleStarted ClusterFormed CommitmentReleased
    CommitmentVaried ConflictNoted ConflictResolved ContributionRecorded ControlTotalRecorded
    DecisionTaken EvidenceFiled ForecastRevised FrameworkAdopted FundingApproved
    IndicatorDefined IndicatorObserved LedgerCreated LensChosen LessonAdopted
    LocalAuthorityCodeChanged LocalAuthorityRegistered MeasureDefined MilestoneMet
    ParentConsulted ParticipationRecorded PartnershipConstituted PeerReviewCompleted
    PeriodClosed PracticeAdoptedElsewhere PracticeChanged PriceSeriesPublished ProgrammeMoved
    ProgrammeOpened QualityRated QuarantineResolved RegisterExtractImported ReportPublished
    RoleCreated SchoolOptedIn SchoolRenamed SchoolReportPublished SchoolRollCounted
    SelfEvaluationSubmitted SharedCostRuleSet SpendCommitted SpendRecorded SpendReversed
    StrandOpened SupportProvided TrustClosed TrustOptedIn TrustRegistered TrustWithdrew
    ViewRecorded VulnerabilityDefinitionAgreed""".split()


class Unknown(Exception):
    """Something that keeps the figures from being worked out."""


def of(report, events, groups):
    """What a report states beside what the events say, row by row: (part, stated, found)."""
    asked = report.get("options") or {**report, **report["scope"]}
    story = Story(read_facts(events, report["knownAt"]["seq"]))
    count = Count(story, asked, groups)
    rows = [("", report["figures"], count.figures())]
    for dimension, split in report.get("by", {}).items():
        for row in split:
            figures = count.figures(dimension, row["key"])
            rows.append((f" of {dimension} {row['key']}", row["figures"], figures))
    return rows


# ---- Facts: what the events say, with corrections and retractions applied


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


def reading(replacement):
    data = dict(replacement)
    return day(data.pop("validFrom")), data


def read_facts(events, known):
    """The facts known after event `known`, in order: (day, seq, type, data)."""
    said, root_of, resolved = {}, {}, set()  # said: root -> {said by event: (day, data)}
    for seq, (kind, _, valid_from, data) in enumerate(events[:known], 1):
        target = data.get("target")
        if kind == "EventCorrected":
            said.get(target, {})[seq] = reading(data["replacement"])
            root_of[seq] = target
        elif kind == "EventRetracted" and target in root_of:
            said.get(root_of[target], {}).pop(target, None)
        elif kind == "EventRetracted":
            said.pop(target, None)
        else:
            said[seq] = {seq: (day(valid_from), data)}
    for seq in [seq for seq in said if events[seq - 1][0] == "QuarantineResolved"]:
        _, data = list(said[seq].values())[-1]
        resolved.add(data["target"])
        said.pop(data["target"], None)
        if data["resolution"] == "read-as":
            said[data["target"]] = {seq: reading(data["replacement"])}
    facts = [(seq, *events[seq - 1][:2], *list(last.values())[-1]) for seq, last in said.items()]
    for seq, kind, version, *_ in facts:
        if seq not in resolved and (version != 1 or kind not in TOLD + WITHOUT_EFFECT):
            raise Unknown(f"event {seq}, {kind} version {version}, is not known here")
    return sorted((day, seq, kind, data) for seq, kind, _, day, data in facts if kind in TOLD)


def successors(facts):
    """The URNs that were never registered by themselves, each with the one it took over from."""
    told = [(kind, d) for *_, kind, d in facts]
    registered = {d["urn"] for kind, d in told if kind == "SchoolRegistered"}
    before = {}
    for kind, d in told:
        new = d.get("newUrn") if kind == "SchoolUrnSucceeded" else d.get("continuing")
        old = earlier = d.get("oldUrn") if kind == "SchoolUrnSucceeded" else d.get("parent")
        while earlier in before and earlier != new:
            earlier = before[earlier]
        if new and new not in registered and earlier != new:
            before[new] = old
    return before


class Story:
    """Schools, areas and enrolments, as facts tell them one after the other.

    A school is known by the first URN it was registered under. Its line is a list of (day, state):
    each state holds until the next day on the line, and the last of a day is the one that counts.
    """

    def __init__(self, facts):
        self.lines = {}  # school -> [(day, state)]
        self.held = {}  # school -> the URNs it has had so far
        self.joined = {}  # school -> the one it became by a succession
        self.parts = []  # [school, the one it became part of, from, to]
        self.active = {}  # school -> {(programme, strand): the day it began}
        self.spells = []  # (school, (programme, strand), from, to)
        self.closing = {}  # school closed on the day being told -> the pairs that ended with it
        self.memberships = []  # [authority, local authority, from, to]
        self.rules = []  # (day, data)
        self.before = successors(facts)
        self.day = None
        for on, _, kind, d in facts:
            self.closing = self.closing if on == self.day else {}
            self.day = on
            self.tell(kind, d)
        for school, on in self.active.items():
            self.spells += [(school, pair, start, NEVER) for pair, start in on.items()]
        self.urns = {}  # school -> every URN it ever had
        for urn in set(self.lines) | set(self.before):
            holder = urn
            while holder:
                self.urns.setdefault(holder, set()).add(urn)
                holder = self.before.get(holder) or self.joined.get(holder)

    def school(self, urn):
        """The school that a URN means now."""
        while urn in self.before or urn in self.joined:
            urn = self.before.get(urn) or self.joined.get(urn)
        return urn

    def tell(self, kind, d):
        school, programme = self.school(d.get("urn")), d.get("programme")
        if kind == "SchoolRegistered":
            given = {"type": d["schoolType"], "trust": d.get("trust")}
            self.change(school, open=True, la=d["la"], phase=d["phase"], **given)
            self.held[school] = {school}
        elif kind == "SchoolUrnSucceeded":
            self.succeed(self.school(d["oldUrn"]), d["newUrn"], d)
        elif kind == "SchoolSplit" and "continuing" in d:
            parent = self.school(d["parent"])
            if d["continuing"] not in self.held[parent]:
                self.succeed(parent, d["continuing"], {})
        elif kind in ("SchoolClosed", "SchoolSplit"):
            school = self.school(d.get("urn", d.get("parent")))
            self.closing.setdefault(school, set()).update(self.end(school))
            self.change(school, open=False)
        elif kind == "SchoolsMerged":
            for urn in d["absorbed"]:
                self.become(self.school(urn), self.school(d["survivor"]))
        elif kind == "SchoolReopened":
            self.stand(school)
        elif kind == "SchoolReclassified":
            self.change(school, phase=d.get("phase"), type=d.get("schoolType"))
        elif kind == "SchoolMovedLocalAuthority":
            self.change(school, la=d["la"])
        elif kind == "LocalAuthorityReplaced":
            named = {self.school(urn) for urn in d.get("urns", self.lines)} & set(self.lines)
            for school in named:
                if self.lines[school][-1][1]["la"] == d["oldLa"]:
                    self.change(school, la=d["newLa"])
        elif kind in ("SchoolJoinedTrust", "SchoolLeftTrust"):
            self.change(school, trust=d["trust"] if kind == "SchoolJoinedTrust" else "")
        elif kind in ("AuthorityConstituted", "AuthoritiesMerged", "LocalAuthorityJoinedAuthority"):
            for authority in d.get("predecessors", []):
                self.leave(authority)
            authority = d["successor"] if "successor" in d else d["authority"]
            joining = d["members"] if "members" in d else [d["la"]]
            self.memberships += [[authority, la, self.day, NEVER] for la in joining]
        elif kind in ("LocalAuthorityLeftAuthority", "AuthorityAbolished"):
            self.leave(d["authority"], d.get("la"))
        elif kind == "EligibilityRuleSet":
            self.rules.append((self.day, d))
        elif kind == "StrandEnrolled":
            self.begin(school, [(programme, d["strand"])])
        elif kind == "StrandEnrolmentEnded":
            self.end(school, programme, [d["strand"]])
        elif kind == "SchoolWithdrew":
            self.end(school, programme)
            self.forget(school, programme)
        else:  # StrandClosed, StrandSucceeded, ProgrammeClosed
            strands = d["old"] if "old" in d else [d["strand"]] if "strand" in d else None
            for school in list(self.active):
                if self.end(school, programme, strands) and "new" in d:
                    self.begin(school, [(programme, d["new"])])
            for school, pairs in self.closing.items():
                if self.forget(school, programme, strands) and "new" in d:
                    pairs.add((programme, d["new"]))

    def change(self, school, **given):
        line = self.lines.setdefault(school, [])
        state = dict(line[-1][1]) if line else {}
        state.update({name: value for name, value in given.items() if value is not None})
        if line and line[-1][0] == self.day:
            line.pop()
        line.append((self.day, state))

    def begin(self, school, pairs):
        for pair in pairs:
            self.active.setdefault(school, {}).setdefault(pair, self.day)

    def end(self, school, programme=None, strands=None):
        """Ends enrolments of a school, all unless told which; gives them."""
        on = self.active.get(school, {})
        ended = chosen(on, programme, strands)
        self.spells += [(school, pair, on.pop(pair), self.day) for pair in ended]
        return ended

    def forget(self, school, programme=None, strands=None):
        """What a closing of this day ended will not go on with another school; gives it."""
        pairs = self.closing.get(school, set())
        gone = chosen(pairs, programme, strands)
        pairs.difference_update(gone)
        return gone

    def become(self, school, other):
        """The school is part of another from now on, and what it takes part in goes on there."""
        self.begin(other, self.end(school) + self.forget(school))
        self.change(school, open=False)
        self.part(school)
        self.parts.append([school, other, self.day, NEVER])

    def stand(self, school):
        """The school is open, and part of no other."""
        self.part(school)
        self.forget(school)
        self.change(school, open=True)

    def part(self, school):
        """The school is no longer part of another."""
        for link in self.parts:
            if link[0] == school:
                link[3] = min(link[3], self.day)

    def succeed(self, school, urn, d):
        """The school goes on under another URN, perhaps that of a school registered separately."""
        other = self.school(urn)
        self.held[school] |= self.held.get(other, set()) | {urn}
        self.stand(school)
        if other != school:
            theirs = self.lines[other][-1][1]
            self.become(other, school)
            self.joined[other] = school
            self.change(school, **{"trust": "", **theirs, "open": True})
        self.change(school, phase=d.get("phase"), type=d.get("schoolType"), trust=d.get("trust"))

    def leave(self, authority, la=None):
        for membership in self.memberships:
            if membership[0] == authority and la in (None, membership[1]):
                membership[3] = min(membership[3], self.day)


def chosen(pairs, programme, strands):
    """Those of some pairs that are in a programme and its strands, where these are told."""
    return [
        pair
        for pair in pairs
        if programme in (None, pair[0]) and (strands is None or pair[1] in strands)
    ]


# ---- The figures of an engagement report


class Count:
    """The figures of a story, for what a report was asked."""

    def __init__(self, story, asked, groups):
        self.story, self.groups, self.las = story, groups, asked.get("la")
        self.at = day(asked["asOf"])
        self.since = day(asked["from"]) if asked.get("from") else 0
        self.programme, self.strand = asked.get("programme"), asked.get("strand")
        basis, _, held = asked.get("boundary", "as-was").partition("@")
        self.authority = basis if held else asked.get("authority")
        self.fixed = day(held) if held else day(asked["today"]) if basis == "current" else None
        self.places = {school: list(self.placed(school)) for school in story.lines}

    def area(self, la):
        """The stretches of days on which a local authority is in the area."""
        if self.las is not None and la not in self.las:
            return []
        if self.authority is None:
            return [(0, NEVER)]
        found = [m[2:] for m in self.story.memberships if m[:2] == [self.authority, la]]
        if self.fixed is None:
            return found
        return [(0, NEVER)] if any(a <= self.fixed < b for a, b in found) else []

    def placed(self, school):
        """The stretches on which a school is open and in the area: (from, to, state)."""
        line = self.story.lines[school]
        ends = [start for start, _ in line[1:]] + [NEVER]
        stretches = [(a, b, state) for (a, state), b in zip(line, ends) if state["open"]]
        if self.fixed is not None and stretches:
            known = [s["la"] for a, _, s in stretches if a <= self.fixed]
            home = known[-1] if known else stretches[0][2]["la"]
            stretches = [(a, b, {**state, "la": home}) for a, b, state in stretches]
        for start, end, state in stretches:
            for a, b in self.area(state["la"]):
                if max(a, start) < min(b, end):
                    yield max(a, start), min(b, end), state

    def final(self, school):
        """The school that this one is part of at the end of the day reported."""
        into = {part: other for part, other, a, b in self.story.parts if a <= self.at < b}
        seen = set()
        while school in into and school not in seen:
            seen.add(school)
            school = into[school]
        return school

    def is_eligible(self, school, state, rule):
        urns = self.story.urns[school]
        if not urns.isdisjoint(rule.get("excluded", [])):
            return False
        if not urns.isdisjoint(rule.get("included", [])):
            return True
        if "typeGroups" in rule and self.groups is None:
            raise Unknown("a rule is about groups of types; name their file with --types")
        return (
            ("typeGroups" not in rule or self.groups.get(state["type"]) in rule["typeGroups"])
            and state["type"] in rule.get("schoolTypes", [state["type"]])
            and state["phase"] in rule.get("phases", [state["phase"]])
        )

    def figures(self, dimension=None, key=None):
        """The figures of the whole, or of one key of a dimension."""
        wanted = key if dimension == "strand" else None
        spells = [
            (school, pair, start, end)
            for school, pair, start, end in self.story.spells
            if self.programme in (None, pair[0]) and {self.strand, wanted} <= {None, pair[1]}
        ]
        is_kept = lambda state: dimension in (None, "strand") or state.get(dimension) == key
        places = {s: [p for p in found if is_kept(p[2])] for s, found in self.places.items()}
        here = {s: p[2] for s, found in places.items() for p in found if p[0] <= self.at < p[1]}
        pairs = {(s, pair) for s, pair, a, b in spells if s in here and a <= self.at < b}
        engaged = {school for school, _ in pairs}
        rules = {rule["programme"]: rule for start, rule in self.story.rules if start <= self.at}
        rules = [rule for p, rule in rules.items() if self.programme in (None, p)]
        eligible = {s for s in here if any(self.is_eligible(s, here[s], rule) for rule in rules)}
        days = {}
        for school, _, start, end in spells:
            for a, b, _ in places[school]:
                first, last = max(start, a, self.since), min(end, b, self.at + 1)
                if first < last:
                    days.setdefault(school, []).append((first, last))
        both = len(eligible & engaged)
        return {
            "engagedSchools": len(engaged),
            "pointsOfContact": len(pairs),
            "eligibleSchools": len(eligible) if rules else None,
            "engagedEligibleSchools": both if rules else None,
            "engagementRatePercent": ratio(100 * both, len(eligible)),
            "pointsPerSchool": ratio(len(pairs), len(engaged)),
            "everEngagedSchools": len({self.final(school) for school in days}),
            "schoolDays": sum(map(length, days.values())),
            "trustsEngaged": len({here[s]["trust"] for s in engaged if here[s].get("trust")}),
        }


def ratio(a, b):
    """a / b with two decimals, rounded half up; nothing when b is 0."""
    return decimal.Decimal((200 * a + b) // (2 * b)).scaleb(-2) if b else None


def length(stretches):
    """How many days there are in stretches that may overlap."""
    total = reached = 0
    for start, end in sorted(stretches):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
