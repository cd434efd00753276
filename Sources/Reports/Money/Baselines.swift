internal import EventLog
internal import Events
internal import ProjectionEngine
internal import SQLite

/// What existing arrangements cost a body in one financial year.
struct Baseline: Sendable {
    let seq: Int
    let payer: Payer
    let activity: String
    let pence: Int
    let year: String
    let method: String
    let confidence: String
}

/// What existing arrangements would have cost a body over a period, in the prices of its years.
struct BaselineCost {
    /// In the prices of each financial year of the period.
    var byYear: [String: ExactPence] = [:]
    /// Those it is made of.
    var used: [Baseline] = []

    var amount: ExactPence { byYear.values.sum }

    /// The least that any of them can be relied on.
    var confidence: String {
        ["low", "medium", "high"].first { level in used.contains { $0.confidence == level } } ?? ""
    }
}

extension ReportBuilder {
    /// The baselines known: of one body, activity and year the newest.
    ///
    /// Each names the year it is of, so the day from which it holds, which is that of the statement,
    /// does not matter.
    func baselines(_ open: OpenModel, _ options: ReportOptions) throws -> [Baseline] {
        let sql = """
            SELECT seq, body_kind,
                CASE WHEN body_kind = 'school' THEN coalesce(
                    (SELECT school FROM school_urn WHERE urn = body_id AND from_day <= baseline.from_day
                        ORDER BY from_day DESC, from_seq DESC LIMIT 1),
                    (SELECT school FROM school_urn WHERE urn = body_id ORDER BY from_day DESC LIMIT 1),
                    body_id)
                ELSE body_id END AS body, activity, amount_pence, financial_year, method, confidence
            FROM baseline
            ORDER BY from_day DESC, seq DESC
            """
        let all = try open.rows(sql, options.parameters(from: nil)) { row in
            Baseline(
                seq: row.integer(0), payer: Payer(kind: row.text(1), id: row.text(2)),
                activity: row.text(3), pence: row.integer(4), year: row.text(5),
                method: row.text(6), confidence: row.text(7))
        }
        var seen: Set<String> = []
        return all.filter {
            seen.insert("\($0.payer.key)\u{0}\($0.activity)\u{0}\($0.year)").inserted
        }
        .sorted { ($0.activity, $0.year) < ($1.activity, $1.year) }
    }
}

/// What the baselines of one body come to over the days of `period`.
///
/// Each financial year takes, of every activity, the baseline of that year, else of the newest year
/// before it, else of the first after it, in its own prices, and its share of the days.
///
/// - Returns: `nil` when there is none, or an index is missing.
func baselineCost(
    _ baselines: [Baseline], in period: Range<Int>, _ prices: Prices?
) -> BaselineCost? {
    guard !baselines.isEmpty, !period.isEmpty else { return nil }
    var cost = BaselineCost()
    for (_, ofActivity) in Dictionary(grouping: baselines, by: \.activity).sorted(by: {
        $0.key < $1.key
    }) {
        for year in YearSpan.each(.financial, in: period) {
            guard let baseline = inForce(ofActivity, for: year.name) else { return nil }
            var share = ExactPence()
            share.add(baseline.pence, times: year.overlap(period).count, over: year.days)
            let priced =
                baseline.year == year.name
                ? share : prices?.amount(share, of: baseline.year, in: year.name)
            guard let priced else { return nil }
            cost.byYear[year.name, default: .init()].add(priced)
            if !cost.used.contains(where: { $0.seq == baseline.seq }) { cost.used.append(baseline) }
        }
    }
    return cost
}

/// The baseline of `year`, else of the newest before it, else of the first after it.
private func inForce(_ baselines: [Baseline], for year: String) -> Baseline? {
    baselines.last { $0.year <= year } ?? baselines.first
}
