internal import EventLog
internal import Events
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension Report {
    /// The report laid out for people.
    package var layout: ReportLayout {
        ReportLayout(
            name: name, title: title, question: StandardReport.named(name)?.question,
            ledger: ledger.name, facts: facts, head: head, banner: banner,
            tables: figureTables + groupTables + tables + page.tables, notes: notes,
            controlTotals: controlTotals.map { page.naming.spelled($0.words) },
            measures: definitions,
            models: definingPages, options: options, knownThrough: knownThrough,
            reproduce: reproduce)
    }

    private var facts: [(label: String, value: String)] {
        var facts = [("As of", "the end of \(options.asOf.words)")]
        if let from = options.from {
            // A movement opens at the end of its first day, other periods begin with theirs.
            let opening = "from the end of \(from.words) to the end of \(options.asOf.words)"
            let period = name == "movement" ? opening : periodWords(from, options.asOf)
            facts.append(("Period", period))
        }
        facts.append(("Area", areaWords))
        facts.append(("Boundaries", options.boundary.words(ofArea: page.area)))
        if let programme = options.programme {
            facts.append(("Programme", page.programme ?? programme.text))
        }
        if let strand = options.strand { facts.append(("Strand", page.strand ?? strand.text)) }
        let models = sources.map { "\($0.model) \($0.version)" }.joined(separator: ", ")
        return facts + known(recordedAt) + [("Read models", models)]
    }

    private var areaWords: String {
        let name = page.area ?? options.areaAuthority?.text
        let codes = localAuthorities.map(\.text).joined(separator: ", ")
        let kind = localAuthorities.count == 1 ? "local authority" : "local authorities"
        let members = "\(kind) \(codes)"
        if let name { return codes.isEmpty ? name : "\(name) (\(members))" }
        return options.localAuthorities == nil ? "everywhere" : members
    }

    /// The figures of the whole; of a movement, a column for each measure.
    private var figureTables: [ReportTable] {
        if let bridge = groups.first(where: { $0.dimension == .measure })?.groups {
            let columns = bridge.map { ReportTable.Column.number($0.key, $0.name) }
            let rows = figures.indices.map { index in
                ReportTable.Row(
                    figures[index].name, figures[index].label,
                    bridge.map { .number($0.figures[index].value) })
            }
            return [
                ReportTable(
                    headlineTable, "What changed, line by line", rows: "Line", columns: columns,
                    rows)
            ]
        }
        guard !figures.isEmpty else { return [] }
        return [
            ReportTable(
                headlineTable, "Headline figures", rows: "Figure",
                columns: [.number("value", "Value")],
                figures.map { .init($0.name, $0.label, [.number($0.value)]) })
        ]
    }

    private var groupTables: [ReportTable] {
        groups.filter { $0.dimension != .measure }.map { entry in
            // A part may have fewer figures than the whole.
            let known = Set(entry.groups.flatMap { $0.figures.map(\.name) })
            let shown = figures.filter { known.contains($0.name) }
            let named = Dictionary(grouping: entry.groups, by: \.name)
            return ReportTable(
                entry.dimension.rawValue, "By \(entry.dimension.words)",
                rows: entry.dimension.words.capitalisedFirst,
                columns: shown.map { .number($0.name, $0.label) },
                entry.groups.map { group in
                    .init(
                        group.key,
                        group.words(
                            in: entry.dimension, isOnlyOne: named[group.name]?.count == 1),
                        shown.map { group.cell($0.name) })
                })
        }
    }
}

extension Report.Group {
    /// What people call the part: its name, with its code where people know that, or its key in words.
    ///
    /// - Parameter isOnlyOne: No other part has its name.
    fileprivate func words(in dimension: Dimension, isOnlyOne: Bool) -> String {
        if dimension == .phase { return key.titled }
        if dimension == .strand, key == "shared" { return "Shared, of no one strand" }
        return name == key || dimension != .la && isOnlyOne ? name : "\(name) (\(key))"
    }

    fileprivate func cell(_ figure: String) -> ReportTable.Cell {
        figures.first { $0.name == figure }.map { .number($0.value) } ?? .notApplicable
    }
}

extension Boundary {
    /// The basis in words, with the name of the area that is held, where it has one.
    package func words(ofArea name: String?) -> String {
        switch self {
        case .asWas: "areas as they were on each day (as-was)"
        case .current: "today's areas on every day (current)"
        case .held(let authority, let day):
            "the area of \(name ?? authority.text) on \(day.words), held on every day (\(text))"
        }
    }
}

