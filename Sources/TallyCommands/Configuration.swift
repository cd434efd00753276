/// What is settled for one run, and by whom: an option wins over the environment, that over the
/// ledger's file, that over the user's file, and that over what stands by itself.
///
/// An empty value settles that there is none, whatever those below say.
package struct Configuration: Sendable {
    /// Where a value comes from.
    package enum Source: Equatable, Sendable {
        case option(String)
        case environment(String)
        /// A line of a file.
        case file(String, line: Int)
        case standard

        package var words: String {
            switch self {
            case .option(let label): label
            case .environment(let name): "\(name) in the environment"
            case .file(let path, let line): "\(path), line \(line)"
            case .standard: "nothing else being settled"
            }
        }
    }

    /// One value that somebody gave, whether it won or not.
    package struct Voice: Equatable, Sendable {
        package let value: String
        package let source: Source
    }

    /// Everybody who settled something, the winner first.
    private let voices: [Setting: [Voice]]
    /// What could not be read, a sentence each; the first of them stops every command but `doctor`.
    package let problems: [String]

    /// - Parameters:
    ///   - options: What the command line settles.
    ///   - files: The files read, the stronger first.
    package init(
        options: [Setting: String] = [:], environment: [String: String] = [:],
        files: [SettingsFile] = []
    ) {
        var (voices, problems): ([Setting: [Voice]], [String]) = ([:], files.flatMap(\.problems))
        for setting in Setting.allCases {
            var found: [Voice] = []
            if let value = options[setting] {
                found.append(Voice(value: value, source: .option(setting.option)))
            }
            for name in setting.variables {
                guard let value = environment[name] else { continue }
                if let problem = setting.problem(with: value) {
                    problems.append("\(name) in the environment: \(problem)")
                }
                found.append(Voice(value: value, source: .environment(name)))
            }
            found += files.compactMap { $0.values[setting] }
            if let value = setting.standard {
                found.append(Voice(value: value, source: .standard))
            }
            voices[setting] = found
        }
        (self.voices, self.problems) = (voices, problems)
    }

    /// The value that stands; `nil` when there is none.
    package subscript(_ setting: Setting) -> String? {
        guard let value = voices[setting]?.first?.value, !value.isEmpty else { return nil }
        return value
    }

    /// Everybody who said something about `setting`, the winner first.
    package func voices(about setting: Setting) -> [Voice] { voices[setting] ?? [] }
}
