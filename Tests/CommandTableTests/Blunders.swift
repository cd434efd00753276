import Testing

@testable import CommandTable

private let one = Argument.word("ONE", "a word")
private let two = Argument.word("TWO", "another word")
private let option = Argument.option("option", "VALUE", "an option")

/// One way to get the table wrong, and what is said about it.
struct Blunder: CustomTestStringConvertible {
    var testDescription: String { problems.joined(separator: "; ") }
    let problems: [String]
    var names = ["do"]
    var summary = "Do it"
    var globals: [any AnyArgument] = []
    var arguments: [any AnyArgument] = []
    var details: String?
    var session = "tool do"
    var examples = ["do"]

    var tool: Tool<Int> {
        let commands = names.map { name in
            Command<Int>(
                name, summary, group: "Group", details: details, arguments: arguments,
                examples: examples
            ) { _, _ in }
        }
        return Tool(
            name: "tool", summary: "A tool", version: "1", session: session, globals: globals,
            commands: commands)
    }
}

let blunders = [
    Blunder(problems: ["do: the name is used twice"], names: ["do", "do"]),
    Blunder(problems: ["man: the name is used twice"], names: ["man"], examples: ["man"]),
    Blunder(
        problems: [
            "do it now: a name is one or two words in small letters",
            "do it now: the example 'do it now' is not understood: "
                + "there is no command 'do'; run 'tool help' for the list",
        ],
        names: ["do it now"], examples: ["do it now"]),
    Blunder(
        problems: ["Do: a name is one or two words in small letters"], names: ["Do"],
        examples: ["Do"]),
    Blunder(
        problems: [
            "do: it is a command and a family of commands",
            "do more: the example 'do' does something else",
        ], names: ["do", "do more"]),
    Blunder(problems: ["do: the summary ends with a full stop"], summary: "Do it."),
    Blunder(problems: ["do: the summary does not start with a capital letter"], summary: "do it"),
    Blunder(problems: ["do: there is no example"], examples: []),
    Blunder(
        problems: ["do: the example 'man' does something else"], examples: ["man"]),
    Blunder(
        problems: ["do: the example 'do --help' does something else"], examples: ["do --help"]),
    Blunder(
        problems: [
            "do: the example 'do it' is not understood: "
                + "'it' is one word too many for 'do'; put quotes round a value that has spaces"
        ], examples: ["do it"]),
    Blunder(
        problems: ["do: TWO is required after an optional word"], arguments: [one.optional, two],
        examples: ["do 1 2"]),
    Blunder(
        problems: ["do: ONE repeats, so it must be the last word"],
        arguments: [one.repeating, two.optional], examples: ["do 1"]),
    Blunder(
        problems: ["do: --option repeats, which only words can"],
        arguments: [option.repeating], examples: ["do --option 1"]),
    Blunder(
        problems: ["do: ONE is declared twice"], arguments: [one, one.optional],
        examples: ["do 1"]),
    Blunder(
        problems: ["do: --option is declared twice"], globals: [option.optional],
        arguments: [option.optional]),
    Blunder(
        problems: ["do: --help is declared twice"], arguments: [Argument.flag("help", "help")]),
    Blunder(
        problems: ["do: the help of ONE ends with a full stop"],
        arguments: [Argument.word("ONE", "a word.").optional]),
    Blunder(
        problems: ["overview: a line of help is 82 characters wide: " + overlong],
        session: String(overlong.dropFirst(2))),
    Blunder(problems: ["do: help says 'please'"], details: "Please do it."),
    Blunder(problems: ["the session that help starts with is empty"], session: ""),
]

private let overlong = "  " + String(repeating: "x", count: 80)
