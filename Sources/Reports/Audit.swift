package import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
package import Projections
internal import SQLite

/// A report's rows beside those of its restatement from the log alone.
package struct AuditComparison: Sendable {
    package let model: ReadModel
    /// How many rows the report has.
    package let rows: Int
    /// Each row that only one of the two has, in words.
    package let differences: [String]
    /// The first row that only the audit has, and the first that only the report has.
    package let disagreement: Disagreement?

    init(_ model: ReadModel, _ report: Table, _ audit: Table) {
        self.model = model
        rows = report.rows.count
        differences = report.differences(from: audit)
        let rows = report.differingRows(from: audit)
        let first = { (isInReport: Bool) in
            rows.first { $0.isInReport == isInReport }?.words ?? "no such row"
        }
        disagreement =
            rows.first.map { row in
                Disagreement(
                    member: "report \(model.name)",
                    expected: row.isInReport == nil ? "the same columns" : first(false),
                    found: row.isInReport == nil ? row.words : first(true))
            }
    }
}

extension ReportBuilder {
    /// Runs the report and its `audit.sql` with the same options and compares every row.
    package func audit(_ model: ReadModel, _ options: ReportOptions) throws -> AuditComparison {
        if model.isAdded { return try auditAdded(model, options) }
        var options = options
        if options.by.isEmpty {
            options.by = model.name == "engagement" ? Dimension.allCases : [.strand]
        }
        if model.name != "engagement" { options.by = [.strand] }
        let open = try open(model, options)
        let report = try reportTable(model, open, options)
        let audit = try ledger.log.table(
            model.audit, options.auditParameters(knownAt: open.head.size))
        return AuditComparison(model, report, audit)
    }

    /// The rows of a model's own report.
    private func reportTable(
        _ model: ReadModel, _ open: OpenModel, _ options: ReportOptions
    ) throws -> Table {
        switch model.name {
        case "engagement":
            return try open.table(
                model.report, options.parameters(from: options.from ?? .startOfTime))
        case "value-for-money":
            return try valueForMoneyTable(open, options).table
        case "evidence":
            return try open.table(model.report, options.parameters(from: options.from))
        default: return try open.table(model.report, options.parameters(from: nil))
        }
    }
}
