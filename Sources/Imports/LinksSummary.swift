internal import Events

/// Counts how the planned links were read, for the summary.
struct LinksSummary {
    private var ruleRows: [LinkDating.Rule: [[Int]]] = [:]
    private var changeCounts: [SchoolUrnSucceeded.Change: Int] = [:]
    private var mergerCount = 0
    private var splitCount = 0
    private var closingCount = 0
    /// Rows of links that take effect after the day of the extract.
    private var announcedRows: [Int] = []

    mutating func add(_ rule: LinkDating.Rule, _ rows: [Int], isAnnounced: Bool) {
        ruleRows[rule, default: []].append(rows)
        if isAnnounced { announcedRows += rows }
    }

    mutating func add(_ change: SchoolUrnSucceeded.Change) {
        changeCounts[change, default: 0] += 1
    }

    mutating func addMerger() { mergerCount += 1 }

    mutating func addSplit() { splitCount += 1 }

    mutating func addClosing() { closingCount += 1 }

    /// One sentence for each thing that happened.
    var notices: [String] { ruleNotices + changeNotices + announcementNotices }

    private var ruleNotices: [String] {
        LinkDating.Rule.allCases.compactMap { rule in
            guard let rows = ruleRows[rule] else { return nil }
            let check = rule.isDoubtful ? " \(rowList(rows.flatMap(\.self)))" : ""
            return "\(counted(rows.count, "link")) with \(rule.account)\(check)"
        }
    }

    private var changeNotices: [String] {
        let accounts: [(SchoolUrnSucceeded.Change, String)] = [
            (.conversion, "of a school that was no academy, read as a conversion"),
            (.other, "of an academy, which cannot be a conversion, read as 'other'"),
            (.amalgamationContinuing, "of a school that continues an amalgamation"),
        ]
        var notices = accounts.compactMap { change, account in
            changeCounts[change].map { "\(counted($0, "succession")) \(account)" }
        }
        if mergerCount > 0 {
            notices.append("\(counted(mergerCount, "school")) merged into another")
        }
        if splitCount > 0 {
            notices.append(
                "\(counted(splitCount, "school")) split into others that are registered; its "
                    + "enrolments end, unless SchoolSplit is corrected to say which one continues")
        }
        if closingCount > 0 {
            notices.append(
                "\(counted(closingCount, "closing")) taken back, of schools that gave way to another "
                    + "URN")
        }
        guard !changeCounts.isEmpty else { return notices }
        return notices + [
            "Links do not tell the type and phase that go with a new URN; record "
                + "SchoolReclassified where they changed"
        ]
    }

    private var announcementNotices: [String] {
        guard !announcedRows.isEmpty else { return [] }
        return [
            "Dated after the extract, so announced and not yet done: \(rowList(announcedRows)); the "
                + "next extract corrects what it has otherwise, and takes back what it has no more"
        ]
    }
}
