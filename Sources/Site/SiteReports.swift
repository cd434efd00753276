internal import Events
internal import Projections
internal import Reports

/// The reports of a site, each on every basis on which it says something else.
struct SiteReports {
    /// What is asked of every report, of a moment that does not move.
    let options: ReportOptions
    let bases: [SiteMaterial.Basis]

    /// A report on one basis, and its figures opened.
    struct Made: Sendable {
        let report: SiteReport
        var explained: SiteExplanation?
    }

    /// All of them, in the order of the standard reports.
    func made(by makers: SideBySide) throws -> [Made] {
        // One basis after the other, so that reports of one area find out about it once.
        let asked = bases.flatMap { basis in
            StandardReport.all.filter { basis.isFirst || $0.dependsOnBasis }
                .map { Asked($0, on: basis, options) }
        }
        let made = try makers.map(asked) { try $0.made(by: $1) }.compactMap(\.self)
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
}

/// A report that is asked for on one basis.
private struct Asked: Sendable {
    let standard: StandardReport
    let basis: SiteMaterial.Basis
    let options: ReportOptions

    init(_ standard: StandardReport, on basis: SiteMaterial.Basis, _ options: ReportOptions) {
        var options = options
        options.boundary = basis.boundary
        standard.split(&options)
        (self.standard, self.basis, self.options) = (standard, basis, options)
    }

    func made(by builder: ReportBuilder) throws -> SiteReports.Made? {
        // It has what every report of this area reads, and opens.
        try builder.openInDetail(.evidence, options)
        guard let report = try builder.make(standard.name, options) else { return nil }
        var made = SiteReports.Made(
            report: SiteReport(
                standard: standard, basis: basis, report: report,
                layout: try builder.layout(of: report)))
        // What opens a figure to its events gives every number as it is.
        if options.disclosure != .exact, (report as? Report)?.countsPeople ?? false { return made }
        // On other boundaries the definition in the page says how a figure is opened.
        guard basis.isFirst || standard.isAlwaysOnEveryBasis else { return made }
        if let opened = try builder.explained(standard.name, options) {
            made.explained = try SiteExplanation(of: made.report, opened, builder.naming(options))
        }
        return made
    }
}

extension SiteMaterial.Basis {
    /// Whether it is the one that readers see first.
    fileprivate var isFirst: Bool { ending.isEmpty }
}

extension StandardReport {
    /// Whether boundaries may matter: what was published has its own.
    fileprivate var dependsOnBasis: Bool { name != "restatement" }

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
