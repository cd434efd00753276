internal import Essentials

/// The words of a name as people look for it: small letters without accents, apostrophes or other
/// marks, and the common short forms spelt one way.
func folded(_ name: String) -> [String] {
    let words = plainWords(name) ?? markedWords(name)
    return words.map { shortForms[$0] ?? $0 }
}

/// The words of a name of plain ASCII, as most are: what ``markedWords(_:)`` finds, sooner.
///
/// - Returns: `nil` for any other name.
func plainWords(_ name: String) -> [String]? {
    var words: [String] = []
    var word: [UInt8] = []
    for byte in name.utf8 {
        switch byte {
        case 0x80...: return nil
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "&"):
            word.append(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
        case UInt8(ascii: "'"), UInt8(ascii: "`"): continue
        default:
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
        }
    }
    return word.isEmpty ? words : words + [String(decoding: word, as: UTF8.self)]
}

/// The words of any name.
func markedWords(_ name: String) -> [String] {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: name.withoutMarks.unicodeScalars.map(narrow))
    // Large letters first: only they spell out `ß` and `ﬁ`.
    return String(scalars).uppercased().lowercased().filter { !apostrophes.contains($0) }
        .split { !$0.isLetter && !$0.isNumber && $0 != "&" }.map(String.init)
}

/// The ASCII character of a full-width one, such as `Ａ`; any other stays as it is.
private func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
}

private let apostrophes: Set<Character> = ["'", "’", "‘", "ʼ", "`", "´"]

private let shortForms = [
    "&": "and", "saint": "st", "sainte": "ste", "coll": "college", "acad": "academy",
    "sch": "school",
    "prim": "primary", "sec": "secondary", "inf": "infant", "jun": "junior",
]
