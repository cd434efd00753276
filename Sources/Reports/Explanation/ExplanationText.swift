internal import CanonicalJSON
internal import EventLog
internal import Ledger
internal import Projections

extension ReportBuilder {
    /// The explanation for people; the events are spelt out where they are few.
    package func text(_ explanation: Explanation) throws -> String {
        let seqs = Set(explanation.counted.flatMap { $0.events + $0.rules }).sorted()
        guard seqs.count <= eventsSpeltOutMaximum else { return explanation.text(events: []) }
        return explanation.text(events: try seqs.compactMap { try ledger.log.event(at: $0) })
    }
}

extension Explanation {
    fileprivate func text(events: [RecordedEvent]) -> String {
        var lines = report.banner.map { [$0, ""] } ?? []
        lines += ["\(figure.label): \(figure.value.words)", ""]
        if let remark { lines += ["Note: \(printable(remark)).", ""] }
        if let formula { lines += [formula + ":", ""] + partLines + [""] }
        if isSum { lines += countedLines + leftOutLines + [""] }
        if !events.isEmpty {
            lines += ["The events counted:"] + aligned(events.map(row), left: [1]) + [""]
        }
        lines += ruleLines
        if isSum {
            lines.append("'tally show event SEQ' shows an event; --json gives them all in full.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var partLines: [String] {
        let figures = parts.map { ["  " + $0.figure.label, $0.figure.value.words, $0.role] }
        let commands = Set(parts.map(\.command)).sorted().map { "  " + $0 }
        return aligned(figures, left: [0, 2]) + ["", "These open them:"] + commands
    }

    private var countedLines: [String] {
        let groups = Dictionary(grouping: counted, by: \.group)
        var lines: [String] = []
        if isMoney, groups.count > 1 {
            let shown = rowsShown(perGroupOf: groups.count)
            for (group, items) in groups.sorted(by: { $0.key < $1.key }) {
                let sum = figure.value.of(items.reduce(0) { $0 + $1.adds }).words
                lines += ["\(printable(group)): \(sum)"] + rows(items, shown) + [""]
            }
        } else {
            lines = rows(counted, rowsShown(perGroupOf: 1)) + [""]
        }
        let total = isMoney || isFraction ? figure.value.of(sum).words : String(sum)
        return lines + ["Counted: \(counted.count), adding up to \(total)."]
    }

    private var leftOutLines: [String] {
        let reasons = Dictionary(grouping: leftOut) { $0.reason ?? "" }
        return reasons.sorted { $0.key < $1.key }.flatMap { reason, items in
            let sum = items.reduce(0) { $0 + ($1.wouldAdd ?? 0) }
            let amount = isMoney ? ", \(figure.value.of(sum).words)" : ""
            return ["", "Left out, \(printable(reason)): \(items.count)\(amount)"]
                + rows(items, leftOutShownMaximum)
        }
    }

    /// The items as aligned lines, the first `maximum` of them.
    private func rows(_ items: [Item], _ maximum: Int) -> [String] {
        var lines = aligned(
            items.prefix(maximum).map(row), left: isMoney ? [0, 1, 3] : [0, 1, 2, 3])
        if items.count > maximum {
            lines.append("  … \(items.count - maximum) more; --csv lists them all")
        }
        return lines
    }

    private func row(_ item: Item) -> [String] {
        let events = "events " + item.events.map(String.init).joined(separator: " ")
        let number = item.reason == nil ? item.adds : item.wouldAdd ?? 0
        let (name, detail) = ("  " + printable(item.name), printable(item.detail))
        let amount = figure.value.of(number).words
        if isMoney { return [name, detail, amount, events] }
        let isAmount = item.reason == nil ? isFraction : item.isPart && item.wouldAdd != nil
        return [name, printable(item.la), isAmount ? "\(amount), \(detail)" : detail, events]
    }

    private func row(_ event: RecordedEvent) -> [String] {
        let source = event.source
        let row = source?["row"]?.integer.map { "row \($0)" }
        let place = [source?["kind"]?.text, source?["reference"]?.text, row].compactMap(\.self)
        let words = [
            "\(event.type) from \(event.validFrom)", "recorded \(event.recordedAt)",
            "by \(event.recordedBy)",
        ]
        return ["  \(event.seq)", printable((words + place).joined(separator: ", "))]
    }

    private var ruleLines: [String] {
        let rules = Set(counted.flatMap(\.rules)).sorted()
        var lines: [String] = []
        if let definition, let seq = definition.seq {
            lines.append("Defined by event \(seq): \(printable(definition.text))")
        }
        if !rules.isEmpty {
            lines.append("By the rules of events \(rules.map(String.init).joined(separator: " ")).")
        }
        return lines + ["Worked out from \(sourceWords)."]
    }

    private var isMoney: Bool { if case .pence = figure.value { true } else { false } }
    private var isFraction: Bool { if case .decimal = figure.value { true } else { false } }

    private func rowsShown(perGroupOf groups: Int) -> Int {
        counted.count <= countedInFullMaximum ? .max : max(5, countedShownMaximum / groups)
    }
}

/// Up to how many things counted are all shown to people.
private let countedInFullMaximum = 1_000
/// How many of more than that are.
private let countedShownMaximum = 40
/// How many of those left out for one reason are.
private let leftOutShownMaximum = 10
/// Up to how many events are spelt out to people.
private let eventsSpeltOutMaximum = 20
