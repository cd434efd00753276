internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// A figure opened to what it counts: each thing with the events that put it there, and what was
/// left out, with the reason.
package struct Explanation: Sendable {
    package let report: Report
    package let figure: Figure
    /// What is counted; the counts add up to the figure.
    package let counted: [Item]
    package let leftOut: [Item]
    /// Why there is nothing to open, for a figure that is a quotient of two others.
    package let remark: String?

    /// One school, pair or trust.
    package struct Item: Sendable, Equatable {
        package let key: String
        package let name: String
        package let la: String
        /// What it adds to the figure.
        package let adds: Int
        /// Strand and days, or the reason it is left out.
        package let detail: String
        package let events: [Int]
    }

    /// The sum of what is counted.
    package var sum: Int { counted.reduce(0) { $0 + $1.adds } }
}

extension ReportBuilder {
    /// Opens one figure of the engagement report.
    ///
    /// - Returns: `nil` when the report has no figure of that name.
    package func explain(_ name: String, _ options: ReportOptions) throws -> Explanation? {
        var plain = options
        plain.by = []
        let report = try engagement(plain)
        guard let figure = report.figure(name) else { return nil }
        let open = try open(.engagement, plain)
        let parameters = plain.parameters(from: plain.from ?? .startOfTime)
        let pairs = try open.table(EngagementExplanation.pairs, parameters).rows.map(Pair.init)
        let eligible = try open.table(EngagementExplanation.eligible, parameters).rows
            .map(eligibleItem)
        let leftOut = try open.table(EngagementExplanation.leftOut, parameters).rows
            .map(LeftOut.init)
        let now = pairs.filter(\.isNow)
        let eligibleKeys = Set(eligible.map(\.key))
        var counted: [Explanation.Item] = []
        var excluded = leftOut.map(\.item)
        var remark: String?
        switch name {
        case "engagedSchools": counted = schools(now)
        case "pointsOfContact": counted = now.map { $0.item(adds: 1) }
        case "engagedEligibleSchools":
            counted = schools(now).filter { eligibleKeys.contains($0.key) }
            excluded += schools(now).filter { !eligibleKeys.contains($0.key) }
                .map { $0.leftOut("engaged, not eligible") }
        case "eligibleSchools":
            counted = eligible
            excluded = leftOut.filter { !$0.isEligible && $0.reason != "outside the area" }
                .map {
                    $0.item.leftOut($0.isOpen ? "not eligible by the rule in force" : $0.reason)
                }
        case "everEngagedSchools":
            counted = schools(pairs, by: \.finalSchool)
            let known = Set(counted.map(\.key))
            excluded = excluded.filter { !known.contains($0.key) }
        case "schoolDays": counted = schoolDays(pairs)
        case "trustsEngaged": counted = trusts(now)
        default:
            remark = "\(name) is a quotient; explain the figures it is made of"
            excluded = []
        }
        let corrections = try self.corrections(through: report.head.size)
        return Explanation(
            report: report, figure: figure, counted: counted.map { $0.with(corrections) },
            leftOut: excluded.map { $0.with(corrections) }, remark: remark)
    }

    /// The corrections of each root event, as known.
    private func corrections(through last: Int) throws -> [Int: [Int]] {
        let events = try ledger.log.events(ofType: EventCorrected.descriptor.type)
        let known = events.filter { $0.seq <= last && $0.target != nil }
        return Dictionary(grouping: known) { $0.target ?? 0 }.mapValues { $0.map(\.seq) }
    }

    /// One item for each school among the pairs.
    private func schools(
        _ pairs: [Pair], by key: (Pair) -> String = \.school
    ) -> [Explanation.Item] {
        Dictionary(grouping: pairs, by: key).map { key, pairs in
            let last = pairs[pairs.count - 1]
            let strands = Set(pairs.map(\.strand)).sorted().joined(separator: ", ")
            return Explanation.Item(
                key: key, name: "\(last.urn) \(last.name)", la: last.la, adds: 1,
                detail: strands, events: Set(pairs.flatMap(\.events)).sorted())
        }.sorted { $0.key < $1.key }
    }

    private func schoolDays(_ pairs: [Pair]) -> [Explanation.Item] {
        Dictionary(grouping: pairs, by: \.school).map { school, pairs in
            var reached = Int.min
            var days = 0
            for pair in pairs.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
                days += max(0, pair.to - max(pair.from, reached))
                reached = max(reached, pair.to)
            }
            let last = pairs[pairs.count - 1]
            return Explanation.Item(
                key: school, name: "\(last.urn) \(last.name)", la: last.la, adds: days,
                detail: "\(days) days", events: Set(pairs.flatMap(\.events)).sorted())
        }.sorted { $0.key < $1.key }
    }

    private func trusts(_ pairs: [Pair]) -> [Explanation.Item] {
        Dictionary(grouping: pairs.filter { $0.trust != nil }) { $0.trust ?? "" }
            .map { trust, pairs in
                let schools = Set(pairs.map(\.urn)).sorted()
                return Explanation.Item(
                    key: trust, name: trust, la: "", adds: 1,
                    detail: schools.joined(separator: ", "),
                    events: Set(pairs.flatMap(\.events)).sorted())
            }.sorted { $0.key < $1.key }
    }

    private func eligibleItem(_ row: [Value]) -> Explanation.Item {
        Explanation.Item(
            key: row[0].words, name: "\(row[1].words) \(row[2].words)", la: row[3].words, adds: 1,
            detail: "\(row[4].words), \(row[5].words)",
            events: [row[7], row[6]].compactMap(\.number))
    }
}

/// A row of `explain/pairs.sql`.
private struct Pair {
    let school, finalSchool, urn, name, la: String
    let trust: String?
    let strand: String
    let from, to: Int
    let isNow: Bool
    let events: [Int]

    init(_ row: [Value]) {
        school = row[0].words
        finalSchool = row[1].words
        urn = row[2].words
        name = row[3].words
        la = row[4].words
        trust = row[5] == .null ? nil : row[5].words
        strand = row[7].words
        from = row[8].number ?? 0
        to = row[9].number ?? 0
        isNow = row[10].number == 1
        events = Set([row[11], row[12], row[13]].compactMap(\.number)).sorted()
    }

    func item(adds: Int) -> Explanation.Item {
        Explanation.Item(
            key: "\(school)/\(strand)", name: "\(urn) \(name)", la: la, adds: adds,
            detail: "\(strand) since \(Day(number: from))", events: events)
    }
}

/// A row of `explain/left-out.sql`.
private struct LeftOut {
    let item: Explanation.Item
    let isEligible: Bool
    let reason: String
    var isOpen: Bool { reason != "closed" && reason != "not open yet" }

    init(_ row: [Value]) {
        isEligible = row[4].number == 1
        reason = row[5].words
        item = Explanation.Item(
            key: row[0].words, name: "\(row[1].words) \(row[2].words)", la: row[3].words, adds: 0,
            detail: reason, events: [row[6].number].compactMap(\.self))
    }
}

extension Explanation.Item {
    /// The same item with what was said about its events later.
    fileprivate func with(_ corrections: [Int: [Int]]) -> Self {
        let later = events.flatMap { corrections[$0] ?? [] }
        return Self(
            key: key, name: name, la: la, adds: adds, detail: detail,
            events: Set(events + later).sorted())
    }

    fileprivate func leftOut(_ reason: String) -> Self {
        Self(key: key, name: name, la: la, adds: 0, detail: reason, events: events)
    }
}

extension Value {
    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .blob, .null: ""
        }
    }

    fileprivate var number: Int? { if case .integer(let number) = self { number } else { nil } }
}
