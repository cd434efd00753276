internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// How the figures of the pilot's questions are opened.
let pilotQuestionsOpening = ReportOpening(
    name: "pilot-questions", model: .evidence,
    make: { builder, _, options in (try builder.pilotQuestions(options), []) },
    figures: [("questionsWithEvidence", .items { $0.questionsWithEvidence() })],
    tellsLater: false, source: { _ in "the events of the log" })

extension Evidence {
    fileprivate func questionsWithEvidence() -> Opened {
        let all = report.opened("questions", adding: nil)
        return Opened(counted: all.counted.filter { !$0.events.isEmpty })
    }
}

extension ReportBuilder {
    /// What the ledger holds on each question of the pilot, and what it cannot say.
    package func pilotQuestions(_ options: ReportOptions) throws -> Report {
        let builder = try atOneMoment()
        return try builder.once("pilot-questions", options) {
            try builder.pilotQuestions(builder.open(.evidence, options), options)
        }
    }

    private func pilotQuestions(_ open: OpenModel, _ options: ReportOptions) throws -> Report {
        var report = try frame("pilot-questions", open, options, from: .evidence)
        let last = report.knownThrough
        findOut([
            { try $0.valueForMoney(options) }, { try $0.strands(options) },
            { try $0.feedingFacts(options, through: last) }, { try $0.capacity(options) },
        ])
        let facts = try feedingFacts(options, through: last)
        let sources = try PilotSources(self, options)
        let rows = questionsOfThePilot.map { question in
            let feeding = facts.filter { question.types.contains($0.type) }
            return ReportTable.Row(
                question.key, "\(question.key). \(question.question)",
                [
                    // Views are of people, however many there are.
                    question.types.contains("ViewRecorded")
                        ? .people(feeding.count) : .count(feeding.count),
                    .text(question.finding(sources)),
                    .named(
                        key: question.reports.joined(separator: ", "),
                        question.reports.map(\.titled).joined(separator: ", ")),
                    .text(question.limit),
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
            "the facts counted are those of the whole ledger that hold by the day reported; what it "
                + "says is said of the area and period asked for, by the reports named"
        ]
        return report
    }

    /// Facts of the types that feed a question, which hold by the day reported and stand.
    private func feedingFacts(
        _ options: ReportOptions, through last: Int
    ) throws -> [(seq: Int, type: String)] {
        let whole = ReportOptions(asOf: options.asOf, today: options.asOf)
        return try once("facts that stand up to \(last)", whole) {
            let told = try toldFacts(whole, through: last)
            let retracted = Set(told.amended.filter { $0.retractedBy != nil }.map(\.seq))
            var standing: [(seq: Int, type: String)] = []
            try forEachFact(whole, through: last) { fact in
                if !retracted.contains(fact.seq) { standing.append((fact.seq, fact.type)) }
            }
            return standing
        }
    }
}
