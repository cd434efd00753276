internal import Foundation

/// The words of a name as people look for it: small letters without accents, apostrophes or other
/// marks, and the common short forms spelt one way.
func folded(_ name: String) -> [String] {
    let letters =
        name.utf8.allSatisfy { $0 < 0x80 }
        ? name.lowercased()
        : name.folding(
            options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    let words = letters.filter { !apostrophes.contains($0) }
        .split { !$0.isLetter && !$0.isNumber && $0 != "&" }
    return words.map { shortForms[String($0)] ?? String($0) }
}

private let apostrophes: Set<Character> = ["'", "’", "‘", "ʼ", "`", "´"]

private let shortForms = [
    "&": "and", "saint": "st", "sainte": "ste", "coll": "college", "acad": "academy",
    "sch": "school",
    "prim": "primary", "sec": "secondary", "inf": "infant", "jun": "junior",
]
