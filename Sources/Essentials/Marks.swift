// Unicode's normal forms, as the standard library has them to compare texts. Foundation's functions
// of the same use bring the tables of all languages with them.
#if canImport(FoundationEssentials)
@_spi(_Unicode) internal import Swift

extension String {
    /// The same text, each letter one with its marks where there is such a character (NFC).
    package var composed: String {
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: _nfc)
        return String(scalars)
    }

    /// The text without accents and other marks.
    package var withoutMarks: String {
        var scalars = UnicodeScalarView()
        scalars.append(
            contentsOf: _nfd.lazy.filter { $0.properties.generalCategory != .nonspacingMark })
        return String(scalars)
    }
}
#else
internal import Foundation

extension String {
    /// The same text, each letter one with its marks where there is such a character (NFC).
    package var composed: String { precomposedStringWithCanonicalMapping }

    /// The text without accents and other marks.
    package var withoutMarks: String { folding(options: .diacriticInsensitive, locale: nil) }
}
#endif
