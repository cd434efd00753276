import EventLog
import Events
import Reports
import TallyTestSupport
import Testing

/// What a walk through the history says after each event is what a report known then says.
@Suite struct FigureWalkTests {
    @Test(arguments: 0..<histories(5), 1...2)
    func everyStepAgreesWithAReportKnownThen(seed: Int, form: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 60))
        let builder = ReportBuilder(random.ledger)
        var choices = SplitMix64(seed: seed + 4_000_000)
        var options = choices.wideReportOptions()
        options.form = form
        var walk = try FigureWalk(builder, ["engagement", "value-for-money"], options, at: 0)
        var before = walk.current
        for seq in 1...random.size {
            let changes = try walk.advance()
            options.knownAt = .seq(seq)
            let engagement = try builder.engagement(options).named
            let money = try builder.valueForMoney(options).named
            let names = Set(engagement.map(\.name))
            let expected = engagement + money.filter { !names.contains($0.name) }
            #expect(walk.current.map(\.name) == expected.map(\.name), "seed \(seed), event \(seq)")
            #expect(
                walk.current.map(\.value) == expected.map(\.value), "seed \(seed), event \(seq)")
            let moved = zip(before, walk.current).filter { $0.value != $1.value }.map(\.1.name)
            #expect(changes.map(\.figure) == moved || before.count != walk.current.count)
            before = walk.current
        }
    }

    @Test(arguments: 0..<histories(5))
    func theStepsOfADifferenceAddUpToIt(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 60))
        let builder = ReportBuilder(random.ledger)
        var choices = SplitMix64(seed: seed + 5_000_000)
        var options = choices.wideReportOptions()
        let first = choices.below(random.size)
        let found = try builder.differences(
            ["engagement"], options, from: first, to: random.size)
        for one in found {
            #expect(one.movedBy.first?.change.before == one.before)
            #expect(one.movedBy.last?.change.after == one.after)
            #expect(
                zip(one.movedBy, one.movedBy.dropFirst()).allSatisfy {
                    $0.change.after == $1.change.before
                })
            #expect(one.movedBy.allSatisfy { $0.event.seq > first })
        }
        options.knownAt = .seq(first)
        let before = try builder.engagement(options).named
        options.knownAt = nil
        let after = try builder.engagement(options).named
        let moved = zip(before, after).filter { $0.value != $1.value }.map(\.0.name)
        #expect(found.map(\.figure) == moved, "seed \(seed), \(options)")
    }
}
