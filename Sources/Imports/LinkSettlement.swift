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

    /// One school that became several, all of them registered.
    struct Split {
        let parent: URN
        let children: [DatedLink]
        let day: Day
    }

    private(set) var entries: [PlannedEntry] = []
    private let known: KnownRegister
    private var view: RegisterView
    private let extract: Extract
    private var findings: [LinksPlan.Finding] = []
    /// How many schools each new URN takes over from.
    private var incoming: [URN: Int] = [:]
    private(set) var summary = LinksSummary()

    init(_ known: KnownRegister, _ register: RegisterView, _ extract: Extract) {
        self.known = known
        view = register
        self.extract = extract
    }

    /// Plans the entries; returns what cannot be planned.
    mutating func settle(_ links: [DatedLink], _ splits: [Split] = []) -> [LinksPlan.Finding] {
        for link in links { incoming[link.new, default: 0] += 1 }
        var left: [DatedLink] = []
        let byDay = Dictionary(grouping: links, by: \.day)
        let splitsByDay = Dictionary(grouping: splits, by: \.day)
        for day in Set(byDay.keys).union(splitsByDay.keys).sorted() {
            left += settle(byDay[day] ?? [], on: day)
            for parted in splitsByDay[day] ?? [] { split(parted) }
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
        retractClosing(of: link.old, becoming: [link.new], link.candidate.rows)
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
        retractClosing(of: link.old, becoming: [link.new], link.candidate.rows)
        plan(
            SchoolsMerged.descriptor.type, link,
            [
                ("absorbed", .array([.string(link.old.text)])),
                ("survivor", .string(link.new.text)),
            ])
        summary.addMerger()
    }

    /// The children are registered, so the parent gives way to all of them.
    private mutating func split(_ split: Split) {
        let rows = split.children.flatMap(\.candidate.rows).sorted()
        let children = split.children.map(\.new)
        let names = children.map(\.text).joined(separator: ", ")
        guard let holding = view.holdings[split.parent], holding.from <= split.day,
            holding.schoolFrom < split.day
        else {
            findings.append(
                LinksPlan.Finding(
                    class: .split, rows: rows,
                    sentence: "\(split.parent) was split into \(names) from \(split.day), and the "
                        + "register does not have it on the day before; record SchoolSplit from a "
                        + "later day", old: [split.parent]))
            return
        }
        retractClosing(of: split.parent, becoming: children, rows)
        let dates = JSONValue.object(split.children.map { ($0.new.text, $0.candidate.dates) })
        plan(
            SchoolSplit.descriptor.type, from: split.day,
            "\(split.parent):\(children.map(\.text).joined(separator: "+"))",
            [
                ("children", .array(children.map { .string($0.text) })),
                ("parent", .string(split.parent.text)),
            ], rows, dates)
        summary.addSplit()
        for link in split.children {
            summary.add(link.rule, link.candidate.rows, isAnnounced: link.day > extract.date)
        }
    }

    private mutating func plan(
        _ type: String, _ link: DatedLink, _ members: [(String, JSONValue?)]
    ) {
        let rows = link.candidate.rows.sorted()
        plan(
            type, from: link.day, "\(link.old):\(link.new)", members, rows, link.candidate.dates)
        summary.add(link.rule, rows, isAnnounced: link.day > extract.date)
    }

    /// Plans one entry; its source keeps what both ends say as evidence.
    ///
    /// The key is of the URNs and the day, so that any extract that has the link gives the same key. One
    /// that was recorded and taken back gets a key of its own: its old one stands for what is no more.
    private mutating func plan(
        _ type: String, from day: Day, _ urns: String, _ members: [(String, JSONValue?)],
        _ rows: [Int], _ dates: JSONValue
    ) {
        var entry = Entry(
            type: type, validFrom: day, members: JSONValue.object(members).members ?? [])
        let key = "\(linkKeyBeginning)\(urns):\(day)"
        entry.key = known.hasKey(key) ? nil : key
        entry.source = extract.source(row: rows.first, dates: dates)
        entries.append(PlannedEntry(entry: entry, rows: rows))
    }

    /// Takes back that `old` closed, where a register said so that did not know what it became.
    ///
    /// Its enrolments would end with it, and they go on.
    private mutating func retractClosing(of old: URN, becoming new: [URN], _ rows: [Int]) {
        guard let closing = view.closings[old], known.isFromRegister(closing) else { return }
        entries.append(
            extract.retraction(
                of: closing,
                "\(old) did not just close: it gave way to "
                    + new.map(\.text).joined(separator: ", ") + ", as the GIAS links of "
                    + "\(extract.date) have it"))
        summary.addClosing()
    }
}

// MARK: - Findings

extension LinkSettlement {
    private mutating func find(
        _ class: LinksPlan.Class, _ link: DatedLink, _ sentence: String
    ) {
        findings.append(
            LinksPlan.Finding(
                class: `class`, rows: link.candidate.rows.sorted(), sentence: sentence,
                old: [link.old]))
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
