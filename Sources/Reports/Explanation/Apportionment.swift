/// An exact share of a total: whole units, and the rest as a fraction of one.
struct Share {
    let whole: Int
    private let rest: Int
    private let divisor: Int

    /// - Parameter amount: Not negative.
    init(_ amount: Int, over divisor: Int) {
        (whole, rest) = amount.quotientAndRemainder(dividingBy: divisor)
        self.divisor = divisor
    }

    /// What is left over the whole units, from 0 to below 1.
    var fraction: Double { Double(rest) / Double(divisor) }
}

/// Whole units for each share that add up to the sum of all, rounded half up once: a share whose
/// fraction is larger gets the unit that is over first.
func apportioned(_ shares: [Share]) -> [Int] {
    let fractions = shares.map(\.fraction)
    // Not to round down a half that floating point has made a hair smaller.
    let over = Int(fractions.reduce(0.5 + 1e-9, +))
    let favoured = Set(
        shares.indices.sorted { (fractions[$1], $0) < (fractions[$0], $1) }
            .prefix(over))
    return shares.indices.map { shares[$0].whole + (favoured.contains($0) ? 1 : 0) }
}
