package import CanonicalJSON

/// The facts of one type of event; the build generates a conforming value from each schema file.
package protocol FactData: Sendable, Equatable {
    /// The type's name, its members and what they mean.
    static var descriptor: FactDescriptor { get }

    /// Reads canonical JSON: members sorted, none unknown.
    init(
        reading cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem)

    func write(to writer: inout JSONWriter)

    /// The stories this fact takes part in.
    var stories: Stories { get }
}

/// Which stories a fact changes, and which its legality merely depends on.
package struct Stories: Equatable, Sendable {
    package var changes: [Subject] = []
    package var reads: [Subject] = []

    package init(changes: [Subject] = [], reads: [Subject] = []) {
        self.changes = changes
        self.reads = reads
    }
}

/// What a story is about, such as `school:900010`: the key under which the log finds it.
package struct Subject: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ kind: String, _ id: String) { text = "\(kind):\(id)" }

    package init(_ text: String) { self.text = text }

    package var description: String { text }

    /// What comes before the colon, such as `school` or `la`.
    package var kind: Substring {
        Substring(text.utf8.prefix { $0 != UInt8(ascii: ":") })
    }
}

/// What a type of event is called, and what its members are.
package struct FactDescriptor: Sendable {
    package let type: String
    package let version: Int
    /// The folder of `events/` its schema is in: `ledger`, `register`, `programme`, `money`,
    /// `evidence` or `locality`.
    package let group: String
    /// One sentence: what it records.
    package let meaning: String
    /// When such a fact is legal.
    package let legal: String
    /// Sorted by name.
    package let members: [MemberDescriptor]
    /// The first example of the schema, as canonical JSON.
    package let example: String

    package func member(_ name: String) -> MemberDescriptor? { members.first { $0.name == name } }
}

/// One member of a type of event.
package struct MemberDescriptor: Sendable {
    package let name: String
    /// What kind of value it holds, as the schema's `x-kind` says.
    package let kind: String
    package let isList: Bool
    package let isRequired: Bool
    /// Meaning and unit.
    package let meaning: String
    /// The values it can take, when they are few.
    package let choices: [String]
}
