internal import CanonicalJSON
internal import EventLog
internal import Events
internal import ProjectionEngine
internal import Projections
internal import Reports

/// What a site is made of, found out once.
struct SiteMaterial {
    let builder: ReportBuilder
    let head: Head
    /// What is asked of every report, the boundaries aside.
    let options: ReportOptions
    /// What the ledger is called.
    let ledger: String
    let bases: [Basis]
    private(set) var reports: [SiteReport] = []
    /// The reports whose figures have pages.
    private(set) var explained: [SiteExplanation] = []
    private(set) var areas: [SiteArea] = []
    /// The read models that define figures, in order.
    let models = ReadModel.all.map(\.name)

    /// A boundary basis, as the site has it.
    struct Basis: Sendable {
        let label: String
        /// What the names of its files end in.
        let ending: String
        let boundary: Boundary
    }

    init(_ builder: ReportBuilder, _ request: SiteRequest) throws {
        self.builder = builder
        // Areas as they are now are those of the day reported, whatever day it is.
        var options = ReportOptions(asOf: request.asOf, today: request.asOf)
        options.knownAt = request.knownAt
        options.disclosure = request.disclosure
        options.programme = request.programme
        let open = try builder.open(.engagement, options)
        head = open.head
        // What is recorded meanwhile is in no page, so that all tell the same.
        options.knownAt = .seq(open.head.size)
        let leads = try builder.leadingAuthorities(on: request.asOf, knownAt: open.head.size)
        options.authority = request.authority ?? (leads.count == 1 ? leads[0] : nil)
        self.options = options
        bases = try Self.bases(builder, options)
        let first = try builder.engagement(options)
        ledger = first.ledger.name
        try findReports()
        try findAreas()
    }

    /// As they were, as they are now, and as at the last merger there was.
    private static func bases(_ builder: ReportBuilder, _ options: ReportOptions) throws -> [Basis]
    {
        let found = [
            Basis(label: "As they were on each day", ending: "", boundary: .asWas),
            Basis(
                label: "As they are on \(options.today.words)", ending: "-current",
                boundary: .current),
        ]
        guard let merger = try builder.lastMerger(options) else { return found }
        return found + [
            Basis(
                label: "As they were on \(merger.day.words), the day of the merger, held",
                ending: "-held", boundary: .held(authority: merger.authority, day: merger.day))
        ]
    }

    // MARK: - Reports

    private mutating func findReports() throws {
        for standard in StandardReport.all {
            for basis in bases {
                var asked = options
                asked.boundary = basis.boundary
                standard.split(&asked)
                guard let made = try builder.make(standard.name, asked) else { continue }
                // What says the same on other boundaries has one page.
                if !basis.ending.isEmpty, !standard.isAlwaysOnEveryBasis,
                    reports.contains(where: { $0.saysTheSame(as: made) })
                {
                    continue
                }
                let report = SiteReport(
                    standard: standard, basis: basis, report: made, asked: asked)
                reports.append(report)
                guard let told = made as? Report else { break }
                // What opens a figure to its events gives every number as it is.
                if options.disclosure != .exact, told.countsPeople { continue }
                // On other boundaries the definition in the page says how a figure is opened.
                if !basis.ending.isEmpty, !standard.isAlwaysOnEveryBasis { continue }
                if let opened = try builder.explained(standard.name, asked) {
                    explained.append(SiteExplanation(of: report, opened))
                }
            }
        }
    }

    // MARK: - Local authorities

    private mutating func findAreas() throws {
        var asked = options
        asked.by = [.la]
        let report = try builder.engagement(asked)
        areas = (report.groups.first?.groups ?? []).map {
            SiteArea(code: $0.key, name: $0.name)
        }
    }

    /// The first part of the paths of the pages of local authorities, by code.
    var areaPaths: [String: String] {
        Dictionary(uniqueKeysWithValues: areas.map { ($0.code, $0.path) })
    }

    // MARK: - Where pages stand

    func place(_ path: String) -> PagePlace {
        var place = PagePlace()
        place.path = path
        place.up = String(repeating: "../", count: path.count { $0 == "/" })
        place.navigation = [
            ("Home", "index.html"), ("Definitions", "definitions.html"),
            ("Accessibility", "accessibility.html"),
        ]
        place.areas = areaPaths
        return place
    }

    /// What stands at the foot of every sheet of paper.
    var paperFooter: String {
        (complete ? "" : "INCOMPLETE. ") + "Head \(head.size) \(head.root.base64)"
    }

    var complete: Bool { reports.allSatisfy { $0.report.banner == nil } }
}

/// A report on one boundary basis.
struct SiteReport {
    let standard: StandardReport
    let basis: SiteMaterial.Basis
    let report: any PrintedReport
    let asked: ReportOptions

    /// Whether it has the figures and tables of another of its name.
    func saysTheSame(as other: any PrintedReport) -> Bool {
        guard report.name == other.name else { return false }
        let (mine, others) = (report.json, other.json)
        return ["figures", "by", "tables"].allSatisfy { mine[$0] == others[$0] }
    }

    var name: String { standard.name + basis.ending }
    var path: String { "reports/\(name).html" }
}

/// A report whose figures are opened.
struct SiteExplanation {
    let site: SiteReport
    let opened: ExplainedReport

    init(of site: SiteReport, _ opened: ExplainedReport) {
        (self.site, self.opened) = (site, opened)
    }

    func path(of figure: String) -> String { "explain/\(site.name)/\(figure).html" }

    /// The pages of its figures, by their names.
    var paths: [String: String] {
        Dictionary(opened.figureNames.map { ($0, path(of: $0)) }) { first, _ in first }
    }
}

/// A local authority.
struct SiteArea {
    let code: String
    let name: String

    var path: String { "la/\(code).html" }
}

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
