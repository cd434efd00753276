/// A JSON value, its members in the order they were given.
package indirect enum JSONValue: Equatable, Sendable {
    case object([JSONMember])
    case array([JSONValue])
    case string(String)
    case integer(Int)
    /// A number that is not an integer, as the digits to print; never found in an event.
    case number(String)
    case bool(Bool)
    case null

    /// An object from pairs; a pair whose value is `nil` is left out.
    package static func object(_ pairs: [(String, JSONValue?)]) -> JSONValue {
        .object(pairs.compactMap { pair in pair.1.map { JSONMember(pair.0, $0) } })
    }

    /// The member called `name`, when this is an object that has it.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The first number in it that is not whole; events hold none.
    package var firstFraction: String? {
        switch self {
        case .number(let digits): digits
        case .array(let elements): elements.lazy.compactMap(\.firstFraction).first
        case .object(let members): members.lazy.compactMap(\.value.firstFraction).first
        default: nil
        }
    }

    package var text: String? { if case .string(let text) = self { text } else { nil } }
    package var integer: Int? { if case .integer(let number) = self { number } else { nil } }
    package var members: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }
    package var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}

/// One member of a JSON object.
package struct JSONMember: Equatable, Sendable {
    package var name: String
    package var value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

/// JSON that cannot be read: what is wrong, and at which byte, counted from 0.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    package let message: String
    package let offset: Int

    package init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }

    package var description: String { "\(message) (at byte \(offset))" }
}
