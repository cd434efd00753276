import Events
import Reports
import TallyTestSupport
import Testing

/// What came and went between two days adds up to the difference between two reports.
@Suite struct MovementTests {
    @Test(arguments: 0..<histories(30))
    func aMovementFootsOnEveryBoundaryBasis(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 90))
        let builder = ReportBuilder(random.ledger)
        var choices = SplitMix64(seed: seed + 3_000_000)
        let bases: [Boundary] = [.asWas, .current, .held(authority: "bb", day: "2024-05-07")]
        for boundary in bases {
            var options = choices.wideReportOptions()
            options.boundary = boundary
            options.from = choices.one(of: ["2020-06-30", "2021-03-01", "2022-04-01"])
            if choices.chance(30) { options.openingKnownAt = .seq(choices.below(random.size)) }
            let movement = try builder.movement(options)
            for group in movement.groups.flatMap(\.groups) {
                let figures = Dictionary(
                    uniqueKeysWithValues: group.figures.map { ($0.name, count($0)) })
                let sum = figures.reduce(0) { sum, figure in
                    figure.key == "closing"
                        ? sum : sum + (figure.key == "leavers" ? -figure.value : figure.value)
                }
                #expect(sum == figures["closing"], "seed \(seed), \(group.key), \(options)")
                try expectEnds(of: group, options, builder)
            }
        }
    }

    /// Opening and closing are the figures of the engagement report for the same days.
    private func expectEnds(
        of group: Report.Group, _ options: ReportOptions, _ builder: ReportBuilder
    ) throws {
        var ends = [("closing", options.asOf)]
        if options.openingKnownAt == nil, let from = options.from { ends.append(("opening", from)) }
        for (name, day) in ends {
            var plain = options
            plain.from = nil
            plain.openingKnownAt = nil
            plain.asOf = day
            let report = try builder.engagement(plain)
            // Before it was made and after it was merged, an authority is followed; a report is not.
            guard
                options.boundary != .asWas || options.authority == nil
                    || !report.localAuthorities.isEmpty
            else { continue }
            guard let expected = report.figure(group.key).map(count) else { continue }
            let found = group.figures.first { $0.name == name }.map(count)
            // A ledger without a rule has nobody eligible, which a report does not call 0.
            #expect(found == max(0, expected), "\(name) of \(group.key), \(options)")
        }
    }

    private func count(_ figure: Figure) -> Int {
        if case .count(let number) = figure.value { number } else { -1 }
    }

    /// The property above would hold if nothing ever moved.
    ///
    /// Authorities seldom merge in random histories; the sample's merger is tested with the sample.
    @Test func randomHistoriesMoveOnEveryLine() throws {
        var lines: Set<MovementLine> = [.joinedByMerger]
        for seed in 0..<200 where lines.count < MovementLine.allCases.count {
            let random = try RandomLedger(RandomHistory(seed: seed, proposals: 160))
            for authority in [nil, "aa", "bb"] as [Slug?] {
                var options = ReportOptions(asOf: "2024-12-31", today: "2024-12-31")
                options.authority = authority
                for from in ["2020-06-30", "2022-08-31"] as [Day] {
                    options.from = from
                    let items = try ReportBuilder(random.ledger).movementItems(options)
                    lines.formUnion(items.compactMap(\.line))
                }
            }
        }
        #expect(lines == Set(MovementLine.allCases))
    }
}
