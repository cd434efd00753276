extension JSONValue {
    /// Reads one JSON document (RFC 8259), spaces, escapes and member order as they come.
    ///
    /// - Throws: ``JSONError`` when it is not JSON, when an object names a member twice, or when
    ///   it is nested more than ``JSONParser/depthMaximum`` deep.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.document()
    }

    package init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }
}

/// A reader of JSON from anywhere: people, spreadsheets, other programs.
struct JSONParser {
    static let depthMaximum = 64
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw failure("text after the end of the JSON") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.depthMaximum else { throw failure("nested too deep") }
        skipSpace()
        guard let byte = peek() else { throw failure("the JSON ends too early") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: return try word()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        index += 1
        var members: [JSONMember] = []
        var names = MemberNames()
        while true {
            skipSpace()
            if members.isEmpty, take("}") { return .object(members) }
            guard peek() == UInt8(ascii: "\"") else { throw failure("a member name is missing") }
            let name = try string()
            guard names.insert(name, beside: members) else {
                throw failure("member '\(name)' is given twice")
            }
            skipSpace()
            guard take(":") else { throw failure("':' is missing after '\(name)'") }
            members.append(JSONMember(name, try value(depth: depth + 1)))
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw failure("',' or '}' is missing") }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        index += 1
        var elements: [JSONValue] = []
        while true {
            skipSpace()
            if elements.isEmpty, take("]") { return .array(elements) }
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw failure("',' or ']' is missing") }
        }
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = index
        while let byte = peek(), isOfNumber(byte) { index += 1 }
        let digits = String(decoding: bytes[start..<index], as: UTF8.self)
        if let integer = Int(digits), String(integer) == digits { return .integer(integer) }
        guard Double(digits)?.isFinite == true, hasForm(digits) else {
            throw JSONError("'\(digits)' is not a number", at: start)
        }
        return .number(digits)
    }

    /// Whether `digits`, which are a number to Swift, are one to JSON too: no plus sign or zero in front,
    /// a digit on both sides of the point.
    private func hasForm(_ digits: String) -> Bool {
        let unsigned = Array(digits.utf8.drop { $0 == UInt8(ascii: "-") })
        let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
        guard let first = unsigned.first, isDigit(first) else { return false }
        if first == UInt8(ascii: "0"), unsigned.count > 1, isDigit(unsigned[1]) { return false }
        guard let point = unsigned.firstIndex(of: UInt8(ascii: ".")) else { return true }
        return unsigned[(point + 1)...].first.map(isDigit) ?? false
    }

    /// The text that begins here, when nothing in it is escaped or wrong; else nothing has moved.
    private mutating func plainString() -> String? {
        var end = index
        while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\\") {
            if bytes[end] == UInt8(ascii: "\"") {
                let text = String(validUTF8: bytes.span.extracting(index..<end))
                if text != nil { index = end + 1 }
                return text
            }
            end += 1
        }
        return nil
    }

    private mutating func word() throws(JSONError) -> JSONValue {
        let words: [(String, JSONValue)] = [
            ("true", .bool(true)), ("false", .bool(false)), ("null", .null),
        ]
        for (word, value) in words where bytes[index...].starts(with: word.utf8) {
            index += word.utf8.count
            return value
        }
        throw failure("this is not JSON")
    }

    private mutating func string() throws(JSONError) -> String {
        index += 1
        if let plain = plainString() { return plain }
        var text: [UInt8] = []
        while let byte = peek() {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validUTF8: text.span) else {
                    throw failure("the text is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): text.append(contentsOf: try escaped())
            case 0..<0x20: throw failure("a line break or control character inside a text")
            default: text.append(byte)
            }
        }
        throw failure("a text is not closed")
    }

    private mutating func escaped() throws(JSONError) -> [UInt8] {
        guard let byte = peek() else { throw failure("a text is not closed") }
        index += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: throw failure("an escape that JSON does not know")
        }
    }

    /// The character of a `\u` escape, or of the pair of them that a surrogate needs.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard take("\\"), take("u") else { throw failure("half of a surrogate pair") }
        let second = try hexadecimal()
        guard (0xD800..<0xDC00).contains(first), (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        let digits = bytes[index...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(.init($0)).isHexDigit }),
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw failure("a \\u escape needs four hexadecimal digits") }
        index += 4
        return number
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            index += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private func failure(_ message: String) -> JSONError { JSONError(message, at: index) }
}

/// Whether the byte can be part of a number.
private func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
    default: false
    }
}

/// The names of the members of an object, compared as bytes: Swift calls texts equal that differ only
/// in how an accent is composed.
private struct MemberNames {
    /// The names of an object of many members; of few, it is quicker to look at each.
    private var many: Set<[UInt8]> = []

    /// Takes the name of the member that comes after `members`; false when one of them has it.
    mutating func insert(_ name: String, beside members: [JSONMember]) -> Bool {
        guard members.count >= membersFew else {
            return !members.contains { $0.name == name && $0.name.utf8.elementsEqual(name.utf8) }
        }
        if many.isEmpty { many = Set(members.map { Array($0.name.utf8) }) }
        return many.insert(Array(name.utf8)).inserted
    }
}

private let membersFew = 16
