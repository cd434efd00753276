extension Tool {
    /// Understands `words`, the command line without the tool's own name.
    package func parse(_ words: [String]) throws(UsageError) -> Request<Context> {
        if words.first == "__complete" {
            return .show(completions(of: Array(words.dropFirst())).map { $0 + "\n" }.joined())
        }
        var line = CommandWords(words)
        while let option = line.nextOption {
            switch option {
            case "--help": return .show(try help(about: line.wordsAfterOption))
            case "--version": return .show("\(name) \(version)\n")
            default: try line.takeOption(of: globals) { noOption($0) }
            }
        }
        if line.rest.isEmpty { return .show(overview) }
        switch try lookUp(line.rest) {
        case .family(let family):
            if line.asksForHelp { return .show(help(forFamily: family)) }
            let words = listed(secondWords(of: family), or: "or")
            throw UsageError("'\(family)' needs a second word; choose \(words)")
        case .command(let command):
            line.skip(command.name.split(separator: " ").count)
            return try parse(&line, for: command)
        }
    }

    private func parse(
        _ line: inout CommandWords, for command: Command<Context>
    ) throws(UsageError) -> Request<Context> {
        if line.asksForHelp { return .show(help(for: command)) }
        let arguments: Arguments
        do throws(UsageError) {
            let declared = command.arguments + globals
            try line.takeAll(of: declared, for: command.name) { noOption($0, of: command) }
            arguments = try values(of: declared, given: line.texts, for: command)
        } catch {
            throw UsageError(error.sentence, command: command.name)
        }
        if let answer = command.answer { return .show(try answer(arguments, self)) }
        return .run(command, arguments)
    }

    /// Reads every declared argument from the texts it was given.
    private func values(
        of declared: [any AnyArgument], given texts: [String: [String]],
        for command: Command<Context>
    ) throws(UsageError) -> Arguments {
        var result = Arguments()
        result.texts = texts
        for argument in declared {
            let form = argument.form
            let texts = texts[form.label] ?? []
            for text in texts where form.refuses(text) {
                throw UsageError(notAChoice(text, form: form, command: command))
            }
            do throws(ArgumentError) {
                try argument.store(texts, in: &result)
            } catch {
                throw UsageError(error.sentence(about: form.label))
            }
        }
        return result
    }

    private func notAChoice(
        _ text: String, form: ArgumentForm, command: Command<Context>
    ) -> String {
        form.refusal(of: text, among: form.choices, listedAt: "\(name) help \(command.name)")
    }
}
