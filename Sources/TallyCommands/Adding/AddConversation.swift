internal import CanonicalJSON
internal import CommandTable
internal import Events
internal import Ledger

/// A conversation that ends in events: what is asked, what was answered, and where it stands.
///
/// It prints nothing and reads nothing; whoever holds it shows ``prompt`` and hands on each line.
struct AddConversation {
    /// What is to be done after a line was answered.
    enum Turn {
        /// Ask ``prompt``, after telling these sentences.
        case ask([String])
        /// Record this, then call ``recorded()`` or ``refused(_:)``.
        case record(Entry)
        case stop
    }

    private let names: KnownNames
    private let today: Day
    /// What the event is; `nil` while that is the question.
    private(set) var type: FactDescriptor?
    private(set) var questions: [AddQuestion] = []
    /// Which question is asked; their number when all are answered.
    private var place = 0
    private var answers: [AddAnswer?] = []
    /// What may have been meant, by the numbers that were shown.
    private var offered: [KnownName] = []
    /// What was answered before, by the name of the member.
    private var lastUsed: [String: String] = [:]
    private var lastType: FactDescriptor?

    init(_ names: KnownNames, today: Day) throws {
        self.names = names
        self.today = today
        let programmes = try names.matching(.programme, "")
        if programmes.count == 1 { lastUsed["programme"] = programmes[0].id }
    }

    /// Whether all is answered, and only to be confirmed.
    var isComplete: Bool { type != nil && place == questions.count }

    /// The event that the answers make.
    var entry: Entry {
        var entry = Entry(type: type?.type ?? "")
        for (question, answer) in zip(questions, answers) {
            guard let value = answer?.value else { continue }
            if question.name == "validFrom" {
                entry.validFrom = value.text.flatMap { Day($0) }
            } else {
                entry.members.append(JSONMember(question.name, value))
            }
        }
        return entry
    }
}

// MARK: - What is asked

extension AddConversation {
    /// What is shown before somebody types.
    var prompt: [String] {
        guard let type else { return typePrompt }
        guard !isComplete else { return summary(of: type) }
        let question = questions[place]
        var lines = ["", "\(question.name): \(question.meaning)"]
        var notes = [question.form].compactMap(\.self)
        if !question.choices.isEmpty, question.choices.count <= 10 {
            notes.append(question.choices.joined(separator: ", "))
        }
        if !question.isRequired {
            notes.append(fallback == nil ? "Enter leaves it out" : "- leaves it out")
        }
        if !notes.isEmpty { lines.append("  (\(notes.joined(separator: "; ")))") }
        return lines
    }

    /// What an empty line stands for; shown in brackets.
    var fallback: String? {
        guard type != nil else { return lastType?.type }
        guard !isComplete else { return "yes" }
        let question = questions[place]
        if let given = answers[place] { return given.text.isEmpty ? nil : given.text }
        guard question.isRequired else { return nil }
        return lastUsed[question.name] ?? (question.name == "validFrom" ? today.text : nil)
    }

    private var typePrompt: [String] {
        let rows = Self.daily.enumerated().map { index, act in
            "  \(index + 1)  \(act.words) (\(act.type))"
        }
        return ["", "What is to be recorded? A number, or a word for any other type of event."]
            + rows
            + ["  At any question: < goes back, . stops."]
    }

    private func summary(of type: FactDescriptor) -> [String] {
        let rows = zip(questions, answers).enumerated().map { index, pair in
            "  \(index + 1)  \(pair.0.name): \(pair.1?.words ?? "")"
        }
        return ["", "\(type.type): \(type.meaning)"] + rows
    }

    /// What is asked when all is answered.
    static let confirmation =
        "Record it? yes; or the number of an answer to change, < to go back, . to stop."

    /// What happens every day.
    static let daily = [
        (type: "SchoolOptedIn", words: "A school opted in"),
        (type: "SchoolWithdrew", words: "A school withdrew"),
        (type: "StrandEnrolled", words: "A school joined a strand"),
        (type: "StrandEnrolmentEnded", words: "A school left a strand"),
        (type: "SpendRecorded", words: "Money was spent"),
        (type: "SchoolUrnSucceeded", words: "A school has a new URN"),
        (type: "SchoolClosed", words: "A school closed"),
    ]

    /// Types that have a command of their own, because more belongs to them than their members.
    private static let elsewhere = [
        "LedgerCreated": "init", "EventCorrected": "correct", "EventRetracted": "retract",
        "QuarantineResolved": "quarantine resolve", "ReportPublished": "report --publish",
        "RegisterExtractImported": "import register", "PeriodClosed": "period close",
    ]
}

