package import EventLog
package import Events
internal import Ledger
internal import ProjectionEngine
internal import Programme
internal import Projections

/// Every published report beside what it would say now, and what was recorded into closed periods.
package struct RestatementReport: PrintedReport {
    package let ledger: (id: String, name: String)
    package let head: Head
    /// When the last event known was recorded.
    package let recordedAt: Instant?
    package let options: ReportOptions
    package let published: [RestatedReport]
    package let closed: [ClosedPeriod]
    package let quarantined: Int
    package let banner: String?

    /// The last event that could have been counted.
    package let knownThrough: Int

    package var name: String { "restatement" }

    /// The command line that makes the same report again.
    package var reproduce: String { reproduction(name, options, knownThrough) }
}

/// A published report, and each figure that is not what it was.
package struct RestatedReport: Sendable {
    package let publication: Publication
    /// The figures that differ; `nil` when this program cannot make the report again.
    package let differences: [FigureDifference]?
}

/// A period whose books were closed, and what was recorded into it afterwards.
package struct ClosedPeriod: Sendable {
    /// The event that closed it.
    package let seq: Int
    package let programme: Slug
    package let from: Day
    /// The first day after it.
    package let to: Day
    /// The history that was known when it was closed.
    package let head: Head
    package let lateEntries: [LateEntry]
}

/// An event recorded after a period was closed, about a day in it.
package struct LateEntry: Sendable {
    package let event: RecordedEvent
    /// The day in the period that it is about.
    package let day: Day
}

extension ReportBuilder {
    /// What every published report would say now, and why.
    package func restatement(
        _ options: ReportOptions, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> RestatementReport {
        let known = min(try position(options) ?? .max, try lastEvent())
        let open = try models.open(.valueForMoney, knownAt: known)
        let last = open.head.size
        let published = try publications(through: last).compactMap { publication in
            try restated(publication, through: last, options.today, progress)
        }
        return RestatementReport(
            ledger: try identity(last), head: open.head, recordedAt: open.lastRecordedAt,
            options: options, published: published,
            closed: try closedPeriods(through: last, options.programme),
            quarantined: open.quarantined.count, banner: incomplete(open.quarantined),
            knownThrough: try knownThrough(open, options))
    }

    /// - Returns: `nil` for a report that is itself about what was published.
    private func restated(
        _ publication: Publication, through last: Int, _ today: Day,
        _ progress: (Int, Int) -> Void
    ) throws -> RestatedReport? {
        guard publication.report != "restatement" else { return nil }
        let isTold = ["engagement", "value-for-money", "movement"].contains(publication.report)
        guard isTold, let asked = ReportOptions(named: publication.options, today: today),
            publication.head.size <= last
        else { return RestatedReport(publication: publication, differences: nil) }
        return RestatedReport(
            publication: publication,
            differences: try differences(
                [publication.report], asked, from: publication.head.size, to: last,
                progress: progress))
    }
}
