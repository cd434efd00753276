import CanonicalJSON
import Testing

@Suite struct ParserTests {
    // Each row: what cannot be read, why, and at which byte.
    @Test(arguments: [
        ("", "the JSON ends too early", 0), ("  ", "the JSON ends too early", 2),
        ("{", "a member name is missing", 1), ("{1:2}", "a member name is missing", 1),
        ("{\"a\":1,}", "a member name is missing", 7), ("{\"a\" 1}", "':' is missing after 'a'", 5),
        ("{\"a\":1 \"b\":2}", "',' or '}' is missing", 7), ("[1 2]", "',' or ']' is missing", 3),
        ("[1,", "the JSON ends too early", 3), ("[1,]", "this is not JSON", 3),
        ("{\"a\":1,\"a\":2}", "member 'a' is given twice", 10),
        ("{\"a\":1,\"\\u0061\":2}", "member 'a' is given twice", 15),
        ("1 2", "text after the end of the JSON", 2), ("{}x", "text after the end of the JSON", 2),
        ("nul", "this is not JSON", 0), ("True", "this is not JSON", 0),
        ("'a'", "this is not JSON", 0), ("\u{feff}1", "this is not JSON", 0),
        ("\"a", "a text is not closed", 2), ("\"\\", "a text is not closed", 2),
        ("\"a\nb\"", "a line break or control character inside a text", 3),
        ("\"\u{1}\"", "a line break or control character inside a text", 2),
        ("\"\\x\"", "an escape that JSON does not know", 3),
        ("\"\\u12\"", "a \\u escape needs four hexadecimal digits", 3),
        ("\"\\u12g4\"", "a \\u escape needs four hexadecimal digits", 3),
        ("\"\\u+123\"", "a \\u escape needs four hexadecimal digits", 3),
        ("\"\\ud800\"", "half of a surrogate pair", 7),
        ("\"\\ud800x\"", "half of a surrogate pair", 7),
        ("\"\\ud800\\n\"", "half of a surrogate pair", 8),
        ("\"\\udc00\"", "half of a surrogate pair", 7),
        ("\"\\ud800\\ud800\"", "half of a surrogate pair", 13),
        ("\"\\ude00\\ud83d\"", "half of a surrogate pair", 13),
        ("\"\\ud800\\u0041\"", "half of a surrogate pair", 13),
        ("01", "'01' is not a number", 0), ("-", "'-' is not a number", 0),
        ("-01", "'-01' is not a number", 0), ("1e", "'1e' is not a number", 0),
        ("1.", "'1.' is not a number", 0), ("-.5", "'-.5' is not a number", 0),
        ("+1", "this is not JSON", 0), (".5", "this is not JSON", 0),
        ("1-1", "'1-1' is not a number", 0), ("1e999", "'1e999' is not a number", 0),
    ])
    func refusesWhatIsNotJSON(_ text: String, _ message: String, _ offset: Int) {
        #expect(throws: JSONError(message, at: offset)) { try JSONValue(parsing: text) }
    }

    @Test func refusesBytesThatAreNotUTF8() {
        for bytes: [UInt8] in [
            [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
        ] {
            #expect(throws: JSONError("the text is not UTF-8", at: bytes.count)) {
                try JSONValue(parsing: bytes)
            }
        }
    }

    @Test func refusesWhatIsNestedTooDeep() throws {
        let nested = { (depth: Int) in
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(64))
        #expect(throws: JSONError("nested too deep", at: 64)) { try JSONValue(parsing: nested(65)) }
        let objects = String(repeating: "{\"a\":", count: 100_000)
        #expect(throws: JSONError("nested too deep", at: 320)) { try JSONValue(parsing: objects) }
    }

    /// Of few members as of many; names that only look the same are not.
    @Test(arguments: [1, 2, 15, 16, 17, 40])
    func findsTheNameThatIsGivenTwice(_ count: Int) throws {
        let members = (0..<count).map { "\"m\($0)\":\($0)" }
        for repeated in [0, count / 2, count - 1] {
            let text = "{" + (members + ["\"m\(repeated)\":0"]).joined(separator: ",") + "}"
            let place = text.utf8.count - 3
            #expect(throws: JSONError("member 'm\(repeated)' is given twice", at: place)) {
                try JSONValue(parsing: text)
            }
        }
        let twins = members + ["\"caf\u{e9}\":1", "\"cafe\u{301}\":2"]
        let value = try JSONValue(parsing: "{" + twins.joined(separator: ",") + "}")
        #expect(value.members?.count == count + 2)
    }

    @Test func saysWhereItStumbled() {
        #expect("\(JSONError("this is not JSON", at: 3))" == "this is not JSON (at byte 3)")
    }

    @Test(arguments: [
        ("12", JSONValue.integer(12)), ("-0", .number("-0")), ("1.50", .number("1.50")),
        ("1e3", .number("1e3")), ("1E-2", .number("1E-2")), ("0.1", .number("0.1")),
        ("9223372036854775808", .number("9223372036854775808")),
        ("\t\r\n 1 ", .integer(1)), (#""\/\b\f\n\r\t\"\\""#, .string("/\u{8}\u{c}\n\r\t\"\\")),
        (#""\uD83D\uDE00é""#, .string("😀é")), ("[ ]", .array([])), ("{ }", .object([JSONMember]())),
        ("{\"\":{\"a\":null}}", .object([("", .object([("a", .null)]))])),
    ])
    func readsWhatIs(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test func namesThatDifferOnlyInNormalFormAreDifferentMembers() throws {
        // RFC 8785 compares code units; "é" has two spellings that Swift's String calls equal.
        let text = "{\"e\u{301}\":1,\"\u{e9}\":2}"
        let value = try JSONValue(parsing: text)
        #expect(value.members?.count == 2)
    }

    @Test func aListThatIsCutOffIsNotClosed() throws {
        let bytes = Array("[".utf8)
        var cursor = JSONCursor()
        try cursor.beginArray(bytes.span)
        do throws(JSONError) {
            _ = try cursor.nextElement(bytes.span)
            Issue.record("there is no element")
        } catch {
            #expect(error.message == "a list is not closed")
        }
    }
}
