internal import Events

/// Finds out which successions can be recorded, in the light of the register.
///
/// Those that cannot become findings; the others go to ``LinkSettlement``.
struct LinkResolver {
    private let known: KnownRegister
    private let register: RegisterView
    /// Whether a later extract has been taken in, whose word stands.
    private let isOlder: Bool
    private(set) var findings: [LinksPlan.Finding] = []
    private var settlement: LinkSettlement
    /// The URNs that the register holds, or would hold if every link went in.
    private var reachable: Set<URN> = []
    private var blankOutsideCount = 0
    private var stale: [URNPair: Day] = [:]

    /// - Parameter register: The register as it will be once corrections are in.
    init(
        _ known: KnownRegister, _ register: RegisterView, _ extract: Extract, isOlder: Bool = false
    ) {
        self.known = known
        self.register = register
        self.isOlder = isOlder
        settlement = LinkSettlement(known, register, extract)
    }

    var entries: [PlannedEntry] { settlement.entries }

    var notices: [String] {
        let notices = settlement.summary.notices
        guard blankOutsideCount > 0 else { return notices }
        return notices + [
            "\(counted(blankOutsideCount, "row")) outside the register without a date"
        ]
    }

    mutating func resolve(_ pairing: LinkPairing) {
        var candidates: [LinkCandidate] = []
        for candidate in pairing.candidates where !answer(candidate) {
            candidates.append(candidate)
        }
        stale = register.staleLinks(candidates)
        reach(candidates)
        candidates = candidates.filter { isInside($0) }
        for knot in pairing.knots { add(knot) }
        let successors = Dictionary(grouping: candidates, by: \.old)
        var dated: [LinkSettlement.DatedLink] = []
        var split: [URN: [LinkSettlement.DatedLink]] = [:]
        for candidate in candidates {
            guard let (day, rule) = day(of: candidate) else { continue }
            let link = LinkSettlement.DatedLink(candidate: candidate, day: day, rule: rule)
            if successors[candidate.old, default: []].count > 1
                || candidate.natures.contains(.split)
            {
                split[candidate.old, default: []].append(link)
            } else {
                dated.append(link)
            }
        }
        var splits: [LinkSettlement.Split] = []
        for (_, links) in split.sorted(by: { $0.key < $1.key }) {
            guard let split = recordable(links, of: successors[links[0].old, default: []].count)
            else {
                addSplit(links)
                continue
            }
            splits.append(split)
        }
        findings += settlement.settle(dated, splits)
    }

    private mutating func find(
        _ class: LinksPlan.Class, _ rows: [Int], of old: [URN], _ sentence: String
    ) {
        findings.append(
            LinksPlan.Finding(class: `class`, rows: rows.sorted(), sentence: sentence, old: old))
    }
}

// MARK: - What the ledger says already

extension LinkResolver {
    /// Settles a candidate about whose old URN the ledger has spoken; says whether it did.
    private mutating func answer(_ candidate: LinkCandidate) -> Bool {
        let (old, new) = (candidate.old, candidate.new)
        if let back = register.links[new]?.first(where: { $0.new == old }) {
            find(
                .contradiction, candidate.rows, of: [candidate.old],
                "\(old) is said to give way to \(new), and the ledger has it the other way round "
                    + "from \(back.day); retract that event if the file is right")
            return true
        }
        if register.links[old]?.contains(where: { $0.new == new }) != true,
            let withdrawal = known.withdrawn[candidate.pair], withdrawal.isByHand || isOlder
        {
            answer(candidate, withdrawal)
            return true
        }
        guard let links = register.links[old], let first = links.first else { return false }
        guard let known = links.first(where: { $0.new == new }) else {
            find(
                .contradiction, candidate.rows, of: [candidate.old],
                "\(old) is said to give way to \(new), and in the ledger it gave way to "
                    + "\(first.new) from \(first.day); correct that event if the file is right")
            return true
        }
        if let day = register.day(of: candidate), day != known.day {
            guard !isOlder else {
                find(
                    .superseded, candidate.rows, of: [candidate.old],
                    "\(old) gave way to \(new) from \(day), and a later extract, or a person, has it "
                        + "from \(known.day)")
                return true
            }
            find(
                .contradiction, candidate.rows, of: [candidate.old],
                "\(old) is said to give way to \(new) from \(day), and in the ledger it did from "
                    + "\(known.day); correct that event if the file is right")
        } else {
            find(
                .recorded, candidate.rows, of: [old],
                "\(old) to \(new) is in the ledger from \(known.day)")
        }
        return true
    }

    /// The ledger had it, and it was taken back.
    private mutating func answer(
        _ candidate: LinkCandidate, _ withdrawal: KnownRegister.Withdrawal
    ) {
        let (old, new) = (candidate.old, candidate.new)
        if withdrawal.isByHand {
            find(
                .contradiction, candidate.rows, of: [candidate.old],
                "\(old) is said to give way to \(new), and event \(withdrawal.seq) took that back; "
                    + "record it again by hand if the file is right")
        } else {
            find(
                .superseded, candidate.rows, of: [candidate.old],
                "\(old) gave way to \(new), and a later extract no longer had it (event "
                    + "\(withdrawal.seq))")
        }
    }
}

