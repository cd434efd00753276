internal import EventLog
internal import Events
internal import Programme
internal import ProjectionEngine
internal import SQLite

/// A body, as money is said of it: a school by its first URN.
struct Payer: Hashable, Comparable, Sendable {
    let kind: String
    let id: String

    /// `la:391`, as on the command line.
    var key: String { "\(kind):\(id)" }

    /// What tables call it, given the names there are by key.
    func called(_ names: [String: String]) -> String {
        if let name = names[key] { return name }
        return Body.Kind(kind).map { Naming().inTable(Body(kind: $0, id: id)) } ?? key
    }

    static func < (a: Payer, b: Payer) -> Bool { (a.place, a.id) < (b.place, b.id) }

    private var place: Int { payerKinds.firstIndex { $0.kind == kind } ?? payerKinds.count }
}

/// The kinds of body in the order of reports, and what many of each are called.
let payerKinds = [
    (kind: "authority", words: "Combined authorities"), (kind: "la", words: "Local authorities"),
    (kind: "school", words: "Schools"), (kind: "trust", words: "Trusts"),
    (kind: "partnership", words: "Partnerships"), (kind: "hub", words: "Hubs"),
    (kind: "partner", words: "Partners"),
    (kind: "department", words: "Departments"),
]

extension ReportBuilder {
    /// What bodies are called, by their keys; those without a name of their own are not there.
    func payerNames(_ open: OpenModel) throws -> [String: String] {
        let sql = """
            SELECT 'authority:' || authority, name FROM (SELECT * FROM authority ORDER BY from_day)
            UNION ALL
            SELECT 'la:' || la, name FROM (SELECT * FROM local_authority ORDER BY from_day)
            UNION ALL
            SELECT 'school:' || school, name FROM (SELECT * FROM state ORDER BY school, from_day)
            UNION ALL
            SELECT 'trust:' || trust, name FROM (SELECT * FROM trust ORDER BY from_day)
            """
        return Dictionary(try open.rows(sql) { ($0.text(0), $0.text(1)) }) { _, newer in newer }
    }
}

/// What one body bore, part by part; amounts are of the period and the area.
struct PayerCosts {
    let payer: Payer
    let lines: [MoneyLine]
    /// What existing arrangements cost it, in the prices of the years reported; `nil`: not known.
    var baseline: BaselineCost?

    func amount(_ part: CostPart) -> ExactPence {
        lines.filter { CostPart($0.what) == part }.amount
    }
}

/// The parts that the cost to a body is made of.
enum CostPart: CaseIterable {
    case cash, inKind, charges, grant

    init(_ what: MoneyLine.What) {
        switch what {
        case .cash, .match: self = .cash
        case .inKind: self = .inKind
        case .spend: self = .charges
        case .grant: self = .grant
        }
    }

    /// Those that make the cost borne; a grant is taken away from it.
    static let borne: [CostPart] = [.cash, .inKind, .charges]
}

/// Whole pence for every part of every body, so that rows and columns add up to the penny.
struct PayerPence {
    /// By body, in order, then part.
    private(set) var cells: [[CostPart: Int]]
    private(set) var totals: [CostPart: Int]

    /// All that is borne is rounded once, then shared out to the parts and from them to the bodies.
    init(_ costs: [PayerCosts]) {
        let amounts = costs.map { cost in
            Dictionary(uniqueKeysWithValues: CostPart.allCases.map { ($0, cost.amount($0)) })
        }
        func column(_ part: CostPart) -> [ExactPence] { amounts.map { $0[part] ?? .init() } }
        let borne = apportioned(CostPart.borne.map { column($0).sum })
        totals = Dictionary(uniqueKeysWithValues: zip(CostPart.borne, borne))
        totals[.grant] = column(.grant).sum.rounded
        cells = costs.map { _ in [:] }
        for part in CostPart.allCases {
            let pence = apportioned(totals[part] ?? 0, among: column(part))
            for index in cells.indices { cells[index][part] = pence[index] }
        }
    }

    func borne(_ index: Int) -> Int { CostPart.borne.reduce(0) { $0 + (cells[index][$1] ?? 0) } }
    func net(_ index: Int) -> Int { borne(index) - (cells[index][.grant] ?? 0) }
    var borneTotal: Int { CostPart.borne.reduce(0) { $0 + (totals[$1] ?? 0) } }
    var netTotal: Int { borneTotal - (totals[.grant] ?? 0) }

    /// The grant passed to a body for which it bears a cost of its own: counted at both ends.
    func countedTwice(_ index: Int) -> Int {
        max(0, min(borne(index), cells[index][.grant] ?? 0))
    }

    /// What each line of a body adds to its net cost, in the order of its lines.
    func additions(_ cost: PayerCosts, _ index: Int) -> [Int] {
        var adds = cost.lines.map { _ in 0 }
        for part in CostPart.allCases {
            let places = cost.lines.indices.filter { CostPart(cost.lines[$0].what) == part }
            let pence = apportioned(
                cells[index][part] ?? 0, among: places.map { cost.lines[$0].amount })
            for (place, pence) in zip(places, pence) {
                adds[place] = part == .grant ? -pence : pence
            }
        }
        return adds
    }
}
