package import Events

/// A strand of a programme.
package struct StrandID: Hashable, Sendable {
    package let programme: Slug
    package let strand: Slug

    package init(_ programme: Slug, _ strand: Slug) {
        self.programme = programme
        self.strand = strand
    }
}

/// The programmes: who leads them, which strands are open, which schools are eligible.
package struct Programmes: Sendable {
    /// A programme under one lead; its money has a lead even after it closed.
    package struct Row: Equatable, Sendable {
        package let programme: Slug
        package let name: String
        package let lead: Body
        package let interval: Interval
    }

    package struct StrandRow: Equatable, Sendable {
        package let id: StrandID
        package let title: String
        package let interval: Interval
    }

    package struct RuleRow: Equatable, Sendable {
        package let rule: EligibilityRuleSet
        package let interval: Interval
    }

    package private(set) var rows: [Row] = []
    package private(set) var strandRows: [StrandRow] = []
    package private(set) var ruleRows: [RuleRow] = []
    private var live: [Slug: Programme] = [:]
    private var closed: [Slug: Since] = [:]
    private var strands: [StrandID: Strand] = [:]
    private var rules: [Slug: (rule: EligibilityRuleSet, since: Since)] = [:]
    /// Of each strand, the participations that end later than all told before them: only these can
    /// be the first to end after some day.
    private var participations: [StrandID: [Participation]] = [:]
    private var strandSuccessions: [(data: StrandSucceeded, since: Since)] = []
    /// Every programme the story ever opens, whatever the day.
    private var known: Set<Slug>

    private struct Programme {
        let name: String
        let firstLead: Body
        var lead: Body
        let opened: Since
        var rowSince: Since
    }

    private struct Strand {
        var title: String
        var firstOpened: Since
        var opened: Since?
        var closed: Since?
        var life = StrandLife()
    }

    private struct Participation {
        let to: Day
        let since: Since
    }

    init(known: Set<Slug>) { self.known = known }

    mutating func open(_ data: ProgrammeOpened, _ since: Since) throws(Refusal) -> Bool {
        if let end = closed[data.programme] {
            throw Refusal(
                "programme \(data.programme) has closed (\(end))",
                remedy: "choose another short name")
        }
        if let known = live[data.programme] {
            if known.name == data.name, known.firstLead == data.lead {
                throw Refusal(repeats: known.opened, "\(data.programme) is already open")
            }
            throw Refusal(
                "programme \(data.programme) is already open as \(known.name), led by "
                    + "\(known.firstLead) (\(known.opened))",
                remedy: "choose another short name, or correct event \(known.opened.seq)")
        }
        known.insert(data.programme)
        live[data.programme] = Programme(
            name: data.name, firstLead: data.lead, lead: data.lead, opened: since, rowSince: since)
        return true
    }

    mutating func move(_ data: ProgrammeMoved, _ since: Since) throws(Refusal) -> Bool {
        let old = try open(data.programme)
        guard old.lead != data.lead else { return false }
        changeLead(data.programme, to: data.lead, since)
        return true
    }

    mutating func close(_ data: ProgrammeClosed, _ since: Since) throws(Refusal) {
        if let end = closed[data.programme] {
            throw Refusal(repeats: end, "programme \(data.programme) has already closed")
        }
        _ = try open(data.programme)
        let closing = strands.keys.filter { $0.programme == data.programme }
        for id in closing.sorted(by: { $0.strand < $1.strand }) {
            try expectNoParticipation(in: id, after: since)
        }
        for id in closing { closeStrand(id, since) }
        closed[data.programme] = since
    }

    /// The programmes that an abolished authority led pass to its successor.
    mutating func follow(_ data: AuthoritiesMerged, _ since: Since) {
        let predecessors = Set(data.predecessors.map(\.text))
        for (programme, old) in live
        where old.lead.kind == .authority && predecessors.contains(old.lead.id) {
            let lead = Body(kind: .authority, id: data.successor.text)
            changeLead(programme, to: lead, since)
        }
    }

    mutating func openStrand(_ data: StrandOpened, _ since: Since) throws(Refusal) -> Bool {
        try expect(data.programme)
        let id = StrandID(data.programme, data.strand)
        var strand =
            strands[id] ?? Strand(title: data.title, firstOpened: since, opened: nil, closed: nil)
        if let opened = strand.opened {
            guard strand.title != data.title, strand.title == data.strand.text else {
                throw Refusal(repeats: opened, "strand \(data.strand) is already open")
            }
        } else {
            strand.opened = since
            strand.closed = nil
            strand.life.open(since)
        }
        strand.title = data.title
        strands[id] = strand
        return true
    }

    mutating func closeStrand(_ data: StrandClosed, _ since: Since) throws(Refusal) {
        let id = StrandID(data.programme, data.strand)
        let strand = try strand(id)
        guard strand.opened != nil else {
            let end = strand.closed ?? strand.firstOpened
            throw Refusal(repeats: end, "strand \(data.strand) is already closed")
        }
        try expectNoParticipation(in: id, after: since)
        closeStrand(id, since)
    }

    mutating func succeedStrands(
        _ data: StrandSucceeded, _ since: Since
    ) throws(Refusal) {
        try expect(data.programme)
        if let known = strandSuccessions.last(where: { $0.data == data }),
            data.old.allSatisfy({ strands[StrandID(data.programme, $0)]?.opened == nil })
        {
            throw Refusal(
                repeats: known.since, "\(data.new) has already taken over from those strands")
        }
        let target = StrandID(data.programme, data.new)
        for old in data.old {
            let id = StrandID(data.programme, old)
            let strand = try strand(id)
            guard id != target else {
                throw Refusal("strand \(old) cannot succeed itself", remedy: "check the strands")
            }
            guard strand.opened != nil || strand.closed?.day == since.day else {
                let end = strand.closed ?? strand.firstOpened
                throw Refusal(repeats: end, "strand \(old) is already closed")
            }
            try expectNoParticipation(in: id, after: since)
        }
        strandSuccessions.append((data, since))
        for old in data.old { closeStrand(StrandID(data.programme, old), since) }
        if strands[target]?.opened == nil {
            let title = strands[target]?.title ?? data.new.text
            var life = strands[target]?.life ?? StrandLife()
            life.open(since)
            strands[target] = Strand(
                title: title, firstOpened: strands[target]?.firstOpened ?? since, opened: since,
                closed: nil, life: life)
        }
    }

    mutating func setRule(_ data: EligibilityRuleSet, _ since: Since) throws(Refusal) -> Bool {
        try expect(data.programme)
        if let old = rules[data.programme] {
            guard old.rule != data else { return false }
            endRule(data.programme, since)
        }
        rules[data.programme] = (data, since)
        return true
    }

    mutating func recordParticipation(
        _ data: ParticipationRecorded, _ reading: Reading
    ) throws(Refusal) -> Bool {
        let id = StrandID(data.programme, data.strand)
        let strand = try strand(id)
        guard data.from <= data.to else {
            throw Refusal(
                "the participation ends on \(data.to), before it starts on \(data.from)",
                remedy: "check the two dates")
        }
        guard data.from >= strand.firstOpened.day, strand.closed.map({ data.to <= $0.day }) ?? true
        else {
            let life = strand.closed.map { "until \($0.day)" } ?? "and still open"
            throw Refusal(
                "strand \(data.strand) ran from \(strand.firstOpened.day) \(life), and the "
                    + "participation from \(data.from) to \(data.to) is not within that",
                remedy: "check the strand and the dates")
        }
        note(data, reading.since)
        return true
    }

    /// Keeps a participation for as long as it can stand in the way of closing its strand.
    mutating func note(_ data: ParticipationRecorded, _ since: Since) {
        let id = StrandID(data.programme, data.strand)
        if let last = participations[id]?.last, last.to >= data.to { return }
        participations[id, default: []].append(Participation(to: data.to, since: since))
    }

    mutating func forgetRows() {
        rows.removeAll(keepingCapacity: true)
        strandRows.removeAll(keepingCapacity: true)
        ruleRows.removeAll(keepingCapacity: true)
    }

    mutating func finish() {
        for programme in live.keys { endRow(programme, nil) }
        for id in strands.keys { endStrandRow(id, nil) }
        for programme in rules.keys { endRule(programme, nil) }
    }
}

