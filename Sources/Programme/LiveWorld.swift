package import Events

/// The world as all facts recorded have made it, kept beside a transaction.
///
/// It can say of most facts that they are legal without telling a story again, because they come
/// last in every story they change or depend on. It never says that one is not: what it does not
/// accept is judged by ``hear(_:in:)``, whose words are those people read, and is then taken
/// over with ``take(_:of:)``. Wherever the two could differ it errs on the side of not accepting.
///
/// It grows with the schools, commitments and spends there are, not with the facts about them.
package struct LiveWorld: Sendable {
    private var world: World
    /// Of each subject, the newest days on which its story goes on.
    private var newest: [Subject: Newest] = [:]
    /// URNs that one school has had, or that were united: each names another, up to one for all.
    private var united: [Subject: Subject] = [:]
    /// The newest day of a fact that changes any school.
    private var newestOfSchools = Day.startOfTime
    /// The newest day on which something happened to schools that no story of theirs names, such as
    /// the closing of a strand.
    private var newestOfAll = Day.startOfTime
    /// What was ever spent against each commitment, reversed or not, in pence.
    private var grossPence: [Slug: Int] = [:]
    private var newestReversal: [Slug: Day] = [:]
    /// How many facts were told since the world last forgot the rows it tells of them.
    private var rowsSince = 0

    private struct Newest {
        /// Of the facts that change the subject.
        var change = Day.startOfTime
        /// Of these and of those that depend on it.
        var any = Day.startOfTime

        mutating func add(_ day: Day, isChange: Bool) {
            any = max(any, day)
            if isChange { change = max(change, day) }
        }
    }

    /// A world in which nothing has happened.
    ///
    /// - Parameter foretold: Of the facts that it will be told, those of ``foretoldTypes``.
    package init(foretold: [Reading] = []) { world = World(withoutRows: foretold) }

    /// The types of facts that others may quote before their day.
    package static let foretoldTypes = Set(
        [
            LocalAuthorityRegistered.descriptor, TrustRegistered.descriptor,
            ProgrammeOpened.descriptor, SchoolUrnSucceeded.descriptor, SchoolSplit.descriptor,
        ].map(\.type))

    /// Tells the next fact of a ledger; facts come in story order.
    ///
    /// - Throws: ``Refusal`` when the fact is not legal among all others.
    package mutating func tell(_ fact: StoryFact) throws(Refusal) {
        do throws(Refusal) { try world.absorb(fact.reading) } catch {
            // Whose schools a replaced local authority has is not part of its story, so this one
            // may no longer be legal. As context, where it is not, it changes nothing either.
            guard case .register(.localAuthorityReplaced) = fact.reading.fact else { throw error }
        }
        follow(fact)
    }

    /// Carries out a proposal that is certainly legal, and says whether it did.
    package mutating func accepts(_ proposal: Proposal, _ stories: Stories) -> Bool {
        switch proposal {
        case .add(let new):
            let fact = StoryFact(new, stories)
            let parts = parts(of: fact)
            guard isLast(fact, parts), (try? world.absorb(new)) == true else { return false }
            follow(fact, parts)
            return true
        case .correct(let old, let new):
            return changesCounts(old, new) || changesAmount(old, new)
        case .retract(let old): return takesBack(old)
        }
    }

    /// Takes over what was told to judge a proposal that was found legal.
    ///
    /// - Returns: Whether it could; otherwise a new world must be told from the first fact on.
    package mutating func take(_ hearing: Hearing, of proposal: Proposal) -> Bool {
        let kinds = Set(hearing.subjects.map(\.kind))
        guard kinds.isSubset(of: kindsTaken) else {
            // A replaced local authority gives away schools; told last, it can be told here.
            guard case .add(let new) = proposal, new.validFrom >= newestOfSchools,
                case .register(.localAuthorityReplaced) = new.fact,
                (try? world.absorb(new)) == true
            else { return false }
            follow(StoryFact(new))
            return true
        }
        let schools = hearing.subjects.filter { $0.kind == "school" }
        world.take(hearing.subjects.subtracting(schools), URNs(of: schools), hearing.world)
        if let new = proposal.new { follow(StoryFact(new)) }
        return true
    }
}

/// After how many facts the rows are forgotten, which takes as long for many as for one.
private let factsBetweenForgetting = 64

/// The kinds of subjects whose state can be taken over from a world that told only their stories.
private let kindsTaken: Set<Substring> = [
    "school", "spend", "commitment", "funding", "funding-of", "forecast-of", "indicator",
    "evidence",
    "view", "decision", "locality", "partnership",
]

private func URNs(of subjects: Set<Subject>) -> [URN] {
    subjects.compactMap { URN(String($0.id)) }
}

// MARK: - What comes last

