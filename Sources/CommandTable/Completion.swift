extension Tool {
    /// What could come next after `words`, of which the last is the one being typed, as far as the
    /// table knows.
    package func completions(of words: [String]) -> [String] {
        candidates(after: words) { _ in [] }.map(\.text)
    }

    /// What could come next after `words`, of which the last is the one being typed.
    ///
    /// The shells ask this of the tool itself, so there is one completion algorithm, here,
    /// and it can be tested without a shell. An empty answer lets the shell offer files.
    ///
    /// - Parameter naming: Names what only the running program knows.
    package func candidates(
        after words: [String], naming: (NamesWanted) -> [Candidate]
    ) -> [Candidate] {
        let line = ShellWords(words)
        let typed = line.words.last ?? ""
        let before = line.words.dropLast()
        let found =
            joinedCandidates(of: typed, after: before, naming)
            ?? candidates(after: before, typed: typed, naming)
        return found.filter { $0.text.hasPrefix(typed) }.map {
            Candidate(String($0.text.dropFirst(line.settled)), meaning: $0.meaning)
        }
    }

    /// What `--name=val` can become.
    private func joinedCandidates(
        of typed: String, after words: ArraySlice<String>, _ naming: (NamesWanted) -> [Candidate]
    ) -> [Candidate]? {
        guard let label = optionLabel(typed), typed.hasPrefix("\(label)=") else { return nil }
        let value = String(typed.dropFirst(label.count + 1))
        return candidates(after: words + [label], typed: value, naming).map {
            Candidate("\(label)=\($0.text)", meaning: $0.meaning)
        }
    }

    private func candidates(
        after words: ArraySlice<String>, typed: String, _ naming: (NamesWanted) -> [Candidate]
    ) -> [Candidate] {
        var line = Typed(words)
        line.take(of: globals.map(\.form), onlyOptions: true)
        if let form = line.open { return values(of: form, typed, line, naming) }
        guard !line.rest.isEmpty else {
            let options = line.unusedOptions(of: globals) + ["--version"]
            return (typed.hasPrefix("-") ? options : firstWords).map { Candidate($0) }
        }
        switch try? lookUp(line.rest) {
        case nil: return []
        case .family(let family)?:
            return line.rest.count == 1 ? secondWords(of: family).map { Candidate($0) } : []
        case .command(let command)?:
            line.skip(command.name.split(separator: " ").count)
            return candidates(after: &line, of: command, typed: typed, naming)
        }
    }

    private func candidates(
        after line: inout Typed, of command: Command<Context>, typed: String,
        _ naming: (NamesWanted) -> [Candidate]
    ) -> [Candidate] {
        if command.name == "help" { return helpTopics(after: line.rest).map { Candidate($0) } }
        let declared = command.arguments + globals
        line.take(of: declared.map(\.form), onlyOptions: false)
        if let form = line.open { return values(of: form, typed, line, naming) }
        let words = command.arguments.map(\.form).filter(\.isWord)
        let next = words.dropFirst(line.words.count).first ?? words.last { $0.repeats }
        if let next, line.optionsAreOver || !typed.hasPrefix("-") {
            return values(of: next, typed, line, naming)
        }
        return line.optionsAreOver
            ? [] : line.unusedOptions(of: declared).map { Candidate($0) }
    }

    /// The values of one argument: its choices, and what only the running program can name.
    private func values(
        of form: ArgumentForm, _ typed: String, _ line: Typed,
        _ naming: (NamesWanted) -> [Candidate]
    ) -> [Candidate] {
        let choices = form.choices.map { Candidate($0) }
        guard let kind = form.names else { return choices }
        // In a list the last name is the one being typed; the others are not offered again.
        let parts = typed.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let isList = form.isList && parts.count > 1
        let start = isList ? parts.dropLast().joined(separator: ",") + "," : ""
        let wanted = NamesWanted(
            kind: kind, typed: isList ? parts[parts.count - 1] : typed, words: line.words,
            options: line.values)
        let named = naming(wanted).filter { !isList || !parts.dropLast().contains($0.text) }
        return choices + named.map { Candidate(start + $0.text, meaning: $0.meaning) }
    }

    private func helpTopics(after words: ArraySlice<String>) -> [String] {
        switch words.count {
        case 0: firstWords
        case 1: secondWords(of: words.first ?? "")
        default: []
        }
    }
}

extension Tool {
    /// What each argument was given on a command line, whether or not that can be carried out.
    package func given(in words: [String]) -> [Given] {
        var line = Typed(words[...])
        line.take(of: globals.map(\.form), onlyOptions: true)
        guard case .command(let command)? = try? lookUp(line.rest) else { return [] }
        line.skip(command.name.split(separator: " ").count)
        let forms = (command.arguments + globals).map(\.form)
        line.take(of: forms, onlyOptions: false)
        let options = forms.compactMap { form in
            line.values[form.label].map { Given(form: form, text: $0) }
        }
        let places = forms.filter(\.isWord)
        let words = line.words.enumerated().compactMap { place, text in
            (places.dropFirst(place).first ?? places.last { $0.repeats })
                .map { Given(form: $0, text: text) }
        }
        return words + options
    }
}
