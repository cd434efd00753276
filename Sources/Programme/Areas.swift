package import Events

/// The combined authorities and which local authorities are their members, over time.
///
/// All of them are one story, because a local authority is in at most one authority on any day.
package struct Areas: Sendable {
    /// An authority under one name and ONS code.
    package struct AuthorityRow: Equatable, Sendable {
        package let authority: Slug
        package let name: String
        package let onsCode: ONSCode
        package let interval: Interval
    }

    /// A local authority's membership of an authority.
    package struct MemberRow: Equatable, Sendable {
        package let la: LACode
        package let authority: Slug
        package let interval: Interval
    }

    /// An authority that was merged into another.
    package struct SuccessionRow: Equatable, Sendable {
        package let predecessor: Slug
        package let successor: Slug
        package let since: Since
    }

    package private(set) var authorities: [AuthorityRow] = []
    package private(set) var members: [MemberRow] = []
    package private(set) var successions: [SuccessionRow] = []
    private var live: [Slug: Authority] = [:]
    private var ended: [Slug: (founded: Since, end: Since)] = [:]
    private var membership: [LACode: (authority: Slug, since: Since)] = [:]
    private var left: [Departure: Since] = [:]
    private var mergers: [Slug: (data: AuthoritiesMerged, since: Since)] = [:]

    private struct Authority {
        var name: String
        var onsCode: ONSCode
        let founded: Since
        var rowSince: Since
    }

    private struct Departure: Hashable {
        let la: LACode
        let authority: Slug
    }

    mutating func constitute(
        _ data: AuthorityConstituted, _ since: Since, _ las: LocalAuthorities
    ) throws(Refusal) -> Bool {
        if let known = live[data.authority], known.name == data.name,
            Set(data.members).isSubset(of: Set(localAuthorities(of: data.authority)))
        {
            throw Refusal(repeats: known.founded, "\(data.authority) is already constituted")
        }
        try expectUnknown(data.authority)
        for la in data.members {
            try las.expect(la)
            if let current = membership[la] { throw belongs(la, current) }
        }
        found(data.authority, data.name, data.onsCode, since)
        for la in data.members { membership[la] = (data.authority, since) }
        return true
    }

    mutating func merge(
        _ data: AuthoritiesMerged, _ since: Since, _ las: LocalAuthorities
    ) throws(Refusal) {
        if let known = mergers[data.successor], known.data.isSameMerger(as: data) {
            throw Refusal(
                repeats: known.since, "the merger into \(data.successor) is already recorded")
        }
        for predecessor in data.predecessors { try expectLiveBefore(predecessor, since) }
        try expectUnknown(data.successor)
        let predecessors = Set(data.predecessors)
        let successorMembers = Set(data.members)
        for la in data.members {
            try las.expect(la)
            if let current = membership[la], !predecessors.contains(current.authority) {
                throw belongs(la, current)
            }
        }
        for (la, current) in membership.sorted(by: { $0.key.text < $1.key.text })
        where predecessors.contains(current.authority) && !successorMembers.contains(la) {
            throw Refusal(
                "\(la) is a member of \(current.authority) (\(current.since)) and would be left "
                    + "without an authority",
                remedy: "name it among the members of \(data.successor)")
        }
        for predecessor in data.predecessors {
            end(predecessor, since)
            successions.append(
                SuccessionRow(predecessor: predecessor, successor: data.successor, since: since))
        }
        found(data.successor, data.name, data.onsCode, since)
        for la in data.members { membership[la] = (data.successor, since) }
        mergers[data.successor] = (data, since)
    }

    mutating func join(
        _ data: LocalAuthorityJoinedAuthority, _ since: Since, _ las: LocalAuthorities
    ) throws(Refusal) -> Bool {
        try expectLive(data.authority, since)
        try las.expect(data.la)
        if let current = membership[data.la] {
            guard current.authority == data.authority else { throw belongs(data.la, current) }
            throw Refusal(
                repeats: current.since, "\(data.la) is already a member of \(data.authority)")
        }
        membership[data.la] = (data.authority, since)
        return true
    }

    mutating func leave(
        _ data: LocalAuthorityLeftAuthority, _ since: Since
    ) throws(Refusal) -> Bool {
        let departure = Departure(la: data.la, authority: data.authority)
        guard let current = membership[data.la], current.authority == data.authority else {
            if let known = left[departure] {
                throw Refusal(repeats: known, "\(data.la) has already left \(data.authority)")
            }
            throw Refusal(
                "\(data.la) is not a member of \(data.authority) on \(since.day)",
                remedy: "check the local authority, the authority and the date")
        }
        endMembership(data.la, since)
        left[departure] = since
        return true
    }

    mutating func changeCode(
        _ data: AuthorityCodeChanged, _ since: Since
    ) throws(Refusal) -> Bool {
        let old = try expectLive(data.authority, since)
        guard old.onsCode != data.onsCode else { return false }
        rewrite(data.authority, since) { $0.onsCode = data.onsCode }
        return true
    }

    mutating func rename(_ data: AuthorityRenamed, _ since: Since) throws(Refusal) -> Bool {
        let old = try expectLive(data.authority, since)
        guard old.name != data.name else { return false }
        rewrite(data.authority, since) { $0.name = data.name }
        return true
    }

    mutating func abolish(
        _ data: AuthorityAbolished, _ since: Since
    ) throws(Refusal) -> Bool {
        if let known = ended[data.authority] {
            throw Refusal(repeats: known.end, "\(data.authority) has already ended")
        }
        try expectLive(data.authority, since)
        end(data.authority, since)
        return true
    }

    mutating func forgetRows() {
        authorities.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
        successions.removeAll(keepingCapacity: true)
    }

    mutating func finish() {
        for authority in live.keys { endRow(authority, nil) }
        for la in membership.keys { endMembership(la, nil) }
    }
}

