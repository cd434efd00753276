/// What the first words of a command line name.
enum Found<Context> {
    case command(Command<Context>)
    /// The first word of several two-word names, without a second word.
    case family(String)
}

extension Tool {
    /// Finds what `words` start with: a command of one word or two, or a family.
    func lookUp(_ words: ArraySlice<String>) throws(UsageError) -> Found<Context> {
        let first = words.first ?? ""
        if let command = commands.first(where: { $0.name == first }) { return .command(command) }
        guard !secondWords(of: first).isEmpty else { throw noCommand(first) }
        guard let second = words.dropFirst().first, optionLabel(second) == nil, second != "--"
        else { return .family(first) }
        let name = "\(first) \(second)"
        if let command = commands.first(where: { $0.name == name }) { return .command(command) }
        throw noCommand(second, in: first)
    }

    /// The commands below `family`, by their second word.
    func secondWords(of family: String) -> [String] {
        commands.filter { $0.family == family }.map { String($0.name.dropFirst(family.count + 1)) }
    }

    /// What can come first on a command line, each word once.
    var firstWords: [String] {
        var result: [String] = []
        for word in commands.map({ $0.family ?? $0.name }) where !result.contains(word) {
            result.append(word)
        }
        return result
    }

    private func noCommand(_ word: String) -> UsageError {
        let start = "there is no command \(quoted(word)); "
        let near =
            nearest(to: word, among: firstWords)
            ?? commands.first { $0.name.hasSuffix(" \(word)") }?.name
        guard let near else { return UsageError(start + "run '\(name) help' for the list") }
        return UsageError(start + "did you mean '\(near)'?")
    }

    private func noCommand(_ second: String, in family: String) -> UsageError {
        let start = "there is no command \(quoted("\(family) \(second)")); "
        let words = secondWords(of: family)
        guard let near = nearest(to: second, among: words) else {
            return UsageError(start + "choose \(listed(words, or: "or"))")
        }
        return UsageError(start + "did you mean '\(family) \(near)'?")
    }

    /// The complaint about an option that `command`, or the tool itself, does not take.
    func noOption(_ label: String, of command: Command<Context>? = nil) -> UsageError {
        let takers = commands.flatMap(\.arguments).filter { $0.form.label == label }
        if command == nil, !takers.isEmpty {
            return UsageError("\(label) goes after the name of its command; move it there")
        }
        let declared = ((command?.arguments ?? []) + globals).map(\.form)
        let options = declared.filter { !$0.isWord }.map(\.label) + ["--help"]
        let start = "\(quoted(command?.name ?? name)) has no option \(quoted(label)); "
        guard let near = nearest(to: label, among: options) else {
            let topic = command.map { " \($0.name)" } ?? ""
            return UsageError(start + "run '\(name) help\(topic)' for the list")
        }
        return UsageError(start + "did you mean '\(near)'?")
    }
}
