internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// Which strands there were, and how many schools were in each, over time.
    ///
    /// An authority is followed through mergers, as in a movement.
    package func strands(_ options: ReportOptions) throws -> Report {
        try once("strands", options) {
            try strands(open(.engagement, options, .followed), options)
        }
    }

    private func strands(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        let pairs = try engagedTimes(options).flatMap(\.pairs)
        let strands = try strandsKnown(open, options)
        var report = try frame("strands", open, options, from: .engagement)
        let now = StrandsOnDay(options.asOf, strands, pairs)
        report.figures = [
            Figure("strandsOpen", .count(now.open.count)),
            Figure("pointsOfContact", .count(now.points.count)),
            Figure("engagedSchools", .count(now.schools)),
            Figure("pointsPerSchool", now.depth),
        ]
        report.tables = [
            eachStrand(strands, pairs, now, try Naming(open)), overTime(strands, pairs, options),
        ]
        if report.figure("pointsPerSchool")?.value == .missing {
            report.notes = ["pointsPerSchool is missing: no school is engaged here"]
        }
        return report
    }

    /// Every strand that was open by the end of the day reported, in the order in which they opened.
    func strandsKnown(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> [KnownStrand] {
        let sql = """
            SELECT programme, strand, title, from_day, to_day FROM strand
            WHERE from_day <= :as_of AND (:programme IS NULL OR programme = :programme)
                AND (:strand IS NULL OR strand = :strand)
            ORDER BY from_day, programme, strand
            """
        return try open.rows(sql, options.parameters(from: nil)) { KnownStrand($0) }
    }

    private func eachStrand(
        _ strands: [KnownStrand], _ pairs: [Pair], _ now: StrandsOnDay, _ naming: Naming
    ) -> ReportTable {
        let byStrand = Dictionary(grouping: pairs) { "\($0.programme)/\($0.strand)" }
        let rows = strands.map { strand in
            let all = (byStrand[strand.key] ?? []).filter {
                $0.from < strand.end && strand.first <= $0.from
            }
            let points = all.count { $0.isNow }
            return ReportTable.Row(
                "\(strand.key)@\(Day(number: strand.first))", strand.title,
                [
                    naming.programmeCell(strand.programme), .day(Day(number: strand.first)),
                    strand.isOpen(now.day) ? .notApplicable : .day(Day(number: strand.end) + -1),
                    .count(points), .number(rate(points, of: now.points.count)),
                    .count(Set(all.map(\.finalSchool)).count),
                ],
                events: Set(all.flatMap(\.eventsOfDays)).sorted())
        }
        return ReportTable(
            "strands", "Each strand, in the order in which they opened", rows: "Strand",
            columns: [
                .text("programme", "Programme"), .text("opened", "Opened"),
                .text("lastDay", "Last day"), .number("pointsOfContact", "Points"),
                .number("sharePercent", "Share, %"), .number("everEngagedSchools", "Schools ever"),
            ], rows, chart: pointsChart(rows))
    }

    private func pointsChart(_ rows: [ReportTable.Row]) -> ReportTable.Chart? {
        let points = rows.compactMap { row -> (name: String, count: Int)? in
            if case .number(.count(let count)) = row.cells[3] { (row.name, count) } else { nil }
        }
        guard let most = points.max(by: { $0.count < $1.count }), most.count > 0 else { return nil }
        return ReportTable.Chart(
            .bars, of: "pointsOfContact", title: "Points of contact are highest in \(most.name)",
            summary: "A bar for each strand shows its points of contact at the end of the day: "
                + listed(points.filter { $0.count > 0 }.map { "\($0.count) in \($0.name)" }) + ".")
    }

    /// The strands at the end of each academic year, and on the day reported.
    private func overTime(
        _ strands: [KnownStrand], _ pairs: [Pair], _ options: ReportOptions
    ) -> ReportTable {
        let first =
            options.from ?? strands.map(\.first).min().map { Day(number: $0) } ?? options.asOf
        let years = first.civil.year...max(first.civil.year, options.asOf.civil.year)
        let ends = years.compactMap { Day(year: $0, month: 8, day: 31) }
        let days = ends.filter { first <= $0 && $0 < options.asOf } + [options.asOf]
        let rows = days.map { day in
            let then = StrandsOnDay(day, strands, pairs)
            return ReportTable.Row(
                day.text, day.words,
                [
                    .count(then.open.count), .count(then.points.count), .count(then.schools),
                    then.schools == 0 ? .notApplicable : .number(then.depth),
                ],
                events: Set(then.points.flatMap(\.events)).sorted())
        }
        return ReportTable(
            "overTime", "At the end of each academic year", rows: "At the end of",
            columns: [
                .number("strandsOpen", "Strands open"), .number("pointsOfContact", "Points"),
                .number("engagedSchools", "Schools"), .number("pointsPerSchool", "Per school"),
            ], rows)
    }
}

/// A strand while it was open.
struct KnownStrand {
    let programme, strand, title: String
    /// Its first day, and the first day after it, as numbers.
    let first, end: Int

    init(_ row: borrowing Row) {
        programme = row.text(0)
        strand = row.text(1)
        title = row.text(2)
        first = row.integer(3)
        end = row.integer(4)
    }

    var key: String { "\(programme)/\(strand)" }
    func isOpen(_ day: Day) -> Bool { first <= day.number && day.number < end }
}

/// The strands open on one day, and the pairs active on it.
private struct StrandsOnDay {
    let day: Day
    let open: [KnownStrand]
    let points: [Pair]
    let schools: Int

    init(_ day: Day, _ strands: [KnownStrand], _ pairs: [Pair]) {
        self.day = day
        open = strands.filter { $0.isOpen(day) }
        points = pairs.filter { $0.from <= day.number && day.number < $0.to }
        schools = Set(points.map(\.school)).count
    }

    var depth: Figure.Value {
        quotient(points.count, schools, scale: 100).map { .decimal($0, places: 2) } ?? .missing
    }
}

extension Evidence {
    /// The strands open at the end of the day, with the events that opened them.
    func strandsOpen() throws -> Opened {
        let strands = try builder.strandsKnown(open, options).filter { $0.isOpen(options.asOf) }
        let opened = try amendments.strandOpenings()
        return Opened(
            counted: strands.map { strand in
                Explanation.Item(
                    key: strand.key, name: strand.title, la: "", adds: 1,
                    detail: "since \(Day(number: strand.first).words)",
                    events: opened[strand.key] ?? [])
            })
    }

    /// The pairs active now, in an area that is followed through mergers.
    func pointsInLine() throws -> Opened {
        let pairs = try everEngagedTimes().flatMap(\.pairs).filter(\.isNow)
        return Opened(
            counted: pairs.map { $0.item(adds: 1, detail: "strand \($0.strand)") })
    }
}
