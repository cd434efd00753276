package import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections

/// A figure before and after something.
package struct FigureChange: Equatable, Sendable {
    /// As reports name it, with the part it is of: `engagedSchools (la 391)`.
    package let figure: String
    package let before: Figure.Value
    package let after: Figure.Value

    package init(figure: String, before: Figure.Value, after: Figure.Value) {
        self.figure = figure
        self.before = before
        self.after = after
    }

    /// By how much a figure that can be subtracted changed.
    package var difference: Int? {
        switch (before, after) {
        case (.count(let before), .count(let after)), (.people(let before), .people(let after)),
            (.pence(let before), .pence(let after)),
            (.decimal(let before, _), .decimal(let after, _)):
            after - before
        default: nil
        }
    }
}

/// An event, and what it changed in the figures.
package struct EventEffect: Sendable {
    package let event: RecordedEvent
    package let changes: [FigureChange]

    package init(event: RecordedEvent, changes: [FigureChange]) {
        self.event = event
        self.changes = changes
    }
}

/// A figure under the name that tells it from all others of its report.
package typealias NamedValue = (name: String, value: Figure.Value)

/// The figures of reports as they change while the history is told.
package struct FigureWalk {
    private let builder: ReportBuilder
    private let reports: [String]
    private let options: ReportOptions
    private let walk: HistoryWalk
    private var figures: [[NamedValue]]
    /// The models that the areas were found in last.
    private var open: OpenModel

    /// - Parameters:
    ///   - reports: Of `engagement`, `value-for-money` and `movement`.
    ///   - options: The figures are those of the first form of a report, unless a form is asked for.
    ///   - seq: The event after which the walk begins.
    package init(
        _ builder: ReportBuilder, _ reports: [String], _ options: ReportOptions, at seq: Int
    ) throws {
        self.builder = builder
        self.reports = reports
        self.options = options
        let hasMoney = reports.contains("value-for-money")
        walk = try HistoryWalk(builder.models, hasMoney ? .valueForMoney : .engagement, at: seq)
        open = walk.open
        figures = try reports.map { [walk] in try builder.figures($0, options, walk.open) }
    }

    package var reached: Int { walk.reached }

    /// Every figure as it stands after the event reached; of a name in two reports, the first.
    package var current: [NamedValue] { firstOfEachName(figures) }

    /// Goes to event `seq`, whatever lies between.
    package mutating func move(to seq: Int) throws {
        guard seq != reached else { return }
        try walk.move(to: seq)
        open = walk.open
        for index in reports.indices { try read(index) }
    }

    /// Takes in the next event and says what it changed.
    package mutating func advance() throws -> [FigureChange] {
        let changed = try walk.advance()
        guard !changed.isEmpty else { return [] }
        let before = current
        // Areas are found out in tables of the connection, which a retelling replaces.
        let isSame = walk.open === open
        open = walk.open
        let movesAreas = !isSame || AreaScope.readsAny(of: changed)
        for (index, report) in reports.enumerated()
        where movesAreas || reads(report, anyOf: changed) {
            try read(index, findsArea: movesAreas || reports.contains("movement"))
        }
        return changes(from: before, to: current)
    }

    /// Whether a report may be read from one of `tables`.
    private func reads(_ report: String, anyOf tables: Set<String>) -> Bool {
        switch report {
        case "movement": true
        // A later form reads tables that the report's own statement does not.
        case "value-for-money" where options.isInLaterForm(of: report): true
        default: headline(report, readsAnyOf: tables)
        }
    }

    private mutating func read(_ index: Int, findsArea: Bool = true) throws {
        figures[index] = try builder.figures(
            reports[index], options, walk.open, findsArea: findsArea)
    }
}

/// Whether the first form of a headline report may be read from one of `tables`.
func headline(_ report: String, readsAnyOf tables: Set<String>) -> Bool {
    let model: ReadModel = report == "engagement" ? .engagement : .valueForMoney
    return model.reportReadsAny(of: tables)
}

/// The figures of several reports; of a name in two of them, the first.
func firstOfEachName(_ reports: [[NamedValue]]) -> [NamedValue] {
    var seen: Set<String> = []
    return reports.joined().filter { seen.insert($0.name).inserted }
}

/// The figures that differ, in the order of the report.
func changes(
    from before: [NamedValue],
    to after: [NamedValue]
) -> [FigureChange] {
    let was = Dictionary(before.map { ($0.name, $0.value) }) { first, _ in first }
    let now = Dictionary(after.map { ($0.name, $0.value) }) { first, _ in first }
    let gone = before.filter { now[$0.name] == nil }.map(\.name)
    return (after.map(\.name) + gone).compactMap { name in
        let (was, now) = (was[name] ?? .missing, now[name] ?? .missing)
        return was == now ? nil : FigureChange(figure: name, before: was, after: now)
    }
}

extension ReportBuilder {
    /// Every figure of a report and of its parts.
    ///
    /// - Parameter findsArea: `false` when the area was found out since a row last changed that it
    ///   depends on.
    func figures(
        _ name: String, _ options: ReportOptions, _ open: OpenModel, findsArea: Bool = true
    ) throws -> [NamedValue] {
        // The moment passes: nothing found out of it may be kept.
        var builder = self
        builder.findings = nil
        var report: Report
        switch name {
        case "movement":
            try findArea(open, options, .followed)
            report = try builder.movement(open, options)
        case "engagement":
            if findsArea { try findArea(open, options) }
            report = try builder.engagement(open, options)
        default:
            if findsArea { try findArea(open, options) }
            report = try builder.valueForMoney(open, options)
            if options.isInLaterForm(of: name) {
                try builder.addLater(to: &report, open, options, isDetailed: false)
            }
        }
        return report.named
    }
}

extension ReportOptions {
    /// Whether a form of a report is asked for by its number, and it is not the first.
    fileprivate func isInLaterForm(of report: String) -> Bool {
        form != nil && form(of: report) > 1
    }
}

extension Report {
    /// Every figure of the whole and of its parts, each under a name of its own.
    package var named: [NamedValue] {
        figures.map { ($0.name, $0.value) }
            + groups.flatMap { entry in
                entry.groups.flatMap { group in
                    group.figures.map {
                        ("\($0.name) (\(entry.dimension.rawValue) \(group.key))", $0.value)
                    }
                }
            }
    }
}
