/// One thing a command can be told, as a typed key: declared once, it is the parser, the
/// line of help, the completion, and the way the command reads the value back.
///
/// An argument is required until ``optional`` or ``defaulting(to:)`` says otherwise.
package struct Argument<Value: Sendable>: AnyArgument {
    package let form: ArgumentForm
    /// What to give, without a full stop: "first day it counts, YYYY-MM-DD".
    package let help: String
    /// The value when the argument is absent; `nil` makes the argument required.
    let absent: Value?
    /// Reads the texts given: exactly one, unless the form repeats.
    let read: @Sendable ([String]) throws(ArgumentError) -> Value
}

extension Argument {
    /// `--name VALUE` or `--name=VALUE`, whose `parse` knows only right from wrong.
    ///
    /// - Parameters:
    ///   - value: What to call the value in help, in capitals.
    ///   - choices: Every acceptable value, when they can be listed; anything else is refused.
    package static func option(
        _ name: String, _ value: String, _ help: String, choices: [String] = [],
        parse: @escaping @Sendable (String) -> Value?
    ) -> Self {
        Self(.option(name, value, choices), help, reading(parse, "--\(name)", help))
    }

    /// `--name VALUE` or `--name=VALUE`, whose `read` says in a sentence what is wrong.
    package static func option(
        _ name: String, _ value: String, _ help: String, choices: [String] = [],
        read: @escaping @Sendable (String) throws(ArgumentError) -> Value
    ) -> Self {
        Self(.option(name, value, choices), help, read)
    }

    /// A bare word, taken in the order declared, whose `parse` knows only right from wrong.
    package static func word(
        _ value: String, _ help: String, choices: [String] = [],
        parse: @escaping @Sendable (String) -> Value?
    ) -> Self {
        Self(.word(value, choices), help, reading(parse, value, help))
    }

    /// A bare word, taken in the order declared, whose `read` says what is wrong.
    package static func word(
        _ value: String, _ help: String, choices: [String] = [],
        read: @escaping @Sendable (String) throws(ArgumentError) -> Value
    ) -> Self {
        Self(.word(value, choices), help, read)
    }

    private init(
        _ form: ArgumentForm, _ help: String,
        _ read: @escaping @Sendable (String) throws(ArgumentError) -> Value
    ) {
        self.init(form: form, help: help, absent: nil) { texts throws(ArgumentError) in
            try read(texts.first ?? "")
        }
    }
}

/// Lends `parse` a sentence for the texts it turns down.
private func reading<Value>(
    _ parse: @escaping @Sendable (String) -> Value?, _ label: String, _ help: String
) -> @Sendable (String) throws(ArgumentError) -> Value {
    { text throws(ArgumentError) in
        if let value = parse(text) { return value }
        throw ArgumentError("\(quoted(text)) is not a value for \(label): \(help)", label: label)
    }
}
