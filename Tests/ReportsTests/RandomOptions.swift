import Events
import Reports
import TallyTestSupport

extension SplitMix64 {
    /// Random options of a report over the histories that ``RandomHistory`` makes.
    mutating func reportOptions(size: Int) -> ReportOptions {
        let days: [Day] = [
            "2020-06-30", "2021-03-01", "2022-04-01", "2022-08-31", "2023-04-01", "2024-05-06",
            "2024-05-07", "2024-12-31",
        ]
        var options = ReportOptions(asOf: one(of: days), today: one(of: days))
        if chance(40) { options.from = one(of: days) }
        if chance(30) { options.knownAt = .seq(below(size + 1)) }
        if chance(50) { options.authority = one(of: ["aa", "bb", "cc"]) }
        if chance(20) { options.localAuthorities = [one(of: ["390", "391"]), "806"] }
        if chance(30) { options.strand = one(of: ["s1", "s2"]) }
        if chance(40) { options.programme = one(of: ["ei", "ep"]) }
        switch below(4) {
        case 0: options.boundary = .current
        case 1: options.boundary = .held(authority: one(of: ["aa", "bb"]), day: one(of: days))
        default: break
        }
        return options
    }

    /// Random options that leave most of a busy history in sight.
    mutating func explanationOptions(size: Int) -> ReportOptions {
        var options = reportOptions(size: size)
        if chance(80) { options.asOf = one(of: ["2022-08-31", "2023-04-01", "2024-05-07"]) }
        if chance(70) { options.from = nil }
        options.knownAt = chance(30) ? .seq(size - below(max(1, size / 2))) : nil
        if chance(80) { options.localAuthorities = nil }
        if chance(60) { options.strand = nil }
        if chance(70) { options.programme = nil }
        if chance(60) { options.boundary = .asWas }
        return options
    }
}

extension SplitMix64 {
    /// Random options under which there is mostly something to count.
    mutating func wideReportOptions() -> ReportOptions {
        var options = ReportOptions(
            asOf: one(of: ["2022-08-31", "2023-04-01", "2024-12-31"]), today: "2024-12-31")
        if chance(25) { options.authority = one(of: ["aa", "bb"]) }
        if chance(15) { options.programme = "ei" }
        return options
    }
}
