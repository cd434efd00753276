import CanonicalJSON
import TallyTestSupport
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

    /// What is told quickly is what parsing and writing again tells.
    @Test(arguments: [1, 2, 3]) func theCanonicalFormIsToldFromEveryOther(seed: Int) {
        var random = SplitMix64(seed: seed)
        var others = 0
        for _ in 0..<500 {
            let canonical = randomObject(&random).canonical
            #expect(isCanonical(canonical), "\(String(decoding: canonical, as: UTF8.self))")
            var other = canonical
            let byte = random.one(of: Array(" ,0\"}z\\".utf8) + [0x0A, 0xFF])
            other.insert(byte, at: random.below(other.count + 1))
            let value = try? JSONValue(parsing: other)
            let isSame = value.map { $0.firstFraction == nil && $0.canonical == other } ?? false
            #expect(isCanonical(other) == isSame, "\(other)")
            others += isSame ? 0 : 1
        }
        #expect(others > 300)
    }

    @Test(arguments: [
        #"{"b":1,"a":2}"#, #"{"a":1,"a":2}"#, #"{"a": 1}"#, "[1.0]", "[1e3]", "[01]", "[-0]",
        #"["\u0041"]"#, #"["\/"]"#, "[1,]", "{", "",
    ])
    func otherFormsAreNotCanonical(_ text: String) {
        #expect(!isCanonical(Array(text.utf8)))
    }

    private func isCanonical(_ bytes: [UInt8]) -> Bool { isCanonicalJSON(bytes.span) }

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