// MARK: - Questions

extension Areas {
    /// The local authorities that are members now, in the order of their codes.
    package func localAuthorities(of authority: Slug) -> [LACode] {
        membership.filter { $0.value.authority == authority }.map(\.key)
            .sorted { $0.text < $1.text }
    }

    private func expectUnknown(_ authority: Slug) throws(Refusal) {
        guard let founded = live[authority]?.founded ?? ended[authority]?.founded else { return }
        throw Refusal(
            "authority \(authority) already exists (\(founded))",
            remedy: "choose another short name, or correct event \(founded.seq)")
    }

    @discardableResult
    private func expectLive(_ authority: Slug, _ since: Since) throws(Refusal) -> Authority {
        if let found = live[authority] { return found }
        throw missing(authority, since.day)
    }

    /// An authority that ends on the very day was live the day before.
    private func expectLiveBefore(_ authority: Slug, _ since: Since) throws(Refusal) {
        if let found = live[authority] {
            guard found.founded.day < since.day else {
                throw Refusal(
                    "\(authority) is founded on \(since.day) itself (\(found.founded))",
                    remedy: "a predecessor must have existed the day before; check the dates")
            }
            return
        }
        if let known = ended[authority], known.end.day == since.day { return }
        throw missing(authority, since.day)
    }

    private func missing(_ authority: Slug, _ day: Day) -> Refusal {
        if let known = ended[authority] {
            return Refusal(
                "authority \(authority) has ended (\(known.end))",
                remedy: "use the authority that took over, or an earlier date")
        }
        return Refusal(
            "authority \(authority) does not exist on \(day)",
            remedy: "record AuthorityConstituted first, or check its short name")
    }

    private func belongs(_ la: LACode, _ current: (authority: Slug, since: Since)) -> Refusal {
        Refusal(
            "\(la) is already a member of \(current.authority) (\(current.since)) and cannot be in "
                + "two authorities",
            remedy: "record LocalAuthorityLeftAuthority first, or leave it out of the members")
    }
}

// MARK: - Changes

extension Areas {
    private mutating func found(
        _ authority: Slug, _ name: String, _ onsCode: ONSCode, _ since: Since
    ) {
        live[authority] = Authority(
            name: name, onsCode: onsCode, founded: since, rowSince: since)
    }

    private mutating func rewrite(
        _ authority: Slug, _ since: Since, _ change: (inout Authority) -> Void
    ) {
        guard var changed = live[authority] else { return }
        endRow(authority, since)
        change(&changed)
        changed.rowSince = since
        live[authority] = changed
    }

    private mutating func end(_ authority: Slug, _ since: Since) {
        guard let founded = live[authority]?.founded else { return }
        endRow(authority, since)
        live[authority] = nil
        ended[authority] = (founded, since)
        for la in localAuthorities(of: authority) { endMembership(la, since) }
    }

    private mutating func endRow(_ authority: Slug, _ since: Since?) {
        guard let old = live[authority] else { return }
        let interval = Interval(from: old.rowSince, to: since)
        guard !interval.isEmpty else { return }
        authorities.append(
            AuthorityRow(
                authority: authority, name: old.name, onsCode: old.onsCode, interval: interval))
    }

    private mutating func endMembership(_ la: LACode, _ since: Since?) {
        guard let old = membership.removeValue(forKey: la) else { return }
        let interval = Interval(from: old.since, to: since)
        guard !interval.isEmpty else { return }
        members.append(MemberRow(la: la, authority: old.authority, interval: interval))
    }
}

extension AuthoritiesMerged {
    fileprivate func isSameMerger(as other: AuthoritiesMerged) -> Bool {
        Set(predecessors) == Set(other.predecessors) && Set(members) == Set(other.members)
    }
}
