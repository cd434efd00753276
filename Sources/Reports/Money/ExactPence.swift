/// An amount of money without a rounding: whole pence, and the rest as fractions of one.
struct ExactPence: Sendable {
    private var whole = 0
    /// What is over, by divisor: each numerator is from 0 to below its divisor.
    private var rests: [Int128: Int128] = [:]

    init() {}

    init(pence: Int) { whole = pence }

    /// Adds `times` parts of `pence` divided by `divisor`, which is more than 0.
    mutating func add(_ pence: Int, times: Int, over divisor: Int) {
        add(numerator: Int128(pence) * Int128(times), over: Int128(divisor))
    }

    mutating func add(_ other: ExactPence) {
        whole = Int(clamping: Int128(whole) + Int128(other.whole))
        for (divisor, rest) in other.rests { add(numerator: rest, over: divisor) }
    }

    /// The same, taken away instead of added.
    var negated: ExactPence {
        var result = ExactPence(pence: -whole)
        for (divisor, rest) in rests { result.add(numerator: -rest, over: divisor) }
        return result
    }

    /// The amount times `numerator` over `divisor`, both more than 0.
    func times(_ numerator: Int, over divisor: Int) -> ExactPence {
        var result = ExactPence()
        result.add(numerator: Int128(whole) * Int128(numerator), over: Int128(divisor))
        for (old, rest) in rests {
            let (above, isAboveTooLarge) = rest.multipliedReportingOverflow(by: Int128(numerator))
            let (below, isBelowTooLarge) = old.multipliedReportingOverflow(by: Int128(divisor))
            if isAboveTooLarge || isBelowTooLarge {
                // Nothing that a ledger of this world holds comes here.
                let part = Double(rest) / Double(old) * Double(numerator) / Double(divisor)
                result.add(numerator: Int128(part * 1e9), over: 1_000_000_000)
            } else {
                result.add(numerator: above, over: below)
            }
        }
        return result
    }

    private mutating func add(numerator: Int128, over divisor: Int128) {
        var (quotient, rest) = numerator.quotientAndRemainder(dividingBy: divisor)
        if rest < 0 { (quotient, rest) = (quotient - 1, rest + divisor) }
        rest += rests[divisor] ?? 0
        if rest >= divisor { (quotient, rest) = (quotient + 1, rest - divisor) }
        rests[divisor] = rest == 0 ? nil : rest
        whole = Int(clamping: Int128(whole) + quotient)
    }

    /// The fractions together, not to make a whole a hair smaller than it is.
    private var over: Double {
        rests.sorted { $0.key < $1.key }.reduce(1e-9) { $0 + Double($1.value) / Double($1.key) }
    }

    /// Rounded half up to whole pence.
    var rounded: Int { whole + Int((over + 0.5).rounded(.down)) }

    /// The whole pence below or equal to it.
    var floor: Int { whole + Int(over.rounded(.down)) }

    /// What is left over ``floor``, in billionths of a penny, so that equal parts are equal.
    var billionths: Int {
        Int(((over - over.rounded(.down)) * 1e9).rounded())
    }

    var isZero: Bool { whole == 0 && rests.isEmpty }
}

extension Sequence<ExactPence> {
    var sum: ExactPence { reduce(into: ExactPence()) { $0.add($1) } }
}

/// Whole pence for each of `amounts` that add up to `total`, which is their sum rounded up or down:
/// by largest remainder, ties to the first listed.
func apportioned(_ total: Int, among amounts: [ExactPence]) -> [Int] {
    let floors = amounts.map(\.floor)
    let over = total - floors.reduce(0, +)
    let rests = amounts.map(\.billionths)
    let order = amounts.indices.sorted { (rests[$1], $0) < (rests[$0], $1) }
    let favoured = Set(order.prefix(Swift.max(0, over)))
    return amounts.indices.map { floors[$0] + (favoured.contains($0) ? 1 : 0) }
}

/// Whole pence for each of `amounts` that add up to their sum, rounded half up once.
func apportioned(_ amounts: [ExactPence]) -> [Int] {
    apportioned(amounts.sum.rounded, among: amounts)
}
