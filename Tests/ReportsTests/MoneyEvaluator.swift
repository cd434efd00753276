import Events
import TallyTestSupport

/// What a report of money is asked.
struct MoneyQuestion {
    var from: Day
    var asOf: Day
    var authority: Slug?
    var programme: Slug?
    var strand: Slug?
}

/// Counts a ``MoneyHistory`` day by day, from the definitions alone: no fold, no query, no share of
/// code with the reports.
///
/// Amounts are whole numbers of ``unit`` parts of a penny.
struct MoneyEvaluator {
    let history: MoneyHistory
    let asked: MoneyQuestion

    /// The parts of a penny: 30, 60, 90, 100, 365 and 366 divide 4,007,700, and the quotient of two of
    /// the indices 80, 100 and 125 is a whole number of four-hundredths.
    static let unit = 4_007_700 * 400

    var days: [Day] {
        asked.from <= asked.asOf ? (0...(asked.asOf - asked.from)).map { asked.from + $0 } : []
    }

    // MARK: Places

    /// What an authority is on a day: itself, or what it was merged into.
    func current(_ authority: String, _ day: Day) -> String {
        guard let merged = history.merged, merged <= day else { return authority }
        return ["aa", "bb"].contains(authority) ? "cc" : authority
    }

    func authority(of la: LACode, _ day: Day) -> String? {
        if let merged = history.merged, merged <= day {
            return history.members.contains(la) ? "cc" : nil
        }
        return la == "390" ? "aa" : la == "391" ? "bb" : nil
    }

    func la(of urn: URN, _ day: Day) -> LACode {
        history.move.urn == urn && history.move.day <= day
            ? history.move.la : history.homes[urn] ?? "390"
    }

    func isInArea(_ body: Body, _ programme: Slug, _ day: Day) -> Bool {
        guard let asked = asked.authority?.text else { return true }
        switch body.kind {
        case .authority: return current(body.id, day) == asked
        case .la: return LACode(body.id).flatMap { authority(of: $0, day) } == asked
        case .school: return URN(body.id).map { isInArea($0, day) } ?? false
        default: return current(programme == "ei" ? "aa" : "bb", day) == asked
        }
    }

    func isInArea(_ urn: URN, _ day: Day) -> Bool {
        asked.authority.map { authority(of: la(of: urn, day), day) == $0.text } ?? true
    }

    // MARK: Money

    func counts(_ amount: MoneyHistory.Amount) -> Bool {
        !amount.isRetracted && amount.since <= asked.asOf
            && !(amount.reversed.map { $0 <= asked.asOf } ?? false)
            && asked.programme.map { $0 == amount.programme } ?? true
            && asked.strand.map { $0 == amount.strand } ?? true
    }

    func isOn(_ amount: MoneyHistory.Amount, _ day: Day) -> Bool {
        amount.from <= day && day < amount.to
    }

    func aDay(of amount: MoneyHistory.Amount) -> Int {
        amount.pence * (Self.unit / amount.days)
    }

    static func year(of day: Day) -> FinancialYear {
        let (year, month, _) = day.civil
        let first = month < 4 ? year - 1 : year
        return FinancialYear("\(first)-\((first + 1) % 100)") ?? "2020-21"
    }

    static func length(of year: FinancialYear) -> Int {
        // The February of a year such as 2023-24 is in its second half.
        ["2023-24"].contains(year.text) ? 366 : 365
    }

    /// The index of a year in the newest publication; `nil` when it has none.
    func index(_ year: FinancialYear) -> Int? {
        let newest = history.indices.last { !$0.isEmpty } ?? [:]
        return newest[year] ?? (year == "2022-23" && !newest.isEmpty ? 100_000 : nil)
    }

    // MARK: Rounding

    static func rounded(_ parts: Int) -> Int { floorDivided(2 * parts + unit, 2 * unit) }

    /// Whole pence that add up to `total`, which is the sum of `parts` rounded either way.
    static func shared(_ total: Int, _ parts: [Int]) -> [Int] {
        shared(total, parts.map { Int128($0) }, Int128(unit))
    }

    static func shared(_ total: Int, _ parts: [Int128], _ unit: Int128) -> [Int] {
        let floors = parts.map { floorDivided($0, unit) }
        let rests = zip(parts, floors).map { $0 - $1 * unit }
        var pence = floors.map { Int($0) }
        let over = total - pence.reduce(0, +)
        let order = parts.indices.sorted { (rests[$1], $0) < (rests[$0], $1) }
        for index in order.prefix(max(0, over)) { pence[index] += 1 }
        return pence
    }
}

