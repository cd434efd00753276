internal import Dispatch
internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Reports
internal import Synchronization

/// Makes the reports of a site, several side by side, each by a thread that reads the ledger over a
/// connection of its own.
struct SiteReports: Sendable {
    private let folder: String
    private let use: ReadModels.FileUse
    private let options: ReportOptions
    private let bases: [SiteMaterial.Basis]
    private let kept: KeptFindings

    /// A report on one basis, and its figures opened.
    struct Made: Sendable {
        let report: SiteReport
        var explained: SiteExplanation?
    }

    /// - Parameter options: What is asked of every report, of a moment that does not move.
    init(_ builder: ReportBuilder, _ options: ReportOptions, _ bases: [SiteMaterial.Basis]) {
        folder = builder.models.log.folder
        use = builder.models.use
        kept = builder.kept
        (self.options, self.bases) = (options, bases)
    }

    /// Each report on every basis on which it says something else, in the order of the standard
    /// reports.
    func made() throws -> [Made] {
        // One basis after the other, so that reports of one area find out about it once.
        let tasks = bases.flatMap { basis in
            StandardReport.all.filter { basis.isFirst || $0.hasArea }.map { ($0, basis) }
        }
        let made = try all(tasks)
        return StandardReport.all.flatMap { standard in
            made.filter { $0.report.standard.name == standard.name }
                .reduce(into: [Made]()) { kept, made in
                    // What says the same on other boundaries has one page.
                    guard
                        standard.isAlwaysOnEveryBasis
                            || !kept.contains(where: { $0.report.saysTheSame(as: made.report) })
                    else { return }
                    kept.append(made)
                }
        }
    }

    private func all(_ tasks: [(StandardReport, SiteMaterial.Basis)]) throws -> [Made] {
        let next = Atomic(0)
        let results = Mutex([Result<Made?, any Error>](repeating: .success(nil), count: tasks.count))
        DispatchQueue.concurrentPerform(iterations: threadCount) { _ in
            let builder = Result {
                try ReportBuilder(Ledger(folder: folder), use: use).sharing(kept)
            }
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < tasks.count else { return }
                let (standard, basis) = tasks[index]
                let made = Result { try make(standard, basis, builder.get()) }
                results.withLock { $0[index] = made }
            }
        }
        return try results.withLock { try $0.compactMap { try $0.get() } }
    }

    private func make(
        _ standard: StandardReport, _ basis: SiteMaterial.Basis, _ builder: ReportBuilder
    ) throws -> Made? {
        var asked = options
        asked.boundary = basis.boundary
        standard.split(&asked)
        guard let report = try builder.make(standard.name, asked) else { return nil }
        var made = Made(
            report: SiteReport(standard: standard, basis: basis, report: report, asked: asked))
        // What opens a figure to its events gives every number as it is.
        if options.disclosure != .exact, (report as? Report)?.countsPeople ?? false { return made }
        // On other boundaries the definition in the page says how a figure is opened.
        guard basis.isFirst || standard.isAlwaysOnEveryBasis else { return made }
        if let opened = try builder.explained(standard.name, asked) {
            made.explained = try SiteExplanation(of: made.report, opened, builder.naming(asked))
        }
        return made
    }
}

/// Each thread tells read models in detail of its own, so more of them would need more memory than
/// they are worth.
private let threadCount = 2

extension SiteMaterial.Basis {
    /// Whether it is the one that readers see first.
    fileprivate var isFirst: Bool { ending.isEmpty }
}

extension StandardReport {
    /// Whether what it says is about an area, so that boundaries matter.
    fileprivate var hasArea: Bool { name != "restatement" }

    /// Whether readers look for it on every boundary basis, though it may say the same on all.
    fileprivate var isAlwaysOnEveryBasis: Bool {
        ["engagement", "value-for-money", "movement"].contains(name)
    }

    /// Adds what this report is to be split by, and the period it needs.
    fileprivate func split(_ options: inout ReportOptions) {
        switch name {
        case "engagement": options.by = [.la, .phase, .strand]
        case "value-for-money": options.by = [.strand]
        case "movement": options.from = options.asOf.adding(years: -1)
        default: break
        }
    }
}
