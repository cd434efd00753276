import Events
import Foundation
import Reports
import TallyTestSupport
import Testing

/// How many random histories are evaluated: 100, or as many as `TALLY_HISTORIES` says.
private let count =
    ProcessInfo.processInfo.environment["TALLY_HISTORIES"].flatMap { Int($0) } ?? 100

/// Every figure of money is what an evaluator that counts day by day says, to the penny.
@Suite struct MoneyEvaluatorTests {
    @Test(arguments: 0..<count)
    func everyFigureIsWhatCountingDayByDayGives(seed: Int) throws {
        let history = MoneyHistory(seed: seed)
        let money = try MoneyLedger(history)
        let builder = ReportBuilder(money.ledger)
        var random = SplitMix64(seed: seed + 6_000_000)
        let question = MoneyQuestion(random: &random)
        let evaluator = MoneyEvaluator(history: history, asked: question)
        let context = "seed \(seed), \(question)"
        try expectPayers(evaluator, try builder.costsByPayer(question.options), context)
        try expectStrands(evaluator, try builder.costsByStrand(question.options), context)
        try expectValue(evaluator, try builder.valueForMoney(question.options), context)
    }

    /// A report of a ledger with something undone is the report of a ledger without it.
    @Test(arguments: 0..<count)
    func whatIsUndoneIsUndoneEverywhere(seed: Int) throws {
        let history = MoneyHistory(seed: seed)
        var random = SplitMix64(seed: seed + 7_000_000)
        let question = MoneyQuestion(random: &random)
        let ledgers = [
            try MoneyLedger(history), try MoneyLedger(history.without(undoneBy: question.asOf)),
        ]
        let (undone, never) = (ReportBuilder(ledgers[0].ledger), ReportBuilder(ledgers[1].ledger))
        for make in [
            { try $0.costsByPayer(question.options) }, { try $0.costsByStrand(question.options) },
            { try $0.valueForMoney(question.options) },
        ] as [(ReportBuilder) throws -> Report] {
            let (one, other) = (try make(undone), try make(never))
            let context = "seed \(seed), \(question), \(one.name)"
            #expect(one.figures == other.figures, "\(context)")
            #expect(one.tables.map(\.name) == other.tables.map(\.name), "\(context)")
            for (mine, others) in zip(one.tables, other.tables) {
                // Rows may be called by the number of their event.
                #expect(
                    mine.rows.map(\.cells) == others.rows.map(\.cells), "\(context), \(mine.name)")
            }
        }
        withExtendedLifetime(ledgers) {}
    }

    /// The properties above would hold of empty reports, too.
    @Test func randomHistoriesHaveMoneyOfEveryKind() throws {
        var filled: Set<String> = []
        var names: Set<String> = []
        for seed in 0..<40 {
            let money = try MoneyLedger(MoneyHistory(seed: seed))
            var random = SplitMix64(seed: seed + 6_000_000)
            let options = MoneyQuestion(random: &random).options
            let builder = ReportBuilder(money.ledger)
            for report in [
                try builder.costsByPayer(options), try builder.costsByStrand(options),
                try builder.valueForMoney(options),
            ] {
                for table in report.tables {
                    for column in table.columns where column.isNumber {
                        let name = "\(table.name)/\(column.name)"
                        names.insert(name)
                        if table.numbers(column.name).contains(where: { ($0 ?? 0) != 0 }) {
                            filled.insert(name)
                        }
                    }
                }
            }
        }
        // No indicator is observed in these histories; MoneyScenarioTests have one.
        let outcomes: Set = ["effectiveness/additionality", "effectiveness/costPerOutcomePence"]
        #expect(names.subtracting(filled).subtracting(outcomes) == [])
    }

    // MARK: - Who bore what

    private func expectPayers(
        _ evaluator: MoneyEvaluator, _ report: Report, _ context: String
    ) throws {
        let table = try #require(report.table("payers"))
        let payers = evaluator.payers()
        #expect(table.rows.map(\.key) == payers.map(\.key), "\(context)")
        guard table.rows.map(\.key) == payers.map(\.key) else { return }
        let columns = (0..<4).map { part in payers.map { $0.payer.parts[part] } }
        let sums = columns.map { $0.reduce(0, +) }
        let total = MoneyEvaluator.rounded(sums[0] + sums[1] + sums[2])
        let borne = MoneyEvaluator.shared(total, Array(sums.prefix(3)))
        let totals = borne + [MoneyEvaluator.rounded(sums[3])]
        let cells = columns.indices.map { MoneyEvaluator.shared(totals[$0], columns[$0]) }
        for (part, name) in ["cashPence", "inKindPence", "chargesPence", "grantPassedPence"]
            .enumerated()
        {
            #expect(table.numbers(name) == cells[part], "\(context), \(name)")
            #expect(report.figure(name)?.value == .pence(totals[part]), "\(context), \(name)")
        }
        let nets = payers.indices.map { cells[0][$0] + cells[1][$0] + cells[2][$0] - cells[3][$0] }
        #expect(table.numbers("netCostPence") == nets, "\(context)")
        #expect(report.figure("netCostPence")?.value.number == nets.reduce(0, +), "\(context)")
        #expect(report.figure("bornePence")?.value == .pence(total), "\(context)")
        for row in table.rows {
            let adds = row.behind.reduce(0) { $0 + ($1.adds ?? 0) }
            #expect(row.cells.first == .pence(adds), "\(context), \(row.key)")
        }
        expectKnown(payers.map(\.payer.real), table.numbers("realNetCostPence"), context)
        let baselines = payers.map(\.payer.baseline)
        expectKnown(baselines, table.numbers("baselineCostPence"), context)
        for (index, saving) in table.numbers("savingPence").enumerated() {
            let baseline = table.numbers("baselineCostPence")[index]
            #expect(saving == baseline.map { $0 - nets[index] }, "\(context)")
        }
    }

    /// Amounts where they are known, apportioned among those.
    private func expectKnown(_ parts: [Int?], _ found: [Int?], _ context: String) {
        #expect(parts.map { $0 == nil } == found.map { $0 == nil }, "\(context)")
        let known = parts.compactMap(\.self)
        let pence = MoneyEvaluator.shared(MoneyEvaluator.rounded(known.reduce(0, +)), known)
        #expect(found.compactMap(\.self) == pence, "\(context)")
    }

    // MARK: - Strands

    private func expectStrands(
        _ evaluator: MoneyEvaluator, _ report: Report, _ context: String
    ) throws {
        let table = try #require(report.table("strands"))
        var whole = evaluator.asked
        whole.strand = nil
        let (costs, unallocated) = MoneyEvaluator(
            history: evaluator.history, asked: whole
        ).strands()
        let shown = costs.keys.sorted().filter { key in
            evaluator.asked.strand.map { key.hasSuffix(":\($0)") } ?? true
        }
        #expect(table.rows.map(\.key) == shown, "\(context)")
        #expect(table.numbers("ownCostPence") == shown.map { costs[$0]?.own }, "\(context)")
        #expect(
            table.numbers("allocatedCostPence") == shown.map { costs[$0]?.allocated }, "\(context)")
        if evaluator.asked.strand == nil {
            #expect(
                report.figure("unallocatedCostPence")?.value == .pence(unallocated), "\(context)")
        }
        for row in table.rows {
            let adds = row.behind.reduce(0) { $0 + ($1.adds ?? 0) }
            #expect(row.cells.first == .pence(adds), "\(context), \(row.key)")
        }
        let strand = evaluator.asked.strand
        let people = evaluator.history.participation.filter {
            evaluator.days.contains($0.from) && $0.isIn(evaluator)
                && (strand == nil || strand == $0.strand)
        }
        let leads = people.reduce(0) { $0 + ($1.leads ?? 0) }
        #expect(report.figure("leads")?.value == .people(leads), "\(context)")
        let teachers = people.reduce(0) { $0 + ($1.teachers ?? 0) }
        let cost = report.figure("strandCostPence")?.value.number ?? 0
        let unit = teachers == 0 ? nil : (2 * cost + teachers) / (2 * teachers)
        #expect(report.figure("costPerTeacherPence")?.value.number == unit, "\(context)")
    }

    // MARK: - Value for money

    private func expectValue(
        _ evaluator: MoneyEvaluator, _ report: Report, _ context: String
    ) throws {
        let days = evaluator.days
        let net = MoneyEvaluator.rounded(evaluator.cost(days, isNet: true))
        let total = MoneyEvaluator.rounded(evaluator.cost(days, isNet: false))
        #expect(report.figure("netAuthorityCostPence")?.value == .pence(net), "\(context)")
        #expect(report.figure("totalResourceCostPence")?.value == .pence(total), "\(context)")
        let years = try #require(report.table("years"))
        let byYear = Dictionary(grouping: days) { MoneyEvaluator.year(of: $0).text }
        let names = byYear.keys.sorted()
        #expect(years.rows.map(\.key) == names, "\(context)")
        #expect(years.numbers("days") == names.map { byYear[$0]?.count }, "\(context)")
        for (column, isNet) in [("netAuthorityCostPence", true), ("totalResourceCostPence", false)]
        {
            let parts = names.map { evaluator.cost(byYear[$0] ?? [], isNet: isNet) }
            let pence = MoneyEvaluator.shared(isNet ? net : total, parts)
            #expect(years.numbers(column) == pence, "\(context), \(column)")
        }
        #expect(
            years.numbers("schoolDays") == names.map { evaluator.schoolDays(byYear[$0] ?? []) },
            "\(context)")
        #expect(
            years.numbers("everEngagedSchools")
                == names.map { evaluator.schools(byYear[$0] ?? []) },
            "\(context)")
        let economy = try #require(report.table("economy"))
        let sum = economy.numbers("totalResourceCostPence").reduce(0) { $0 + ($1 ?? 0) }
        #expect(sum == total, "\(context)")
        let equity = try #require(report.table("equity"))
        let shares = equity.numbers("apportionedCostPence").reduce(0) { $0 + ($1 ?? 0) }
        #expect(equity.rows.isEmpty || shares == net, "\(context)")
        try expectReal(evaluator, report, byYear, context)
        expectSides(evaluator, report, context)
    }

    private func expectReal(
        _ evaluator: MoneyEvaluator, _ report: Report, _ byYear: [String: [Day]],
        _ context: String
    ) throws {
        var real: Int? = evaluator.index("2022-23") == nil ? nil : 0
        for (name, days) in byYear {
            let cost = evaluator.cost(days, isNet: true)
            guard cost != 0, let sum = real else { continue }
            let index = FinancialYear(name).flatMap { evaluator.index($0) }
            real = index.map { sum + Int(Int128(cost) * 100_000 / Int128($0)) }
        }
        #expect(
            report.figure("realNetAuthorityCostPence")?.value.number
                == real.map { MoneyEvaluator.rounded($0) }, "\(context)")
    }

    /// What a school more cost, before and after the merger.
    private func expectSides(
        _ evaluator: MoneyEvaluator, _ report: Report, _ context: String
    ) {
        guard let scale = report.table("scale"), let merged = evaluator.history.merged else {
            let isIn = evaluator.history.merged.map {
                evaluator.asked.from < $0 && $0 <= evaluator.asked.asOf
            }
            #expect(isIn != true || report.table("scale") != nil, "\(context)")
            return
        }
        let sides = [
            evaluator.days.filter { $0 < merged }, evaluator.days.filter { $0 >= merged },
        ]
        #expect(scale.numbers("days") == sides.map(\.count), "\(context)")
        let schools = sides.map(evaluator.schools)
        #expect(scale.numbers("everEngagedSchools") == schools, "\(context)")
        let costs = sides.map { evaluator.cost($0, isNet: true) }
        #expect(
            scale.numbers("netAuthorityCostPence") == costs.map(MoneyEvaluator.rounded),
            "\(context)")
        guard schools[0] != schools[1] else {
            #expect(report.figure("marginalCostPence")?.value == .missing, "\(context)")
            return
        }
        // Both as costs of 365 days, unless they have as many.
        let isAlike = sides[0].count == sides[1].count
        let (a, b) = (Int128(sides[0].count), Int128(sides[1].count))
        let change =
            isAlike
            ? (Int128(costs[1]) - Int128(costs[0])) * a * b
            : 365 * (Int128(costs[1]) * a - Int128(costs[0]) * b)
        let unit = Int128(MoneyEvaluator.unit) * a * b
        let more = Int128(schools[1] - schools[0])
        let signed = more < 0 ? -change : change
        let pence = floorDivided(2 * signed + unit, 2 * unit)
        let marginal = floorDivided(2 * pence + abs(more), 2 * abs(more))
        #expect(report.figure("marginalCostPence")?.value == .pence(Int(marginal)), "\(context)")
    }
}

extension MoneyQuestion {
    init(random: inout SplitMix64) {
        let first: Day = "2021-09-01"
        let from = first + random.below(600)
        self.init(from: from, asOf: from + random.below(900))
        if random.chance(50) { authority = random.one(of: ["aa", "bb", "cc"]) }
        if random.chance(25) { programme = random.one(of: ["ei", "ep"]) }
        if random.chance(20) { strand = random.one(of: ["s1", "s2"]) }
    }

    var options: ReportOptions {
        var options = ReportOptions(asOf: asOf, today: "2025-03-31")
        options.from = from
        options.authority = authority
        options.programme = programme
        options.strand = strand
        return options
    }
}
