internal import Events

// A list of schools can be late: it still has the URN that a school had before. A link that is older
// than the list then says under which URN the school has been known since the list began.

extension RegisterView {
    /// The day a link holds from in the register; `nil` when the file does not tell it.
    func day(of candidate: LinkCandidate) -> Day? {
        guard let day = LinkDating(of: candidate).day else { return nil }
        guard candidate.natures == [.plain], let listed = listedDay(candidate.old) else {
            return day
        }
        return max(day, listed)
    }

    /// The links whose old URN the list still had, each with the day the list is of.
    ///
    /// Only where nothing else can be meant: one plain successor, of one school, that the register does
    /// not hold as well.
    func staleLinks(_ candidates: [LinkCandidate]) -> [URNPair: Day] {
        let byOld = Dictionary(grouping: candidates, by: \.old)
        let incoming = Dictionary(
            grouping: candidates.filter { holdings[$0.old] != nil }, by: \.new)
        var stale: [URNPair: Day] = [:]
        var open = holdings.keys.compactMap { urn in listedDay(urn).map { (urn, $0) } }
        while let (urn, listed) = open.popLast() {
            guard let candidate = byOld[urn]?.first, byOld[urn]?.count == 1,
                candidate.natures == [.plain], holdings[candidate.new] == nil,
                incoming[candidate.new, default: []].count <= 1,
                let day = LinkDating(of: candidate).day, day <= listed,
                stale.updateValue(listed, forKey: candidate.pair) == nil
            else { continue }
            open.append((candidate.new, listed))
        }
        return stale
    }

    /// The day from which a list has a school under `urn`.
    private func listedDay(_ urn: URN) -> Day? {
        guard let holding = holdings[urn], holding.isFromList, holding.from == holding.schoolFrom
        else { return nil }
        return holding.schoolFrom
    }
}
