internal import Events
internal import Programme
internal import SQLite

/// A row of `explain/costs.sql`: a payment or contribution, and its days in the period and the area.
struct Cost {
    let seq: Int
    let isSpend: Bool
    /// The short name of a payment.
    let id: String?
    let programme: String
    let strand: String?
    /// What a payment was for, or of what kind a contribution is.
    let kind: String
    let pence: Int
    /// The days it pays for.
    let first, end: Day
    let bearerKind, bearer: String
    /// The day the fact holds from, and the day it was reversed.
    let since, reversed: Day
    /// How many of its days are in the period, and how many of those in the area too.
    let periodDays, countedDays: Int
    let placedBy: [Int]

    init(_ row: borrowing Row) {
        seq = row.integer(0)
        isSpend = row.integer(1) == 1
        id = row.word(2)
        programme = row.text(3)
        strand = row.word(4)
        kind = row.text(5)
        pence = row.integer(6)
        first = row.day(7)
        end = row.day(8)
        bearerKind = row.text(9)
        bearer = row.text(10)
        since = row.day(11)
        reversed = row.day(12)
        periodDays = row.integer(13)
        countedDays = row.integer(14)
        placedBy = row.text(15).split(separator: ",").compactMap { Int($0) }
    }

    var days: Int { end - first }
    var isNet: Bool { isSpend && bearerKind == "authority" }

    /// The item without its share.
    var item: Explanation.Item {
        Explanation.Item(
            key: id.map { "spend/\($0)" } ?? "contribution/\(seq)",
            name: id ?? "\(kind) contribution", la: "", adds: 0,
            detail: detail, events: [seq], placedBy: placedBy)
    }

    private var detail: String {
        let purpose = isSpend ? [kind] : []
        let words =
            purpose + [
                strand.map { "strand \($0)" } ?? "for no one strand",
                "\(first.words) to \((end + -1).words)", "borne by \(bearerKind) \(bearer)",
            ]
        return words.joined(separator: ", ")
    }
}

/// A row of `explain/statements.sql`: something said about a programme's money.
struct MoneyStatement {
    enum Kind: String { case approval, commitment, spend, forecast }

    let kind: Kind
    let seq: Int
    let id: String?
    let programme: String
    let strand, commitment: String?
    let pence: Int
    /// The day it holds from, and the day it stops to: reversed, or varied.
    let since, end: Day
    let isReleased: Bool
    /// Whether no newer forecast is in force.
    let isNewest: Bool
    /// Whether the programme is asked about, and led by the authority asked for.
    let isInScope: Bool
    let placedBy: [Int]

    init(_ row: borrowing Row) {
        kind = Kind(rawValue: row.text(0)) ?? .approval
        seq = row.integer(1)
        id = row.word(2)
        programme = row.text(3)
        strand = row.word(4)
        commitment = row.word(5)
        pence = row.integer(6)
        since = row.day(7)
        end = row.day(8)
        isReleased = row.integer(9) == 1
        isNewest = row.integer(10) == 1
        isInScope = row.integer(11) == 1
        placedBy = [row.number(12)].compactMap(\.self)
    }

    /// The item, as it adds `adds`.
    func item(adds: Int, events: [Int]) -> Explanation.Item {
        Explanation.Item(
            key: "\(kind)/\(id ?? String(seq))", name: id ?? kind.rawValue,
            la: "", adds: adds, detail: detail, events: events, placedBy: placedBy,
            group: kind.heading)
    }

    private var detail: String {
        var words = [programme]
        if kind != .approval { words.append(strand.map { "strand \($0)" } ?? "for no one strand") }
        if kind == .spend, let commitment { words.append("against \(commitment)") }
        if isReleased { words.append("released: what was spent against it") }
        return (words + ["from \(since.words)"]).joined(separator: ", ")
    }
}

extension MoneyStatement.Kind {
    var heading: String {
        switch self {
        case .approval: "approved"
        case .commitment: "committed"
        case .spend: "spent"
        case .forecast: "forecast"
        }
    }
}
