package import CanonicalJSON

/// A value that a member of an event's data can hold.
package protocol MemberValue: Hashable, Sendable {
    /// Reads the value at the cursor and moves past it.
    static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Self

    func write(to writer: inout JSONWriter)
}

/// Why the data of an event cannot be read: a sentence without a full stop, and the member it is
/// in.
package struct ReadingProblem: Error, Equatable, CustomStringConvertible {
    package let sentence: String
    package let member: String?

    package init(_ sentence: String, member: String? = nil) {
        self.sentence = sentence
        self.member = member
    }

    package init(_ error: JSONError) { self.init(error.message) }

    package var description: String { member.map { "\($0): \(sentence)" } ?? sentence }
}

extension String: MemberValue {
    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> String {
        do throws(JSONError) { return try cursor.string(bytes) } catch {
            throw ReadingProblem(error)
        }
    }

    package func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Int: MemberValue {
    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Int {
        do throws(JSONError) { return try cursor.integer(bytes) } catch {
            throw ReadingProblem(error)
        }
    }

    package func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Array: MemberValue where Element: MemberValue {
    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> [Element] {
        var elements: [Element] = []
        do throws(JSONError) { try cursor.beginArray(bytes) } catch {
            throw ReadingProblem("a list is expected")
        }
        while try nextElement(&cursor, bytes) {
            elements.append(try Element.read(&cursor, bytes))
        }
        guard Set(elements).count == elements.count else {
            throw ReadingProblem("the list names the same thing twice")
        }
        return elements
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }

    private static func nextElement(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Bool {
        do throws(JSONError) { return try cursor.nextElement(bytes) } catch {
            throw ReadingProblem(error)
        }
    }
}

extension Dictionary: MemberValue where Key: Token, Value == Int {
    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> [Key: Int] {
        var result: [Key: Int] = [:]
        do throws(JSONError) {
            try cursor.beginObject(bytes)
            while let name = try cursor.nextMember(bytes) {
                guard let key = Key(name) else {
                    throw JSONError("'\(name)' is not \(Key.form)", at: 0)
                }
                result[key] = try cursor.integer(bytes)
            }
            try cursor.endObject(bytes)
        } catch {
            throw ReadingProblem(error)
        }
        guard !result.isEmpty else { throw ReadingProblem("it is empty") }
        if let low = result.first(where: { $0.value < 1 }) {
            throw ReadingProblem("\(low.key) must be 1 or more")
        }
        return result
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (key, number) in sorted(by: { $0.key.text < $1.key.text }) {
            writer.name(key.text)
            writer.integer(number)
        }
        writer.endObject()
    }
}

extension JSONValue: MemberValue {
    package func hash(into hasher: inout Hasher) { hasher.combine(canonical) }

    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> JSONValue {
        let value: JSONValue
        do throws(JSONError) {
            let place = try cursor.skipValue(bytes)
            value = try JSONValue(parsing: place.map { bytes[$0] })
        } catch {
            throw ReadingProblem(error)
        }
        guard value.members != nil else { throw ReadingProblem("an object is expected") }
        if let digits = value.firstFraction {
            throw ReadingProblem("\(digits) is not a whole number")
        }
        return value
    }

    package func write(to writer: inout JSONWriter) { writer.write(self, sorted: true) }
}
