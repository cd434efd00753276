/// Where the members of a JSON object stand, when it is one of the plainest kind; used again for
/// object after object, it allocates nothing.
///
/// Plain is an object whose member names are ASCII and whose texts have no escapes, whose numbers
/// are short, whole and not negative, and whose objects and lists within are canonical already.
/// Such an object is JSON, and the places of its values are their canonical form; of others this
/// says nothing, and ``JSONValue/init(parsing:)`` reads them.
package struct PlainObject {
    package struct Member {
        /// Where the name stands, without its quotes.
        package let name: Range<Int>
        /// Where the value stands, with its quotes or brackets.
        package let value: Range<Int>
        /// Where the text stands, without its quotes, when the value is one.
        package var text: Range<Int>? { isText ? value.lowerBound + 1..<value.upperBound - 1 : nil }

        package let isText: Bool
    }

    /// As they stand in the object, in which no name stands twice.
    package private(set) var members: [Member] = []

    package init() {}

    /// Reads the object that `bytes` are, and says whether it is plain.
    package mutating func read(_ bytes: borrowing Span<UInt8>) -> Bool {
        members.removeAll(keepingCapacity: true)
        var scan = PlainScan()
        guard scan.object(bytes, members: &members) else { return false }
        scan.skipSpace(bytes)
        guard scan.index == bytes.count else { return false }
        return !scan.hasOther || (try? UTF8Span(validating: bytes.extracting(bytes.indices))) != nil
    }

    /// Puts the members in the order of their names; false when a name stands twice.
    package mutating func sort(_ bytes: borrowing Span<UInt8>) -> Bool {
        for end in members.indices.dropFirst() {
            // They mostly are in order.
            var index = end
            while index > 0 {
                let order = compare(bytes, members[index - 1].name, members[index].name)
                guard order >= 0 else { break }
                guard order > 0 else { return false }
                members.swapAt(index - 1, index)
                index -= 1
            }
        }
        return true
    }
}

/// Whether `bytes` are one JSON value, without fractions, in the canonical form of RFC 8785: members
/// sorted, no spaces, the fewest escapes.
package func isCanonicalJSON(_ bytes: borrowing Span<UInt8>) -> Bool {
    var scan = PlainScan()
    if scan.isCanonical(bytes) { return true }
    // Escapes, long numbers and the like are rare: they are written again and compared.
    let copy = bytes.indices.map { bytes[$0] }
    guard let value = try? JSONValue(parsing: copy) else { return false }
    return value.firstFraction == nil && value.canonical == copy
}

/// A place in JSON that may be plain; what moves it says whether it was.
private struct PlainScan {
    var index = 0
    /// Whether there was a byte that is not ASCII.
    var hasOther = false

    mutating func skipSpace(_ bytes: borrowing Span<UInt8>) {
        while index < bytes.count, case let byte = bytes[index],
            byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
        {
            index += 1
        }
    }

    mutating func object(
        _ bytes: borrowing Span<UInt8>, members: inout [PlainObject.Member]
    ) -> Bool {
        skipSpace(bytes)
        guard take("{", bytes) else { return false }
        repeat {
            // The maximum keeps it cheap to put them in order.
            guard members.count < membersMaximum else { return false }
            skipSpace(bytes)
            let start = index
            guard name(bytes) else { return false }
            let name = start + 1..<index - 1
            skipSpace(bytes)
            guard take(":", bytes) else { return false }
            skipSpace(bytes)
            let valueStart = index
            let isText = index < bytes.count && bytes[index] == UInt8(ascii: "\"")
            guard value(bytes, depth: 1) else { return false }
            members.append(
                PlainObject.Member(name: name, value: valueStart..<index, isText: isText))
            skipSpace(bytes)
        } while take(",", bytes)
        return take("}", bytes)
    }

    /// Whether all of `bytes` is a plain value that is canonical as it stands.
    mutating func isCanonical(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard value(bytes, depth: 0), index == bytes.count else { return false }
        return !hasOther || (try? UTF8Span(validating: bytes.extracting(bytes.indices))) != nil
    }

    private mutating func value(_ bytes: borrowing Span<UInt8>, depth: Int) -> Bool {
        guard index < bytes.count, depth < depthMaximum else { return false }
        switch bytes[index] {
        case UInt8(ascii: "\""): return text(bytes)
        case UInt8(ascii: "{"): return canonicalObject(bytes, depth: depth)
        case UInt8(ascii: "["): return canonicalArray(bytes, depth: depth)
        default: return number(bytes)
        }
    }

    private mutating func canonicalObject(
        _ bytes: borrowing Span<UInt8>, depth: Int
    ) -> Bool {
        index += 1
        if take("}", bytes) { return true }
        var last: Range<Int>?
        repeat {
            let start = index
            guard name(bytes) else { return false }
            let name = start + 1..<index - 1
            if let last, compare(bytes, last, name) >= 0 { return false }
            last = name
            guard take(":", bytes), value(bytes, depth: depth + 1) else { return false }
        } while take(",", bytes)
        return take("}", bytes)
    }

    private mutating func canonicalArray(
        _ bytes: borrowing Span<UInt8>, depth: Int
    ) -> Bool {
        index += 1
        if take("]", bytes) { return true }
        repeat {
            guard value(bytes, depth: depth + 1) else { return false }
        } while take(",", bytes)
        return take("]", bytes)
    }

    /// A text of ASCII.
    private mutating func name(_ bytes: borrowing Span<UInt8>) -> Bool {
        let had = hasOther
        hasOther = false
        defer { hasOther = hasOther || had }
        return text(bytes) && !hasOther
    }

    private mutating func text(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard take("\"", bytes) else { return false }
        var seen: UInt8 = 0
        var place = index
        while place < bytes.count {
            if let eight = EightBytes(bytes, at: place) {
                place += eight.countOfPlainASCII
                if eight.countOfPlainASCII == EightBytes.count { continue }
            }
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") {
                index = place
                if seen >= 0x80 { hasOther = true }
                return true
            }
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return false }
            seen |= byte
        }
        return false
    }

    private mutating func number(_ bytes: borrowing Span<UInt8>) -> Bool {
        let start = index
        while index < bytes.count, bytes[index] &- 48 < 10 { index += 1 }
        let count = index - start
        return count == 1 || count > 1 && count < 16 && bytes[start] != UInt8(ascii: "0")
    }

    private mutating func take(
        _ character: Unicode.Scalar, _ bytes: borrowing Span<UInt8>
    ) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }
}

/// How many members a plain object has, and how deep its values go.
private let membersMaximum = 64
private let depthMaximum = 16

/// How two texts of ASCII compare: less than, equal to or greater than 0.
func compare(_ bytes: borrowing Span<UInt8>, _ a: Range<Int>, _ b: Range<Int>) -> Int {
    let common = min(a.count, b.count)
    for offset in 0..<common {
        let (left, right) = (bytes[a.lowerBound + offset], bytes[b.lowerBound + offset])
        if left != right { return Int(left) - Int(right) }
    }
    return a.count - b.count
}
