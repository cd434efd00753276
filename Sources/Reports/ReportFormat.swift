package import CanonicalJSON
package import EventLog

/// How a report is printed.
package enum ReportFormat: String, CaseIterable, Sendable { case text, json, csv }

/// A report that can be printed in every form, the same bytes each time.
package protocol PrintedReport: Sendable {
    var name: String { get }
    var options: ReportOptions { get }
    var head: Head { get }
    /// The last event that could have been counted.
    var knownThrough: Int { get }
    /// What every form says first when events are missing from it; `nil` when none is.
    var banner: String? { get }
    var text: String { get }
    var json: JSONValue { get }
    var csvText: String { get }
}

extension PrintedReport {
    /// All of the report as it is written to a file or a terminal.
    package func printed(as format: ReportFormat) -> String {
        switch format {
        case .text: text
        case .json: json.pretty
        case .csv: csvText
        }
    }
}

extension Report: PrintedReport {}
extension AddedReport: PrintedReport {}

/// The form in which reports are printed.
///
/// It counts up when the bytes of a report change though its figures do not, and reports say which
/// they are in, so that what was published in an earlier form can be told from what was altered.
package let reportForm = 1
