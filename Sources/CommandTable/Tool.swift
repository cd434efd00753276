/// A whole command-line tool: the table, and everything derived from it.
package struct Tool<Context>: Sendable {
    package let name: String
    /// One line, without a full stop.
    package let summary: String
    package let version: String
    /// The lines help starts with: what a first session looks like.
    package let session: String
    /// Options every command takes, before or after its name; none can be required.
    package let globals: [any AnyArgument]
    /// What the overview and the manual end with: exit codes, environment variables.
    package let topics: [Topic]
    /// Every command, the ones the table answers by itself last.
    package let commands: [Command<Context>]

    package init(
        name: String, summary: String, version: String, session: String,
        globals: [any AnyArgument] = [], topics: [Topic] = [], commands: [Command<Context>]
    ) {
        self.name = name
        self.summary = summary
        self.version = version
        self.session = session
        self.globals = globals
        self.topics = topics
        self.commands = commands + Self.builtIns(for: name)
    }
}

/// A heading and two columns, for what is not a command.
package struct Topic: Sendable {
    package let heading: String
    package let rows: [(name: String, meaning: String)]

    package init(_ heading: String, _ rows: [(name: String, meaning: String)]) {
        self.heading = heading
        self.rows = rows
    }
}

/// What a command line asks for.
package enum Request<Context>: Sendable {
    /// Call the command's `run` with these arguments.
    case run(Command<Context>, Arguments)
    /// Print this text and stop successfully.
    case show(String)
}