// MARK: - Questions

extension Programmes {
    /// Throws unless the programme is one the story opens, on whatever day, and has not closed yet.
    func expect(_ programme: Slug) throws(Refusal) {
        if let end = closed[programme] {
            throw Refusal(
                "programme \(programme) has closed (\(end))",
                remedy: "use an earlier date, or another programme")
        }
        guard known.contains(programme) else {
            throw Refusal(
                "there is no programme \(programme)",
                remedy: "record ProgrammeOpened first, or check its short name")
        }
    }

    /// Whether there is such a programme, and since when facts can name it no more.
    func standing(of programme: Slug) -> (isKnown: Bool, closed: Since?) {
        (known.contains(programme), closed[programme])
    }

    /// When a strand was open, as far as it is told; `nil` when there is none.
    func life(of strand: StrandID) -> StrandLife? { strands[strand]?.life }

    private func open(_ programme: Slug) throws(Refusal) -> Programme {
        if let end = closed[programme] {
            throw Refusal(
                "programme \(programme) has closed (\(end))",
                remedy: "use an earlier date, or another programme")
        }
        guard let found = live[programme] else {
            throw Refusal(
                "there is no programme \(programme) yet",
                remedy: "record ProgrammeOpened first, or check its short name and the date")
        }
        return found
    }