extension LiveWorld {
    /// Whether nothing that the fact changes or depends on goes on after it.
    private func isLast(_ fact: StoryFact, _ parts: Stories) -> Bool {
        let day = fact.reading.validFrom
        switch fact.reading.fact {
        // What becomes of a local authority depends on all its schools.
        case .register(.localAuthorityCodeChanged), .register(.localAuthorityReplaced):
            return false
        // What was told under a URN before it was registered is told of the school that gave way to
        // it; another that does would make it the story of that one.
        case .register(.schoolUrnSucceeded(let data)):
            guard !world.schools.hasOtherURNs(data.newUrn) else { return false }
        case .register(.schoolSplit(let data)):
            if let continuing = data.continuing, continuing != data.parent,
                world.schools.hasOtherURNs(continuing)
            {
                return false
            }
        case .programme(.strandClosed), .programme(.strandSucceeded), .programme(.programmeClosed):
            guard day >= newestOfSchools else { return false }
        case .money(.spendRecorded(let data)):
            guard isAffordable(data, day) else { return false }
        case .money(.spendReversed(let data)):
            guard let known = world.money.outline(of: data.spend), known.since.day <= day else {
                return false
            }
        default: break
        }
        if day < newestOfAll, parts.changes.contains(where: \.isSchool) { return false }
        return parts.changes.allSatisfy { subject in
            guard let newest = newest[leader(subject)] else { return true }
            return day >= (subject.isSchool ? newest.change : newest.any)
        }
            && parts.reads.allSatisfy { subject in
                isKnown(subject, by: day) || subject.isProgramme && isIndifferent(fact)
            }
    }

    /// Whether it is the same to the fact what has become of its programme since its day.
    ///
    /// Participation is within the life of its strand or not, whatever else there was; a spend asks
    /// only that its programme is known and was not closed.
    private func isIndifferent(_ fact: StoryFact) -> Bool {
        switch fact.reading.fact {
        case .programme(.participationRecorded(let data)):
            let life = world.programmes.life(of: StrandID(data.programme, data.strand))
            return life?.allows(from: data.from, to: data.to, said: fact.reading.since) ?? false
        case .money(.spendRecorded(let data)):
            let standing = world.programmes.standing(of: data.programme)
            return standing.isKnown && standing.closed == nil
        default: return false
        }
    }

    /// Whether a subject that a fact depends on was by `day` what it is now, as far as it matters.
    private func isKnown(_ subject: Subject, by day: Day) -> Bool {
        guard let newest = newest[leader(subject)], day < newest.change else { return true }
        // All that is asked of a school is whether it is registered.
        guard subject.isSchool, let urn = URN(String(subject.id)) else { return false }
        return world.schools.isRegistered(urn, by: day)
    }

    /// Whether a spend is within its commitment on its day and stays so on every later one.
    private func isAffordable(_ data: SpendRecorded, _ day: Day) -> Bool {
        guard let id = data.commitment, let reversal = newestReversal[id], day < reversal else {
            return true
        }
        let amount = world.money.commitments[id]?.amountPence ?? 0
        return grossPence[id, default: 0] + data.amountPence <= amount
    }

    /// The subjects a fact changes and depends on where that is not exactly what its stories say.
    ///
    /// A spend has its day in its outline, so it is not among them. To spend, or to reverse a spend,
    /// is no change of the terms of a commitment. The terms count towards what is approved.
    private func parts(of fact: StoryFact) -> Stories {
        var parts = fact.stories
        switch fact.reading.fact {
        case .money(.spendRecorded(let data)):
            parts.changes = []
            if let id = data.commitment { parts.reads.append(Subject("commitment", id.text)) }
        case .money(.spendReversed(let data)):
            parts.changes = []
            guard let id = world.money.outline(of: data.spend)?.commitment else { break }
            parts.reads.append(Subject("commitment", id.text))
            if let known = world.money.commitments[id], known.released != nil {
                parts.changes.append(Subject("funding-of", known.data.programme.text))
            }
        case .money(.commitmentVaried(let data)): parts.changes += funding(of: data.commitment)
        case .money(.commitmentReleased(let data)): parts.changes += funding(of: data.commitment)
        default: break
        }
        // That a local authority is registered is known whatever the day.
        if parts.reads.contains(where: \.isLocalAuthority) {
            parts.reads.removeAll(where: \.isLocalAuthority)
        }
        return parts
    }

    private func funding(of commitment: Slug) -> [Subject] {
        let programme = world.money.commitments[commitment]?.data.programme
        return programme.map { [Subject("funding-of", $0.text)] } ?? []
    }

