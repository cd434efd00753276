internal import CanonicalJSON
internal import Events
internal import Markup
internal import Reports

extension SiteMaterial {
    /// The page of a report, and the same figures for programs.
    func files(of site: SiteReport) -> [SiteFile] {
        let layout = site.layout
        var place = place(site.path)
        place.versions = reports.filter { $0.standard.name == site.standard.name }.map {
            ($0.basis.label, $0.path)
        }
        place.explanations = explained.first { $0.name == site.name }?.paths ?? [:]
        place.commands = commands(on: site.basis)
        let data = data(of: site, layout)
        place.downloads = data.map { ($0.label, $0.file.path) }
        let page = SiteFile(site.path) { [place] in ReportPage(layout, at: place).text }
        return [page] + data.map(\.file)
    }

    /// The pages that show what commands do on a boundary basis, by the command.
    private func commands(on basis: Basis) -> [String: (label: String, path: String)] {
        var pages: [String: (label: String, path: String)] = [:]
        for site in StandardReport.all.compactMap({ report($0.name, on: basis) }) {
            let name = site.standard.name
            pages["tally report \(name)"] = (site.layout.title, site.path)
            for (figure, path) in explained.first(where: { $0.name == site.name })?.paths ?? [:] {
                let label = Figure(figure, .missing).label
                pages["tally explain \(figure) --report \(name)"] = ("\(label), explained", path)
            }
        }
        return pages
    }

    /// The report on a basis; where it has no page of its own, the only other that there is, which
    /// says the same.
    private func report(_ name: String, on basis: Basis) -> SiteReport? {
        let all = reports.filter { $0.standard.name == name }
        return all.first { $0.basis.ending == basis.ending } ?? (all.count == 1 ? all[0] : nil)
    }

    /// The other forms of a report.
    private func data(
        of site: SiteReport, _ layout: ReportLayout
    ) -> [(label: String, file: SiteFile)] {
        let report = site.report
        let name = site.name
        func file(_ ending: String, _ text: @escaping @Sendable () -> String) -> SiteFile {
            SiteFile("data/\(name).\(ending)", text)
        }
        return [
            ("CSV", file("csv") { report.csvText }),
            (
                "What the columns of the CSV are, CSV on the Web",
                file("csv-metadata.json") {
                    report.csvMetadata(header: header(of: report.csvText))
                        .json(for: "\(name).csv").pretty
                }
            ),
            ("JSON", file("json") { report.json.pretty }),
            ("Schema of the JSON", file("schema.json") { report.schema.pretty }),
            (
                "Spreadsheet, flat OpenDocument",
                file("fods") { FlatSpreadsheet(layout).text }
            ),
        ]
    }
}

/// The columns of a CSV form; none of their names has a comma.
private func header(of csv: String) -> [String] {
    csv.prefix { !$0.isNewline }.split(separator: ",", omittingEmptySubsequences: false).map(
        String.init)
}
