internal import EventLog
internal import Events
internal import Programme
internal import ProjectionEngine
internal import Projections

extension ReportBuilder {
    /// What each strand cost the authority, with its part of the shared cost, and each participant.
    package func costsByStrand(_ options: ReportOptions) throws -> Report {
        try once("costs-by-strand", options) {
            try costsByStrand(openInDetail(.evidence, options), options)
        }
    }

    private func costsByStrand(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("costs-by-strand", open, options, from: .evidence)
        let first = try firstDay(open, options)
        report.options.from = first
        let period = first.number..<max(first.number, options.asOf.number + 1)
        // What is shared is needed for one strand, too.
        var whole = options
        whole.strand = nil
        let lines = try moneyLines(open, whole, .payments, in: period).filter(\.isNet)
        let rules = try sharedCostRules(open, whole, in: period)
        let parts = try rules.flatMap { try sharedCostParts(open, whole, of: $0) }
        let people = try participants(open, whole, in: period)
        let costs = StrandCosts(
            lines, parts, people, only: options.strand?.text,
            isKnown: options.localAuthorities == nil)
        report.figures = costs.figures
        let titles = try names(.strand, open)
        report.tables = [costs.table(titles), costs.divisions(titles), costs.rest]
        report.notes = costs.notes(options, rules)
        return report
    }
}

/// The cost of strands: their own, and what falls to them of what is shared.
private struct StrandCosts {
    /// Every strand with a cost, a part or participants, in order.
    private let keys: [StrandKey]
    private let only: String?
    /// Whether costs can be told: not of local authorities alone.
    private let isKnown: Bool
    private let people: [StrandKey: Participants]
    private let own: [[MoneyLine]]
    private let shared: [MoneyLine]
    private let parts: [SharedCostPart]
    private let ownPence: [Int]
    private let sharedTotal: Int
    private let allocated: [Int]
    private let unallocated: Int

    init(
        _ lines: [MoneyLine], _ parts: [SharedCostPart], _ people: [StrandKey: Participants],
        only: String?, isKnown: Bool
    ) {
        self.isKnown = isKnown
        self.parts = parts
        self.people = people
        self.only = only
        let shared = lines.filter { $0.strand == nil }
        self.shared = shared
        let coded = Dictionary(grouping: lines.filter { $0.strand != nil }) {
            StrandKey(programme: $0.programme, strand: $0.strand ?? "")
        }
        let divided = parts.map { StrandKey(programme: $0.rule.programme, strand: $0.strand) }
        let keys = Set(coded.keys).union(divided).union(people.keys).sorted()
        self.keys = keys
        let own = keys.map { coded[$0] ?? [] }
        self.own = own
        let pence = apportioned(own.map(\.amount) + [shared.amount])
        ownPence = Array(pence.dropLast())
        sharedTotal = pence.last ?? 0
        let given = keys.map { key in
            shared.map { sharedAmount($0, of: key, parts) }.sum
        }
        var rest = shared.amount
        rest.add(given.sum.negated)
        let cells = apportioned(sharedTotal, among: given + [rest])
        allocated = Array(cells.dropLast())
        unallocated = cells.last ?? 0
    }

    private var shown: [Int] { keys.indices.filter { only == nil || keys[$0].strand == only } }

    private func cost(_ index: Int) -> Int { ownPence[index] + allocated[index] }

    private func total(_ value: (Int) -> Int) -> Int { shown.reduce(0) { $0 + value($1) } }

    private func count(_ kind: KeyPath<Participants, Int>, _ index: Int) -> Int {
        people[keys[index]]?[keyPath: kind] ?? 0
    }

    var figures: [Figure] {
        let strandCost = total(cost)
        let people: [(String, KeyPath<Participants, Int>)] = [
            ("Lead", \.leads), ("Teacher", \.teachers), ("Pupil", \.pupils),
        ]
        let pence = { (pence: Int) -> Figure.Value in isKnown ? .pence(pence) : .missing }
        let counts = people.map { name, kind in (name, total { count(kind, $0) }) }
        return [
            Figure("strandCostPence", pence(strandCost)),
            Figure("ownCostPence", pence(total { ownPence[$0] })),
            Figure("allocatedCostPence", pence(total { allocated[$0] })),
            Figure("unallocatedCostPence", only == nil ? pence(unallocated) : .missing),
        ]
            + counts.map { name, count in Figure(plural(name), .people(count)) }
            + counts.map { name, count in
                Figure(
                    "costPer\(name)Pence",
                    quotient(isKnown ? strandCost : nil, count, scale: 1).map { .pence($0) }
                        ?? .missing)
            }
    }

    private func plural(_ name: String) -> String { name.lowercased() + "s" }

    func table(_ titles: [String: String]) -> ReportTable {
        ReportTable(
            "strands", "What each strand cost, and for how many people", rows: "Strand",
            columns: [
                .number("strandCostPence", "cost"), .number("ownCostPence", "own"),
                .number("allocatedCostPence", "of shared"), .number("leads", "leads"),
                .number("teachers", "teachers"), .number("pupils", "pupils"),
                .number("costPerLeadPence", "per lead"),
                .number("costPerTeacherPence", "per teacher"),
                .number("costPerPupilPence", "per pupil"),
            ],
            shown.map { row($0, titles) },
            notes: [
                "a strand's cost is divided by each kind of participant in turn: the three are not "
                    + "to be added"
            ])
    }

