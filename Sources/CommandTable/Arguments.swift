/// An ``Argument`` whose value type has been forgotten, so that a command can list several.
package protocol AnyArgument: Sendable {
    var form: ArgumentForm { get }
    var help: String { get }
    var isRequired: Bool { get }

    /// Adds the value of `texts`, or the default when there are none, to `arguments`.
    func store(_ texts: [String], in arguments: inout Arguments) throws(ArgumentError)
}

extension Argument {
    package var isRequired: Bool { absent == nil }

    package func store(
        _ texts: [String], in arguments: inout Arguments
    ) throws(ArgumentError) {
        if !texts.isEmpty {
            arguments.boxes[form.label] = Box(value: try read(texts))
        } else if let absent {
            arguments.boxes[form.label] = Box(value: absent)
        } else {
            throw ArgumentError(
                "\(form.usage) is missing; add it: \(help)", label: form.label)
        }
    }
}

/// The values one invocation supplied, the tool's global options among them.
package struct Arguments: Sendable {
    fileprivate(set) var boxes: [String: any Sendable] = [:]
    /// What was typed, by the label of its argument; a flag's text is empty.
    package internal(set) var texts: [String: [String]] = [:]

    /// The value of `argument`, which the running command or its tool must have declared.
    package subscript<Value>(_ argument: Argument<Value>) -> Value {
        guard let box = boxes[argument.form.label] as? Box<Value> else {
            preconditionFailure("\(argument.form.label) is missing from the command's arguments")
        }
        return box.value
    }

    /// Whether the running command or its tool has declared `argument`.
    package func declares(_ argument: some AnyArgument) -> Bool {
        boxes[argument.form.label] != nil
    }

    /// The value of an argument that can be left out; `nil` too where it is not declared.
    package func given<Value>(_ argument: Argument<Value?>) -> Value? {
        declares(argument) ? self[argument] : nil
    }
}

/// Keeps a value's exact type: a cast from `any Sendable` would see through an optional.
private struct Box<Value: Sendable>: Sendable {
    let value: Value
}
