internal import Events

/// The reports from which the questions of the pilot are answered, for one area and period.
struct PilotSources {
    private let capacity, views, strands, money: Report

    init(_ builder: ReportBuilder, _ options: ReportOptions) throws {
        capacity = try builder.capacity(options)
        strands = try builder.strands(options)
        money = try builder.valueForMoney(options)
        // A view names no programme.
        var asked = options
        asked.programme = nil
        asked.strand = nil
        views = try builder.views(asked)
    }

    /// On which of some themes there are views.
    ///
    /// How many is left to the report on views, where numbers
    /// of people can be rounded.
    func views(of themes: [ViewRecorded.Theme]) -> String {
        let found = Set(views.table("themes")?.rows.map(\.key) ?? [])
        let words = themes.filter { found.contains($0.text) }.map { $0.title.lowercased() }
        return words.isEmpty ? "no view is recorded" : "views are recorded: \(listed(words))"
    }

    /// Half-days of support, and how many of them bodies of some kinds gave; of all when `nil`.
    func support(of kinds: [Body.Kind]?) -> String {
        guard let all = capacity.figure("supportHalfDays")?.value.number, all > 0,
            let table = capacity.table("providerKinds")
        else { return "no support is recorded" }
        let keys = kinds?.map(\.text) ?? table.rows.map(\.key)
        return "of \(Figure.Value.count(all).words) half-days of support, "
            + keys.map { key in
                let name = Body.Kind(key)?.plural.lowercased() ?? key
                return "\(name): \(halfDays(key, in: table))"
            }.joined(separator: ", ")
    }

    /// Half-days of support at each level.
    var supportByLevel: String {
        guard let table = capacity.table("levels"), !table.rows.isEmpty else {
            return "no support is recorded"
        }
        return "half-days by level, "
            + table.rows.map { "\($0.name.lowercased()): \(halfDays($0.key, in: table))" }
            .joined(separator: ", ")
    }

    /// How many strands were open at the end of each academic year.
    var strandsOverTime: String {
        let open = strands.table("overTime")?.numbers("strandsOpen").compactMap(\.self) ?? []
        return "strands open at the end of each academic year: "
            + open.map { String($0) }.joined(separator: ", ")
    }

    /// What it cost the authority, everybody, and for each school-year.
    var costs: String {
        ["netAuthorityCostPence", "totalResourceCostPence", "costPerSchoolYearPence"]
            .compactMap(money.figure).map { "\($0.label.lowercased()): \($0.value.words)" }
            .joined(separator: "; ")
    }

    private func halfDays(_ key: String, in table: ReportTable) -> String {
        let row = table.rows.first { $0.key == key }
        return table.place(of: "halfDays").flatMap { row?.cells[$0].words } ?? "0"
    }
}
