private let topic = Argument.word("COMMAND", "a command, in one word or two")
    .repeating.defaulting(to: [])
private let shell = Argument.word(
    "SHELL", "the shell to complete in", choices: ["bash", "zsh", "fish"])

extension Tool {
    /// The commands every tool has, because the table can answer them by itself.
    static func builtIns(for tool: String) -> [Command<Context>] {
        [
            Command(
                "help", "Show how to use a command", arguments: [topic], examples: ["help man"]
            ) { arguments, tool throws(UsageError) in
                try tool.help(about: arguments[topic])
            },
            Command(
                "man", "Print the manual page, in roff",
                details: "Show it with '\(tool) man | man -l -'.", examples: ["man"]
            ) { _, tool in tool.manual },
            Command(
                "completions", "Print the lines that teach a shell to complete commands",
                details: """
                    Save them where the shell looks: for bash \
                    ~/.local/share/bash-completion/completions/\(tool), for zsh a file named \
                    _\(tool) in a folder of fpath, for fish \
                    ~/.config/fish/completions/\(tool).fish.
                    """,
                arguments: [shell], examples: ["completions bash"]
            ) { arguments, tool in tool.completionScript(for: arguments[shell]) },
        ]
    }
}
