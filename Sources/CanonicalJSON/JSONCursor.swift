/// A place in canonical JSON, moved forward by what is read there.
///
/// The bytes are lent to every call rather than kept, so reading an event copies nothing but
/// the texts it keeps. Because canonical members are sorted, an object is read in one pass: ask for
/// its members in order, and ``member(_:_:)`` says whether each is there.
package struct JSONCursor {
    package private(set) var index: Int

    package init(at index: Int = 0) { self.index = index }

    package mutating func beginObject(_ bytes: borrowing Span<UInt8>) throws(JSONError) {
        try expect("{", bytes)
    }

    /// Moves to the value of the next member if it is called `name`; stays where it is if not.
    package mutating func member(
        _ name: String, _ bytes: borrowing Span<UInt8>
    ) -> Bool {
        let count = bytes.count
        var start = index
        if start < count, bytes[start] == UInt8(ascii: ",") { start += 1 }
        guard start < count, bytes[start] == UInt8(ascii: "\"") else { return false }
        start += 1
        let wanted = name.utf8.span
        let end = start + wanted.count
        // The end first: it tells most names apart that are not of the same length.
        guard end + 1 < count, bytes[end] == UInt8(ascii: "\""),
            bytes[end + 1] == UInt8(ascii: ":")
        else { return false }
        let found = bytes.extracting(start..<end)
        for offset in wanted.indices where wanted[offset] != found[offset] { return false }
        index = end + 2
        return true
    }

    /// Reads the name of the next member, whatever it is; `nil` at the end of the object.
    package mutating func nextMember(
        _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) -> String? {
        if index < bytes.count, bytes[index] == UInt8(ascii: ",") { index += 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") { return nil }
        let name = try string(bytes)
        try expect(":", bytes)
        return name
    }

    /// Moves past the next member, whatever it is; false at the end of the object.
    package mutating func skipMember(_ bytes: borrowing Span<UInt8>) throws(JSONError) -> Bool {
        if index < bytes.count, bytes[index] == UInt8(ascii: ",") { index += 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") { return false }
        _ = try text(bytes)
        try expect(":", bytes)
        _ = try skipValue(bytes)
        return true
    }

    package mutating func endObject(_ bytes: borrowing Span<UInt8>) throws(JSONError) {
        try expect("}", bytes)
    }

    package mutating func beginArray(_ bytes: borrowing Span<UInt8>) throws(JSONError) {
        try expect("[", bytes)
    }

    /// Moves to the next element; false, and past the bracket, when there is none.
    package mutating func nextElement(_ bytes: borrowing Span<UInt8>) throws(JSONError) -> Bool {
        guard index < bytes.count else { throw JSONError("a list is not closed", at: index) }
        if bytes[index] == UInt8(ascii: "]") {
            index += 1
            return false
        }
        if bytes[index] == UInt8(ascii: ",") { index += 1 }
        return true
    }

    package mutating func integer(_ bytes: borrowing Span<UInt8>) throws(JSONError) -> Int {
        let start = index
        var isNegative = false
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") {
            isNegative = true
            index += 1
        }
        var number = 0
        let first = index
        while index < bytes.count, case let digit = bytes[index] &- 48, digit < 10 {
            let (product, overflowed) = number.multipliedReportingOverflow(by: 10)
            // Counted downwards when negative, because the least number has no positive twin.
            let (sum, carried) = product.addingReportingOverflow(
                isNegative ? -Int(digit) : Int(digit))
            guard !overflowed, !carried else { throw JSONError("a number is too big", at: start) }
            number = sum
            index += 1
        }
        guard index > first, !isFraction(bytes) else {
            throw JSONError("a whole number is expected", at: start)
        }
        return number
    }

    /// Whether the number goes on with a point or an exponent.
    private func isFraction(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard index < bytes.count else { return false }
        let byte = bytes[index]
        return byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
    }

    package mutating func string(_ bytes: borrowing Span<UInt8>) throws(JSONError) -> String {
        let start = index
        guard let place = plainText(bytes) else { return try unusualString(from: start, bytes) }
        return String(utf8: bytes.extracting(place))
    }

    /// Moves past the text here and returns where it stands, without its quotes; stays where it is,
    /// and returns `nil`, when there is no text, or one with an escape in it.
    package mutating func plainText(_ bytes: borrowing Span<UInt8>) -> Range<Int>? {
        let count = bytes.count
        guard index < count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        let start = index + 1
        var end = start
        while end < count {
            if let eight = EightBytes(bytes, at: end) {
                end += eight.countOfPlain
                if eight.countOfPlain == EightBytes.count { continue }
            }
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") {
                index = end + 1
                return start..<end
            }
            if byte == UInt8(ascii: "\\") { return nil }
            end += 1
        }
        return nil
    }

    /// Moves past the text here, which must be one, and returns where it stands, without its quotes;
    /// its escapes are still escapes.
    package mutating func text(_ bytes: borrowing Span<UInt8>) throws(JSONError) -> Range<Int> {
        let start = index
        if let place = plainText(bytes) { return place }
        _ = try unusualString(from: start, bytes)
        return start + 1..<index - 1
    }

    /// Reads a text with escapes, or says what is wrong with it.
    private mutating func unusualString(
        from start: Int, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) -> String {
        try expect("\"", bytes)
        while index < bytes.count, bytes[index] != UInt8(ascii: "\\") { index += 1 }
        guard index < bytes.count else { throw JSONError("a text is not closed", at: start) }
        return try escapedString(from: start, bytes)
    }

    /// Moves past the value here, whatever it is, and returns where it stands.
    package mutating func skipValue(
        _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) -> Range<Int> {
        let start = index
        let count = bytes.count
        var place = start
        defer { index = place }
        var depth = 0
        repeat {
            guard place < count else { throw JSONError("the JSON ends too early", at: start) }
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                while place < count {
                    if let eight = EightBytes(bytes, at: place) {
                        place += eight.countOfPlain
                        if eight.countOfPlain == EightBytes.count { continue }
                    }
                    let byte = bytes[place]
                    if byte == UInt8(ascii: "\"") { break }
                    place += byte == UInt8(ascii: "\\") ? 2 : 1
                }
                guard place < count else { throw JSONError("a text is not closed", at: place) }
                place += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","), UInt8(ascii: ":"): break
            default:
                while place < count, !Self.endsWord(bytes[place]) { place += 1 }
            }
        } while depth > 0
        return start..<place
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }

    private mutating func escapedString(
        from start: Int, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) -> String {
        index = start
        let place = try skipValue(bytes)
        let copy = place.map { bytes[$0] }
        guard case .string(let text) = try JSONValue(parsing: copy) else {
            preconditionFailure("what begins with a quotation mark is a text")
        }
        return text
    }

    private mutating func expect(
        _ character: Unicode.Scalar, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else {
            throw JSONError("'\(character)' is expected", at: index)
        }
        index += 1
    }
}

