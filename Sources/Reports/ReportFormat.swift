package import CanonicalJSON
package import EventLog

/// How a report is printed.
package enum ReportFormat: String, CaseIterable, Sendable {
    case text, json, csv
    /// One page that needs nothing but a browser.
    case html
    /// A flat OpenDocument spreadsheet.
    case fods
}

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
    /// The report laid out for people, with what has been drawn for it.
    var layout: ReportLayout { get }
}

extension ReportBuilder {
    /// All of the report as it is written to a file or a terminal.
    package func printed(
        _ report: any PrintedReport, as format: ReportFormat
    ) throws -> String {
        switch format {
        case .text: report.text
        case .json: report.json.pretty
        case .csv: report.csvText
        case .html: ReportPage(try layout(of: report)).text
        case .fods: FlatSpreadsheet(try layout(of: report)).text
        }
    }

    /// The report laid out for people, with what is drawn for it.
    package func layout(of report: any PrintedReport) throws -> ReportLayout {
        guard let report = report as? Report else { return report.layout }
        return try completed(report).layout
    }
}

extension Report: PrintedReport {}
extension AddedReport: PrintedReport {}

/// The newest form in which each report is printed, where it is not the first.
///
/// It counts up when the bytes of a report change, by more than what is asked and known, and reports
/// say which they are in, so that what was published in an earlier form can be made again. Form 2 of
/// value-for-money has tables, and figures after those of form 1.
private let newestForms = ["value-for-money": 2]

extension ReportOptions {
    /// The form in which the report called `name` is printed: as asked, or its newest.
    package func form(of name: String) -> Int {
        let newest = newestForms[name] ?? 1
        return min(form ?? newest, newest)
    }
}

extension PrintedReport {
    /// The form it is printed in.
    package var form: Int { options.form(of: name) }
}
