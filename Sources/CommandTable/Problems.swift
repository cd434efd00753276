extension Tool {
    /// What is wrong with the table itself, a sentence each; a test expects none.
    package func problems() -> [String] {
        (session.isEmpty ? ["the session that help starts with is empty"] : [])
            + nameProblems + globalProblems + commands.flatMap(problems) + pageProblems
    }

    private var nameProblems: [String] {
        let names = commands.map(\.name)
        var problems = repeated(names).map { "\($0): the name is used twice" }
        for name in names {
            let words = name.split(separator: " ", omittingEmptySubsequences: false)
            let isPlain = name.allSatisfy { $0.isLowercase || $0.isNumber || "- ".contains($0) }
            if !(1...2).contains(words.count) || words.contains("") || !isPlain {
                problems.append("\(name): a name is one or two words in small letters")
            }
            if !secondWords(of: name).isEmpty {
                problems.append("\(name): it is a command and a family of commands")
            }
        }
        return problems
    }

    private var globalProblems: [String] {
        globals.filter { $0.isRequired || $0.form.isWord }.map {
            "\($0.form.label): a global argument is an option that can be left out"
        }
    }

    private func problems(of command: Command<Context>) -> [String] {
        var problems = wordProblems(of: command.arguments.filter(\.form.isWord))
        let labels = (command.arguments + globals).map(\.form.label) + ["--help", "--version"]
        problems += repeated(labels).map { "\($0) is declared twice" }
        problems += command.arguments.filter { $0.form.repeats && !$0.form.isWord }
            .map { "\($0.form.label) repeats, which only words can" }
        problems += command.arguments.filter { $0.help.hasSuffix(".") }
            .map { "the help of \($0.form.label) ends with a full stop" }
        if command.summary.first?.isUppercase != true {
            problems.append("the summary does not start with a capital letter")
        }
        if command.summary.hasSuffix(".") { problems.append("the summary ends with a full stop") }
        if command.examples.isEmpty { problems.append("there is no example") }
        problems += command.examples.compactMap { problem(with: $0, of: command) }
        return problems.map { "\(command.name): \($0)" }
    }

    private func wordProblems(of words: [any AnyArgument]) -> [String] {
        zip(words, words.dropFirst()).flatMap { former, latter -> [String] in
            var problems: [String] = []
            if !former.isRequired, latter.isRequired {
                problems.append("\(latter.form.label) is required after an optional word")
            }
            if former.form.repeats {
                problems.append("\(former.form.label) repeats, so it must be the last word")
            }
            return problems
        }
    }

    /// An example must be understood, and as this command.
    private func problem(with example: String, of command: Command<Context>) -> String? {
        do throws(UsageError) {
            let words = Example(example).words
            let request = try parse(words)
            if case .run(let found, _) = request, found.name == command.name { return nil }
            let isAnswered = command.answer != nil && words.first == command.name
            return isAnswered ? nil : "the example '\(example)' does something else"
        } catch {
            return "the example '\(example)' is not understood: \(error.sentence)"
        }
    }

    private var pageProblems: [String] {
        let families = firstWords.filter { !secondWords(of: $0).isEmpty }
        let pages =
            [("overview", overview)] + families.map { ($0, help(forFamily: $0)) }
            + commands.map { ($0.name, help(for: $0)) }
        return pages.flatMap { name, page in
            (wideLines(of: page) + blunders(in: page)).map { "\(name): \($0)" }
        }
    }
}

private func wideLines(of page: String) -> [String] {
    let lines: [Substring] = page.split(separator: "\n")
    return lines.filter { $0.count > pageWidth }
        .map { "a line of help is \($0.count) characters wide: \($0)" }
}

/// The words of `page` that the style of this tool does without.
private func blunders(in page: String) -> [String] {
    let words = page.lowercased().split { !$0.isLetter }
    return ["invalid", "illegal", "please", "sorry", "oops"].filter { words.contains($0[...]) }
        .map { "help says '\($0)'" }
}

private func repeated(_ words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { !seen.insert($0).inserted }
}
