/// A command line that cannot be carried out.
package struct UsageError: Error, Equatable, CustomStringConvertible {
    /// What happened and how to put it right, without a full stop.
    package let sentence: String
    /// The command being used, when that much was understood.
    package let command: String?

    package init(_ sentence: String, command: String? = nil) {
        self.sentence = sentence
        self.command = command
    }

    package var description: String { sentence }
}

/// A text that an argument turned down.
package struct ArgumentError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with the text and what to give instead, without a full stop.
    package let sentence: String
    /// The argument the sentence already names, so that nobody names it again.
    let label: String?

    package init(_ sentence: String) { self.init(sentence, label: nil) }

    init(_ sentence: String, label: String?) {
        self.sentence = sentence
        self.label = label
    }

    package var description: String { sentence }

    /// The sentence, opened by the argument it is about.
    func sentence(about label: String) -> String {
        self.label == label ? sentence : "\(label): \(sentence)"
    }
}

/// A text as messages repeat it: in quotes, on one line, and never longer than a line.
func quoted(_ text: String) -> String {
    let plain = text.prefix(60).map { character in
        character.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? "?" : character
    }
    return "'" + String(plain) + (text.count > 60 ? "...'" : "'")
}
