internal import CanonicalJSON
internal import EventLog
internal import Events
internal import ProjectionEngine
internal import Projections
internal import Reports

/// What a site is made of, found out once.
struct SiteMaterial: Sendable {
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
    let models = ReadModel.all.map(\.name) + ["data-quality"]

    /// A boundary basis, as the site has it.
    struct Basis: Sendable {
        let label: String
        /// What the names of its files end in.
        let ending: String
        let boundary: Boundary
        /// What the area is called.
        var areaName: String?
    }

    init(_ builder: ReportBuilder, _ request: SiteRequest) throws {
        let builder = try builder.atOneMoment()
        // Areas as they are now are those of the day reported, whatever day it is.
        var options = ReportOptions(asOf: request.asOf, today: request.asOf)
        options.knownAt = request.knownAt
        options.disclosure = request.disclosure
        options.programme = request.programme
        // Brings every file up to date, though the reports will read what is told in detail.
        if request.knownAt == nil { _ = try builder.open(.evidence, options) }
        let open = try builder.open(.engagement, options)
        head = open.head
        // What is recorded meanwhile is in no page, so that all tell the same.
        options.knownAt = .seq(open.head.size)
        let leads = try builder.leadingAuthorities(on: request.asOf, knownAt: open.head.size)
        options.authority = request.authority ?? (leads.count == 1 ? leads[0] : nil)
        self.options = options
        bases = try Self.bases(builder, options).map { basis in
            var (basis, asked) = (basis, options)
            asked.boundary = basis.boundary
            basis.areaName = try builder.areaName(asked)
            return basis
        }
        ledger = try builder.identity(head.size).name
        let makers = try SideBySide(builder)
        let made = try SiteReports(options: options, bases: bases).made(by: makers)
        reports = made.map(\.report)
        explained = made.compactMap(\.explained)
        areas = try areas(builder, by: makers)
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

    // MARK: - Local authorities

    private func areas(_ builder: ReportBuilder, by makers: SideBySide) throws -> [SiteArea] {
        let engagement = reports.lazy.compactMap { $0.report as? Report }.first {
            $0.name == "engagement"
        }
        let authorities = engagement?.groups.first { $0.dimension == .la }?.groups ?? []
        return try makers.map(authorities) { [options] in try SiteArea($0, $1, options) }
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
