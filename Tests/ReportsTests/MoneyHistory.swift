import CanonicalJSON
import EventLog
import Events
import Foundation
import Ledger
import TallyTestSupport

/// A random history of money as plain values, which an evaluator counts day by day, and the ledger
/// that holds it.
///
/// Payments are for 30, 60, 90, 100, 365 or 366 days and indices are 80, 100 or 125, so that every
/// amount is a whole number of parts of a penny.
struct MoneyHistory {
    struct Amount {
        enum What { case spend, cash, match, inKind }
        let what: What
        let name: Slug
        let body: Body
        let passed: Body?
        let programme: Slug
        let strand: Slug?
        var pence: Int
        let from: Day
        let days: Int
        let since: Day
        var reversed: Day?
        var isRetracted = false

        var to: Day { from + days }
    }

    struct Enrolment {
        let urn: URN
        let programme: Slug
        let strand: Slug
        let from: Day
        let to: Day
    }

    struct Past {
        let body: Body
        let activity: String
        let pence: Int
        let year: FinancialYear
        let since: Day
        let confidence: BaselineCostRecorded.Confidence
    }

    struct Rule {
        let programme: Slug
        let basis: SharedCostRuleSet.Basis
        let weights: [Slug: Int]?
        let since: Day
    }

    let merged: Day?
    /// Which local authorities the merger makes members.
    let members: [LACode]
    /// The local authority of each school, and the day one of them moves to another.
    let homes: [URN: LACode]
    let move: (urn: URN, la: LACode, day: Day)
    let enrolments: [Enrolment]
    private(set) var amounts: [Amount]
    let baselines: [Past]
    /// The newer publication of the price indices last.
    let indices: [[FinancialYear: Int]]
    let rules: [Rule]
    let participation: [ParticipationRecorded]

    static let urns: [URN] = ["900001", "900002", "900003", "900004", "900005"]
    static let las: [LACode] = ["390", "391", "806"]
    static let strands: [Slug] = ["s1", "s2", "s3"]
    static let years: [FinancialYear] = ["2020-21", "2021-22", "2022-23", "2023-24", "2024-25"]
    static let bodies: [Body] = [
        "authority:aa", "authority:aa", "authority:bb", "la:390", "la:391", "la:806",
        "school:900001", "school:900002", "school:900003", "trust:t1", "hub:maths",
    ]
    private static let baselineBodies: [Body] = ["la:390", "la:391", "school:900001", "trust:t1"]

    init(seed: Int) {
        var random = SplitMix64(seed: seed)
        let first: Day = "2021-06-01"
        func day() -> Day { first + random.below(1_300) }
        merged = random.chance(60) ? "2022-09-01" + random.below(600) : nil
        members = random.chance(50) ? Self.las : ["390", "391"]
        homes = Dictionary(
            uniqueKeysWithValues: Self.urns.map { ($0, random.one(of: Self.las)) })
        move = (random.one(of: Self.urns), random.one(of: Self.las), day())
        var enrolments: [Enrolment] = []
        for urn in Self.urns {
            for programme: Slug in ["ei", "ep"] {
                for strand in Self.strands where random.chance(40) {
                    let from = day()
                    enrolments.append(
                        Enrolment(
                            urn: urn, programme: programme, strand: strand, from: from,
                            to: from + 1 + random.below(700)))
                }
            }
        }
        self.enrolments = enrolments
        amounts = (0..<22).map { number in
            let isSpend = number < 15
            let what: Amount.What =
                isSpend ? .spend : random.one(of: [.cash, .match, .inKind, .inKind])
            return Amount(
                what: what, name: Slug("w\(number)") ?? "w", body: random.one(of: Self.bodies),
                passed: isSpend && random.chance(35) ? random.one(of: Self.bodies) : nil,
                programme: random.chance(80) ? "ei" : "ep",
                strand: random.one(of: [nil, nil, "s1", "s2"]), pence: 1 + random.below(99_999),
                from: day(), days: random.one(of: [30, 60, 90, 100, 365, 366]), since: day())
        }
        for index in amounts.indices {
            if amounts[index].what == .spend, random.chance(20) {
                amounts[index].reversed = amounts[index].since + 1 + random.below(300)
            }
            if random.chance(12) { amounts[index].isRetracted = true }
        }
        baselines = (0..<random.below(5)).map { _ in
            Past(
                body: random.one(of: Self.baselineBodies),
                activity: random.one(of: ["Advisers", "Brokering"]),
                pence: 1 + random.below(99_999), year: random.one(of: Self.years), since: day(),
                confidence: random.one(of: [.high, .medium, .low]))
        }
        indices = (0..<2).map { _ in
            let named = Self.years.filter { _ in random.chance(93) }
            return Dictionary(
                uniqueKeysWithValues: named.map {
                    ($0, $0 == "2022-23" ? 100_000 : random.one(of: [80_000, 100_000, 125_000]))
                })
        }
        rules = (0..<random.below(4)).map { _ in
            let basis = random.one(of: [
                SharedCostRuleSet.Basis.days, .points, .schools, .fixed,
            ])
            let weights = Dictionary(
                uniqueKeysWithValues: random.some(of: Self.strands).map {
                    ($0, 1 + random.below(5))
                })
            return Rule(
                programme: random.chance(75) ? "ei" : "ep", basis: basis,
                weights: basis == .fixed ? weights : nil, since: day())
        }
        participation = (0..<8).map { _ in
            let from = day()
            return ParticipationRecorded(
                from: from, leads: random.one(of: [nil, 1, 4]), programme: "ei",
                pupils: random.one(of: [nil, 30]), strand: random.one(of: Self.strands),
                teachers: random.one(of: [nil, 2, 3]), to: from + 3,
                urn: random.one(of: [nil] + Self.urns))
        }
    }

