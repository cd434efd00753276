/// One row of the command table.
package struct Command<Context>: Sendable {
    /// One word, or two when the first names a family: `import register`.
    package let name: String
    /// One line, starting with a verb, without a full stop.
    package let summary: String
    /// The heading the command is listed under.
    package let group: String
    /// What help adds below the summary; an empty line starts a new paragraph.
    package let details: String?
    /// Lists that help shows after the arguments.
    package let lists: [Topic]
    package let arguments: [any AnyArgument]
    /// Complete command lines without the tool's name; tests parse every one of them.
    package let examples: [String]
    package let run: @Sendable (Arguments, inout Context) throws -> Void
    /// Whether its answer is read at length, which a terminal shows page by page.
    package private(set) var isReadAtLength = false
    /// For the commands the table answers by itself: the text to show instead of running.
    let answer: (@Sendable (Arguments, Tool<Context>) throws(UsageError) -> String)?

    package init(
        _ name: String, _ summary: String, group: String, details: String? = nil,
        arguments: [any AnyArgument] = [], lists: [Topic] = [], examples: [String],
        run: @escaping @Sendable (Arguments, inout Context) throws -> Void
    ) {
        self.name = name
        self.summary = summary
        self.group = group
        self.details = details
        self.lists = lists
        self.arguments = arguments
        self.examples = examples
        self.run = run
        self.answer = nil
    }

    /// A command that only shows a text about the table itself.
    init(
        _ name: String, _ summary: String, details: String? = nil,
        arguments: [any AnyArgument] = [], examples: [String],
        answer: @escaping @Sendable (Arguments, Tool<Context>) throws(UsageError) -> String
    ) {
        self.name = name
        self.summary = summary
        self.group = "Help"
        self.details = details
        self.lists = []
        self.arguments = arguments
        self.examples = examples
        self.run = { _, _ in }
        self.answer = answer
    }
}

extension Command {
    /// The same command, whose answer is read at length.
    package var readAtLength: Self {
        var command = self
        command.isReadAtLength = true
        return command
    }

    /// The first word of a two-word name.
    var family: String? {
        let words = name.split(separator: " ")
        return words.count == 2 ? String(words[0]) : nil
    }
}
