package import EventLog
internal import Ledger
internal import ProjectionEngine

/// A figure that is not the same at two points of the history, and the events that moved it.
package struct FigureDifference: Sendable {
    package let figure: String
    package let before: Figure.Value
    package let after: Figure.Value
    /// Each event that moved it, from what to what; the steps add up to the difference.
    package let movedBy: [Step]

    package struct Step: Sendable {
        package let event: RecordedEvent
        package let change: FigureChange
    }

    package var difference: Int? {
        FigureChange(figure: figure, before: before, after: after).difference
    }
}

extension ReportBuilder {
    /// What differs between the figures as known after event `first` and after event `last`.
    ///
    /// Every event between is taken in by itself, so what moved a figure there and back is told too,
    /// of a figure that differs in the end.
    package func differences(
        _ reports: [String], _ options: ReportOptions, from first: Int, to last: Int,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> [FigureDifference] {
        var walk = try FigureWalk(self, reports, options, at: last)
        let after = walk.current
        try walk.move(to: first)
        let before = walk.current
        let moved = changes(from: before, to: after)
        guard !moved.isEmpty else { return [] }
        let names = Set(moved.map(\.figure))
        var steps: [String: [FigureDifference.Step]] = [:]
        while walk.reached < last {
            progress(walk.reached - first, last - first)
            let found = try walk.advance().filter { names.contains($0.figure) }
            guard !found.isEmpty, let event = try ledger.log.event(at: walk.reached) else {
                continue
            }
            for change in found {
                steps[change.figure, default: []].append(.init(event: event, change: change))
            }
        }
        return moved.map { change in
            FigureDifference(
                figure: change.figure, before: change.before, after: change.after,
                movedBy: steps[change.figure] ?? [])
        }
    }
}
