internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// What the figures of one report are opened from: its read model as of one event, and the log.
final class Evidence {
    let report: Report
    let options: ReportOptions
    let amendments: Amendments
    let log: EventLog
    let open: OpenModel
    let builder: ReportBuilder
    private let hidden: [Figure]
    private let parameters: [String: Value]
    private var keptPairs: [Pair]?
    private var keptSchools: [SchoolRow]?
    private var keptRules: [Int]?
    private var keptCosts: [Cost]?
    private var keptStatements: [MoneyStatement]?
    private var keptDraws: [String: [MoneyStatement]]?
    private var keptNames: [String: String]?

    init(_ opening: ReportOpening, _ builder: ReportBuilder, _ asked: ReportOptions) throws {
        self.builder = builder
        log = builder.ledger.log
        open =
            opening.isDetailed
            ? try builder.openInDetail(opening.model, asked)
            : try builder.open(opening.model, asked, opening.extent)
        (report, hidden) = try opening.make(builder, open, asked)
        options = report.options
        parameters = options.parameters(from: options.from ?? .startOfTime)
        amendments = try builder.amendments(through: report.head.size)
    }

    var head: Head { report.head }
    var from: Day { options.from ?? .startOfTime }
    var periodDays: Int { options.asOf + 1 - from }

    func figure(_ name: String) -> Figure? {
        report.figure(name) ?? hidden.first { $0.name == name }
    }

    /// Every pair of school and strand active on a day of the period.
    func pairs() throws -> [Pair] { periodDays > 0 ? try everyPair() : [] }

    /// Every pair active at the end of the day reported, whether or not that is in the period.
    func pairsNow() throws -> [Pair] { try everyPair().filter(\.isNow) }

    private func everyPair() throws -> [Pair] {
        try keeping(\.keptPairs) {
            let parameters = options.parameters(from: min(from, options.asOf))
            return try open.rows(EngagementExplanation.pairs, parameters) { Pair($0) }
        }
    }

    /// Every school ever registered.
    func schools() throws -> [SchoolRow] {
        try keeping(\.keptSchools) {
            try open.rows(EngagementExplanation.schools, parameters) { SchoolRow($0) }
        }
    }

    /// Every school ever engaged, in an area that is followed through mergers.
    func everEngagedTimes() throws -> [EngagedTime] {
        try builder.engagedTimes(options)
    }

    /// The rules of eligibility in force.
    func rules() throws -> [Int] {
        try keeping(\.keptRules) {
            try open.rows(EngagementExplanation.rules, parameters) { $0.integer(0) }
        }
    }

    /// Every payment and contribution.
    func costs() throws -> [Cost] {
        try keeping(\.keptCosts) {
            try open.rows(ValueForMoneyExplanation.costs, parameters) { Cost($0) }
        }
    }

    /// Everything said about the programmes' money.
    func statements() throws -> [MoneyStatement] {
        try keeping(\.keptStatements) {
            try open.rows(ValueForMoneyExplanation.statements, parameters) { MoneyStatement($0) }
        }
    }

    /// The events that reversed each payment.
    func reversals() throws -> [String: [Int]] {
        try builder.once("reversals up to \(head.size)") { try amendments.reversals() }
    }

    /// The events that made, varied and released each commitment by the day reported.
    func commitmentEvents() throws -> [String: [Int]] {
        try builder.once("commitments by \(options.asOf) up to \(head.size)") {
            try amendments.commitments(by: options.asOf)
        }
    }

    /// What was spent against each commitment and is not reversed.
    func draws() throws -> [String: [MoneyStatement]] {
        try keeping(\.keptDraws) {
            let spends = try statements().filter {
                $0.kind == .spend && $0.since <= options.asOf && options.asOf < $0.end
            }
            return Dictionary(grouping: spends) { $0.commitment ?? "" }
        }
    }

    /// What moved of each measure, where the report is a movement.
    func movements() throws -> [MovementMeasure: MovementOfMeasure] {
        try builder.movements(options)
    }

    /// The facts that were taken back.
    func retracted() throws -> [Amendments.Retracted] {
        try builder.once("facts taken back up to \(head.size)") { try amendments.retracted() }
    }

    /// The newest URN and name of each school.
    func schoolNames() throws -> [String: String] {
        try keeping(\.keptNames) {
            let rows = try open.rows("SELECT school, urn, name FROM state ORDER BY from_day") {
                ($0.text(0), "\($0.text(1)) \($0.text(2))")
            }
            return Dictionary(rows) { _, newer in newer }
        }
    }

    /// The school that each URN has ever meant.
    func schoolOfURN() throws -> [String: String] {
        let rows = try open.rows("SELECT urn, school FROM school_urn ORDER BY from_day, from_seq") {
            ($0.text(0), $0.text(1))
        }
        return Dictionary(rows) { _, later in later }
    }

    private func keeping<T>(
        _ place: ReferenceWritableKeyPath<Evidence, T?>, _ read: () throws -> T
    ) throws -> T {
        if let found = self[keyPath: place] { return found }
        let found = try read()
        self[keyPath: place] = found
        return found
    }

    /// The same, each item with what was said about its events later.
    func amended(_ opened: Opened) throws -> Opened {
        Opened(
            counted: opened.counted.map(amended), leftOut: opened.leftOut.map(amended))
    }

    private func amended(_ item: Explanation.Item) -> Explanation.Item {
        var item = item
        item.events = amendments.complete(item.events)
        item.rules = amendments.complete(item.rules)
        item.placedBy = amendments.complete(item.placedBy)
        return item
    }
}

extension Row {
    /// The column as a number; `nil` when it is `NULL`.
    func number(_ column: Int) -> Int? { isNull(column) ? nil : integer(column) }

    /// The column as text; `nil` when it is `NULL`.
    func word(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    func day(_ column: Int) -> Day { Day(number: integer(column)) }
}
