extension Tool {
    /// The overview: a first session, then every command under its heading.
    package var overview: String {
        let session = session.split(separator: "\n", omittingEmptySubsequences: false)
        let widest = commands.map(\.name.count).max() ?? 0
        var blocks = [
            ["Example"] + session.map { $0.isEmpty ? "" : "  \($0)" },
            wrap(summary, to: pageWidth),
            ["Usage", "  \(name) COMMAND [WORDS AND OPTIONS]"],
        ]
        blocks += groups.map { group, members in
            [group] + columns(members.map { ($0.name, $0.summary) }, least: widest)
        }
        blocks.append(globalBlock(adding: [("--version", "show the version")]))
        blocks += topics.map { [$0.heading] + columns($0.rows.map { ($0.name, $0.meaning) }) }
        blocks.append(["Run '\(name) help COMMAND' for its examples and all it takes."])
        return page(blocks)
    }

    /// The page for one command.
    package func help(for command: Command<Context>) -> String {
        var blocks = [exampleBlock(command.examples), [command.summary]]
        if let details = command.details { blocks.append(wrap(details, to: pageWidth)) }
        blocks.append(["Usage"] + usage(of: command))
        if !command.arguments.isEmpty {
            blocks.append(["Arguments"] + columns(command.arguments.map(row)))
        }
        blocks += command.lists.map { list in
            [list.heading] + columns(list.rows.map { ($0.name, $0.meaning) })
        }
        return page(blocks + [globalBlock()])
    }

    /// The page for all commands whose names start with `family`.
    func help(forFamily family: String) -> String {
        let members = commands.filter { $0.family == family }
        return page([
            exampleBlock(members.compactMap(\.examples.first)),
            ["Commands"] + columns(members.map { ($0.name, $0.summary) }),
            ["Run '\(name) help \(family) \(secondWords(of: family)[0])' for all it takes."],
        ])
    }

    /// The page `words` ask for; words after a command's name are its own and do not matter.
    func help(about words: [String]) throws(UsageError) -> String {
        if words.isEmpty { return overview }
        switch try lookUp(words[...]) {
        case .family(let family): return help(forFamily: family)
        case .command(let command): return help(for: command)
        }
    }

    /// Commands by heading, both in table order.
    var groups: [(String, [Command<Context>])] {
        var order: [String] = []
        for command in commands where !order.contains(command.group) {
            order.append(command.group)
        }
        return order.map { group in (group, commands.filter { $0.group == group }) }
    }

    /// The rows of the options every command takes.
    var globalRows: [(left: String, right: String)] {
        globals.map(row) + [("-h, --help", "show help, starting with an example")]
    }
}

extension Tool {
    private func exampleBlock(_ examples: [String]) -> [String] {
        [examples.count == 1 ? "Example" : "Examples"]
            + examples.flatMap { Example($0).lines(for: name) }
    }

    private func globalBlock(adding rows: [(left: String, right: String)] = []) -> [String] {
        ["Options for every command"] + columns(globalRows + rows)
    }

    private func usage(of command: Command<Context>) -> [String] {
        let parts = [name, command.name] + command.arguments.map(\.usage)
        return fill(parts, width: pageWidth - 2, hanging: "    ").map { "  " + $0 }
    }

    private func page(_ blocks: [[String]]) -> String {
        blocks.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
    }
}

/// An argument's line in a list: what to type, and what it means with every choice.
func row(_ argument: any AnyArgument) -> (left: String, right: String) {
    let choices = argument.form.choices
    let suffix = choices.isEmpty ? "" : ": \(listed(choices, or: "or"))"
    return (argument.form.title, argument.help + suffix)
}

extension AnyArgument {
    /// The argument in a usage line, in brackets when it can be left out.
    var usage: String { isRequired ? form.usage : "[\(form.usage)]" }
}
