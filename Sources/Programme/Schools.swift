internal import Events

/// The schools: their numbers, their states, and what they take part in, over time.
package struct Schools: Sendable {
    package internal(set) var states: [StateRow] = []
    package internal(set) var urns: [URNRow] = []
    package internal(set) var rolls: [RollRow] = []
    package internal(set) var optIns: [OptInRow] = []
    package internal(set) var enrolments: [EnrolmentRow] = []
    package internal(set) var unions: [UnionRow] = []
    var schools: [School] = []
    /// The school a URN means now.
    var byURN: [URN: Int] = [:]
    /// The URNs that were registered, rather than taken on by a succession.
    var registered: Set<URN> = []
    /// The URN each new one takes over from, so that a fact may quote a URN before its day.
    var successors: [URN: URN]
    /// What each succession was brought about by.
    var successions: [URN: (newUrn: URN, since: Since)] = [:]

    /// The splits and the replacements of local authorities there were.
    var splits: [URN: (data: SchoolSplit, since: Since)] = [:]
    var replacements: [(data: LocalAuthorityReplaced, since: Since)] = []

    init(successors: [URN: URN]) { self.successors = successors }

    /// The school that `urn` means now.
    func index(of urn: URN) -> Int? {
        var urn = urn
        for _ in 0...successors.count {
            if let index = byURN[urn] { return index }
            guard let predecessor = successors[urn] else { return nil }
            urn = predecessor
        }
        return nil
    }

    func expect(_ urn: URN, on day: Day) throws(Refusal) { _ = try find(urn, on: day) }

    /// Since when each URN is registered that was not taken on by a succession.
    var registrations: [URN: Since] {
        Dictionary(schools.map { ($0.id, $0.registered) }) { first, _ in first }
    }

    /// Since when a fact may quote `urn`, or the one it takes over from; `nil` when never.
    func firstKnown(_ urn: URN, _ registrations: [URN: Since]) -> Since? {
        var (urn, first) = (urn, registrations[urn])
        for _ in 0..<successors.count {
            guard let predecessor = successors[urn] else { break }
            urn = predecessor
            guard let earlier = registrations[urn] else { continue }
            first = first.map { min($0, earlier) } ?? earlier
        }
        return first
    }

    func find(_ urn: URN, on day: Day) throws(Refusal) -> Int {
        guard let index = index(of: urn) else {
            throw Refusal(
                "no school with URN \(urn) is registered by \(day)",
                remedy: "check the URN and the date, or record SchoolRegistered first")
        }
        return index
    }

    func findOpen(_ urn: URN, on day: Day) throws(Refusal) -> Int {
        let index = try find(urn, on: day)
        if let closed = schools[index].closed {
            let union = schools[index].unitedWith.map { "; \(schools[$0].urn) took it over" } ?? ""
            throw Refusal(
                "school \(urn) is closed on \(day) (\(closed))\(union)",
                remedy: "use a date before it closed, or the school that took it over")
        }
        return index
    }

    mutating func register(
        _ data: SchoolRegistered, _ since: Since, _ las: LocalAuthorities
    ) throws(Refusal) -> Bool {
        if let index = byURN[data.urn] {
            let known = schools[index]
            if known.id == data.urn, known.attributes.name == data.name,
                known.attributes.la == data.la
            {
                throw Refusal(repeats: known.opened, "school \(data.urn) is already registered")
            }
            throw Refusal(
                "URN \(data.urn) is already in use by \(known.attributes.name) (\(known.urnSince))",
                remedy: "check the URN, or correct event \(known.urnSince.seq)")
        }
        try las.expect(data.la)
        let attributes = Attributes(
            name: data.name, la: data.la, phase: data.phase, schoolType: data.schoolType,
            trust: data.trust)
        byURN[data.urn] = schools.count
        registered.insert(data.urn)
        schools.append(
            School(
                id: data.urn, registered: since, urn: data.urn, urnSince: since,
                urns: [data.urn], attributes: attributes, rowSince: since, opened: since))
        if let pupils = data.pupils {
            let roll = RollRow(
                school: data.urn, since: since, pupils: pupils,
                fsmPercentTenths: data.fsmPercentTenths)
            schools[schools.count - 1].roll = roll
            rolls.append(roll)
        }
        return true
    }

    mutating func rename(_ data: SchoolRenamed, _ since: Since) throws(Refusal) -> Bool {
        let index = try findOpen(data.urn, on: since.day)
        return change(index, since) { $0.name = data.name }
    }

    mutating func reclassify(
        _ data: SchoolReclassified, _ since: Since
    ) throws(Refusal) -> Bool {
        let index = try findOpen(data.urn, on: since.day)
        return change(index, since) { attributes in
            attributes.phase = data.phase ?? attributes.phase
            attributes.schoolType = data.schoolType ?? attributes.schoolType
        }
    }

    mutating func move(
        _ data: SchoolMovedLocalAuthority, _ since: Since, _ las: LocalAuthorities
    ) throws(Refusal) -> Bool {
        let index = try findOpen(data.urn, on: since.day)
        try las.expect(data.la)
        return change(index, since) { $0.la = data.la }
    }

    mutating func countRoll(
        _ data: SchoolRollCounted, _ since: Since
    ) throws(Refusal) -> Bool {
        let index = try findOpen(data.urn, on: since.day)
        let row = RollRow(
            school: schools[index].id, since: since, pupils: data.pupils,
            fsmPercentTenths: data.fsmPercentTenths)
        if let last = schools[index].roll, last.since.day == since.day, last.isSameCount(as: row) {
            return false
        }
        schools[index].roll = row
        rolls.append(row)
        return true
    }

    mutating func joinTrust(
        _ data: SchoolJoinedTrust, _ since: Since, _ trusts: Trusts
    ) throws(Refusal) -> Bool {
        let index = try findOpen(data.urn, on: since.day)
        try trusts.expect(data.trust)
        try trusts.expectNotClosed(data.trust)
        return change(index, since) { $0.trust = data.trust }
    }

    mutating func leaveTrust(_ data: SchoolLeftTrust, _ since: Since) throws(Refusal) -> Bool {
        let index = try findOpen(data.urn, on: since.day)
        guard schools[index].attributes.trust == data.trust else {
            if let known = schools[index].departures[data.trust] {
                throw Refusal(
                    repeats: known, "school \(data.urn) has already left trust \(data.trust)")
            }
            throw Refusal(
                "school \(data.urn) is not in trust \(data.trust) on \(since.day)",
                remedy: "check the trust and the date")
        }
        schools[index].departures[data.trust] = since
        return change(index, since) { $0.trust = nil }
    }

    /// Gives the schools of one local authority to another.
    ///
    /// - Returns: How many open schools the old one is left with.
    mutating func replaceLocalAuthority(
        _ data: LocalAuthorityReplaced, _ since: Since
    ) throws(Refusal) -> Int {
        var moving: [Int] = []
        if let listed = data.urns {
            for urn in listed { moving.append(try find(urn, on: since.day)) }
        } else {
            moving = schools.indices.filter { schools[$0].attributes.la == data.oldLa }
        }
        if moving.allSatisfy({ schools[$0].attributes.la == data.newLa }),
            let known = replacements.last(where: { $0.data == data })
        {
            throw Refusal(
                repeats: known.since, "\(data.oldLa) is already replaced by \(data.newLa)")
        }
        guard !moving.isEmpty, moving.allSatisfy({ schools[$0].attributes.la == data.oldLa })
        else {
            throw Refusal(
                "local authority \(data.oldLa) does not have the schools on \(since.day)",
                remedy: "check the codes, the URNs and the date")
        }
        for index in moving { change(index, since) { $0.la = data.newLa } }
        replacements.append((data, since))
        return schools.count { $0.isOpen && $0.attributes.la == data.oldLa }
    }

    /// Changes what an open school is like from `since` on; says whether that made a difference.
    @discardableResult
    mutating func change(
        _ index: Int, _ since: Since, _ edit: (inout Attributes) -> Void
    ) -> Bool {
        var attributes = schools[index].attributes
        edit(&attributes)
        guard attributes != schools[index].attributes else { return false }
        endState(index, since)
        schools[index].attributes = attributes
        schools[index].rowSince = since
        return true
    }

    /// Writes the row of the state that ends at `since`, or goes on for ever.
    func stateRow(_ index: Int, endingAt since: Since?) -> StateRow? {
        let school = schools[index]
        let interval = Interval(from: school.rowSince, to: since)
        guard school.isOpen, !interval.isEmpty else { return nil }
        return StateRow(
            school: school.id, urn: school.urn, attributes: school.attributes,
            interval: interval)
    }

    mutating func endState(_ index: Int, _ since: Since?) {
        if let row = stateRow(index, endingAt: since) { states.append(row) }
    }

    mutating func endURN(_ index: Int, _ since: Since?) {
        let school = schools[index]
        guard byURN[school.urn] == index else { return }
        let interval = Interval(from: school.urnSince, to: since)
        urns.append(URNRow(school: school.id, urn: school.urn, interval: interval))
    }

    mutating func forgetRows() {
        states.removeAll(keepingCapacity: true)
        urns.removeAll(keepingCapacity: true)
        rolls.removeAll(keepingCapacity: true)
        optIns.removeAll(keepingCapacity: true)
        enrolments.removeAll(keepingCapacity: true)
        unions.removeAll(keepingCapacity: true)
    }

    mutating func finish() {
        for index in schools.indices {
            endState(index, nil)
            endURN(index, nil)
            for programme in schools[index].optIns.keys { endOptIn(index, programme, nil) }
            for id in schools[index].enrolments.keys { endEnrolment(index, id, nil) }
        }
    }
}
