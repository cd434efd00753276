import Essentials
import Foundation
import Testing

/// Letters and their marks, as all of Foundation has them.
@Suite struct MarksTests {
    private static let scalars = (0...0x10FFFF).compactMap(Unicode.Scalar.init)
        .filter { $0.properties.generalCategory != .unassigned }

    @Test func everyCharacterIsComposedAsFoundationDoes() {
        for scalar in Self.scalars {
            let text = String(scalar)
            let parts = text.decomposedStringWithCanonicalMapping
            #expect(
                Array(text.composed.unicodeScalars)
                    == Array(text.precomposedStringWithCanonicalMapping.unicodeScalars))
            #expect(Array(parts.composed.unicodeScalars) == Array(text.composed.unicodeScalars))
        }
    }

    @Test(arguments: [
        ("Fe\u{301}d\u{E9}ration", "F\u{E9}d\u{E9}ration"), ("e\u{323}\u{302}", "\u{1EC7}"),
        ("e\u{302}\u{323}", "\u{1EC7}"), ("w\u{302}", "\u{175}"), ("q\u{301}", "q\u{301}"),
        ("", ""),
    ])
    func marksJoinTheirLetters(_ text: String, _ composed: String) {
        #expect(Array(text.composed.utf8) == Array(composed.utf8))
    }

    /// As far as the letters of Europe go; of other scripts Foundation keeps some marks.
    @Test func lettersLoseTheirMarksAsFoundationHasIt() {
        for scalar in Self.scalars where scalar.value < 0x2000 {
            guard scalar.properties.isAlphabetic, scalar.value < 0x300 || scalar.value >= 0x1E00
            else { continue }
            let text = String(scalar)
            #expect(
                text.withoutMarks == text.folding(options: .diacriticInsensitive, locale: nil),
                "U+\(String(scalar.value, radix: 16))")
        }
        #expect("St Éloi Ŵyn".withoutMarks == "St Eloi Wyn")
    }
}
