internal import Events
internal import Programme
internal import SQLite

/// What payments that count alike come to: a report adds up a few of these, not every payment.
///
/// Who bears them is only kept of authorities, because on no other bearer does it depend whose such
/// a sum is: of a school or local authority that depends on its place, payment by payment.
let spendSums = TableFold(
    "spend_sum", addingUp: "spend",
    by: [
        "programme", "coalesce(strand, '')", "borne_kind",
        "CASE borne_kind WHEN 'authority' THEN borne_id ELSE '' END", "period_from", "period_to",
        "from_day", "to_day",
    ], of: "amount_pence", { sums(of: $0.money.spends) }
) { (sum: (key: SpendSum, value: Total), cells) in
    cells.token(sum.key.programme)
    if let strand = sum.key.strand { cells.token(strand) } else { cells.text("") }
    cells.token(sum.key.kind)
    if let authority = sum.key.authority {
        cells.text { authority.appendID(to: &$0) }
    } else {
        cells.text("")
    }
    cells.day(sum.key.period.from)
    cells.day(sum.key.period.to)
    cells.day(sum.key.day)
    cells.day(sum.key.end)
    cells.integer(sum.value.payments)
    cells.integer(sum.value.pence)
}

/// What payments that are added up have in common.
private struct SpendSum: Hashable {
    let programme: Slug
    let strand: Slug?
    let kind: Body.Kind
    let authority: Body?
    let period: Period
    let day: Day
    let end: Day

    struct Period: Hashable {
        let from: Day
        let to: Day
    }

    init(_ spend: Money.Spend) {
        programme = spend.data.programme
        strand = spend.data.strand
        kind = spend.data.bornBy.kind
        authority = kind == .authority ? spend.data.bornBy : nil
        period = Period(from: spend.data.from, to: spend.data.to)
        day = spend.since.day
        end = spend.reversed?.day ?? .endOfTime
    }
}

/// How many payments there are, and what they come to in pence.
private struct Total {
    var payments = 0
    var pence = 0

    /// A sum that no number holds stays at the largest there is.
    mutating func add(_ amount: Int) {
        let (sum, isTooLarge) = pence.addingReportingOverflow(amount)
        pence = isTooLarge ? .max : sum
        payments += 1
    }
}

@Sendable
private func sums(of spends: [Money.Spend]) -> [(key: SpendSum, value: Total)] {
    var sums: [SpendSum: Total] = [:]
    for spend in spends { sums[SpendSum(spend), default: Total()].add(spend.data.amountPence) }
    return Array(sums)
}
