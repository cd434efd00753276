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
        guard let value: V = try optional(name, bytes) else { throw missing(name, bytes) }
        return value
    }

    /// The place of a text, without its quotes; its escapes are still escapes.
    mutating func requiredText(
        _ name: String, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Range<Int> {
        guard cursor.member(name, bytes) else { throw missing(name, bytes) }
        do throws(JSONError) { return try cursor.text(bytes) } catch {
            throw ReadingProblem(error.message, member: name)
        }
    }

    /// A member that is not known stands in the way of those after it, so it is named instead of them.
    private func missing(_ name: String, _ bytes: borrowing Span<UInt8>) -> ReadingProblem {
        var ahead = cursor
        if let next = try? ahead.nextMember(bytes),
            next.utf16.lexicographicallyPrecedes(name.utf16)
        {
            return unknown(next)
        }
        return ReadingProblem("it is missing", member: name)
    }

    private func unknown(_ name: String) -> ReadingProblem {
        ReadingProblem("'\(name)' is not one of its members")
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
        let left: String?
        do throws(JSONError) {
            left = try cursor.nextMember(bytes)
            if left == nil { try cursor.endObject(bytes) }
        } catch {
            throw ReadingProblem(error)
        }
        if let left { throw unknown(left) }
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

/// Throws when a list of texts holds an empty one.
func check(noneEmpty list: [String]?, _ name: String) throws(ReadingProblem) {
    guard let list, list.contains("") else { return }
    throw ReadingProblem("one of them is empty", member: name)
}

/// Throws when a list or text that must hold something is empty.
func check<C: Collection>(notEmpty value: C?, _ name: String) throws(ReadingProblem) {
    guard let value, value.isEmpty else { return }
    throw ReadingProblem("it is empty", member: name)
}
