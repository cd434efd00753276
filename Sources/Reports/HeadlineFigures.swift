internal import EventLog
package import Events
package import ProjectionEngine
package import Projections
internal import SQLite

extension ReportBuilder {
    /// What differs between the headline figures of two builds of a read model, in words: today, and
    /// at the end of every financial year since the first programme opened.
    package func differences(
        of model: ReadModel, from old: OpenModel, to new: OpenModel, today: Day
    ) throws -> [String] {
        if model.isAdded { return [] }
        return try headlineDays(new, today).flatMap { day in
            let before = try headlines(model, old, day, today)
            let after = try headlines(model, new, day, today)
            return Set(before.keys).union(after.keys).sorted().compactMap { figure in
                let (was, now) = (before[figure] ?? "none", after[figure] ?? "none")
                return was == now ? nil : "\(figure) as of \(day): \(was) in use, \(now) rebuilt"
            }
        }
    }

    private func headlineDays(_ open: OpenModel, _ today: Day) throws -> [Day] {
        let opened = try open.rows("SELECT min(from_day) FROM state") { row in
            row.isNull(0) ? today : Day(number: row.integer(0))
        }
        let first = (opened.first ?? today).civil.year
        let ends = (first...max(first, today.civil.year)).compactMap {
            Day(year: $0, month: 3, day: 31)
        }
        return ends.filter { $0 < today } + [today]
    }

    /// Every figure of the model's report for everywhere and by its main dimension.
    private func headlines(
        _ model: ReadModel, _ open: OpenModel, _ day: Day, _ today: Day
    ) throws -> [String: String] {
        var options = ReportOptions(asOf: day, today: today)
        options.by = model.name == "engagement" ? [.la, .strand] : [.strand]
        try findArea(open, options)
        switch model.name {
        case "engagement": return named(try engagement(open, options))
        case "value-for-money": return named(try valueForMoney(open, options))
        default:
            let sql = """
                SELECT la, count(*) FROM state WHERE from_day <= :as_of AND :as_of < to_day
                GROUP BY la
                """
            let counts = try open.rows(sql, ["as_of": .integer(day.number)]) {
                ("open schools (la \($0.text(0)))", String($0.integer(1)))
            }
            return Dictionary(counts) { first, _ in first }
        }
    }

    private func named(_ report: Report) -> [String: String] {
        var figures: [String: String] = [:]
        for figure in report.figures { figures[figure.name] = figure.value.digits ?? "[x]" }
        for entry in report.groups {
            for group in entry.groups {
                for figure in group.figures {
                    figures["\(figure.name) (\(entry.dimension.rawValue) \(group.key))"] =
                        figure.value.digits ?? "[x]"
                }
            }
        }
        return figures
    }
}
