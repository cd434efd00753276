package import EventLog
package import Events

/// A report laid out for people: what it is of, and its tables one after the other.
///
/// Pages and spreadsheets are both made from it, so that they hold the same figures.
package struct ReportLayout: Sendable {
    /// As the command line names it.
    package let name: String
    package var title: String
    /// The question it answers.
    package let question: String?
    package let ledger: String
    /// What it is of, and of which history.
    package let facts: [(label: String, value: String)]
    package let head: Head
    /// What is said first when events are missing from it.
    package let banner: String?
    package var tables: [ReportTable]
    package let notes: [String]
    package let controlTotals: [String]
    /// What the ledger itself says its measures mean.
    package let measures: [Report.Definition]
    /// The read models that define its figures.
    package let models: [String]
    /// The options, to be asked again of another command.
    package let options: ReportOptions
    /// The last event that could have been counted.
    package let knownThrough: Int
    package let reproduce: String

    /// The head as people compare it.
    package var headWords: String { "\(head.size) \(head.root.base64)" }

    /// The table of the headline figures; `nil` when the report has none.
    package var headline: ReportTable? { tables.first { $0.name == headlineTable } }
}

/// What the table of the headline figures is called.
package let headlineTable = "figures"

/// What only pages and spreadsheets of a report show, beside what all its forms do.
package struct PageParts: Sendable {
    package var tables: [ReportTable] = []
    /// The area in words; `nil` when it has no name.
    package var area: String?
    /// What the programme and the strand asked for are called.
    package var programme: String?
    package var strand: String?
    /// What is called how in the ledger, once the page is being made.
    package var naming = Naming()

    package init() {}
}

extension PrintedReport {
    /// The facts every layout says of what is known.
    func known(_ recordedAt: Instant?) -> [(label: String, value: String)] {
        let until = recordedAt.map { ", the last recorded at \(spoken($0))" } ?? ""
        return [
            ("Known", "events 1 to \(head.size)\(until)"),
            ("Head", "\(head.size) \(head.root.base64)"),
            ("Complete", banner == nil ? "yes" : "INCOMPLETE"),
        ]
    }
}

/// An instant for people: `4:45pm on 20 March 2025 (UTC)`.
private func spoken(_ instant: Instant) -> String {
    let text = instant.text
    guard let day = Day(String(text.prefix(10))),
        let hour = Int(text.dropFirst(11).prefix(2))
    else { return text }
    let minute = text.dropFirst(14).prefix(2)
    return
        "\(hour % 12 == 0 ? 12 : hour % 12):\(minute)\(hour < 12 ? "am" : "pm") on \(day.words) (UTC)"
}

/// A period in words: `1 April 2023 to 31 March 2024`, with the year it is, where it is one.
package func periodWords(_ first: Day, _ last: Day) -> String {
    let bounds = "\(first.words) to \(last.words)"
    guard first.adding(years: 1) == last + 1 else { return bounds }
    let (year, month, day) = first.civil
    let kind =
        switch (month, day) {
        case (4, 1): "financial year "
        case (9, 1): "academic year "
        default: ""
        }
    return "\(kind)\(year) to \(year + 1) (\(bounds))"
}
