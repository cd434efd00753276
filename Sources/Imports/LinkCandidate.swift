internal import CanonicalJSON
internal import Events

/// One succession as the rows at its two ends tell it.
struct LinkCandidate {
    let old: URN
    let new: URN
    var natures: Set<LinkType.Nature> = []
    var rows: [Int] = []
    /// The days given at the entry of the old URN, and at that of the new one.
    var oldEndDays: Set<Day> = []
    var newEndDays: Set<Day> = []
    var newName: String?

    init(old: URN, new: URN) {
        self.old = old
        self.new = new
    }

    mutating func add(_ link: LinkRow) {
        rows.append(link.row)
        let isOldEnd = link.urn == old
        if let day = link.day?.day {
            if isOldEnd { oldEndDays.insert(day) } else { newEndDays.insert(day) }
        }
        newName = newName ?? (isOldEnd ? link.linkName : link.name)
        switch link.type {
        case .successor(let nature), .predecessor(let nature): natures.insert(nature)
        case .amalgamation: natures.insert(.merged)
        case .noSuccession: break
        }
    }
}

extension LinkCandidate {
    var pair: URNPair { URNPair(old: old, new: new) }

    /// What each end says, by its URN.
    var dates: JSONValue {
        .object([(old.text, shown(oldEndDays)), (new.text, shown(newEndDays))])
    }

    private func shown(_ days: Set<Day>) -> JSONValue? {
        let texts = days.sorted().map { JSONValue.string($0.text) }
        return texts.count > 1 ? .array(texts) : texts.first
    }
}

/// Two URNs that are linked in a way nobody can record.
struct LinkKnot {
    let first: URN
    let second: URN
    let rows: [Int]
    /// The last day that any of the rows gives.
    let lastDay: Day?
    let `class`: LinksPlan.Class
    let sentence: String
}

/// The rows of a file, the two ends of each succession brought together.
struct LinkPairing {
    private(set) var candidates: [LinkCandidate] = []
    private(set) var knots: [LinkKnot] = []

    private struct Pair: Hashable, Comparable {
        let low: URN
        let high: URN

        static func < (a: Pair, b: Pair) -> Bool { (a.low, a.high) < (b.low, b.high) }
    }

    /// - Parameter links: Rows that are about a succession.
    init(_ links: [LinkRow]) {
        let groups = Dictionary(grouping: links) { link in
            Pair(low: min(link.urn, link.linkURN), high: max(link.urn, link.linkURN))
        }
        for (pair, links) in groups.sorted(by: { $0.key < $1.key }) { pairUp(pair, links) }
    }

    private mutating func pairUp(_ pair: Pair, _ links: [LinkRow]) {
        let olds = Set(links.compactMap(\.old))
        guard let old = olds.first, olds.count == 1 else {
            knots.append(knot(pair, links, isUndirected: olds.isEmpty))
            return
        }
        var candidate = LinkCandidate(old: old, new: old == pair.low ? pair.high : pair.low)
        for link in links { candidate.add(link) }
        candidates.append(candidate)
    }

    private func knot(_ pair: Pair, _ links: [LinkRow], isUndirected: Bool) -> LinkKnot {
        let sentence =
            isUndirected
            ? "the link of \(pair.low) and \(pair.high) does not say which of them went on; record "
                + "SchoolsMerged with the one that did as the survivor"
            : "\(pair.low) and \(pair.high) are each said to have given way to the other; find out "
                + "which went on, and record SchoolsMerged or SchoolUrnSucceeded"
        return LinkKnot(
            first: pair.low, second: pair.high, rows: links.map(\.row),
            lastDay: links.compactMap(\.day?.day).max(),
            class: isUndirected ? .undirected : .contradiction, sentence: sentence)
    }
}

extension LinkRow {
    /// The URN that gave way; `nil` when the row does not say.
    fileprivate var old: URN? {
        switch type {
        case .successor: urn
        case .predecessor: linkURN
        case .amalgamation, .noSuccession: nil
        }
    }
}
