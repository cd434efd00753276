/// How an argument looks on the command line.
package struct ArgumentForm: Equatable, Sendable {
    package enum Kind: Sendable { case option, flag, word }

    package let kind: Kind
    /// What identifies the argument: `--name`, or `VALUE` for a word.
    package let label: String
    /// What an option's value is called in help.
    package let value: String?
    /// Every acceptable value, or none when they cannot be listed.
    package let choices: [String]
    /// Whether the choices are only those known beforehand, and others are read too.
    package internal(set) var acceptsOthers = false
    /// What its values name, where only the running program knows which there are: `urn`.
    package internal(set) var names: String?
    /// Whether its value is a list of such names, by commas.
    package internal(set) var isList = false
    /// Whether the argument takes every word that is left.
    package internal(set) var repeats = false

    static func option(_ name: String, _ value: String, _ choices: [String]) -> Self {
        Self(kind: .option, label: "--\(name)", value: value, choices: choices)
    }

    static func flag(_ name: String) -> Self {
        Self(kind: .flag, label: "--\(name)", value: nil, choices: [])
    }

    static func word(_ value: String, _ choices: [String]) -> Self {
        Self(kind: .word, label: value, value: nil, choices: choices)
    }
}

extension ArgumentForm {
    package var isWord: Bool { kind == .word }

    /// Whether `text` is none of the choices, and has to be.
    func refuses(_ text: String) -> Bool {
        !choices.isEmpty && !acceptsOthers && !choices.contains(text)
    }

    /// Says that `text` is none of `choices`, and which was meant or can be chosen.
    package func refusal(
        of text: String, among choices: [String], listedAt command: String
    ) -> String {
        let start = "\(quoted(text)) is not a value for \(label)"
        if let near = nearest(to: text, among: choices) {
            return start + "; did you mean '\(near)'?"
        }
        return choices.count <= choicesListedMaximum
            ? start + "; choose \(listed(choices, or: "or"))"
            : start + "; run '\(command)' for the list"
    }

    /// The label with its value, as usage shows it: `--from DAY`, `FILE`, `MEMBER...`.
    package var usage: String {
        if let value { return "\(label) \(value)" }
        return repeats ? "\(label)..." : label
    }

    /// The label with its short form and value, as a list of arguments shows it.
    var title: String {
        guard let short = shortOptions.first(where: { $0.label == label }) else { return usage }
        return "\(short.short), \(usage)"
    }
}

private let choicesListedMaximum = 12

/// The only options that can be shortened.
let shortOptions = [
    (short: "-n", label: "--dry-run"), (short: "-h", label: "--help"),
    (short: "-o", label: "--out"),
]
