/// One thing that can come next on a command line.
package struct Candidate: Equatable, Sendable {
    package let text: String
    /// What it stands for, where that is not plain from the text; shells show it that can.
    package let meaning: String?

    package init(_ text: String, meaning: String? = nil) {
        (self.text, self.meaning) = (text, meaning)
    }
}

/// What the running program is asked for: the names that a word being typed can become.
package struct NamesWanted: Sendable {
    /// What is named, as the argument says.
    package let kind: String
    /// The beginning of the name.
    package let typed: String
    /// The words of the command before it.
    package let words: [String]
    /// The values of the options before it, by their labels.
    package let options: [String: String]
}

/// What an argument was given on a command line that may be wrong elsewhere.
package struct Given: Sendable {
    package let form: ArgumentForm
    package let text: String
}
