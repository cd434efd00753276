internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger

/// Turns dated successions into entries, in the order of their days, so that each finds its old URN in use.
struct LinkSettlement {
    struct DatedLink {
        let candidate: LinkCandidate
        let day: Day
        let rule: LinkDating.Rule

        var old: URN { candidate.old }
        var new: URN { candidate.new }
    }

    private(set) var entries: [PlannedEntry] = []
    private var view: RegisterView
    private let extract: Extract
    private var findings: [LinksPlan.Finding] = []
    /// How many schools each new URN takes over from.
    private var incoming: [URN: Int] = [:]
    private(set) var summary = LinksSummary()

    init(_ register: RegisterView, _ extract: Extract) {
        view = register
        self.extract = extract
    }

    /// Plans the entries; returns what cannot be planned.
    mutating func settle(_ links: [DatedLink]) -> [LinksPlan.Finding] {
        for link in links { incoming[link.new, default: 0] += 1 }
        var left: [DatedLink] = []
        let byDay = Dictionary(grouping: links, by: \.day)
        for (day, links) in byDay.sorted(by: { $0.key < $1.key }) {
            left += settle(links, on: day)
        }
        for link in left { addLeft(link) }
        return findings
    }

    /// Plans what takes effect on one day; a link may wait for another of the same day.
    private mutating func settle(_ links: [DatedLink], on day: Day) -> [DatedLink] {
        var waiting = links
        while true {
            let ready = waiting.filter { link in
                view.holdings[link.old].map { $0.from <= day } ?? false
            }
            guard !ready.isEmpty else { return waiting }
            waiting.removeAll { link in ready.contains { $0.old == link.old } }
            let groups = Dictionary(grouping: ready, by: \.new)
            for (new, group) in groups.sorted(by: { $0.key < $1.key }) {
                join(group.sorted { $0.old < $1.old }, into: new, on: day)
            }
        }
    }

    /// - Parameter group: One link or more, by their old URN.
    private mutating func join(_ group: [DatedLink], into new: URN, on day: Day) {
        var absorbed = group[...]
        if !isSurvivor(new, of: group, on: day), let first = absorbed.popFirst() { succeed(first) }
        for link in absorbed { merge(link) }
    }

    /// Whether `new` is a school that goes on under its own URN and takes in the others.
    private func isSurvivor(_ new: URN, of group: [DatedLink], on day: Day) -> Bool {
        guard let holding = view.holdings[new] else { return false }
        // One school that was registered under its new URN as well, as a list of a later day has it.
        let isSameSchool =
            incoming[new] == 1 && group[0].candidate.natures == [.plain] && holding.school == new
        guard !isSameSchool else { return false }
        // One that is registered from that very day was made by the merger; the first goes on as it.
        let isOlder = view.holdings[group[0].old].map { $0.schoolFrom < day } ?? false
        return holding.schoolFrom < day || !isOlder
    }
}

// MARK: - Entries

extension LinkSettlement {
    private mutating func succeed(_ link: DatedLink) {
        guard let holding = view.holdings[link.old] else { return }
        let change = change(link, holding)
        let nameBefore = view.holdings[link.new]?.name ?? holding.name
        let name = link.candidate.newName.flatMap { $0 == nameBefore ? nil : $0 }
        plan(
            SchoolUrnSucceeded.descriptor.type, link,
            [
                ("change", .string(change.text)), ("name", name.map { .string($0) }),
                ("newUrn", .string(link.new.text)), ("oldUrn", .string(link.old.text)),
            ])
        summary.add(change)
        view.goOn(
            link.old, as: link.new, link.day, name: name,
            isAcademy: change == .conversion ? true : nil)
    }

    private func change(
        _ link: DatedLink, _ holding: RegisterView.Holding
    ) -> SchoolUrnSucceeded.Change {
        if incoming[link.new, default: 0] > 1 || link.candidate.natures.contains(.merged) {
            return .amalgamationContinuing
        }
        return holding.isAcademy ? .other : .conversion
    }

    private mutating func merge(_ link: DatedLink) {
        let late = [link.new, link.old].first { urn in
            view.holdings[urn].map { $0.schoolFrom >= link.day } ?? true
        }
        if let late {
            find(
                .early, link,
                "\(link.old) was merged into \(link.new) from \(link.day), and the register does "
                    + "not have \(late) on the day before; if \(link.old) should go, record "
                    + "SchoolsMerged from a later day")
            return
        }
        plan(
            SchoolsMerged.descriptor.type, link,
            [
                ("absorbed", .array([.string(link.old.text)])),
                ("survivor", .string(link.new.text)),
            ])
        summary.addMerger()
    }

    /// Plans one entry; its source keeps what both ends say as evidence.
    ///
    /// The key is of the URNs and the day, so that any extract that has the link gives the same key.
    private mutating func plan(
        _ type: String, _ link: DatedLink, _ members: [(String, JSONValue?)]
    ) {
        var entry = Entry(
            type: type, validFrom: link.day, members: JSONValue.object(members).members ?? [])
        entry.key = "link:\(link.old):\(link.new):\(link.day)"
        let rows = link.candidate.rows.sorted()
        entry.source = extract.source(row: rows.first, dates: link.candidate.dates)
        entries.append(PlannedEntry(entry: entry, rows: rows))
        summary.add(link.rule, announced: link.day > extract.date ? rows : [])
    }
}

// MARK: - Findings

extension LinkSettlement {
    private mutating func find(
        _ class: LinksPlan.Class, _ link: DatedLink, _ sentence: String
    ) {
        findings.append(
            LinksPlan.Finding(
                class: `class`, rows: link.candidate.rows.sorted(), sentence: sentence))
    }

    /// A link whose old URN was not in use on its day, although the file says how it came to be.
    private mutating func addLeft(_ link: DatedLink) {
        if let holding = view.holdings[link.old] {
            find(
                .contradiction, link,
                "\(link.old) gave way to \(link.new) from \(link.day), and came into use from "
                    + "\(holding.from) only; find the right days, and record SchoolUrnSucceeded")
        } else {
            find(
                .waiting, link,
                "\(link.old) gave way to \(link.new) from \(link.day), but the link that leads to "
                    + "\(link.old) is set aside; record that one and import the file again")
        }
    }
}
