internal import Events

/// Counts what was read in another way than the file has it, for the summary.
struct RegisterSummary {
    private var typeRows: [String: (type: SchoolType, count: Int)] = [:]
    private var phaseRows: [PhaseRule: [Int]] = [:]
    private var roundedCount = 0
    private var lateCount = 0
    private var slashedCount = 0
    private var unwantedCount = 0
    private var beforeCount = 0
    private var proposedRows: [Int] = []

    var outsideCount: Int { unwantedCount + beforeCount + proposedRows.count }

    mutating func addProposed(_ row: Int) { proposedRows.append(row) }

    mutating func addUnwanted() { unwantedCount += 1 }

    mutating func addBefore() { beforeCount += 1 }

    mutating func addChange(_ row: SchoolRow) {
        if row.openDay?.hasSlashes == true { slashedCount += 1 }
    }

    mutating func add(_ row: SchoolRow, opensLate: Bool) {
        if row.typeName != row.schoolType.text {
            typeRows[row.typeName, default: (row.schoolType, 0)].count += 1
        }
        phaseRows[row.phaseRule, default: []].append(row.row)
        if row.pupils?.isRounded == true { roundedCount += 1 }
        if opensLate { lateCount += 1 }
        if row.openDay?.hasSlashes == true { slashedCount += 1 }
    }

    /// One sentence for each thing that happened.
    func notices(_ rules: PhaseFromRoll) -> [String] {
        typeNotices + phaseNotices(rules) + otherNotices
    }

    private var typeNotices: [String] {
        typeRows.sorted { $0.key < $1.key }.map { name, reading in
            "Type '\(name)' read as '\(reading.type)': \(counted(reading.count, "school"))"
        }
    }

    private func phaseNotices(_ rules: PhaseFromRoll) -> [String] {
        PhaseRule.allCases.compactMap { rule in
            guard rule != .column, let rows = phaseRows[rule] else { return nil }
            let doubt = rule.isDoubtful ? ": check \(rowList(rows))" : ""
            return "Phase \(rules.phase(by: rule)) given to \(counted(rows.count, "school")) with "
                + rule.condition + doubt
        }
    }

    private var otherNotices: [String] {
        var notices: [String] = []
        if roundedCount > 0 {
            notices.append(
                "Pupils on roll rounded half up to whole pupils: \(counted(roundedCount, "school"))"
            )
        }
        if lateCount > 0 {
            notices.append(
                "Recorded from the day they open, which is later than the day the list begins: "
                    + counted(lateCount, "school"))
        }
        if beforeCount > 0 {
            notices.append(
                "Closed before the register begins, so left out: \(counted(beforeCount, "school"))")
        }
        if !proposedRows.isEmpty {
            notices.append(
                "Proposed to open, so not taken in yet: \(rowList(proposedRows))")
        }
        if unwantedCount > 0 {
            notices.append(
                "Of other local authorities, so left out: \(counted(unwantedCount, "row"))")
        }
        return notices + [WrittenDay.notice(count: slashedCount)].compactMap(\.self)
    }
}

extension PhaseFromRoll {
    fileprivate func phase(by rule: PhaseRule) -> Phase {
        switch rule {
        case .column, .typeWithoutPhase: .notApplicable
        case .primaryOnly: primaryOnly
        case .secondaryOnly: secondaryOnly
        case .both: both
        case .bothNamedMiddle: bothNamedMiddle
        case .neither: neither
        }
    }
}
