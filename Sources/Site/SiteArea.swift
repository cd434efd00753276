internal import Events
internal import Reports

/// A local authority: what takes part there, and which schools are not reached.
struct SiteArea: Sendable {
    let code: String
    let name: String
    private let layout: ReportLayout

    init(_ group: Report.Group, _ builder: ReportBuilder, _ options: ReportOptions) throws {
        (code, name) = (group.key, group.name)
        var asked = options
        asked.localAuthorities = LACode(code).map { [$0] }
        asked.by = [.phase, .strand]
        var layout = try builder.layout(of: builder.engagement(asked))
        layout.title = "\(name) (\(code))"
        asked.by = []
        layout.tables.append(try builder.notEngagedList(asked).table)
        self.layout = layout
    }

    var path: String { "la/\(code).html" }

    func page(at place: PagePlace) -> SiteFile {
        SiteFile(path) { [layout] in ReportPage(layout, at: place).text }
    }
}

extension Listing {
    /// The list as a table of a page, of the first thousand rows.
    fileprivate var table: ReportTable {
        let shown = columns.indices.filter { columns[$0].heading != nil }
        let named = shown.filter { !["urn", "name", "la"].contains(columns[$0].name) }
        let name = columns.firstIndex { $0.name == "name" }
        let table = ReportTable(
            what, "Eligible schools not reached", rows: "School",
            columns: named.map { .text(columns[$0].name, columns[$0].heading ?? "") },
            rows.prefix(rowsShownMaximum).map { row in
                .init(
                    row[0].words, name.map { "\(row[$0].words) (\(row[0].words))" } ?? row[0].words,
                    named.map { cell(of: row, $0) })
            },
            notes: rows.count > rowsShownMaximum
                ? [
                    "\(rows.count - rowsShownMaximum) more; 'tally not-engaged --csv' lists them all"
                ]
                : [])
        return table
    }

    /// A trust by its name, where it has one; a phase and a day in words.
    private func cell(of row: [Cell], _ column: Int) -> ReportTable.Cell {
        let name = columns.firstIndex { $0.name == columns[column].name + "Name" }
        if let name, case .text(let text) = row[name] { return .text(text) }
        return switch row[column] {
        case .none: .notApplicable
        case .day(let day): .day(day)
        case let value: .text(columns[column].name == "phase" ? value.words.titled : value.words)
        }
    }
}

/// How many rows of a list a page shows.
let rowsShownMaximum = 1_000
