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

    /// One report on each basis on which it says something else, and its figures opened.
    struct Made: Sendable {
        var reports: [SiteReport] = []
        var explained: [SiteExplanation] = []
    }

    /// - Parameter options: What is asked of every report, of a moment that does not move.
    init(_ builder: ReportBuilder, _ options: ReportOptions, _ bases: [SiteMaterial.Basis]) {
        folder = builder.models.log.folder
        use = builder.models.use
        (self.options, self.bases) = (options, bases)
    }

    /// All of them, in the order of the standard reports.
    func made() throws -> [Made] {
        let all = StandardReport.all
        let next = Atomic(0)
        let results = Mutex([Result<Made, any Error>?](repeating: nil, count: all.count))
        DispatchQueue.concurrentPerform(iterations: threadCount) { _ in
            let builder = Result {
                try ReportBuilder(Ledger(folder: folder), use: use).atOneMoment
            }
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < all.count else { return }
                let made = Result { try make(all[index], builder.get()) }
                results.withLock { $0[index] = made }
            }
        }
        return try results.withLock { try $0.map { try $0?.get() ?? Made() } }
    }

    private func make(_ standard: StandardReport, _ builder: ReportBuilder) throws -> Made {
        var found = Made()
        for basis in bases {
            var asked = options
            asked.boundary = basis.boundary
            standard.split(&asked)
            guard let made = try builder.make(standard.name, asked) else { continue }
            // What says the same on other boundaries has one page.
            if !basis.ending.isEmpty, !standard.isAlwaysOnEveryBasis,
                found.reports.contains(where: { $0.saysTheSame(as: made) })
            {
                continue
            }
            let report = SiteReport(standard: standard, basis: basis, report: made, asked: asked)
            found.reports.append(report)
            guard let told = made as? Report else { break }
            // What opens a figure to its events gives every number as it is.
            if options.disclosure != .exact, told.countsPeople { continue }
            // On other boundaries the definition in the page says how a figure is opened.
            if !basis.ending.isEmpty, !standard.isAlwaysOnEveryBasis { continue }
            if let opened = try builder.explained(standard.name, asked) {
                found.explained.append(
                    try SiteExplanation(of: report, opened, builder.naming(asked)))
            }
        }
        return found
    }
}

/// Each thread tells read models in detail of its own, so more of them would need more memory than
/// they are worth.
private let threadCount = 2

extension StandardReport {
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
