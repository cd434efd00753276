extension JSONValue {
    /// The canonical form of RFC 8785: members sorted, no spaces, the fewest escapes.
    ///
    /// Events hold integers only, so the number formatting of the RFC is never needed.
    package var canonical: [UInt8] {
        var writer = JSONWriter()
        writer.write(self, sorted: true)
        return writer.bytes
    }

    /// The value on one line, members in the order they are in.
    package var compact: String {
        var writer = JSONWriter()
        writer.write(self, sorted: false)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The value over several lines, two spaces to a level, members in the order they are in.
    package var pretty: String {
        var writer = JSONWriter()
        writer.writePretty(self, level: 0)
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }
}

/// Builds JSON text, as bytes.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Whether the object or array being written already has an element.
    private var needsComma = false

    /// - Parameter capacity: About how many bytes will be written.
    package init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(UInt8(ascii: "}")) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Starts a member; its value must follow.
    ///
    /// Canonical callers name members in sorted order.
    package mutating func name(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func integer(_ number: Int) {
        separate()
        bytes.append(contentsOf: String(number).utf8)
    }

    package mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.appendJSONText(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a text of which nothing needs an escape, such as a name or a number in digits.
    package mutating func plainString(_ text: some Collection<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes text that is JSON already.
    package mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    package mutating func write(_ value: JSONValue, sorted: Bool) {
        switch value {
        case .object(let members):
            beginObject()
            let order = sorted ? members.sorted { precedes($0.name, $1.name) } : members
            for member in order {
                name(member.name)
                write(member.value, sorted: sorted)
            }
            endObject()
        case .array(let elements):
            beginArray()
            for element in elements { write(element, sorted: sorted) }
            endArray()
        case .string(let text): string(text)
        case .integer(let number): integer(number)
        case .number(let digits): raw(digits.utf8)
        case .bool(let truth): raw((truth ? "true" : "false").utf8)
        case .null: raw("null".utf8)
        }
    }

    fileprivate mutating func writePretty(_ value: JSONValue, level: Int) {
        switch value {
        case .object(let members) where !members.isEmpty:
            beginObject()
            for member in members {
                newLine(level + 1)
                name(member.name)
                bytes.append(UInt8(ascii: " "))
                writePretty(member.value, level: level + 1)
            }
            newLine(level, closing: true)
            endObject()
        case .array(let elements) where elements.contains { $0.members != nil }:
            beginArray()
            for element in elements {
                newLine(level + 1)
                writePretty(element, level: level + 1)
            }
            newLine(level, closing: true)
            endArray()
        default: write(value, sorted: false)
        }
    }

    private mutating func newLine(_ level: Int, closing: Bool = false) {
        if !closing { separate() }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
        needsComma = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}

extension [UInt8] {
    /// Appends a text as it stands in JSON between its quotes, with the fewest escapes.
    package mutating func appendJSONText(_ text: String) {
        guard needsEscapes(text) else { return append(contentsOf: text.utf8) }
        for byte in text.utf8 {
            if needsEscape(byte) {
                append(contentsOf: escape(byte).utf8)
            } else {
                append(byte)
            }
        }
    }
}

private func needsEscapes(_ text: String) -> Bool {
    let bytes = text.utf8.span
    var place = 0
    while let eight = EightBytes(bytes, at: place) {
        if eight.needsEscape { return true }
        place += EightBytes.count
    }
    while place < bytes.count {
        if needsEscape(bytes[place]) { return true }
        place += 1
    }
    return false
}

/// Whether a byte may not stand for itself in a text.
private func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

/// The escape of a character that may not stand for itself, as RFC 8785 section 3.2.2.2 has it.
private func escape(_ byte: UInt8) -> String {
    switch byte {
    case 0x08: return "\\b"
    case 0x09: return "\\t"
    case 0x0A: return "\\n"
    case 0x0C: return "\\f"
    case 0x0D: return "\\r"
    case UInt8(ascii: "\""): return "\\\""
    case UInt8(ascii: "\\"): return "\\\\"
    default:
        let hex = String(byte, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
    }
}

/// Whether member `a` comes before member `b`: by UTF-16 code units (RFC 8785 section 3.2.3).
func precedes(_ a: String, _ b: String) -> Bool {
    a.utf16.lexicographicallyPrecedes(b.utf16)
}
