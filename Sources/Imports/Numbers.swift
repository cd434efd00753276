/// A number that is not a whole one everywhere it comes from.
struct RoundedNumber: Equatable {
    let value: Int
    let isRounded: Bool
}

/// Reads a number of 0 or more, rounded half up to `decimals` digits after the point; `nil` if it is not.
///
/// The value is scaled by the decimals: `112.5` with none is 113, `31.54` with one is 315.
func number(_ text: String, decimals: Int = 0) -> RoundedNumber? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1] : ""
    let isDigits = { (part: Substring) in part.utf8.allSatisfy { (48...57).contains($0) } }
    guard parts.count <= 2, !parts[0].isEmpty, parts.allSatisfy(isDigits),
        text.utf8.count <= digitsMaximum, parts.count == 1 || !fraction.isEmpty
    else { return nil }
    let padded = fraction + String(repeating: "0", count: max(0, decimals - fraction.count))
    guard let kept = Int(parts[0] + padded.prefix(decimals)) else { return nil }
    let dropped = padded.dropFirst(decimals)
    let roundsUp = dropped.first.map { $0 >= "5" } ?? false
    return RoundedNumber(
        value: kept + (roundsUp ? 1 : 0), isRounded: dropped.contains { $0 != "0" })
}

/// More digits than any count has, and fewer than overflow.
private let digitsMaximum = 15
