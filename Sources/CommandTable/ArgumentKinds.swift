extension Argument {
    /// The same argument, which may be left out: its value is then `nil`.
    package var optional: Argument<Value?> {
        Argument<Value?>(form: form, help: help, absent: .some(nil), read: read)
    }

    /// The same argument, which may be left out: its value is then `value`.
    ///
    /// Mention the default in the argument's help; it is not printed by itself.
    package func defaulting(to value: Value) -> Self {
        Self(form: form, help: help, absent: value, read: read)
    }

    /// The same argument, whose choices are those known beforehand: others are read too.
    package var acceptingOthers: Self {
        var form = form
        form.acceptsOthers = true
        return Self(form: form, help: help, absent: absent, read: read)
    }

    /// The same argument, whose values name what only the running program knows, such as `urn`.
    package func naming(_ kind: String, inList isList: Bool = false) -> Self {
        var form = form
        (form.names, form.isList) = (kind, isList)
        return Self(form: form, help: help, absent: absent, read: read)
    }

    /// The same word, given once or more; add `.defaulting(to: [])` to allow none.
    ///
    /// It takes every word that is left, so it must be the last one declared.
    package var repeating: Argument<[Value]> {
        var form = form
        form.repeats = true
        return Argument<[Value]>(form: form, help: help, absent: nil) {
            texts throws(ArgumentError) in
            var values: [Value] = []
            for text in texts { values.append(try read([text])) }
            return values
        }
    }
}

extension Argument<String> {
    /// `--name VALUE`, any text.
    package static func option(
        _ name: String, _ value: String, _ help: String, choices: [String] = []
    ) -> Self {
        option(name, value, help, choices: choices, parse: { $0 })
    }

    /// A bare word, any text.
    package static func word(_ value: String, _ help: String, choices: [String] = []) -> Self {
        word(value, help, choices: choices, parse: { $0 })
    }
}

extension Argument<Bool> {
    /// `--name`, false when absent.
    package static func flag(_ name: String, _ help: String) -> Self {
        Self(form: .flag(name), help: help, absent: false) { _ in true }
    }
}

extension Argument where Value: CaseIterable & RawRepresentable<String> {
    /// `--name VALUE`, one of the raw values of an enum.
    package static func option(_ name: String, _ value: String, _ help: String) -> Self {
        let choices = Value.allCases.map(\.rawValue)
        return option(name, value, help, choices: choices, parse: { Value(rawValue: $0) })
    }

    /// A bare word, one of the raw values of an enum.
    package static func word(_ value: String, _ help: String) -> Self {
        let choices = Value.allCases.map(\.rawValue)
        return word(value, help, choices: choices, parse: { Value(rawValue: $0) })
    }
}
