package import CanonicalJSON

/// Reads the members of one canonical object in their sorted order.
package struct MemberReader {
    private var cursor: JSONCursor

    package init(_ cursor: JSONCursor, _ bytes: borrowing Span<UInt8>) throws(ReadingProblem) {
        self.cursor = cursor
        do throws(JSONError) { try self.cursor.beginObject(bytes) } catch {
            throw ReadingProblem("an object with members is expected")
        }
    }

    package mutating func required<V: MemberValue>(
        _ name: String, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> V {
        guard let value: V = try optional(name, bytes) else {
            throw ReadingProblem("it is missing", member: name)
        }
        return value
    }

    package mutating func optional<V: MemberValue>(
        _ name: String, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> V? {
        guard cursor.member(name, bytes) else { return nil }
        do throws(ReadingProblem) { return try V.read(&cursor, bytes) } catch {
            throw ReadingProblem(error.sentence, member: name)
        }
    }

    /// Expects the end of the object, and returns the place after it.
    package mutating func end(
        _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> JSONCursor {
        do throws(JSONError) {
            if let name = try cursor.nextMember(bytes) {
                throw JSONError("'\(name)' is not one of its members", at: cursor.index)
            }
            try cursor.endObject(bytes)
        } catch {
            throw ReadingProblem(error)
        }
        return cursor
    }
}

extension JSONWriter {
    /// Writes the member unless its value is `nil`.
    package mutating func member(_ name: String, _ value: (some MemberValue)?) {
        guard let value else { return }
        self.name(name)
        value.write(to: &self)
    }
}

/// Throws unless the number of member `name` lies within `range`.
func check(
    _ number: Int?, _ range: ClosedRange<Int>, _ name: String
) throws(ReadingProblem) {
    guard let number, !range.contains(number) else { return }
    let limit =
        number < range.lowerBound ? "\(range.lowerBound) or more" : "at most \(range.upperBound)"
    throw ReadingProblem("\(number) is not allowed; it must be \(limit)", member: name)
}

/// Throws when a list or text that must hold something is empty.
func check<C: Collection>(notEmpty value: C?, _ name: String) throws(ReadingProblem) {
    guard let value, value.isEmpty else { return }
    throw ReadingProblem("it is empty", member: name)
}
