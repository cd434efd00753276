extension Tool {
    /// What could come next after `words`, of which the last is the one being typed.
    ///
    /// The shells ask this of the tool itself, so there is one completion algorithm, here,
    /// and it can be tested without a shell. An empty answer lets the shell offer files.
    package func completions(of words: [String]) -> [String] {
        // Bash hands `--name=value` over as three words.
        let typed = words.last == "=" ? "" : words.last ?? ""
        let before = words.dropLast().filter { $0 != "=" }[...]
        if let joined = joinedCompletions(of: typed, after: before) { return joined }
        return candidates(after: before, typed: typed).filter { $0.hasPrefix(typed) }
    }

    /// The choices of `--name=val`, each with its option.
    private func joinedCompletions(of typed: String, after words: ArraySlice<String>) -> [String]? {
        guard let label = optionLabel(typed), typed.hasPrefix("\(label)=") else { return nil }
        return candidates(after: words + [label], typed: "").map { "\(label)=\($0)" }
            .filter { $0.hasPrefix(typed) }
    }

    private func candidates(after words: ArraySlice<String>, typed: String) -> [String] {
        var line = Typed(words)
        line.take(of: globals.map(\.form), onlyOptions: true)
        if let choices = line.openChoices { return choices }
        guard !line.rest.isEmpty else {
            return typed.hasPrefix("-")
                ? line.unusedOptions(of: globals) + ["--version"] : firstWords
        }
        switch try? lookUp(line.rest) {
        case nil: return []
        case .family(let family)?: return line.rest.count == 1 ? secondWords(of: family) : []
        case .command(let command)?:
            line.skip(command.name.split(separator: " ").count)
            return candidates(after: &line, of: command, typed: typed)
        }
    }

    private func candidates(
        after line: inout Typed, of command: Command<Context>, typed: String
    ) -> [String] {
        if command.name == "help" { return helpTopics(after: line.rest) }
        let declared = command.arguments + globals
        line.take(of: declared.map(\.form), onlyOptions: false)
        if let choices = line.openChoices { return choices }
        let words = command.arguments.map(\.form).filter(\.isWord)
        let next = words.dropFirst(line.wordCount).first ?? words.last { $0.repeats }
        // A word whose values only the ledger knows would be asked for its candidates here.
        if let next, line.optionsAreOver || !typed.hasPrefix("-") { return next.choices }
        return line.optionsAreOver ? [] : line.unusedOptions(of: declared)
    }

    private func helpTopics(after words: ArraySlice<String>) -> [String] {
        switch words.count {
        case 0: firstWords
        case 1: secondWords(of: words.first ?? "")
        default: []
        }
    }
}