    /// The same history without the amounts that were reversed or taken back by `day`.
    func without(undoneBy day: Day) -> MoneyHistory {
        var other = self
        other.amounts = amounts.filter { amount in
            !amount.isRetracted && !(amount.reversed.map { $0 <= day } ?? false)
        }
        return other
    }
}

// MARK: - As a ledger

/// The ledger that holds a ``MoneyHistory``; gone with it.
final class MoneyLedger {
    let ledger: Ledger
    private let folder =
        FileManager.default.temporaryDirectory.path + "/tally-" + UUID().uuidString

    init(_ history: MoneyHistory) throws {
        ledger = try Ledger.create(folder: folder)
        let facts = history.places + history.money
        _ = try ledger.record(testAct, inMemory: true) { record in
            for (told, fate) in facts {
                let entry = Entry(
                    type: told.fact.type, validFrom: told.from, members: told.data.members ?? [])
                guard case .recorded(let event) = try record(entry) else { continue }
                guard fate != .stands else { continue }
                var later = Entry(
                    type: fate == .retracted ? "EventRetracted" : "EventCorrected",
                    members: [JSONMember("target", .integer(event.seq))])
                later.reason = "a mistake"
                if case .corrected(let pence) = fate {
                    later.members.append(
                        JSONMember(
                            "replacement", .object([("amountPence", .integer(pence))])))
                }
                _ = try record(later)
            }
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}

/// What becomes of a fact after it is recorded.
private enum Fate: Equatable {
    case stands, retracted
    case corrected(Int)
}

extension MoneyHistory {
    fileprivate var places: [(Told, Fate)] {
        var told = [ledgerCreated()] + Self.las.map { laRegistered($0, from: "2020-01-01") }
        told += [
            constituted("aa", ["390"], from: "2020-01-01"),
            constituted("bb", ["391"], ons: "E47000012", from: "2020-01-01"),
            trustRegistered("t1"), programmeOpened("ei", lead: "authority:aa", from: "2020-01-01"),
            programmeOpened("ep", lead: "authority:bb", from: "2020-01-01"),
        ]
        for programme: Slug in ["ei", "ep"] {
            told += Self.strands.map { strandOpened($0, in: programme, from: "2020-01-01") }
        }
        for urn in Self.urns {
            told.append(registered(urn, la: homes[urn] ?? "390", from: "2020-01-01"))
            told += [optedIn(urn, to: "ei", from: "2021-01-01")]
            told += [optedIn(urn, to: "ep", from: "2021-01-01")]
        }
        if let merged {
            told.append(authoritiesMerged(["aa", "bb"], into: "cc", members, from: merged))
        }
        if homes[move.urn] != move.la { told.append(moved(move.urn, to: move.la, from: move.day)) }
        for one in enrolments {
            told.append(enrolled(one.urn, one.strand, in: one.programme, from: one.from))
            told.append(enrolmentEnded(one.urn, one.strand, in: one.programme, from: one.to))
        }
        return told.map { ($0, .stands) }
    }

    fileprivate var money: [(Told, Fate)] {
        var told: [(Told, Fate)] = []
        for (number, amount) in amounts.enumerated() {
            let fate: Fate =
                amount.isRetracted
                ? .retracted : number % 4 == 0 ? .corrected(amount.pence) : .stands
            // What is corrected was recorded with another amount.
            let pence = number % 4 == 0 ? amount.pence + 7 : amount.pence
            told.append((fact(amount, pence), amount.isRetracted ? .retracted : fate))
            if let day = amount.reversed, !amount.isRetracted {
                told.append((reversed(amount.name, from: day), .stands))
            }
        }
        told += baselines.map { past in
            (
                Told(
                    BaselineCostRecorded(
                        activity: past.activity, amountPence: past.pence, body: past.body,
                        confidence: past.confidence, financialYear: past.year, method: "Books"),
                    from: past.since), .stands
            )
        }
        for (index, day) in zip(indices, ["2024-03-28", "2024-12-23"] as [Day]) where !index.isEmpty
        {
            told.append((seriesPublished("gdp", on: day, index: index, from: day), .stands))
        }
        told += rules.map {
            (
                sharedCostRule($0.basis, weights: $0.weights, for: $0.programme, from: $0.since),
                .stands
            )
        }
        told += participation.map { (Told($0, from: $0.from), .stands) }
        return told
    }

    private func fact(_ amount: Amount, _ pence: Int) -> Told {
        switch amount.what {
        case .spend:
            return Told(
                SpendRecorded(
                    amountPence: pence, bornBy: amount.body, category: .delivery,
                    from: amount.from, passedTo: amount.passed, programme: amount.programme,
                    spend: amount.name, strand: amount.strand, to: amount.to),
                from: amount.since)
        case .cash, .match, .inKind:
            let kind: ContributionRecorded.Kind =
                amount.what == .cash ? .cash : amount.what == .match ? .match : .inKind
            return Told(
                ContributionRecorded(
                    amountPence: pence, contributor: amount.body, from: amount.from, kind: kind,
                    method: "as agreed", programme: amount.programme, strand: amount.strand,
                    to: amount.to),
                from: amount.since)
        }
    }
}