    /// The subject that stands for all URNs of a school.
    private func leader(_ subject: Subject) -> Subject {
        guard subject.isSchool, !united.isEmpty else { return subject }
        var leader = subject
        while let above = united[leader] { leader = above }
        return leader
    }
}

// MARK: - What has come

extension LiveWorld {
    /// Notes where the stories go on once a fact is among them.
    private mutating func follow(_ fact: StoryFact) { follow(fact, parts(of: fact)) }

    private mutating func follow(_ fact: StoryFact, _ parts: Stories) {
        let day = fact.reading.validFrom
        if parts.changes.count > 1 { unite(parts.changes.filter(\.isSchool)) }
        for subject in parts.changes {
            let leader = leader(subject)
            newest[leader, default: Newest()].add(day, isChange: true)
            if subject.isSchool { newestOfSchools = max(newestOfSchools, day) }
        }
        for subject in parts.reads where !subject.isSchool {
            newest[subject, default: Newest()].add(day, isChange: false)
        }
        switch fact.reading.fact {
        case .register(.localAuthorityReplaced), .programme(.strandClosed),
            .programme(.strandSucceeded), .programme(.programmeClosed):
            newestOfAll = max(newestOfAll, day)
        case .programme(.participationRecorded(let data)): world.note(data, fact.reading.since)
        case .money(.spendRecorded(let data)):
            if let id = data.commitment { grossPence[id, default: 0] += data.amountPence }
        case .money(.spendReversed(let data)):
            guard let id = world.money.outline(of: data.spend)?.commitment else { break }
            newestReversal[id] = max(newestReversal[id] ?? day, day)
        default: break
        }
        rowsSince += 1
        guard rowsSince == factsBetweenForgetting else { return }
        rowsSince = 0
        world.forgetRows()
    }

    private mutating func unite(_ schools: [Subject]) {
        guard let first = schools.first else { return }
        for other in schools.dropFirst() {
            let (one, all) = (leader(other), leader(first))
            guard one != all else { continue }
            united[one] = all
            let old = newest.removeValue(forKey: one) ?? Newest()
            newest[all, default: Newest()].add(old.change, isChange: true)
            newest[all, default: Newest()].add(old.any, isChange: false)
        }
    }

    /// Whether how many took part is all that a correction changes, which nothing depends on.
    private func changesCounts(_ old: Reading, _ new: Reading) -> Bool {
        guard case .programme(.participationRecorded(let before)) = old.fact,
            case .programme(.participationRecorded(let after)) = new.fact,
            old.validFrom == new.validFrom
        else { return false }
        return before.programme == after.programme && before.strand == after.strand
            && before.urn == after.urn && before.from == after.from && before.to == after.to
    }

    /// Takes back a fact that no other depends on: who took part, or a spend that is not reversed and
    /// whose commitment is not released.
    private mutating func takesBack(_ old: Reading) -> Bool {
        switch old.fact {
        // That it was noted can only keep its strand from being closed here, which is judged elsewhere
        // then.
        case .programme(.participationRecorded): return true
        case .money(.spendRecorded(let data)):
            guard let known = world.money.outline(of: data.spend), known.reversed == nil,
                known.since.seq == old.seq
            else { return false }
            if let id = data.commitment {
                guard let commitment = world.money.commitments[id], commitment.released == nil
                else { return false }
                grossPence[id, default: 0] -= known.amountPence
            }
            world.remove(data.spend)
            return true
        default: return false
        }
    }

    /// Corrects the amount of a spend and nothing else, when it certainly stays within its
    /// commitment.
    private mutating func changesAmount(_ old: Reading, _ new: Reading) -> Bool {
        guard case .money(.spendRecorded(let before)) = old.fact,
            case .money(.spendRecorded(let after)) = new.fact, old.validFrom == new.validFrom
        else { return false }
        var same = before
        same.amountPence = after.amountPence
        guard same == after, let known = world.money.outline(of: after.spend),
            known.reversed == nil, known.since.seq == old.seq
        else { return false }
        let change = after.amountPence - before.amountPence
        if let id = after.commitment {
            let terms = newest[Subject("commitment", id.text)]?.change ?? .endOfTime
            let gross = grossPence[id, default: 0] + max(change, 0)
            guard new.validFrom >= terms, let amount = world.money.commitments[id]?.amountPence,
                gross <= amount
            else { return false }
            grossPence[id] = gross
        }
        world.change(after.spend, by: change)
        return true
    }
}

extension Subject {
    /// What comes after the colon.
    package var id: Substring { Substring(text.utf8.dropFirst(kind.utf8.count + 1)) }

    fileprivate var isLocalAuthority: Bool { text.hasPrefix("la:") }

    fileprivate var isProgramme: Bool { text.hasPrefix("programme:") }

    fileprivate var isSchool: Bool { text.hasPrefix("school:") }
}
