internal import EventLog
internal import Events
internal import Reports

/// A report that was published, made again as known then.
struct RemadeReport {
    let publication: Publication
    /// `nil` when this program cannot make it any more.
    let report: (any PrintedReport)?

    /// Its files in the pack, without their ending.
    var name: String { "published-\(publication.seq)-\(publication.report)" }

    /// Whether it came out with the bytes that were published.
    let isAsPublished: Bool
}

extension PackMaterial {
    /// Every report published in what is packed, oldest first.
    func remadeReports() throws -> [RemadeReport] {
        try builder.publications(through: head.size).map { publication in
            let isKnown = publication.head.size <= head.size
            let report = isKnown ? try builder.remake(publication, today: request.today) : nil
            return RemadeReport(
                publication: publication, report: report,
                isAsPublished: try isAsPublished(report, publication))
        }
    }

    private func isAsPublished(
        _ report: (any PrintedReport)?, _ publication: Publication
    ) throws -> Bool {
        guard let report, let format = publication.format else { return false }
        return digest(ofPrinted: try builder.printed(report, as: format)) == publication.sha256
    }

    /// Writes the published reports and those of today, each as JSON and as text.
    func write(_ remade: [RemadeReport], to folder: inout PackFolder) throws {
        for one in remade {
            guard let report = one.report else { continue }
            try write(report, named: one.name, one.publication.format, to: &folder)
        }
        for (name, report) in try currentReports() {
            try write(report, named: name, nil, to: &folder)
        }
    }

    /// Engagement and value for money of each authority that leads a programme, or of everywhere.
    private func currentReports() throws -> [(String, any PrintedReport)] {
        let leads = try builder.leadingAuthorities(on: request.today, knownAt: head.size)
        let areas: [Slug?] = leads.isEmpty ? [nil] : leads
        var reports: [(String, any PrintedReport)] = []
        for area in areas {
            var options = ReportOptions(asOf: request.today, today: request.today)
            options.knownAt = .seq(head.size)
            options.authority = area
            let place = area?.text ?? "everywhere"
            reports.append(("value-for-money-\(place)", try builder.valueForMoney(options)))
            options.by = [.la, .phase, .strand]
            reports.append(("engagement-\(place)", try builder.engagement(options)))
        }
        return reports
    }

    private func write(
        _ report: any PrintedReport, named name: String, _ published: ReportFormat?,
        to folder: inout PackFolder
    ) throws {
        let formats: [ReportFormat] = Set([.json, .text, published].compactMap(\.self)).sorted {
            $0.ending < $1.ending
        }
        for format in formats {
            try folder.write(
                "reports/\(name).\(format.ending)", try builder.printed(report, as: format))
        }
    }
}

extension ReportFormat {
    /// What the name of a file in this format ends in.
    var ending: String { self == .text ? "txt" : rawValue }
}
