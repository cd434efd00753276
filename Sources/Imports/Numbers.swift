// Numbers and days as registers write them.

internal import Events

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

/// A day as a register writes it.
struct WrittenDay: Equatable {
    let day: Day
    /// Written with slashes, as British spreadsheets show days: the day before the month.
    let hasSlashes: Bool

    /// Reads `2024-03-31`, `31-03-2024` or `31/03/2024`; `nil` for anything else.
    init?(_ text: String) {
        hasSlashes = text.contains("/")
        if let day = Day(text) {
            self.day = day
            return
        }
        let parts = text.split(separator: hasSlashes ? "/" : "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2, 4],
            let day = Day("\(parts[2])-\(parts[1])-\(parts[0])")
        else { return nil }
        self.day = day
    }

    static let form = "a day that exists, such as 31-03-2024 or 2024-03-31"

    /// What the summary of an import says when days were written with slashes.
    static func notice(count: Int) -> String? {
        guard count > 0 else { return nil }
        return "\(counted(count, "day")) written with slashes read with the day before the month"
    }
}
