internal import Events

// What happens to the identity of schools: new URNs, mergers, splits, closing and opening again.

extension Schools {
    mutating func succeed(_ data: SchoolUrnSucceeded, _ since: Since) throws(Refusal) -> Bool {
        if let known = successions[data.oldUrn], known.newUrn == data.newUrn {
            throw Refusal(
                repeats: known.since, "\(data.oldUrn) is already succeeded by \(data.newUrn)")
        }
        let index = try findCurrent(data.oldUrn, since)
        let other = try joinable(data.newUrn, with: index, since)
        continueUnder(data.newUrn, index, joining: other, since) { attributes in
            attributes.name = data.name ?? attributes.name
            attributes.schoolType = data.schoolType ?? attributes.schoolType
            attributes.phase = data.phase ?? attributes.phase
            attributes.trust = data.trust ?? attributes.trust
        }
        successions[data.oldUrn] = (data.newUrn, since)
        return true
    }

    mutating func merge(_ data: SchoolsMerged, _ since: Since) throws(Refusal) -> Bool {
        let survivor = try find(data.survivor, on: since.day)
        var absorbed: [Int] = []
        for urn in data.absorbed { absorbed.append(try find(urn, on: since.day)) }
        if absorbed.allSatisfy({ schools[$0].unitedWith == survivor }) {
            let first = schools[absorbed[0]].closed ?? schools[survivor].opened
            throw Refusal(repeats: first, "the merger into \(data.survivor) is already recorded")
        }
        for (urn, index) in zip([data.survivor] + data.absorbed, [survivor] + absorbed)
        where !schools[index].wasOpen(before: since.day) {
            throw notOpenBefore(urn, index, since)
        }
        guard !absorbed.contains(survivor), Set(absorbed).count == absorbed.count else {
            throw Refusal(
                "the schools to be merged are not all different schools",
                remedy: "check the URNs; two of them belong to one school")
        }
        try expect(survivor, isPartOfNoneOf: absorbed)
        for index in absorbed {
            closeSchool(index, since)
            unite(index, with: survivor, since)
        }
        return true
    }

    mutating func split(_ data: SchoolSplit, _ since: Since) throws(Refusal) -> Bool {
        let parent = try find(data.parent, on: since.day)
        for child in data.children where child != data.continuing {
            _ = try find(child, on: since.day)
        }
        if let known = splits[data.parent], known.data == data,
            data.continuing != nil || !schools[parent].isOpen
        {
            throw Refusal(repeats: known.since, "the split of \(data.parent) is already recorded")
        }
        guard schools[parent].wasOpen(before: since.day) else {
            throw notOpenBefore(data.parent, parent, since)
        }
        guard let continuing = data.continuing else {
            closeSchool(parent, since)
            splits[data.parent] = (data, since)
            return true
        }
        if continuing != schools[parent].urn {
            let other = try joinable(continuing, with: parent, since)
            continueUnder(continuing, parent, joining: other, since) { _ in }
        }
        splits[data.parent] = (data, since)
        return true
    }

    mutating func close(_ data: SchoolClosed, _ since: Since) throws(Refusal) -> Bool {
        let index = try find(data.urn, on: since.day)
        if let known = schools[index].closed {
            throw Refusal(repeats: known, "school \(data.urn) is already closed")
        }
        closeSchool(index, since)
        return true
    }

    mutating func reopen(_ data: SchoolReopened, _ since: Since) throws(Refusal) -> Bool {
        let index = try find(data.urn, on: since.day)
        guard schools[index].closed != nil else {
            if schools[index].wasReopened {
                throw Refusal(
                    repeats: schools[index].opened, "school \(data.urn) is already open again")
            }
            throw Refusal(
                "school \(data.urn) is open on \(since.day) (\(schools[index].opened))",
                remedy: "only a closed school can open again; check the URN and the date")
        }
        open(index, since)
        schools[index].wasReopened = true
        return true
    }
}

// MARK: - Rules

extension Schools {
    /// The school whose URN is `urn` now, not merely once.
    private func findCurrent(_ urn: URN, _ since: Since) throws(Refusal) -> Int {
        let index = try find(urn, on: since.day)
        guard schools[index].urn == urn else {
            throw Refusal(
                "\(urn) is not the school's current URN on \(since.day): it is "
                    + "\(schools[index].urn) (\(schools[index].urnSince))",
                remedy: "record the succession from \(schools[index].urn), or correct event "
                    + "\(schools[index].urnSince.seq)")
        }
        return index
    }

    /// The separately registered school that `urn` means, if any; throws when `urn` cannot be taken
    /// on.
    private func joinable(
        _ urn: URN, with index: Int, _ since: Since
    ) throws(Refusal) -> Int? {
        guard let other = byURN[urn] else { return nil }
        guard other != index else {
            throw Refusal(
                "\(urn) is a URN the same school has had (\(schools[index].opened))",
                remedy: "a succession cannot lead back; check the two URNs")
        }
        let known = schools[other]
        guard known.urn == urn, registered.contains(urn) else {
            throw Refusal(
                "URN \(urn) is already in use by \(known.attributes.name) (\(known.urnSince))",
                remedy: "if the two schools became one, record SchoolsMerged")
        }
        return other
    }

