internal import Events

/// What is kept of a spend to judge the facts after it.
struct SpendOutline: Sendable {
    let commitment: Slug?
    var amountPence: Int
    let since: Since
    var reversed: Since?

    init(_ spend: Money.Spend) {
        commitment = spend.data.commitment
        amountPence = spend.data.amountPence
        since = spend.since
        reversed = spend.reversed
    }
}