extension String {
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension AddedReport {
    /// The report laid out for people.
    package var layout: ReportLayout {
        var facts = [("As of", "the end of \(options.asOf.words)")]
        if let from = options.from {
            facts.append(("Period", periodWords(from, options.asOf)))
        }
        return ReportLayout(
            name: name, title: name.titled, question: model.question, ledger: ledger.name,
            facts: facts + known(recordedAt), head: head, banner: banner, tables: [rows],
            notes: [], controlTotals: [], measures: [], models: [], options: options,
            knownThrough: knownThrough, reproduce: reproduce)
    }

    /// Its rows as they are, each numbered.
    private var rows: ReportTable {
        let columns = table.columns.indices.map { place in
            let name = table.columns[place]
            let isNumber = table.rows.allSatisfy {
                if case .text = $0[place] { false } else { true }
            }
            return isNumber
                ? ReportTable.Column.number(name, name) : ReportTable.Column.text(name, name)
        }
        return ReportTable(
            "rows", "Rows of the report", rows: "Row", columns: columns,
            table.rows.enumerated().map { index, row in
                .init(String(index + 1), String(index + 1), row.map(\.cell))
            })
    }
}

extension RestatementReport {
    /// The report laid out for people.
    package var layout: ReportLayout {
        ReportLayout(
            name: name, title: "Restatement", question: StandardReport.named(name)?.question,
            ledger: ledger.name, facts: known(recordedAt), head: head, banner: banner,
            tables: [publishedTable, movedTable, closedTable], notes: [], controlTotals: [],
            measures: [], models: [], options: options, knownThrough: knownThrough,
            reproduce: reproduce)
    }

    private var publishedTable: ReportTable {
        ReportTable(
            "published", "Reports that were published", rows: "Event",
            columns: [
                .text("report", "Report"), .text("day", "Published on"), .text("to", "Issued to"),
                .number("events", "Made of events 1 to"), .text("now", "What it would say now"),
            ],
            published.map { one in
                let publication = one.publication
                return .init(
                    String(publication.seq), "Event \(publication.seq)",
                    [
                        .text(publication.report), .day(publication.day),
                        publication.to.map { .text($0) } ?? .notApplicable,
                        .count(publication.head.size), .text(one.verdict),
                    ])
            })
    }

    private var movedTable: ReportTable {
        ReportTable(
            "differences", "Figures that differ now", rows: "Published as, and figure",
            columns: [
                .number("published", "Published"), .number("now", "Now"),
                .text("events", "Moved by events"),
            ],
            published.flatMap { one in
                (one.differences ?? []).map { difference in
                    let seq = one.publication.seq
                    let events = difference.movedBy.map { String($0.event.seq) }
                    return .init(
                        "\(seq)/\(difference.figure)",
                        "Event \(seq), \(labelled(difference.figure))",
                        [
                            .number(difference.before), .number(difference.after),
                            .text(events.joined(separator: ", ")),
                        ])
                }
            })
    }

    private var closedTable: ReportTable {
        ReportTable(
            "lateEntries", "Recorded into periods after they were closed", rows: "Event",
            columns: [
                .text("programme", "Programme"), .text("period", "Period"), .text("day", "About"),
                .text("type", "What"), .text("recordedBy", "Recorded by"),
            ],
            closed.flatMap { period in
                period.lateEntries.map { entry in
                    .init(
                        String(entry.event.seq), "Event \(entry.event.seq)",
                        [
                            .text(period.programme.text),
                            .text(periodWords(period.from, period.to + -1)), .day(entry.day),
                            .text(entry.event.type), .text(entry.event.recordedBy),
                        ])
                }
            })
    }
}

/// A figure of a report or of a part of it by its label: `engagedSchools (la 391)`.
private func labelled(_ figure: String) -> String {
    let name = figure.prefix { $0 != " " }
    return Figure(String(name), .missing).label + figure.dropFirst(name.count)
}

extension RestatedReport {
    fileprivate var verdict: String {
        guard let differences else { return "cannot be told anew; make it again" }
        return differences.isEmpty
            ? "the same" : "\(differences.count) of its figures are others"
    }
}

extension String {
    /// The name of a report as a title: `value-for-money` is `Value for money`.
    package var titled: String {
        prefix(1).uppercased() + dropFirst().map { $0 == "-" ? " " : $0 }
    }
}
