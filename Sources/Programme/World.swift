internal import Events

/// Everything the facts absorbed so far have brought about.
///
/// Facts are absorbed in story order, by valid date and then by `seq`. Each part is a state machine
/// that says whether the next fact is legal and keeps the intervals it has told; a world of a few
/// facts judges one story, a world of all of them fills the read models.
package struct World: Sendable {
    package private(set) var statements = Statements()
    package private(set) var localAuthorities: LocalAuthorities
    package private(set) var areas = Areas()
    package private(set) var trusts: Trusts
    package private(set) var programmes: Programmes
    package private(set) var schools: Schools
    package private(set) var money: Money
    package private(set) var evidence = EvidenceRecord()
    package private(set) var localities = Localities()

    /// - Parameter story: Every fact that will be absorbed, or at least those that are foretold: a
    ///   URN may be quoted before the day it came into use, so the successions to come must be known
    ///   beforehand.
    /// - Parameter judgesApprovals: Whether allocations and commitments must be within what is
    ///   approved.
    package init(of story: some Sequence<Reading>, judgesApprovals: Bool = true) {
        let foretold = Foretold(story)
        localAuthorities = LocalAuthorities(known: foretold.localAuthorities)
        programmes = Programmes(known: foretold.programmes)
        trusts = Trusts(known: foretold.trusts)
        schools = Schools(successors: foretold.successors)
        money = Money(judgesApprovals: judgesApprovals)
    }

    /// A world that keeps what the next fact can be judged by, and none of the rows it has told.
    ///
    /// - Parameter foretold: Of the facts that will be absorbed now, at least those that others may
    ///   quote before their day; what is opened and registered later it comes to know by itself.
    init(withoutRows foretold: some Sequence<Reading>) {
        self.init(of: foretold)
        money = Money(judgesApprovals: true, keepsSpends: false)
    }

    /// Lets go of the rows told so far; how the next fact is judged stays the same.
    mutating func forgetRows() {
        statements.forgetRows()
        localAuthorities.forgetRows()
        areas.forgetRows()
        trusts.forgetRows()
        programmes.forgetRows()
        schools.forgetRows()
        money.forgetRows()
        evidence.forgetRows()
        localities.forgetRows()
    }

    /// Moves on by one fact.
    ///
    /// - Returns: Whether it changed anything.
    /// - Throws: ``Refusal`` when it is not legal here; nothing has changed then.
    @discardableResult
    package mutating func absorb(_ reading: Reading) throws(Refusal) -> Bool {
        switch reading.fact {
        case .evidence(let fact):
            try evidence.absorb(fact, reading.since, &localities)
            return true
        case .ledger(let fact): return try statements.absorb(fact, reading.since)
        case .locality(let fact):
            try absorb(fact, reading.since)
            return true
        case .register(let fact): return try absorb(fact, reading.since)
        case .programme(let fact): return try absorb(fact, reading)
        case .money(let fact): return try money.absorb(fact, reading, programmes)
        }
    }

    private mutating func absorb(
        _ fact: RegisterFact, _ since: Since
    ) throws(Refusal) -> Bool {
        switch fact {
        case .localAuthorityRegistered(let data):
            try localAuthorities.register(data, since)
        case .localAuthorityCodeChanged(let data):
            try localAuthorities.changeCode(data, since)
        case .localAuthorityReplaced(let data):
            try replace(data, since)
        case .authorityConstituted(let data):
            try areas.constitute(data, since, localAuthorities)
        case .authoritiesMerged(let data):
            try merge(data, since)
        case .localAuthorityJoinedAuthority(let data):
            try areas.join(data, since, localAuthorities)
        case .localAuthorityLeftAuthority(let data): try areas.leave(data, since)
        case .authorityCodeChanged(let data): try areas.changeCode(data, since)
        case .authorityRenamed(let data): try areas.rename(data, since)
        case .authorityAbolished(let data): try areas.abolish(data, since)
        case .schoolRegistered(let data): try schools.register(data, since, localAuthorities)
        case .schoolRenamed(let data): try schools.rename(data, since)
        case .schoolReclassified(let data): try schools.reclassify(data, since)
        case .schoolMovedLocalAuthority(let data):
            try schools.move(data, since, localAuthorities)
        case .schoolRollCounted(let data): try schools.countRoll(data, since)
        case .schoolUrnSucceeded(let data): try schools.succeed(data, since)
        case .schoolsMerged(let data): try schools.merge(data, since)
        case .schoolSplit(let data): try schools.split(data, since)
        case .schoolClosed(let data): try schools.close(data, since)
        case .schoolReopened(let data): try schools.reopen(data, since)
        case .trustRegistered(let data): try trusts.register(data, since)
        case .trustClosed(let data): try trusts.close(data, since)
        case .schoolJoinedTrust(let data): try schools.joinTrust(data, since, trusts)
        case .schoolLeftTrust(let data): try schools.leaveTrust(data, since)
        case .registerExtractImported(let data):
            try statements.importExtract(data, since)
        }
    }

    private mutating func absorb(
        _ fact: ProgrammeFact, _ reading: Reading
    ) throws(Refusal) -> Bool {
        let since = reading.since
        switch fact {
        case .programmeOpened(let data): return try programmes.open(data, since)
        case .programmeMoved(let data): return try programmes.move(data, since)
        case .programmeClosed(let data):
            try programmes.close(data, since)
            schools.endProgramme(data.programme, since)
        case .strandOpened(let data): return try programmes.openStrand(data, since)
        case .strandClosed(let data):
            try programmes.closeStrand(data, since)
            schools.endStrand(StrandID(data.programme, data.strand), since)
        case .strandSucceeded(let data):
            try programmes.succeedStrands(data, since)
            schools.carryOver(data, since)
        case .eligibilityRuleSet(let data): return try programmes.setRule(data, since)
        case .schoolOptedIn(let data): return try schools.optIn(data, since, programmes)
        case .schoolWithdrew(let data): return try schools.withdraw(data, since, programmes)
        case .strandEnrolled(let data): return try schools.enrol(data, since, programmes)
        case .strandEnrolmentEnded(let data):
            return try schools.endEnrolment(data, since, programmes)
        case .trustOptedIn(let data): return try trusts.optIn(data, since, programmes)
        case .trustWithdrew(let data): return try trusts.withdraw(data, since, programmes)
        case .participationRecorded(let data):
            if let urn = data.urn { try schools.expect(urn, on: since.day) }
            _ = try programmes.recordParticipation(data, reading)
            evidence.record(data, since)
        case .supportProvided(let data):
            if let urn = data.urn { try schools.expect(urn, on: since.day) }
            try programmes.expect(data.programme)
            evidence.record(data, since)
        }
        return true
    }

    private mutating func absorb(_ fact: LocalityFact, _ since: Since) throws(Refusal) {
        if case .partnershipConstituted(let data) = fact {
            return try localities.constitute(data, since, localAuthorities)
        }
        if let programme = fact.programme { try programmes.expect(programme) }
        for urn in fact.urns { try schools.expect(urn, on: since.day) }
        try localities.tell(fact, since)
    }

    /// The schools of one local authority go to another; the old one ends when none remain.
    private mutating func replace(
        _ data: LocalAuthorityReplaced, _ since: Since
    ) throws(Refusal) -> Bool {
        try localAuthorities.expectReplaceable(data, since)
        let remaining = try schools.replaceLocalAuthority(data, since)
        localAuthorities.replace(data, since, endsOld: remaining == 0)
        return true
    }

    /// A merger of authorities moves the programmes they lead by itself.
    private mutating func merge(
        _ data: AuthoritiesMerged, _ since: Since
    ) throws(Refusal) -> Bool {
        try areas.merge(data, since, localAuthorities)
        programmes.follow(data, since)
        return true
    }

    /// Takes over payments that were told by themselves, when all facts about programmes are told.
    ///
    /// - Returns: False when one of them is not legal among those.
    package mutating func take(_ payments: consuming Payments) -> Bool {
        guard payments.areWithin(programmes) else { return false }
        money.take(payments)
        return true
    }

    /// Takes over participations that were told by themselves, when all other facts are told.
    ///
    /// - Returns: False when one of them is not legal among those.
    package mutating func take(_ participations: consuming Participations) -> Bool {
        guard participations.areWithin(programmes, schools) else { return false }
        evidence.take(participations)
        return true
    }

    /// What it tells of the spends with these short names, for tables of sums.
    package func withSpends(_ names: Set<String>) -> World {
        var world = self
        world.money.keepSpends(names)
        return world
    }

    /// Takes over the money that `other` has told.
    package mutating func takeMoney(of other: World) { money = other.money }

    /// Ends every interval that has no end yet at the end of time, so that all are among the rows.
    package mutating func finish() {
        areas.finish()
        localAuthorities.finish()
        programmes.finish()
        schools.finish()
        trusts.finish()
    }
}

