internal import Events

/// A report that comes with the program.
package struct StandardReport: Sendable {
    package let name: String
    /// The question it answers, in one line.
    package let question: String
    /// For whom it is made.
    package let audience: String
    /// Makes it.
    ///
    /// What is called now and then tells how far a walk through the history has come.
    let make:
        @Sendable (ReportBuilder, ReportOptions, (Int, Int) -> Void) throws -> any PrintedReport

    init(
        _ name: String, _ question: String, for audience: String,
        make: @escaping @Sendable (ReportBuilder, ReportOptions) throws -> any PrintedReport
    ) {
        self.init(name, question, for: audience) { builder, options, _ in
            try make(builder, options)
        }
    }

    init(
        _ name: String, _ question: String, for audience: String,
        makeSlowly:
            @escaping @Sendable (ReportBuilder, ReportOptions, (Int, Int) -> Void) throws ->
            any PrintedReport
    ) {
        self.name = name
        self.question = question
        self.audience = audience
        make = makeSlowly
    }

    /// All of them, in the order in which they are listed.
    ///
    /// To add a report is to add a line here.
    package static let all = [
        StandardReport(
            "engagement", "How many schools take part, in what, out of how many?",
            for: "directors, cabinet members, evaluators"
        ) { try $0.engagement($1) },
        StandardReport(
            "value-for-money", "What does it cost, whom, and for how much engagement?",
            for: "finance officers, evaluators, auditors"
        ) { try $0.valueForMoney($1) },
        StandardReport(
            "costs-by-payer", "What did each body bear, beside what it paid before?",
            for: "directors, schools and trusts, finance officers"
        ) { try $0.costsByPayer($1) },
        StandardReport(
            "costs-by-strand", "What did each strand cost, with its part of what is shared?",
            for: "programme leads, finance officers, evaluators"
        ) { try $0.costsByStrand($1) },
        StandardReport(
            "movement", "What changed between two days, and why?", for: "directors, auditors"
        ) { try $0.movement($1) },
        StandardReport(
            "strands", "Which strands were there, and how many schools were in each?",
            for: "directors, evaluators"
        ) { try $0.strands($1) },
        StandardReport(
            "coverage", "Which eligible schools are reached, and which are not?",
            for: "directors, officers"
        ) { try $0.coverage($1) },
        StandardReport(
            "equity", "Does the programme reach the most deprived, and is its cost where they are?",
            for: "directors, cabinet members, evaluators"
        ) { try $0.equity($1) },
        StandardReport(
            "retention", "How many schools are still engaged twelve months on, and who left?",
            for: "directors, evaluators"
        ) { try $0.retention($1) },
        StandardReport(
            "evaluation", "What is there on each of the four criteria of the evaluation?",
            for: "evaluators"
        ) { try $0.evaluation($1) },
        StandardReport(
            "progress", "What happened in the last six months, or another period?",
            for: "cabinet members, the pilots' evaluators"
        ) { try $0.progress($1) },
        StandardReport(
            "pilot-questions", "What does the ledger say on each question of the pilot?",
            for: "evaluators, cabinet members"
        ) { try $0.pilotQuestions($1) },
        StandardReport(
            "data-quality", "How much of what is told came late, was corrected or was taken back?",
            for: "officers, auditors"
        ) { try $0.dataQuality($1) },
        StandardReport(
            "restatement", "What would each published report say now, and why?", for: "auditors",
            makeSlowly: { try $0.restatement($1, progress: $2) }),
        StandardReport(
            "capacity", "Where does capacity come from, and at which level is it used?",
            for: "directors, evaluators"
        ) { try $0.capacity($1) },
        StandardReport(
            "views", "What do stakeholders say, and about what?",
            for: "directors, cabinet members, evaluators"
        ) { try $0.views($1) },
        StandardReport(
            "governance", "Who decided what, and which money has no decision behind it?",
            for: "cabinet members, auditors"
        ) { try $0.governance($1) },
        StandardReport(
            "localities", "What did each locality agree, try, learn and change?",
            for: "evaluators, directors"
        ) { try $0.localities($1) },
    ]

    package static func named(_ name: String) -> StandardReport? { all.first { $0.name == name } }
}