    /// Throws unless the strand is open now.
    func expectOpen(_ id: StrandID, on day: Day) throws(Refusal) {
        let strand = try strand(id)
        guard strand.opened == nil else { return }
        let end = strand.closed ?? strand.firstOpened
        throw Refusal(
            "strand \(id.strand) is closed on \(day) (\(end))",
            remedy: "use an open strand: \(openStrands(of: id.programme))")
    }

    private func strand(_ id: StrandID) throws(Refusal) -> Strand {
        guard let strand = strands[id] else {
            throw Refusal(
                "there is no strand \(id.strand) in \(id.programme) by that date",
                remedy: "use one of its strands (\(openStrands(of: id.programme))), or record "
                    + "StrandOpened first")
        }
        return strand
    }

    private func openStrands(of programme: Slug) -> String {
        let open = strands.filter { $0.key.programme == programme && $0.value.opened != nil }
        let names = open.keys.map(\.strand.text).sorted()
        return names.isEmpty ? "none is open" : names.joined(separator: ", ")
    }

    private func expectNoParticipation(
        in id: StrandID, after since: Since
    ) throws(Refusal) {
        guard let late = participations[id]?.first(where: { $0.to > since.day }) else {
            return
        }
        throw Refusal(
            "participation in \(id.strand) is recorded until \(late.to) (\(late.since))",
            remedy: "correct event \(late.since.seq), or close the strand later")
    }
}

// MARK: - Changes

extension Programmes {
    private mutating func changeLead(_ programme: Slug, to lead: Body, _ since: Since) {
        endRow(programme, since)
        live[programme]?.lead = lead
        live[programme]?.rowSince = since
    }

    private mutating func endRow(_ programme: Slug, _ since: Since?) {
        guard let old = live[programme] else { return }
        let interval = Interval(from: old.rowSince, to: since)
        guard !interval.isEmpty else { return }
        rows.append(
            Row(programme: programme, name: old.name, lead: old.lead, interval: interval))
    }

    private mutating func closeStrand(_ id: StrandID, _ since: Since) {
        guard strands[id]?.opened != nil else { return }
        endStrandRow(id, since)
        strands[id]?.opened = nil
        strands[id]?.closed = since
        strands[id]?.life.close(since)
    }

    private mutating func endStrandRow(_ id: StrandID, _ since: Since?) {
        guard let strand = strands[id], let opened = strand.opened else { return }
        let interval = Interval(from: opened, to: since)
        guard !interval.isEmpty else { return }
        strandRows.append(StrandRow(id: id, title: strand.title, interval: interval))
    }

    private mutating func endRule(_ programme: Slug, _ since: Since?) {
        guard let old = rules.removeValue(forKey: programme) else { return }
        let interval = Interval(from: old.since, to: since)
        if !interval.isEmpty { ruleRows.append(RuleRow(rule: old.rule, interval: interval)) }
    }
}
