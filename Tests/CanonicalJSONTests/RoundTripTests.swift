import CanonicalJSON
import TallyTestSupport
import Testing

@Suite struct RoundTripTests {
    @Test(arguments: 0..<10)
    func aThousandRandomValuesComeBackAsTheyWere(_ seed: Int) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let value = randomValue(&random)
            #expect(try JSONValue(parsing: value.compact) == value, "seed \(seed)")
            #expect(try JSONValue(parsing: value.pretty) == value, "seed \(seed)")
            let canonical = value.canonical
            let sorted = try JSONValue(parsing: canonical)
            #expect(sorted.canonical == canonical, "seed \(seed)")
            #expect(sorted.compact.utf8.elementsEqual(canonical), "seed \(seed)")
            #expect(isSorted(sorted), "seed \(seed)")
        }
    }

    @Test(arguments: 0..<10)
    func theOrderOfMembersDoesNotMatter(_ seed: Int) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let value = randomObject(&random)
            let shuffled = JSONValue.object((value.members ?? []).shuffled(using: &random))
            #expect(value.canonical == shuffled.canonical, "seed \(seed)")
        }
    }

    /// Whether the members of every object stand in the order of their UTF-16 code units.
    private func isSorted(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let members):
            let units = members.map { Array($0.name.utf16) }
            return zip(units, units.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
                && members.allSatisfy { isSorted($0.value) }
        case .array(let elements): return elements.allSatisfy(isSorted)
        default: return true
        }
    }
}

@Suite struct CursorTests {
    @Test(arguments: 0..<10)
    func readsRandomCanonicalObjectsAsTheParserDoes(_ seed: Int) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let bytes = randomValue(&random).canonical
            var cursor = JSONCursor()
            let value = try cursor.value(bytes.span)
            #expect(value == (try JSONValue(parsing: bytes)), "seed \(seed)")
            #expect(cursor.index == bytes.count, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<10)
    func skipsAnyValueWhole(_ seed: Int) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let value = randomValue(&random).canonical
            let bytes = Array("{\"a\":".utf8) + value + Array(",\"b\":7}".utf8)
            var cursor = JSONCursor()
            try cursor.beginObject(bytes.span)
            let found = cursor.member("a", bytes.span)
            #expect(found)
            let place = try cursor.skipValue(bytes.span)
            #expect(bytes[place].elementsEqual(value), "seed \(seed)")
            let isNext = cursor.member("b", bytes.span)
            #expect(isNext, "seed \(seed)")
            #expect(try cursor.integer(bytes.span) == 7)
            try cursor.endObject(bytes.span)
        }
    }

    @Test func findsAMemberOnlyUnderItsWholeName() {
        let bytes = Array(#"{"name":1}"#.utf8)
        for name in ["nam", "names", "ame", "", "Name"] {
            var cursor = JSONCursor(at: 1)
            let found = cursor.member(name, bytes.span)
            #expect(!found, "\(name)")
            #expect(cursor.index == 1)
        }
    }

    // Each row: bytes that are not what the cursor is asked for, and what it says.
    @Test(arguments: [
        ("x", "a whole number is expected"), ("-", "a whole number is expected"),
        ("9223372036854775808", "a number is too big"), ("1.5", "a whole number is expected"),
        ("1e3", "a whole number is expected"), ("1E3", "a whole number is expected"),
        ("-9223372036854775809", "a number is too big"),
        ("99999999999999999999", "a number is too big"),
    ])
    func refusesWhatIsNoWholeNumber(_ text: String, _ message: String) {
        let bytes = Array(text.utf8)
        #expect(throws: JSONError(message, at: 0)) {
            var cursor = JSONCursor()
            _ = try cursor.integer(bytes.span)
        }
    }

    @Test(arguments: [
        ("\"abc", "a text is not closed"), ("abc", "'\"' is expected"),
        ("\"a\\", "a text is not closed"),
    ])
    func refusesATextThatIsCutShort(_ text: String, _ message: String) {
        let bytes = Array(text.utf8)
        do throws(JSONError) {
            var cursor = JSONCursor()
            _ = try cursor.string(bytes.span)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.message == message)
        }
    }

    @Test(arguments: ["{", "[", "[1", "{\"a\":[1,2", "\"a", "["])
    func refusesToSkipWhatIsCutShort(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: JSONError.self) {
            var cursor = JSONCursor()
            _ = try cursor.skipValue(bytes.span)
        }
    }
}

extension JSONCursor {
    /// Reads any value with the cursor's own steps.
    fileprivate mutating func value(_ bytes: borrowing Span<UInt8>) throws(JSONError) -> JSONValue {
        switch bytes[index] {
        case UInt8(ascii: "{"):
            var members: [JSONMember] = []
            try beginObject(bytes)
            while let name = try nextMember(bytes) {
                members.append(JSONMember(name, try value(bytes)))
            }
            try endObject(bytes)
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try beginArray(bytes)
            while try nextElement(bytes) { elements.append(try value(bytes)) }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(try string(bytes))
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            let place = try skipValue(bytes)
            return try JSONValue(parsing: place.map { bytes[$0] })
        default: return .integer(try integer(bytes))
        }
    }
}
