internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// How the figures of the pilot's questions are opened.
let pilotQuestionsOpening = ReportOpening(
    name: "pilot-questions", model: .evidence,
    make: { builder, open, options in (try builder.pilotQuestions(open, options), []) },
    figures: [("questionsWithEvidence", .items { $0.questionsWithEvidence() })],
    tellsLater: false)

extension Evidence {
    fileprivate func questionsWithEvidence() -> Opened {
        let all = report.opened("questions", adding: nil)
        return Opened(counted: all.counted.filter { !$0.events.isEmpty })
    }
}

extension ReportBuilder {
    /// What the ledger holds on each question of the pilot, and what it cannot say.
    package func pilotQuestions(_ options: ReportOptions) throws -> Report {
        try pilotQuestions(open(.evidence, options), options)
    }

    func pilotQuestions(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("pilot-questions", open, options, from: .evidence)
        let facts = try feedingFacts(options, through: report.knownThrough)
        let rows = try questionsOfThePilot.map { question in
            let feeding = facts.filter { question.types.contains($0.type) }
            return ReportTable.Row(
                question.key, "\(question.key). \(question.question)",
                [
                    .count(feeding.count), .text(try finding(question, open, options)),
                    .text(question.reports.joined(separator: ", ")), .text(question.limit),
                ],
                events: feeding.map(\.seq))
        }
        report.figures = [
            Figure("questionsWithEvidence", .count(rows.count { !$0.behind.isEmpty }))
        ]
        report.tables = [
            ReportTable(
                "questions", "The questions of the pilot", rows: "Question",
                columns: [
                    .number("facts", "Facts"), .text("finding", "What the ledger says"),
                    .text("reports", "Shown by"), .text("limit", "What it cannot say"),
                ], rows)
        ]
        report.notes = [
            "the facts counted are those of the whole ledger that hold by the day reported; the "
                + "reports named show them by area and period"
        ]
        return report
    }

    /// Facts of the types that feed a question, which hold by the day reported and stand.
    private func feedingFacts(
        _ options: ReportOptions, through last: Int
    ) throws -> [(seq: Int, type: String)] {
        var whole = options
        whole.from = nil
        let parameters = toldParameters(whole, through: last)
        let retracted = Set(
            try toldFacts(whole, through: last).amended.filter { $0.retractedBy != nil }.map(\.seq))
        return try ledger.log.table(DataQuality.every, parameters).rows.compactMap { row in
            guard case .integer(let seq) = row[0], case .text(let type) = row[1],
                !retracted.contains(seq)
            else { return nil }
            return (seq, type)
        }
    }

    /// The answer in figures, as far as the ledger has one.
    private func finding(
        _ question: PilotQuestion, _ open: OpenModel, _ options: ReportOptions
    ) throws -> String {
        switch question.key {
        case "1": try viewWords(open, options, themes: ["advantage", "disadvantage"])
        case "2": try supportWords(open, options, of: nil)
        case "3": try supportWords(open, options, of: ["trust", "hub"])
        case "4": try strandWords(options)
        case "5": try levelWords(open, options)
        case "6": try costWords(options)
        case "7": try supportWords(open, options, of: ["partner", "hub", "department"])
        case "8": try viewWords(open, options, themes: ["voice", "place"])
        default: try viewWords(open, options, themes: ["barrier"])
        }
    }

    private func viewWords(
        _ open: OpenModel, _ options: ReportOptions, themes: [String]
    ) throws -> String {
        let counts = try numbersByName(
            open, options,
            "SELECT theme, count(*) FROM stakeholder_view WHERE from_day <= :as_of GROUP BY theme")
        let parts = themes.map { "\($0): \(counts[$0] ?? 0)" }
        return "views recorded, " + parts.joined(separator: ", ")
    }

    /// Half-days of support, by what kind of body gave them.
    private func supportWords(
        _ open: OpenModel, _ options: ReportOptions, of kinds: [String]?
    ) throws -> String {
        let counts = try numbersByName(
            open, options,
            """
            SELECT provider_kind, sum(half_days) FROM support
            WHERE from_day <= :as_of AND (:programme IS NULL OR programme = :programme)
            GROUP BY provider_kind
            """)
        let all = counts.values.reduce(0, +)
        guard all > 0 else { return "no support is recorded" }
        let shown = kinds ?? counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        let parts = shown.map { "\($0): \(Figure.Value.count(counts[$0] ?? 0).words)" }
        return "of \(Figure.Value.count(all).words) half-days of support, "
            + parts.joined(separator: ", ")
    }

    private func levelWords(_ open: OpenModel, _ options: ReportOptions) throws -> String {
        let counts = try numbersByName(
            open, options,
            """
            SELECT level, sum(half_days) FROM support
            WHERE from_day <= :as_of AND (:programme IS NULL OR programme = :programme)
            GROUP BY level
            """)
        guard !counts.isEmpty else { return "no support is recorded" }
        let parts = ["regional", "la", "cluster", "school"].map {
            "\($0): \(Figure.Value.count(counts[$0] ?? 0).words)"
        }
        return "half-days by level, " + parts.joined(separator: ", ")
    }

    private func strandWords(_ options: ReportOptions) throws -> String {
        let strands = try strands(options)
        let years = strands.table("overTime")?.numbers("strandsOpen").compactMap(\.self) ?? []
        return "strands open at the end of each academic year: "
            + years.map { String($0) }.joined(separator: ", ")
    }

    private func costWords(_ options: ReportOptions) throws -> String {
        let money = try valueForMoney(options)
        let words = ["netAuthorityCostPence", "totalResourceCostPence", "costPerSchoolYearPence"]
            .compactMap { money.figure($0) }.map { "\($0.label.lowercased()): \($0.value.words)" }
        return words.joined(separator: "; ")
    }

    /// A number for each name that a query of two columns gives.
    func numbersByName(
        _ open: OpenModel, _ options: ReportOptions, _ sql: String
    ) throws -> [String: Int] {
        let rows = try open.rows(sql, options.parameters(from: options.from)) {
            ($0.text(0), $0.integer(1))
        }
        return Dictionary(rows, uniquingKeysWith: +)
    }
}
