internal import EventLog
internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// An amount that somebody bore, or was passed, and those of its days that count.
struct MoneyLine: Sendable {
    /// What an amount is to the body it is said of.
    enum What: String, Sendable {
        /// A payment it bore.
        case spend
        case cash, match
        case inKind = "in-kind"
        /// A grant passed to it, which somebody else bore.
        case grant
    }

    /// The event that says so; `nil` for a sum of payments.
    let seq: Int?
    let what: What
    let programme: String
    /// `nil`: shared by all strands.
    let strand: String?
    let kind: String
    /// A school by its first URN, all others by their identifiers.
    let bearer: String
    let pence: Int
    /// The days it pays for.
    let period: Range<Int>
    /// Those of them that are in the period and the area.
    var days: Range<Int>

    init(_ row: borrowing Row) {
        seq = row.number(0)
        what = What(rawValue: row.text(1)) ?? .spend
        programme = row.text(2)
        strand = row.word(3)
        kind = row.text(4)
        bearer = row.text(5)
        pence = row.integer(6)
        period = row.integer(7)..<row.integer(8)
        days = row.integer(9)..<row.integer(10)
    }

    /// The part of it that its days in `range` make.
    func amount(in range: Range<Int>) -> ExactPence {
        let overlap = days.clamped(to: range)
        var amount = ExactPence()
        amount.add(pence, times: overlap.count, over: period.count)
        return amount
    }

    /// The part of it that counts.
    var amount: ExactPence { amount(in: days) }

    /// The same for each financial year that has days of it.
    var amountsByYear: [(year: String, amount: ExactPence)] {
        YearSpan.each(.financial, in: days).map { ($0.name, amount(in: $0.overlap(days))) }
    }

    /// Whether an authority bore it, so that it is in its net cost.
    var isNet: Bool { what == .spend && kind == "authority" }
}

extension ReportBuilder {
    /// The amounts of the days from `period.lowerBound` on and before `period.upperBound`, as they
    /// stand at the end of the day reported.
    func moneyLines(
        _ open: OpenModel, _ options: ReportOptions, _ source: MoneyLines.Source,
        in period: Range<Int>
    ) throws -> [MoneyLine] {
        guard !period.isEmpty else { return [] }
        try open.makeTemporary("money", "DROP VIEW IF EXISTS temp.money;\n" + source.view)
        var parameters = options.parameters(from: Day(number: period.lowerBound))
        parameters["until"] = .integer(period.upperBound)
        return try open.rows(MoneyLines.lines, parameters) { MoneyLine($0) }
    }
}

extension [MoneyLine] {
    /// What they come to, unrounded.
    var amount: ExactPence { map(\.amount).sum }

    /// The same by financial year.
    var amountsByYear: [String: ExactPence] {
        var sums: [String: ExactPence] = [:]
        for line in self {
            for (year, amount) in line.amountsByYear { sums[year, default: .init()].add(amount) }
        }
        return sums
    }

    /// What they come to in the prices of the base year, and the years whose index is missing.
    func real(_ prices: Prices) -> (amount: ExactPence?, missing: [String]) {
        var amount = ExactPence()
        var missing: [String] = []
        for (year, part) in amountsByYear.sorted(by: { $0.key < $1.key }) {
            guard let real = prices.real(part, of: year) else {
                missing.append(year)
                continue
            }
            amount.add(real)
        }
        return (missing.isEmpty ? amount : nil, missing)
    }
}