func floorDivided<T: BinaryInteger>(_ a: T, _ b: T) -> T {
    let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
    return rest < 0 ? quotient - 1 : quotient
}

// MARK: - Who bore what

extension MoneyEvaluator {
    struct Payer {
        var parts = [0, 0, 0, 0]  // cash, in kind, charges, grant
        var real: Int? = 0
        var baseline: Int?
    }

    static let kinds: [Body.Kind] = [.authority, .la, .school, .trust, .hub, .partner, .department]

    /// What each body bore, in parts of a penny; by its kind and identifier, in order.
    func payers() -> [(key: String, payer: Payer)] {
        var found: [Body: Payer] = [:]
        for amount in history.amounts where counts(amount) {
            let part = [.cash: 0, .match: 0, .inKind: 1, .spend: 2][amount.what] ?? 2
            add(amount, to: amount.body, part, &found)
            if let passed = amount.passed { add(amount, to: passed, 3, &found) }
        }
        let order = found.keys.sorted {
            let places = [$0, $1].map { Self.kinds.firstIndex(of: $0.kind) ?? 9 }
            return (places[0], $0.id) < (places[1], $1.id)
        }
        return order.map { body in
            var payer = found[body] ?? Payer()
            payer.baseline = baseline(of: body)
            return ("\(body.kind):\(body.id)", payer)
        }
    }

    private func add(
        _ amount: MoneyHistory.Amount, to body: Body, _ part: Int, _ found: inout [Body: Payer]
    ) {
        for day in days where isOn(amount, day) && isInArea(body, amount.programme, day) {
            let parts = aDay(of: amount)
            var payer = found[body] ?? Payer()
            payer.parts[part] += parts
            if let old = payer.real, let index = index(Self.year(of: day)) {
                payer.real = old + (part == 3 ? -1 : 1) * (parts * 100_000 / index)
            } else {
                payer.real = nil
            }
            found[body] = payer
        }
    }

    private func baseline(of body: Body) -> Int? {
        let known = history.baselines.filter { $0.body == body }
        let activities = Set(known.map(\.activity))
        guard !activities.isEmpty, !days.isEmpty else { return nil }
        var sum = 0
        for day in days {
            let year = Self.year(of: day)
            for activity in activities {
                let own = known.filter { $0.activity == activity }
                let years = own.map(\.year.text)
                let meant = years.filter { $0 <= year.text }.max() ?? years.min() ?? ""
                // Of one year the newest holds, and of one day the last recorded.
                let newest = own.filter { $0.year.text == meant }.enumerated()
                    .max { ($0.element.since, $0.offset) < ($1.element.since, $1.offset) }
                guard let past = newest?.element else { return nil }
                let aDay = past.pence * (Self.unit / Self.length(of: year))
                if past.year == year {
                    sum += aDay
                } else {
                    guard let from = index(past.year), let to = index(year) else { return nil }
                    sum += aDay * to / from
                }
            }
        }
        return sum
    }
}

// MARK: - Engagement

extension MoneyEvaluator {
    /// The pairs of school and strand active in the area on a day.
    func active(_ day: Day, programme: Slug? = nil) -> [MoneyHistory.Enrolment] {
        history.enrolments.filter { one in
            one.from <= day && day < one.to && isInArea(one.urn, day)
                && (programme ?? asked.programme).map { $0 == one.programme } ?? true
                && asked.strand.map { $0 == one.strand } ?? true
        }
    }

    func schoolDays(_ days: [Day]) -> Int {
        days.reduce(0) { $0 + Set(active($1).map(\.urn)).count }
    }

    func schools(_ days: [Day]) -> Int { Set(days.flatMap { active($0).map(\.urn) }).count }

    /// The parts of a penny that amounts came to on these days.
    func cost(_ days: [Day], isNet: Bool) -> Int {
        history.amounts.filter { counts($0) && (!isNet || isOfAuthority($0)) }.reduce(0) {
            sum, one in
            sum + days.filter { isOn(one, $0) && isInArea(one.body, one.programme, $0) }.count
                * aDay(of: one)
        }
    }

    func isOfAuthority(_ amount: MoneyHistory.Amount) -> Bool {
        amount.what == .spend && amount.body.kind == .authority
    }
}

// MARK: - Shared cost

