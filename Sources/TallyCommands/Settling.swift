internal import CanonicalJSON
internal import CommandTable
internal import Essentials
internal import Reports

extension Session {
    /// Finds out what is settled, as far as that matters before the command line is understood:
    /// how to say what is wrong with it.
    mutating func settle(_ words: [String]) {
        isPlain = words.contains(plainFlag.form.label)
        let isColourless = isPlain || words.contains(noColorFlag.form.label)
        configure([.colour: isColourless ? "never" : nil].compactMapValues(\.self), ledger: nil)
    }

    /// Finds out what is settled for one command, before it runs.
    ///
    /// - Throws: When a setting cannot stand. Only the commands that look into that go on.
    mutating func settle(_ command: Command<Session>, _ arguments: Arguments) throws {
        isPlain = arguments[plainFlag]
        if arguments[noInputFlag] { readTypedLine = nil }
        var options: [Setting: String] = [:]
        for setting in Setting.allCases {
            options[setting] = arguments.texts[setting.option]?.first
        }
        options[.pager] = isPlain ? "none" : nil
        options[.colour] = isPlain || arguments[noColorFlag] ? "never" : nil
        configure(options, ledger: arguments[ledgerOption], isMaking: command.group == "Start")
        guard let problem = configuration.problems.first, !lookers.contains(command.name) else {
            return
        }
        throw Failure(
            .failed, problem, hint: "put it right; 'tally settings' shows what is settled where")
    }
}

extension Session {
    /// - Parameter isMaking: Whether a ledger is being made, which has no file yet.
    private mutating func configure(
        _ options: [Setting: String], ledger: String?, isMaking: Bool = false
    ) {
        var files = [SettingsFile.ofUser(environment)].compactMap(\.self)
        configuration = Configuration(options: options, environment: environment, files: files)
        // A ledger that cannot be found is told of later, by whatever needs it.
        guard !isMaking, let folder = try? namedFolder(ledger),
            let file = SettingsFile.ofLedger(folder)
        else { return }
        files.insert(file, at: 0)
        configuration = Configuration(options: options, environment: environment, files: files)
    }
}

/// The commands that run whatever is wrong with the settings, because they tell of it.
private let lookers: Set = ["settings", "doctor", "restore"]

/// The command that shows what is settled.
let settingsCommands: [Command<Session>] = [
    Command(
        "settings", "Show what is settled, and what settled it", group: "Help",
        details:
            "An option wins over the environment, that over the file 'config' in the ledger's folder, "
            + "and that over your own ~/.config/tallystick/config (or below XDG_CONFIG_HOME). A file has "
            + "a line 'name = value' for each setting; an empty value settles that there is none.",
        examples: ["settings --json"]
    ) { arguments, session in
        session.tellSettings(asJSON: arguments[jsonFlag])
        if let problem = session.configuration.problems.first {
            throw Failure(.failed, problem, hint: "put it right, or take the line out")
        }
    }
]

extension Session {
    fileprivate func tellSettings(asJSON: Bool) {
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/settings/1")),
                    ("settings", .array(Setting.allCases.map(configuration.json))),
                    ("problems", .array(configuration.problems.map(JSONValue.string))),
                ]).compact)
        } else {
            let rows = Setting.allCases.map { [$0.rawValue] + configuration.words(about: $0) }
            aligned(rows, left: [0, 1, 2]).forEach { print($0) }
        }
    }
}

extension Configuration {
    /// What stands for a setting, and who settled it, for people.
    func words(about setting: Setting) -> [String] {
        let voices = voices(about: setting)
        guard let winner = voices.first else { return ["-", "not settled"] }
        let value = winner.value.isEmpty ? "-" : printable(winner.value)
        let others = voices.dropFirst().filter { $0.source != .standard }
        let overruled = others.map { printable($0.source.words) }.joined(separator: "; ")
        let by = "by " + printable(winner.source.words)
        return [value, overruled.isEmpty ? by : by + ", over " + overruled]
    }

    fileprivate func json(_ setting: Setting) -> JSONValue {
        let voices = voices(about: setting).map { voice in
            JSONValue.object([
                ("value", .string(voice.value)), ("source", .string(voice.source.words)),
            ])
        }
        return .object([
            ("name", .string(setting.rawValue)),
            ("value", self[setting].map { .string($0) } ?? .null),
            ("source", voices.first?["source"] ?? .null), ("voices", .array(voices)),
        ])
    }
}
