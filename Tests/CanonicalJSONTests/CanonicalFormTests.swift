import CanonicalJSON
import Testing

/// The examples of RFC 8785 that apply to events, which hold no floating-point numbers.
@Suite struct CanonicalFormTests {
    @Test func membersAreSortedByUTF16CodeUnits() throws {
        // RFC 8785 section 3.2.3: the emoji's surrogates, D83D DE00, come before U+FB33.
        let text = #"""
            { "\u20ac": "Euro Sign", "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis" }
            """#
        let sorted = try JSONValue(parsing: JSONValue(parsing: text).canonical)
        #expect(
            sorted.members?.map(\.name)
                == ["\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"])
    }

    @Test func membersOfMembersAreSortedAndListsAreNot() {
        expectCanonical(
            #"{ "b": [3, 1, {"z": 1, "a": 2}], "a": {"y": {}, "x": []} }"#,
            #"{"a":{"x":[],"y":{}},"b":[3,1,{"a":2,"z":1}]}"#)
    }

    @Test func aNameComesBeforeALongerOneThatStartsWithIt() {
        expectCanonical(#"{"ab": 1, "a": 2, "": 3, "B": 4}"#, #"{"":3,"B":4,"a":2,"ab":1}"#)
    }

    @Test func literalsAreWrittenAsTheyAre() {
        expectCanonical("[ null , true , false ]", "[null,true,false]")
    }

    @Test func textsHaveTheFewestEscapes() {
        // RFC 8785 section 3.2.2: the string of its sample, then every control character.
        expectCanonical(
            #""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#,
            "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"")
        expectCanonical(
            #""\u0000\u0008\u0009\u000A\u000B\u000c\u000d\u001F\u007f\u0080""#,
            "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\u{7f}\u{80}\"")
        expectCanonical(#""\ud834\udd1e""#, "\"\u{1d11e}\"")
    }

    @Test(arguments: ["0", "-1", "9223372036854775807", "-9223372036854775808"])
    func wholeNumbersAreWrittenPlainly(_ number: String) { expectCanonical(number, number) }

    @Test func textIsNotNormalised() {
        // RFC 8785 section 3.1: an e with a combining accent stays two characters.
        expectCanonical(#""e\u0301""#, "\"e\u{301}\"")
    }

    @Test func compactKeepsTheOrderAndPrettyIndents() throws {
        let value = try JSONValue(parsing: #"{"b":1,"a":[{"c":[]},2],"d":{}}"#)
        #expect(value.compact == #"{"b":1,"a":[{"c":[]},2],"d":{}}"#)
        #expect(
            value.pretty == """
                {
                  "b": 1,
                  "a": [
                    {
                      "c": []
                    },
                    2
                  ],
                  "d": {}
                }

                """)
    }

    @Test func anObjectOfPairsLeavesOutWhatIsAbsent() {
        let value = JSONValue.object([("b", .integer(1)), ("a", nil), ("c", .null)])
        #expect(value.compact == #"{"b":1,"c":null}"#)
        #expect(value["a"] == nil)
        #expect(value["c"] == .null)
        #expect(JSONValue.integer(1)["a"] == nil)
    }

    private func expectCanonical(
        _ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do {
            let found = String(decoding: try JSONValue(parsing: text).canonical, as: UTF8.self)
            #expect(found == expected, sourceLocation: sourceLocation)
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
        }
    }
}