// MARK: - What is answered

extension AddConversation {
    /// Takes in one line that was typed; `nil` at the end of the input.
    mutating func answer(_ line: String?) throws -> Turn {
        guard let line else { return .stop }
        let text = trimmed(line)
        switch text {
        case ".": return .stop
        case "<": return goBack()
        default: break
        }
        let picked = Int(text).flatMap { offered.indices.contains($0 - 1) ? offered[$0 - 1] : nil }
        let typed = picked?.id ?? (text.isEmpty ? fallback ?? "" : text)
        do {
            guard let type else { return try choose(typed) }
            guard !isComplete else { return confirm(typed) }
            let answer = try questions[place].read(typed, names, type)
            answers[place] = answer
            offered = []
            moveOn()
            let isPlain = answer.words == text || answer.value == nil
            return .ask(isPlain ? [] : ["  = \(answer.words)"])
        } catch let problem as AddProblem {
            return .ask(told(problem))
        }
    }

    /// That what was answered is in the ledger; the next event is asked about.
    mutating func recorded() {
        for (question, answer) in zip(questions, answers) {
            guard let answer, answer.value != nil, Self.isRemembered(question) else { continue }
            lastUsed[question.name] = answer.text
        }
        lastType = type
        startAgain()
    }

    private static func isRemembered(_ question: AddQuestion) -> Bool {
        ["programme", "strand", "category", "bornBy", "validFrom"].contains(question.name)
    }

    private mutating func startAgain() {
        (type, questions, answers, place, offered) = (nil, [], [], 0, [])
    }

    private mutating func goBack() -> Turn {
        offered = []
        guard type != nil else { return .ask(["There is no question before this one."]) }
        if place > 0 { place -= 1 } else { startAgain() }
        return .ask([])
    }

    /// Goes on to the next question that has no answer yet.
    private mutating func moveOn() {
        place += 1
        // One that was changed at the end leads back to the end.
        while place < questions.count, isChanging, answers[place] != nil { place += 1 }
    }

    /// Whether all questions were answered before.
    private var isChanging: Bool { answers.allSatisfy { $0 != nil } }

    private mutating func confirm(_ text: String) -> Turn {
        if let number = Int(text) {
            guard questions.indices.contains(number - 1) else {
                return .ask(["There is no answer \(number); there are \(questions.count)."])
            }
            place = number - 1
            return .ask([])
        }
        switch text.lowercased() {
        case "yes", "y": return .record(entry)
        case "no", "n": return goBack()
        default: return .ask(["'\(text)' is neither yes nor the number of an answer."])
        }
    }

    private mutating func choose(_ text: String) throws -> Turn {
        if let number = Int(text), Self.daily.indices.contains(number - 1) {
            return begin(Self.daily[number - 1].type)
        }
        guard !text.isEmpty else { throw AddProblem(sentence: "type a number or a word") }
        let words = text.lowercased()
        let all = vocabulary.values.map(\.descriptor)
        if let exact = all.first(where: { $0.type.lowercased() == words }) {
            return begin(exact.type)
        }
        let found = all.filter {
            $0.type.lowercased().contains(words) || $0.meaning.lowercased().contains(words)
        }.sorted { $0.type < $1.type }
        if found.count == 1 { return begin(found[0].type) }
        guard !found.isEmpty else {
            throw AddProblem(sentence: "no type of event has '\(text)' in its name or its meaning")
        }
        throw AddProblem(
            sentence: "which one?",
            matches: found.prefix(typesMaximum).map { KnownName(id: $0.type, name: $0.meaning) },
            others: max(0, found.count - typesMaximum))
    }

    private mutating func begin(_ name: String) -> Turn {
        offered = []
        if let command = Self.elsewhere[name] {
            return .ask(["\(name) has a command of its own: tally \(command)."])
        }
        guard let known = vocabulary[name]?.descriptor else { return .ask([]) }
        type = known
        questions = AddQuestion.all(about: known)
        answers = questions.map { _ in nil }
        place = 0
        return .ask([])
    }

    /// The sentence of a problem, and what can be chosen by its number.
    private mutating func told(_ problem: AddProblem) -> [String] {
        offered = problem.matches
        let rows = offered.enumerated().map { "  \($0.offset + 1)  \($0.element.words)" }
        let more =
            problem.others > 0 ? ["  … and \(problem.others) more; type more of the name."] : []
        return ["  \(problem.sentence)"] + rows + more
    }
}

/// How many types of event are offered at once.
private let typesMaximum = 20
