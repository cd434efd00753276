internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// What changed between the end of one day and the end of another, and why.
    ///
    /// Opening, what came and what went add up to closing, always. An authority is followed through
    /// mergers: before it was made, its area is that of the one that led the programme; after it was
    /// merged, that of its successor.
    ///
    /// - Parameter options: `from` is the day at whose end the opening stands.
    package func movement(_ options: ReportOptions) throws -> Report {
        try once("movement", options) {
            try movement(open(.engagement, options, .followed), options, movements(options))
        }
    }

    /// - Parameters:
    ///   - open: With the area of `options`, followed.
    ///   - found: What moved; read from `open` when absent.
    func movement(
        _ open: OpenModel, _ options: ReportOptions,
        _ found: [MovementMeasure: MovementOfMeasure]? = nil
    ) throws -> Report {
        var report = try frame("movement", open, options, from: .engagement)
        let found = try found ?? movements(open, options)
        let before = try openingsAsKnownThen(options)
        let groups = MovementMeasure.allCases.map { measure in
            let movement = found[measure] ?? MovementOfMeasure()
            return Report.Group(
                key: measure.rawValue, name: Figure(measure.rawValue, .missing).label,
                figures: figures(movement, openingThen: before[measure]))
        }
        report.figures = groups.first?.figures ?? []
        report.groups = [(.measure, groups)]
        report.notes = notes(report)
        return report
    }

    /// Everything that came in or went out.
    package func movementItems(_ options: ReportOptions) throws -> [MovementItem] {
        let found = try movements(options)
        return MovementMeasure.allCases.flatMap { found[$0]?.moved ?? [] }
    }

    /// What moved of each measure.
    func movements(_ options: ReportOptions) throws -> [MovementMeasure: MovementOfMeasure] {
        try once("what moved", options) {
            try movements(open(.engagement, options, .followed), options)
        }
    }

    private func movements(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> [MovementMeasure: MovementOfMeasure] {
        let first = options.from ?? options.asOf
        let pieces = try open.rows(
            Movement.pieces, options.parameters(from: first), MovementPiece.init)
        var reader = MovementReader(
            opening: first.number, closing: options.asOf.number,
            areasMove: options.canBeFollowed, ledger.log)
        var found: [MovementMeasure: MovementOfMeasure] = [:]
        for measure in MovementMeasure.allCases {
            found[measure] = try reader.movement(of: measure, pieces)
        }
        return found
    }

    /// What the opening figures were when they were first known; none when that was not asked.
    func openingsAsKnownThen(
        _ options: ReportOptions
    ) throws -> [MovementMeasure: [MovementItem]] {
        guard let then = options.openingKnownAt else { return [:] }
        var earlier = options
        earlier.knownAt = then
        earlier.asOf = options.from ?? options.asOf
        return try movements(earlier).mapValues(\.opening)
    }

    private func figures(
        _ movement: MovementOfMeasure, openingThen: [MovementItem]?
    ) -> [Figure] {
        let sums = Dictionary(grouping: movement.moved, by: \.line)
            .mapValues { $0.reduce(0) { $0 + $1.adds } }
        let opening = openingThen?.count ?? movement.opening.count
        let lines = statementLines.map { line in
            // Leavers are subtracted, as the line says.
            Figure(line.rawValue, .count((sums[line] ?? 0) * (line == .leavers ? -1 : 1)))
        }
        return [
            Figure("opening", .count(opening)),
            Figure("restatements", .count(movement.opening.count - opening)),
        ] + lines + [Figure("closing", .count(movement.closing.count))]
    }

    private func notes(_ report: Report) -> [String] {
        guard let from = report.options.from else {
            return ["nothing moved: no opening day was asked for; add --from DATE"]
        }
        var notes = [
            "opening is the state at the end of \(from.words), closing at the end of "
                + report.options.asOf.words
        ]
        if report.options.openingKnownAt == nil {
            notes.append(
                "the opening is told as it is known now; --opening-known-at POINT shows what has "
                    + "been restated since")
        }
        return notes
    }
}

/// The lines between opening and closing, in the order in which they are read.
let statementLines: [MovementLine] = [
    .joiners, .leavers, .joinedByMerger, .schoolMerges, .schoolSplits, .schoolClosures,
    .schoolOpenings, .reScoping, .eligibilityChanges, .strandChanges,
]