    private func row(_ index: Int, _ titles: [String: String]) -> ReportTable.Row {
        let key = keys[index]
        let unit = { (kind: KeyPath<Participants, Int>) -> ReportTable.Cell in
            quotient(isKnown ? cost(index) : nil, count(kind, index), scale: 1)
                .map { .pence($0) } ?? .missing
        }
        let pence = { (pence: Int) -> ReportTable.Cell in isKnown ? .pence(pence) : .missing }
        return .init(
            "\(key.programme):\(key.strand)", titles[key.strand] ?? key.strand,
            [
                pence(cost(index)), pence(ownPence[index]), pence(allocated[index]),
                .people(count(\.leads, index)), .people(count(\.teachers, index)),
                .people(count(\.pupils, index)), unit(\.leads), unit(\.teachers), unit(\.pupils),
            ], behind: behind(index))
    }

    private func behind(_ index: Int) -> [ReportTable.Behind] {
        let fractions = shared.map { sharedAmount($0, of: keys[index], parts) }
        let lines = own[index] + shared
        let pence =
            apportioned(ownPence[index], among: own[index].map(\.amount))
            + apportioned(allocated[index], among: fractions)
        var adds: [Int: Int] = [:]
        for (place, line) in lines.enumerated() {
            let isPart = place < own[index].count || !fractions[place - own[index].count].isZero
            if isPart { adds[line.seq ?? 0, default: 0] += pence[place] }
        }
        for seq in people[keys[index]]?.events ?? [] { adds[seq, default: 0] += 0 }
        for part in parts where part.strand == keys[index].strand {
            if part.rule.programme == keys[index].programme { adds[part.rule.seq, default: 0] += 0 }
        }
        return adds.sorted { $0.key < $1.key }.map { .init(seq: $0.key, adds: $0.value) }
    }

    /// How each rule divided what was shared while it was in force.
    func divisions(_ titles: [String: String]) -> ReportTable {
        ReportTable(
            "sharedCosts", "How shared cost was divided", rows: "Strand",
            columns: [
                .number("parts", "parts"), .number("ofParts", "of"), .text("basis", "by"),
                .text("ruleFrom", "from"), .text("ruleTo", "to"),
            ],
            parts.filter { only == nil || $0.strand == only }.map { part in
                .init(
                    "\(part.rule.programme):\(part.strand):event-\(part.rule.seq)",
                    titles[part.strand] ?? part.strand,
                    [
                        .count(part.parts), .count(part.of), basisCell(part.rule.basis),
                        .day(Day(number: part.rule.days.lowerBound)),
                        .day(Day(number: part.rule.days.upperBound - 1)),
                    ], behind: [.init(seq: part.rule.seq)])
            })
    }

    /// The payments of which a part is divided by no rule.
    var rest: ReportTable {
        let rests = shared.map { line in
            let given = keys.map { sharedAmount(line, of: $0, parts) }.sum
            return [line.amount, given.negated].sum
        }
        let pence = apportioned(unallocated, among: rests)
        var adds: [Int: Int] = [:]
        for (place, line) in shared.enumerated() where !rests[place].isZero {
            adds[line.seq ?? 0, default: 0] += pence[place]
        }
        let isShown = only == nil && isKnown
        return ReportTable(
            "unallocated", "Shared cost that no rule divides", rows: "Payment",
            columns: [.number("unallocatedCostPence", "not divided")],
            (isShown ? adds.filter { $0.value != 0 } : [:]).sorted { $0.key < $1.key }.map {
                seq, pence in
                .init(
                    "event-\(seq)", "event \(seq)", [.pence(pence)],
                    behind: [.init(seq: seq, adds: pence)])
            })
    }

    func notes(_ options: ReportOptions, _ rules: [SharedCostRule]) -> [String] {
        var notes: [String] = []
        if options.localAuthorities != nil {
            notes.append(
                "an authority's cost is not shared out to local authorities, so costs are missing")
        }
        if only != nil {
            notes.append("unallocatedCostPence is missing: it is of no one strand")
        } else if unallocated != 0 {
            notes.append(
                rules.isEmpty
                    ? "no rule divides the shared cost; record SharedCostRuleSet"
                    : "a part of the shared cost is of days without a rule, or of which the basis "
                        + "of the rule is nothing")
        }
        for (figure, people) in [
            ("costPerLeadPence", "leads"), ("costPerTeacherPence", "teachers"),
            ("costPerPupilPence", "pupils"),
        ] where figures.first(where: { $0.name == figure })?.value == .missing {
            notes.append("\(figure) is missing: no participation of \(people) is recorded here")
        }
        return notes
    }
}

/// What shared cost is divided by.
private func basisCell(_ basis: String) -> ReportTable.Cell {
    let words =
        switch SharedCostRuleSet.Basis(basis) {
        case .days: "days of points of contact"
        case .points: "points of contact"
        case .schools: "schools"
        case .fixed: "fixed parts"
        case nil: basis
        }
    return .named(key: basis, words)
}

/// What of a shared amount falls to a strand, by the rules of its days.
private func sharedAmount(
    _ line: MoneyLine, of key: StrandKey, _ parts: [SharedCostPart]
) -> ExactPence {
    parts.filter {
        $0.strand == key.strand && $0.rule.programme == key.programme
            && $0.rule.programme == line.programme
    }
    .map { line.amount(in: $0.rule.days).times($0.parts, over: $0.of) }.sum
}