// MARK: - Without rows

extension World {
    /// Takes over the state of some subjects from a world that has told their whole stories.
    mutating func take(_ subjects: Set<Subject>, _ urns: [URN], _ told: World) {
        for subject in subjects {
            money.take(subject, from: told.money)
            evidence.take(subject, from: told.evidence)
            localities.take(subject, from: told.localities)
        }
        schools.take(urns, from: told.schools)
        forgetRows()
    }

    mutating func note(_ data: ParticipationRecorded, _ since: Since) {
        programmes.note(data, since)
    }

    mutating func change(_ spend: Slug, by pence: Int) { money.change(spend, by: pence) }

    mutating func remove(_ spend: Slug) { money.remove(spend) }
}

extension World {
    /// The world that all of `facts` tell, every interval ended.
    ///
    /// - Throws: ``Refusal`` at the first fact that is not legal.
    package static func told(by facts: [Reading]) throws(Refusal) -> World {
        let story = facts.sorted()
        var world = World(of: story)
        for reading in story { try world.absorb(reading) }
        world.finish()
        return world
    }
}

extension Fact {
    /// Whether others may quote what it says before its day.
    package var isForetold: Bool {
        switch self {
        case .programme(.programmeOpened), .register(.schoolUrnSucceeded), .register(.schoolSplit),
            .register(.localAuthorityRegistered), .register(.trustRegistered):
            true
        default: false
        }
    }
}

/// What must be known of a story before it is told.
private struct Foretold {
    /// The URN each new one takes over from.
    var successors: [URN: URN] = [:]
    var localAuthorities: Set<LACode> = []
    var trusts: Set<Slug> = []
    var programmes: Set<Slug> = []

    init(_ story: some Sequence<Reading>) {
        for reading in story {
            if case .programme(.programmeOpened(let data)) = reading.fact {
                programmes.insert(data.programme)
            }
            guard case .register(let fact) = reading.fact else { continue }
            switch fact {
            case .schoolUrnSucceeded(let data): successors[data.newUrn] = data.oldUrn
            case .schoolSplit(let data):
                if let continuing = data.continuing, continuing != data.parent {
                    successors[continuing] = data.parent
                }
            case .localAuthorityRegistered(let data): localAuthorities.insert(data.la)
            case .trustRegistered(let data): trusts.insert(data.trust)
            default: break
            }
        }
    }
}
