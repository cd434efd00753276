internal import CanonicalJSON
internal import Reports

/// A report on one boundary basis.
struct SiteReport: Sendable {
    let standard: StandardReport
    let basis: SiteMaterial.Basis
    let report: any PrintedReport
    /// It laid out, with what a page draws.
    let layout: ReportLayout

    /// Whether it has the figures and tables of another of its name.
    func saysTheSame(as other: SiteReport) -> Bool {
        guard standard.name == other.standard.name else { return false }
        let (mine, others) = (report.json, other.report.json)
        return ["figures", "by", "tables"].allSatisfy { mine[$0] == others[$0] }
    }

    var name: String { standard.name + basis.ending }
    var path: String { "reports/\(name).html" }
}

extension PrintedReport {
    /// The report laid out with the name of the area that was asked for.
    func layout(ofArea name: String?) -> ReportLayout {
        guard var told = self as? Report else { return layout }
        told.page.area = name
        return told.layout
    }
}
