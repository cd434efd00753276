internal import Events
internal import Programme
internal import SQLite

// What payments that count alike come to: a report adds up a few of these, not every payment.

/// Who bears them is only kept of authorities, because on no other bearer does it depend whose such
/// a sum is: of a school or local authority that depends on its place.
let spendSums = TableFold(
    "spend_sum", addingUp: "spend",
    {
        let kind = Array($0.kind.rawValue.utf8)
        return BearerGroup(kind: kind, id: $0.kind == .authority ? Array($0.id.utf8) : [])
    }, cells: encode)

/// The same by each local authority and school.
let spendSumsByPlace = TableFold(
    "spend_by_place", addingUp: "spend",
    {
        guard $0.kind == .la || $0.kind == .school else { return nil }
        return BearerGroup(kind: Array($0.kind.rawValue.utf8), id: Array($0.id.utf8))
    }, cells: encode)

/// What was spent against each commitment.
let spendSumsByCommitment = TableFold(
    "spend_by_commitment", addingUp: "spend", { commitmentSums($0.money.spends) }
) { (sum: (key: CommitmentSum, value: Total), cells) in
    cells.token(sum.key.commitment)
    cells.day(sum.key.day)
    cells.day(sum.key.end)
    cells.integer(sum.value.payments)
    cells.integer(sum.value.pence)
}

extension TableFold {
    /// A table of sums of payments.
    ///
    /// - Parameter group: By which of its bearers a payment is told from others; `nil` leaves out
    ///   what they bear.
    fileprivate init(
        _ table: String, addingUp kind: String,
        _ group: @escaping @Sendable (Body) -> BearerGroup?,
        cells: @escaping @Sendable (SpendSum, inout EncodedRow) -> Void
    ) {
        self.init(
            table, addingUp: kind, { SpendSums(of: $0.money, by: group).rows }, encode: cells)
    }
}

@Sendable
private func encode(_ sum: SpendSum, _ cells: inout EncodedRow) {
    cells.text(utf8: sum.bearer.kind)
    cells.text(utf8: sum.bearer.id)
    cells.token(sum.purpose.programme)
    if let strand = sum.purpose.strand { cells.token(strand) } else { cells.text("") }
    cells.day(sum.purpose.from)
    cells.day(sum.purpose.to)
    cells.day(sum.day)
    cells.day(sum.end)
    cells.integer(sum.total.payments)
    cells.integer(sum.total.pence)
}

/// Bearers that a table does not tell apart.
private struct BearerGroup: Hashable {
    let kind: [UInt8]
    let id: [UInt8]
}

/// A row of sums.
private struct SpendSum {
    let bearer: BearerGroup
    let purpose: Payments.Purpose
    let day: Day
    let end: Day
    let total: Total
}

/// Payments added up by numbers, so that names are compared once and not for each payment.
private struct SpendSums {
    private let groups: [BearerGroup]
    private let purposes: [Payments.Purpose]
    private var sums = KeyedTotals()

    init(of money: Money, by group: (Body) -> BearerGroup?) {
        var all = money.payments
        let named = money.spends.filter { group($0.data.bornBy) != nil }
        let ownPurposes = all.numbers(of: named.map { Payments.Purpose($0.data) })
        let ownBearers = all.numbers(of: named.map(\.data.bornBy))
        let groupsOfBearers = all.bearers.map(group)
        let groups = Set(groupsOfBearers.compactMap(\.self)).sorted()
        let places = Dictionary(
            uniqueKeysWithValues: groups.enumerated().map { ($0.element, Int32($0.offset)) })
        let placeOfBearer = groupsOfBearers.map { group in group.flatMap { places[$0] } ?? -1 }
        let order = inOrderOfNames(all.purposes)
        var placeOfPurpose = [Int32](repeating: 0, count: order.count)
        for (place, number) in order.enumerated() { placeOfPurpose[number] = Int32(place) }
        self.groups = groups
        purposes = order.map { all.purposes[$0] }

        var sums = KeyedTotals()
        let add = { (bearer: Int32, purpose: Int32, day: Day, end: Day, pence: Int) in
            let group = placeOfBearer[Int(bearer)]
            guard group >= 0 else { return }
            let purpose = placeOfPurpose[Int(purpose)]
            sums.add(pence, to: SumKey(group: group, purpose: purpose, day: day, end: end))
        }
        money.payments.forEach { line, end in
            add(line.bearer, line.purpose, line.day, end, line.pence)
        }
        for (index, spend) in named.enumerated() {
            add(
                ownBearers[index], ownPurposes[index], spend.since.day,
                spend.reversed?.day ?? .endOfTime, spend.data.amountPence)
        }
        self.sums = sums
    }

    /// In the order of the table's key.
    var rows: [SpendSum] {
        sums.inOrder.map { key, total in
            SpendSum(
                bearer: groups[Int(key.group)], purpose: purposes[Int(key.purpose)],
                day: key.day, end: key.end, total: total)
        }
    }
}

extension BearerGroup: Comparable {
    static func < (a: Self, b: Self) -> Bool {
        if a.kind != b.kind { return a.kind.lexicographicallyPrecedes(b.kind) }
        return a.id.lexicographicallyPrecedes(b.id)
    }
}

/// The places of purposes in the order of their names, which are looked up once for each.
private func inOrderOfNames(_ purposes: [Payments.Purpose]) -> [Int] {
    let names = purposes.map { ($0.programme.text, $0.strand?.text ?? "", $0.from, $0.to) }
    return purposes.indices.sorted { names[$0] < names[$1] }
}

/// Payments against one commitment that count on the same days.
private struct CommitmentSum: Hashable {
    let commitment: Slug
    let day: Day
    let end: Day
}

@Sendable
private func commitmentSums(
    _ spends: [Money.Spend]
) -> [(key: CommitmentSum, value: Total)] {
    var sums: [CommitmentSum: Total] = [:]
    for spend in spends {
        guard let commitment = spend.data.commitment else { continue }
        let key = CommitmentSum(
            commitment: commitment, day: spend.since.day, end: spend.reversed?.day ?? .endOfTime)
        sums[key, default: Total()].add(spend.data.amountPence)
    }
    return Array(sums)
}
