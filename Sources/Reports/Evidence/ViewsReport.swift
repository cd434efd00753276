internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// What stakeholders said: views by theme, by group and by local authority.
    ///
    /// No reference of a view is shown, and no name.
    package func views(_ options: ReportOptions) throws -> Report {
        try once("views", options) { try views(open(.evidence, options), options) }
    }

    private func views(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("views", open, options, from: .evidence)
        guard options.programme == nil, options.strand == nil else {
            report.figures = viewFigures.map { Figure($0, .missing) }
            report.notes = [
                viewFigures.joined(separator: ", ")
                    + " are missing: a view names no programme; ask without --programme and "
                    + "--strand"
            ]
            return report
        }
        let views = try open.rows(
            EvidenceQueries.views, options.parameters(from: options.from), StakeholderView.init)
        let las = try names(.la, open)
        report.tables = [
            themes(views), groups(views), groupsByTheme(views), localAuthorities(views, las),
        ]
        report.figures = zip(viewFigures, counts(views)).map { Figure($0, .people($1)) }
        report.notes = [
            "a view counts as it was recorded: who was not asked is not counted"
        ]
        if views.isEmpty, options.areaAuthority != nil || options.localAuthorities != nil {
            report.notes.append(
                "a view is of the area that its local authority was in on its day; without an area "
                    + "all views of the period are counted")
        }
        report.notes += unsplit(options)
        return report
    }
}

let viewFigures = ["viewsRecorded", "viewsFor", "viewsAgainst", "viewsMixed"]

private struct StakeholderView {
    let seq: Int
    let group: String
    let la: String?
    let theme: String
    let position: String

    init(_ row: borrowing Row) {
        seq = row.integer(0)
        group = row.text(1)
        la = row.word(2)
        theme = row.text(3)
        position = row.text(4)
    }
}

/// How many there are, and how many of them are for, against and mixed.
private func counts(_ views: [StakeholderView]) -> [Int] {
    [views.count]
        + ViewRecorded.Position.allCases.map { position in
            views.count { $0.position == position.text }
        }
}

private let columns: [ReportTable.Column] = [
    .number("views", "Views"), .number("viewsFor", "For"), .number("viewsAgainst", "Against"),
    .number("viewsMixed", "Mixed"),
]

private func row(
    _ key: String, _ name: String, _ views: [StakeholderView]
) -> ReportTable.Row {
    ReportTable.Row(
        key, name, counts(views).map { .people($0) },
        behind: views.map { .init(seq: $0.seq, adds: 1) })
}

private func themes(_ views: [StakeholderView]) -> ReportTable {
    let rows = ViewRecorded.Theme.allCases.compactMap { theme in
        let found = views.filter { $0.theme == theme.text }
        return found.isEmpty ? nil : row(theme.text, theme.title, found)
    }
    let most = rows.max { ($0.behind.count, $1.key) < ($1.behind.count, $0.key) }
    return ReportTable(
        "themes", "Views, by what they are about", rows: "Theme", columns: columns, rows,
        chart: most.map { most in
            ReportTable.Chart(
                .bars, of: "views", title: "Views are most often about \(most.name.lowercased())",
                summary: "Views by theme: "
                    + rows.map { "\($0.name.lowercased()) \($0.cells[0].words)" }
                    .joined(separator: ", "))
        })
}

private func groups(_ views: [StakeholderView]) -> ReportTable {
    let found = Dictionary(grouping: views, by: \.group).sorted { $0.key < $1.key }
    return ReportTable(
        "groups", "Views, by who holds them", rows: "Group", columns: columns,
        found.map { row($0.key, $0.key.titled, $0.value) })
}

private func groupsByTheme(_ views: [StakeholderView]) -> ReportTable {
    let found = Dictionary(grouping: views) { "\($0.theme)/\($0.group)" }
        .sorted { $0.key < $1.key }
    return ReportTable(
        "groupsByTheme", "Views, by what they are about and who holds them", rows: "Theme",
        columns: columns + [.text("group", "Group")],
        found.map { key, views in
            let theme = ViewRecorded.Theme(views[0].theme)?.title ?? views[0].theme
            let plain = row(key, theme, views)
            return ReportTable.Row(
                key, theme, plain.cells + [.text(views[0].group.titled)], behind: plain.behind)
        })
}

private func localAuthorities(
    _ views: [StakeholderView], _ names: [String: String]
) -> ReportTable {
    let found = Dictionary(grouping: views) { $0.la ?? "" }.sorted { $0.key < $1.key }
    return ReportTable(
        "viewsByLa", "Views, by the local authority their holders speak for",
        rows: "Local authority", columns: columns,
        found.map { la, views in
            la.isEmpty
                ? row("none", "of no one local authority", views)
                : row(la, names[la] ?? la, views)
        })
}

extension ViewRecorded.Theme {
    var title: String {
        switch self {
        case .advantage: "Advantages"
        case .disadvantage: "Disadvantages"
        case .barrier: "Barriers"
        case .voice: "The community's voice"
        case .place: "Benefits of place"
        case .quality: "Quality"
        }
    }
}
