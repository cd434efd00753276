package import Events

/// The academy trusts, and which of them have opted in as bodies of their own.
package struct Trusts: Sendable {
    package struct Row: Equatable, Sendable {
        package let trust: Slug
        package let name: String
        package let interval: Interval
    }

    package struct OptInRow: Equatable, Sendable {
        package let programme: Slug
        package let trust: Slug
        package let interval: Interval
    }

    package private(set) var rows: [Row] = []
    package private(set) var optInRows: [OptInRow] = []
    private var live: [Slug: (name: String, since: Since)] = [:]
    private var closed: [Slug: Since] = [:]
    private var optIns: [Membership: Since] = [:]
    private var withdrawals: [Membership: Since] = [:]
    /// Every trust the story ever registers, whatever the day.
    private var known: Set<Slug>

    private struct Membership: Hashable {
        let programme: Slug
        let trust: Slug
    }

    init(known: Set<Slug>) { self.known = known }

    /// Throws unless `trust` is registered, on whatever day.
    func expect(_ trust: Slug) throws(Refusal) {
        guard known.contains(trust) else {
            throw Refusal(
                "trust \(trust) is not registered",
                remedy: "record TrustRegistered first, or check its short name")
        }
    }

    /// Throws when `trust` has closed by now.
    func expectNotClosed(_ trust: Slug) throws(Refusal) {
        guard let end = closed[trust] else { return }
        throw Refusal(
            "trust \(trust) has closed (\(end))",
            remedy: "use an earlier date, or the trust that took it over")
    }

    mutating func register(_ data: TrustRegistered, _ since: Since) throws(Refusal) -> Bool {
        if let known = live[data.trust] {
            if known.name == data.name {
                throw Refusal(repeats: known.since, "trust \(data.trust) is already registered")
            }
            throw Refusal(
                "trust \(data.trust) is already registered as \(known.name) (\(known.since))",
                remedy: "choose another short name, or correct event \(known.since.seq)")
        }
        if let end = closed[data.trust] {
            throw Refusal(
                "trust \(data.trust) has closed (\(end))", remedy: "choose another short name")
        }
        known.insert(data.trust)
        live[data.trust] = (data.name, since)
        return true
    }

    mutating func close(_ data: TrustClosed, _ since: Since) throws(Refusal) -> Bool {
        if let end = closed[data.trust] {
            throw Refusal(repeats: end, "trust \(data.trust) has already closed")
        }
        guard live[data.trust] != nil else {
            throw Refusal(
                "trust \(data.trust) is not registered on \(since.day)",
                remedy: "check its short name and the date")
        }
        end(data.trust, since)
        closed[data.trust] = since
        return true
    }

    mutating func optIn(
        _ data: TrustOptedIn, _ since: Since, _ programmes: Programmes
    ) throws(Refusal) -> Bool {
        try expect(data.trust)
        try programmes.expect(data.programme)
        let membership = Membership(programme: data.programme, trust: data.trust)
        if let known = optIns[membership] {
            throw Refusal(
                repeats: known, "trust \(data.trust) is already in \(data.programme)")
        }
        optIns[membership] = since
        return true
    }

    mutating func withdraw(
        _ data: TrustWithdrew, _ since: Since, _ programmes: Programmes
    ) throws(Refusal) -> Bool {
        try programmes.expect(data.programme)
        let membership = Membership(programme: data.programme, trust: data.trust)
        guard optIns[membership] != nil else {
            if let known = withdrawals[membership] {
                throw Refusal(
                    repeats: known, "trust \(data.trust) has already left \(data.programme)")
            }
            throw Refusal(
                "trust \(data.trust) is not in \(data.programme) on \(since.day)",
                remedy: "check the trust, the programme and the date")
        }
        endOptIn(membership, since)
        withdrawals[membership] = since
        return true
    }

    private mutating func end(_ trust: Slug, _ since: Since?) {
        guard let old = live.removeValue(forKey: trust) else { return }
        let interval = Interval(from: old.since, to: since)
        if !interval.isEmpty { rows.append(Row(trust: trust, name: old.name, interval: interval)) }
    }

    private mutating func endOptIn(_ membership: Membership, _ since: Since?) {
        guard let old = optIns.removeValue(forKey: membership) else { return }
        let interval = Interval(from: old, to: since)
        guard !interval.isEmpty else { return }
        optInRows.append(
            OptInRow(
                programme: membership.programme, trust: membership.trust, interval: interval))
    }

    mutating func forgetRows() {
        rows.removeAll(keepingCapacity: true)
        optInRows.removeAll(keepingCapacity: true)
    }

    mutating func finish() {
        for trust in live.keys { end(trust, nil) }
        for membership in optIns.keys { endOptIn(membership, nil) }
    }
}