extension JSONCursor {
    /// Moves past the value here, which must be JSON throughout, and returns where it stands.
    package mutating func checkedValue(
        _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) -> Range<Int> {
        let place = try skipValue(bytes)
        if !isFlatObject(bytes.extracting(place)) {
            _ = try JSONValue(parsing: place.map { bytes[$0] })
        }
        return place
    }
}

/// Whether `bytes` are an object of the plainest kind: its members in the order of their names,
/// each a text of ASCII without escapes or a short number without a sign.
///
/// Such an object is JSON and need not be parsed to know it; of others this says nothing.
private func isFlatObject(_ bytes: borrowing Span<UInt8>) -> Bool {
    var cursor = JSONCursor(at: 1)
    var last: Range<Int>?
    guard bytes.count > 2, bytes[0] == UInt8(ascii: "{") else { return false }
    while true {
        guard let name = cursor.plainText(bytes), isPrintable(bytes.extracting(name)),
            last.map({ precedes(bytes, $0, name) }) ?? true,
            cursor.index < bytes.count, bytes[cursor.index] == UInt8(ascii: ":")
        else { return false }
        last = name
        cursor = JSONCursor(at: cursor.index + 1)
        if let text = cursor.plainText(bytes) {
            guard isPrintable(bytes.extracting(text)) else { return false }
        } else {
            cursor = JSONCursor(at: afterShortNumber(bytes, from: cursor.index))
        }
        guard cursor.index < bytes.count else { return false }
        if bytes[cursor.index] == UInt8(ascii: "}") { return cursor.index + 1 == bytes.count }
        guard bytes[cursor.index] == UInt8(ascii: ",") else { return false }
        cursor = JSONCursor(at: cursor.index + 1)
    }
}

private func isPrintable(_ text: borrowing Span<UInt8>) -> Bool {
    for index in text.indices where text[index] < 0x20 || text[index] > 0x7e { return false }
    return true
}

private func precedes(_ bytes: borrowing Span<UInt8>, _ a: Range<Int>, _ b: Range<Int>) -> Bool {
    for (left, right) in zip(a, b) where bytes[left] != bytes[right] {
        return bytes[left] < bytes[right]
    }
    return a.count < b.count
}

/// The place after up to 15 digits that do not begin with a zero; the end when there are none.
private func afterShortNumber(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count, index < start + 15, (48...57).contains(bytes[index]) { index += 1 }
    return index == start || bytes[start] == UInt8(ascii: "0") ? bytes.count : index
}

extension String {
    /// The text that `bytes` are; `nil` when they are not UTF-8.
    init?(validUTF8 bytes: borrowing Span<UInt8>) {
        guard let valid = try? UTF8Span(validating: bytes.extracting(bytes.indices)) else {
            return nil
        }
        self.init(copying: valid)
    }

    /// The text that `bytes` are; what is not UTF-8 in them is replaced, as `String(decoding:as:)` does.
    package init(utf8 bytes: borrowing Span<UInt8>) {
        self =
            String(validUTF8: bytes)
            ?? String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
}