// MARK: - Inside the register or outside it

extension LinkResolver {
    private mutating func reach(_ candidates: [LinkCandidate]) {
        reachable = Set(register.holdings.keys)
        let byOld = Dictionary(grouping: candidates.filter { !isEarly($0) }, by: \.old)
        var open = Array(reachable)
        while let urn = open.popLast() {
            for candidate in byOld[urn] ?? [] where reachable.insert(candidate.new).inserted {
                open.append(candidate.new)
            }
        }
    }

    /// Whether it is dated before its old URN came into use in the register.
    private func isEarly(_ candidate: LinkCandidate) -> Bool {
        guard stale[candidate.pair] == nil, let holding = register.holdings[candidate.old],
            let day = LinkDating(of: candidate).day
        else { return false }
        return day < holding.from
    }

    private mutating func isInside(_ candidate: LinkCandidate) -> Bool {
        guard reachable.contains(candidate.old) else {
            let isBlank = LinkDating(of: candidate) == .blank
            if isBlank { blankOutsideCount += candidate.rows.count }
            find(
                .outside, candidate.rows, of: [candidate.old],
                "\(candidate.old) was never in the register"
                    + (isBlank ? ", and the link has no date" : ""))
            return false
        }
        guard isEarly(candidate), let holding = register.holdings[candidate.old] else {
            return true
        }
        let day = LinkDating(of: candidate).day ?? holding.from
        if holding.from > holding.schoolFrom {
            find(
                .contradiction, candidate.rows, of: [candidate.old],
                "\(candidate.old) is said to give way to \(candidate.new) from \(day), and in the "
                    + "ledger it is in use from \(holding.from) only; correct the wrong date")
        } else {
            find(
                .early, candidate.rows, of: [candidate.old],
                "\(candidate.old) gave way to \(candidate.new) from \(day), and the register has "
                    + "\(candidate.old) from \(holding.from) on"
                    + (candidate.natures == [.plain]
                        ? "; if it should go on as \(candidate.new), record SchoolUrnSucceeded from "
                            + "\(holding.from) or later" : ""))
        }
        return false
    }

    private mutating func add(_ knot: LinkKnot) {
        let ends = [knot.first, knot.second].filter(reachable.contains)
        let begin = ends.compactMap { register.holdings[$0]?.schoolFrom }.min()
        if ends.isEmpty {
            find(
                .outside, knot.rows, of: [knot.first, knot.second],
                "neither \(knot.first) nor \(knot.second) was ever in the register")
        } else if let begin, let day = knot.lastDay, day < begin {
            find(
                .early, knot.rows, of: [knot.first, knot.second],
                "the link of \(knot.first) and \(knot.second) is dated \(day), and the register "
                    + "begins with them on \(begin)")
        } else {
            find(knot.class, knot.rows, of: [knot.first, knot.second], knot.sentence)
        }
    }
}

// MARK: - Dates and splits

extension LinkResolver {
    /// The day of a candidate; one that has none becomes a finding.
    private mutating func day(of candidate: LinkCandidate) -> (Day, LinkDating.Rule)? {
        let (old, new) = (candidate.old, candidate.new)
        if let day = stale[candidate.pair] { return (day, .stale) }
        switch LinkDating(of: candidate) {
        case .day(let day, let rule): return (day, rule)
        case .blank:
            find(
                .blankDate, candidate.rows, of: [candidate.old],
                "\(old) gave way to \(new) on a day the file leaves blank; find the day, and record "
                    + "SchoolUrnSucceeded or SchoolsMerged")
        case .contradiction(let sentence):
            find(
                .contradiction, candidate.rows, of: [candidate.old],
                "\(old) gave way to \(new), but \(sentence); find the day, and record "
                    + "SchoolUrnSucceeded or SchoolsMerged")
        }
        return nil
    }

    /// The split that `links` make; `nil` when it has to be recorded by hand.
    ///
    /// - Parameter count: How many schools the file has the parent give way to, dated or not.
    private func recordable(
        _ links: [LinkSettlement.DatedLink], of count: Int
    ) -> LinkSettlement.Split? {
        let isSplit = links.contains { $0.candidate.natures.contains(.split) }
        guard isSplit, links.count > 1, links.count == count,
            links.allSatisfy({ link in
                link.day == links[0].day
                    && register.holdings[link.new].map { $0.schoolFrom <= link.day } ?? false
            })
        else { return nil }
        return LinkSettlement.Split(
            parent: links[0].old, children: links.sorted { $0.new < $1.new }, day: links[0].day)
    }

    private mutating func addSplit(_ links: [LinkSettlement.DatedLink]) {
        let children = links.map(\.new.text).joined(separator: ", ")
        let days = Set(links.map(\.day)).sorted().map(\.text).joined(separator: " or ")
        let missing = links.map(\.new).filter { register.holdings[$0] == nil }.map(\.text)
        let remedy =
            missing.isEmpty
            ? "record SchoolSplit, with the one that continues, if any"
            : "register \(missing.joined(separator: ", ")) and import the file again"
        find(
            .split, links.flatMap(\.candidate.rows), of: [links[0].old],
            "\(links[0].old) gave way to \(children) from \(days): a split; \(remedy)")
    }
}
