import Testing

@testable import CommandTable

@Suite struct LayoutTests {
    @Test func theRightColumnWrapsBelowItself() {
        let words = Array(repeating: "ten-letter", count: 9).joined(separator: " ")
        #expect(
            columns([("left", words), ("l", "short")]) == [
                "  left  ten-letter ten-letter ten-letter ten-letter ten-letter ten-letter",
                "        ten-letter ten-letter ten-letter",
                "  l     short",
            ])
    }

    @Test func aLongLeftEntryStandsAlone() {
        let long = String(repeating: "x", count: 29)
        let indent = String(repeating: " ", count: 32)
        #expect(columns([(long, "help")]) == ["  \(long)", "\(indent)help"])
    }

    @Test func aContinuedLineLeavesRoomForItsMark() {
        let filled = fill(["aa", "bb", "cc"], width: 6, hanging: "  ", continued: " \\")
        #expect(filled == ["aa \\", "  bb \\", "  cc"])
        #expect(fill(["aa", "bb"], width: 5, continued: " \\") == ["aa bb"])
    }

    @Test func paragraphsStayApart() {
        #expect(wrap("a b\nc\n\nd e", to: 4) == ["a b", "c", "", "d e"])
    }

    @Test(arguments: [
        ("add a=1 b=2", ["add", "a=1", "b=2"]),
        ("add 'two words' x", ["add", "two words", "x"]),
        ("add a=\"it's\" --b='c d'", ["add", "a=it's", "--b=c d"]),
        ("add '' x", ["add", "", "x"]),
        ("list | sort > out", ["list"]),
        ("import facts - < facts.ndjson", ["import", "facts", "-"]),
        ("list  # everything", ["list"]),
    ])
    func examplesAreReadAsAShellWould(_ text: String, _ expected: [String]) {
        #expect(Example(text).words == expected)
    }
}

@Suite struct NearestTests {
    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0), ("cat", "cut", 1),
        ("cat", "cart", 1), ("cart", "cat", 1), ("form", "from", 1), ("kitten", "sitting", 3),
        ("ca", "abc", 3),
    ])
    func distanceCountsASwapAsOneEdit(_ a: String, _ b: String, _ expected: Int) {
        #expect(distance(a, b) == expected)
    }

    @Test(arguments: [
        ("enrl", "enrol"), ("onrel", "enrol"), ("ENROL", "enrol"), ("lgo", "log"),
        ("l0g", "log"), ("lo", "log"), ("-form", "--from"), ("fax", nil), ("xx", nil),
        ("1", nil), ("", nil),
    ])
    func onlyANearWordIsSuggested(_ word: String, _ expected: String?) {
        #expect(nearest(to: word, among: ["enrol", "log", "man", "--from", "2"]) == expected)
    }

    @Test(arguments: [
        ([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c"),
    ])
    func choicesReadAsASentence(_ words: [String], _ expected: String) {
        #expect(listed(words, or: "or") == expected)
    }
}