extension MoneyEvaluator {
    /// A strand's own cost and its part of what is shared.
    struct StrandCost: Equatable {
        var own = 0
        var allocated = 0
    }

    /// By programme and strand, such as `ei:s1`; and what is shared and not allocated.
    func strands() -> (costs: [String: StrandCost], unallocated: Int) {
        let net = history.amounts.filter { counts($0) && isOfAuthority($0) }
        var own: [String: Int] = [:]
        // By rule, what is shared on the days it is in force.
        var sharedOn: [Int: Int] = [:]
        var daysOf: [Int: [Day]] = [:]
        var sharedParts = 0
        for day in days {
            for programme: Slug in ["ei", "ep"] {
                let rule = rule(of: programme, day)
                if let rule { daysOf[rule, default: []].append(day) }
                for one in net where one.programme == programme && isOn(one, day) {
                    guard isInArea(one.body, programme, day) else { continue }
                    if let strand = one.strand {
                        own["\(programme):\(strand)", default: 0] += aDay(of: one)
                    } else {
                        sharedParts += aDay(of: one)
                        if let rule { sharedOn[rule, default: 0] += aDay(of: one) }
                    }
                }
            }
        }
        let weights = daysOf.mapValues { _ in [Slug: Int]() }
            .merging(daysOf.map { ($0.key, parts(history.rules[$0.key], $0.value)) }) { $1 }
        // All fractions in one unit.
        var scale: Int128 = 1
        for (_, parts) in weights { scale *= Int128(max(1, parts.values.reduce(0, +))) }
        var given: [String: Int128] = [:]
        var rest = Int128(sharedParts) * scale
        for (rule, parts) in weights {
            let all = parts.values.reduce(0, +)
            for (strand, weight) in parts {
                let share = Int128(sharedOn[rule] ?? 0) * Int128(weight) * (scale / Int128(all))
                given["\(history.rules[rule].programme):\(strand)", default: 0] += share
                rest -= share
            }
        }
        let people = history.participation.filter { days.contains($0.from) && $0.isIn(self) }
        let keys = Set(own.keys).union(given.keys)
            .union(people.map { "\($0.programme):\($0.strand)" }).sorted()
        let total = Self.rounded(own.values.reduce(sharedParts, +))
        let pence = Self.shared(total, keys.map { own[$0] ?? 0 } + [sharedParts])
        let allocated = Self.shared(
            pence.last ?? 0, keys.map { given[$0] ?? 0 } + [rest], Int128(Self.unit) * scale)
        let costs = keys.indices.map { index in
            (keys[index], StrandCost(own: pence[index], allocated: allocated[index]))
        }
        return (Dictionary(uniqueKeysWithValues: costs), allocated.last ?? 0)
    }

    /// Which rule is in force for a programme on a day.
    private func rule(of programme: Slug, _ day: Day) -> Int? {
        history.rules.indices.filter {
            history.rules[$0].programme == programme && history.rules[$0].since <= day
                && history.rules[$0].since <= asked.asOf
                && asked.programme.map { $0 == programme } ?? true
        }
        .max { (history.rules[$0].since, $0) < (history.rules[$1].since, $1) }
    }

    /// The parts of a rule over the days it is in force.
    private func parts(_ rule: MoneyHistory.Rule, _ days: [Day]) -> [Slug: Int] {
        var found: [Slug: Int] = [:]
        switch rule.basis {
        case .fixed: found = rule.weights ?? [:]
        case .days, .points:
            let counted = rule.basis == .days ? days : Array(days.suffix(1))
            for day in counted {
                for one in active(day, programme: rule.programme) {
                    found[one.strand, default: 0] += 1
                }
            }
        case .schools:
            for strand in MoneyHistory.strands {
                found[strand] =
                    Set(
                        days.flatMap { day in
                            active(day, programme: rule.programme).filter { $0.strand == strand }
                                .map(\.urn)
                        }
                    ).count
            }
        }
        return found.filter { $0.value > 0 }
    }
}

extension ParticipationRecorded {
    /// Whether it is of the area asked for, on its first day.
    func isIn(_ evaluator: MoneyEvaluator) -> Bool {
        let programmeAsked = evaluator.asked.programme
        guard programmeAsked.map({ $0 == programme }) ?? true else { return false }
        if let urn { return evaluator.isInArea(urn, from) }
        return evaluator.isInArea(Body(kind: .hub, id: "any"), programme, from)
    }
}
