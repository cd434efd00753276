import TallyTestSupport
import Testing

@testable import TallyCommands

/// How names are compared, and numbers that were mistyped.
@Suite struct SearchTests {
    @Test(arguments: [
        ("St Éloi's Catholic School", ["st", "elois", "catholic", "school"]),
        ("Saint Eloi’s  CATHOLIC-school", ["st", "elois", "catholic", "school"]),
        ("Town & Country", ["town", "and", "country"]), ("", []), ("  ' - ", []),
        ("Ｈｉｌｌ", ["hill"]), ("Straße Oﬃce Ŵyn", ["strasse", "office", "wyn"]),
        ("1st (North)", ["1st", "north"]),
    ])
    func namesAreFolded(_ name: String, _ words: [String]) {
        #expect(folded(name) == words)
    }

    @Test func namesInPlainLettersAreFoldedAsAllOthers() {
        var random = SplitMix64(seed: 1)
        for _ in 0..<2_000 {
            let name = String(
                decoding: (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    UInt8.random(in: 0..<0x80, using: &random)
                }, as: UTF8.self)
            #expect(plainWords(name) == markedWords(name))
        }
        #expect(plainWords("É") == nil)
    }

    /// Every number one slip away is among them, and each makes the first again by one slip.
    @Test(arguments: ["900123", "111111", "90012", "9001234"])
    func aSlipOfTheFingerIsUndone(_ typed: String) {
        let found = oneSlipAway(from: typed)
        #expect(Set(found).count == found.count)
        #expect(found.allSatisfy { $0.utf8.count == 6 && $0 != typed })
        #expect(found.allSatisfy { oneSlipAway(from: $0, digits: typed.count).contains(typed) })
    }

    @Test func exchangedDigitsComeFirst() {
        #expect(oneSlipAway(from: "900123").first == "090123")
        #expect(oneSlipAway(from: "900132").contains("900123"))
        #expect(oneSlipAway(from: "90023").contains("900123"))
        #expect(oneSlipAway(from: "9001123").contains("900123"))
        #expect(!oneSlipAway(from: "900456").contains("900123"))
    }
}
