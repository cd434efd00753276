package import Events

/// The local authorities: their names and codes over time.
package struct LocalAuthorities: Sendable {
    /// One local authority under one name and ONS code.
    package struct Row: Equatable, Sendable {
        package let la: LACode
        package let name: String
        package let onsCode: ONSCode
        package let interval: Interval
    }

    package private(set) var rows: [Row] = []
    private var live: [LACode: LocalAuthority] = [:]
    private var ended: [LACode: Since] = [:]
    /// Every local authority the story ever registers, whatever the day.
    private var known: Set<LACode>

    private struct LocalAuthority {
        var name: String
        var onsCode: ONSCode
        var since: Since
    }

    init(known: Set<LACode>) { self.known = known }

    /// Throws unless `la` is registered, on whatever day.
    func expect(_ la: LACode) throws(Refusal) {
        guard known.contains(la) else {
            throw Refusal(
                "local authority \(la) is not registered",
                remedy: "record LocalAuthorityRegistered first, or check the code")
        }
    }

    mutating func register(
        _ data: LocalAuthorityRegistered, _ since: Since
    ) throws(Refusal) -> Bool {
        if let known = live[data.la] {
            if known.name == data.name, known.onsCode == data.onsCode {
                throw Refusal(repeats: known.since, "\(data.la) is already registered so")
            }
            throw Refusal(
                "\(data.la) is already registered as \(known.name) (\(known.since))",
                remedy: "record LocalAuthorityCodeChanged, or correct event \(known.since.seq)")
        }
        if let end = ended[data.la] {
            throw Refusal(
                "\(data.la) was replaced (\(end))",
                remedy: "use the code of the local authority that took over")
        }
        known.insert(data.la)
        live[data.la] = LocalAuthority(name: data.name, onsCode: data.onsCode, since: since)
        return true
    }

    mutating func changeCode(
        _ data: LocalAuthorityCodeChanged, _ since: Since
    ) throws(Refusal) -> Bool {
        let old = try expectLive(data.la, since.day)
        guard old.onsCode != data.onsCode else { return false }
        end(data.la, since)
        live[data.la] = LocalAuthority(name: old.name, onsCode: data.onsCode, since: since)
        return true
    }

    func expectReplaceable(
        _ data: LocalAuthorityReplaced, _ since: Since
    ) throws(Refusal) {
        guard live[data.newLa] != nil else {
            throw Refusal(
                "local authority \(data.newLa) is not registered on \(since.day)",
                remedy: "record LocalAuthorityRegistered for it first")
        }
        guard data.oldLa != data.newLa else {
            throw Refusal(
                "\(data.oldLa) cannot replace itself", remedy: "check the two codes")
        }
    }

    mutating func replace(_ data: LocalAuthorityReplaced, _ since: Since, endsOld: Bool) {
        guard endsOld, live[data.oldLa] != nil else { return }
        end(data.oldLa, since)
        ended[data.oldLa] = since
    }

    private func expectLive(_ la: LACode, _ day: Day) throws(Refusal) -> LocalAuthority {
        if let found = live[la] { return found }
        if let end = ended[la] {
            throw Refusal(
                "\(la) was replaced (\(end))",
                remedy: "use the code of the local authority that took over")
        }
        throw Refusal(
            "local authority \(la) is not registered on \(day)",
            remedy: "record LocalAuthorityRegistered first, or check the code")
    }

    private mutating func end(_ la: LACode, _ since: Since?) {
        guard let old = live.removeValue(forKey: la) else { return }
        let interval = Interval(from: old.since, to: since)
        if !interval.isEmpty {
            rows.append(Row(la: la, name: old.name, onsCode: old.onsCode, interval: interval))
        }
    }

    mutating func forgetRows() { rows.removeAll(keepingCapacity: true) }

    mutating func finish() { for la in live.keys { end(la, nil) } }
}
