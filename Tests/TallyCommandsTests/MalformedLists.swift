import TallyTestSupport

/// Lists of opt-ins whose good rows are all of school 900004, which can opt in again and again.
struct MalformedOptIns: MalformedList {
    let kind = "opt-ins"
    let header = ["School", "URN", "Opted in", "Form"]

    func goodRow(_ number: Int, _ random: inout SplitMix64) -> [String] {
        [
            random.one(of: hostileTexts), "900004", written(2, &random),
            random.one(of: ["", "F-1", "F, \"1\""]),
        ]
    }

    func plant(in row: inout MalformedRow, _ random: inout SplitMix64) {
        if random.chance(60) {
            let urns = ["", "90000x", "=cmd()", "9000045", "９００００４", "\u{1b}[2J900004"]
            row.plant(
                random.chance(10)
                    ? String(repeating: "9", count: 5_000) : random.one(of: urns), in: 1)
        }
        if random.chance(60) { row.plant(random.one(of: wrongDays), in: 2) }
        guard row.wrongColumns.isEmpty else { return }
        row.put("999999", in: 1)
        row.plantInWhole()
    }
}

/// Lists of money spent, each row under a reference of its own.
struct MalformedSpends: MalformedList {
    let kind = "spend"
    let header = [
        "Note", "Invoice", "Amount (£)", "Paid on", "First day", "Last day", "Category",
        "Borne by", "Commitment",
    ]

    func goodRow(_ number: Int, _ random: inout SplitMix64) -> [String] {
        [
            random.one(of: hostileTexts), random.one(of: ["INV/\(number)", "inv \(number)"]),
            random.one(of: ["12.50", "£1,234.5", "1234", " 7.05 ", "£ 3", "1 000.00"]),
            written(2, &random), written(2, &random), written(14, &random),
            random.one(of: ["venue", "Staff", "GRANT", "other"]),
            random.one(of: ["la:391", "391", "authority:north", "900001", "Newcastle upon Tyne"]),
            random.one(of: ["", "", "delivery"]),
        ]
    }

    func plant(in row: inout MalformedRow, _ random: inout SplitMix64) {
        if random.chance(60) { row.plant(wrongAmount(&random), in: 2) }
        if random.chance(20) { row.plant(random.one(of: ["", "---", "£", "\u{1b}"]), in: 1) }
        if random.chance(20) { row.plant(random.one(of: wrongDays), in: 3) }
        if random.chance(20) { plantPeriod(in: &row, &random) }
        if random.chance(20) {
            row.plant(random.one(of: ["", "party", "=cmd()", "ven\u{1b}ue"]), in: 6)
        }
        if random.chance(20) {
            row.plant(random.one(of: ["", "x", "la:39", "school:9", "=cmd()", "hub"]), in: 7)
        }
        guard row.wrongColumns.isEmpty else { return }
        if random.chance(50) {
            row.put("200,000.00", in: 2)
            row.put("delivery", in: 8)
        } else {
            row.put(random.one(of: ["nothing", "=cmd()"]), in: 8)
        }
        row.plantInWhole()
    }

    private func wrongAmount(_ random: inout SplitMix64) -> String {
        if random.chance(10) { return String(repeating: "9", count: 5_000) }
        return random.one(of: [
            "", "12.505", "0.001", "twelve", "12 pounds", "(12.50)", "-12.50", "(12.50", "0",
            "0.00", "=1+1", "=cmd|' /C calc'!A1", "@SUM(A1)", "+5", "1e5", "12,50", "1,23",
            "12.5.0", "£", ".", "1234567890123456789", "１２", "\u{1b}[31m12.50", "12.50\u{7}",
            "€12.50", "12.50 CR", "'); DROP TABLE event;--",
        ])
    }

    /// A first or last day that is none, or a period that ends before it begins.
    private func plantPeriod(in row: inout MalformedRow, _ random: inout SplitMix64) {
        switch random.below(3) {
        case 0: row.plant(random.one(of: wrongDays), in: 4)
        case 1: row.plant(random.one(of: wrongDays), in: 5)
        default:
            row.put("2024-09-14", in: 4)
            row.plant("2024-09-02", in: 5)
        }
    }
}