    /// A survivor that became part of another the same day is not part of one that it takes over.
    private func expect(
        _ survivor: Int, isPartOfNoneOf absorbed: [Int]
    ) throws(Refusal) {
        var index = survivor
        for _ in schools.indices {
            guard let next = schools[index].unitedWith else { return }
            // In a world that took over some stories, a school may be united with one that is no
            // longer known; it then stands for itself.
            if next == index || absorbed.contains(next) {
                let (urn, other) = (schools[survivor].urn, schools[next].urn)
                let since = schools[survivor].closed ?? schools[survivor].opened
                throw Refusal(
                    "school \(urn) became part of \(other) (\(since)), so \(other) cannot become "
                        + "part of it",
                    remedy: "check which school survives, or correct or retract event \(since.seq)")
            }
            index = next
        }
    }

    private func notOpenBefore(_ urn: URN, _ index: Int, _ since: Since) -> Refusal {
        let school = schools[index]
        let state = school.closed.map { "closed (\($0))" } ?? "opened (\(school.opened))"
        return Refusal(
            "school \(urn) was not open the day before \(since.day): it \(state)",
            remedy: "check the URN and the date")
    }
}

// MARK: - Changes

extension Schools {
    /// The school goes on under a new URN, together with the school that had it before, if any.
    private mutating func continueUnder(
        _ urn: URN, _ index: Int, joining other: Int?, _ since: Since,
        _ edit: (inout Attributes) -> Void
    ) {
        endState(index, since)
        endURN(index, since)
        if let other {
            endState(other, since)
            endURN(other, since)
            schools[index].attributes = schools[other].attributes
            unite(other, with: index, since)
            schools[other].closed = since
            takeURNs(of: other, index, nextToItsOwn: urn, since)
        }
        edit(&schools[index].attributes)
        schools[index].urn = urn
        schools[index].urnSince = since
        schools[index].rowSince = since
        if byURN.updateValue(index, forKey: urn) == nil { schools[index].urns.append(urn) }
        if !schools[index].isOpen { open(index, since) }
    }

    /// Every URN of `other` means the school at `index` from now on.
    private mutating func takeURNs(
        of other: Int, _ index: Int, nextToItsOwn urn: URN, _ since: Since
    ) {
        let interval = Interval(from: since, to: since)
        for known in schools[other].urns {
            byURN[known] = index
            guard known != urn else { continue }
            urns.append(URNRow(school: schools[index].id, urn: known, interval: interval))
        }
        schools[index].urns += schools[other].urns
        schools[other].urns = []
    }

    /// What `index` takes part in goes to `target`; a pair active in both goes on once.
    private mutating func unite(_ index: Int, with target: Int, _ since: Since) {
        for (programme, begun) in schools[index].optIns {
            endOptIn(index, programme, since)
            if schools[target].optIns[programme] == nil {
                schools[target].optIns[programme] = Since(day: since.day, seq: begun.seq)
            }
        }
        var carried = schools[index].enrolments
        if schools[index].closed?.day == since.day {
            carried.merge(schools[index].endedByClosing) { active, _ in active }
        }
        for (id, enrolment) in carried {
            endEnrolment(index, id, since)
            guard schools[target].enrolments[id] == nil else { continue }
            schools[target].enrolments[id] = Enrolment(since: since, origin: enrolment.origin)
        }
        schools[index].endedByClosing = [:]
        endUnion(index, since)
        schools[index].unitedWith = target
        unions.append(
            UnionRow(school: schools[index].id, into: schools[target].id, since: since))
    }

    private mutating func closeSchool(_ index: Int, _ since: Since) {
        var ended = schools[index].enrolments
        // One that closed earlier the same day may have taken over others since.
        if schools[index].closed?.day == since.day {
            ended.merge(schools[index].endedByClosing) { active, _ in active }
        }
        for id in schools[index].enrolments.keys { endEnrolment(index, id, since) }
        schools[index].endedByClosing = ended
        guard schools[index].isOpen else { return }
        endState(index, since)
        schools[index].closed = since
    }

    private mutating func open(_ index: Int, _ since: Since) {
        schools[index].closed = nil
        schools[index].opened = since
        schools[index].rowSince = since
        endUnion(index, since)
    }

    /// A school is part of one other at most: the last it was united with.
    private mutating func endUnion(_ index: Int, _ since: Since) {
        guard schools[index].unitedWith != nil else { return }
        schools[index].unitedWith = nil
        if let row = unions.lastIndex(where: { $0.school == schools[index].id }) {
            unions[row].until = since.day
        }
    }
}
