internal import CanonicalJSON
internal import EventLog
internal import Events
package import Ledger
internal import Programme
package import ProjectionEngine
package import Projections
internal import SQLite

/// Makes the reports of one ledger.
package struct ReportBuilder {
    let ledger: Ledger
    package let models: ReadModels
    /// What reports of one moment share; `nil` for who makes one report at a time.
    var findings: Findings?

    package init(_ ledger: Ledger, use: ReadModels.FileUse = .upToDate) {
        self.ledger = ledger
        models = ReadModels(ledger, use: use)
    }

    /// Opens the read model of a report, as of what was known, its area found out.
    package func open(_ model: ReadModel, _ options: ReportOptions) throws -> OpenModel {
        try open(model, options, .asAsked)
    }

    func open(
        _ model: ReadModel, _ options: ReportOptions, _ extent: AreaExtent
    ) throws -> OpenModel {
        try open(model, isDetailed: false, options, extent)
    }

    /// Opens the read model of a report with what opens its figures, its area found out.
    @discardableResult
    package func openInDetail(_ model: ReadModel, _ options: ReportOptions) throws -> OpenModel {
        try open(model, isDetailed: true, options, .asAsked)
    }

    private func open(
        _ model: ReadModel, isDetailed: Bool, _ options: ReportOptions, _ extent: AreaExtent
    ) throws -> OpenModel {
        let find = {
            let open = try opened(model, options, isDetailed: isDetailed)
            try findArea(open, options, extent)
            return open
        }
        return try findings?.keepOpen(model, isDetailed: isDetailed, options, extent, find)
            ?? find()
    }

    /// - Parameter isDetailed: With what opens figures, which no file holds.
    private func opened(
        _ model: ReadModel, _ options: ReportOptions, isDetailed: Bool
    ) throws -> OpenModel {
        let knownAt = try position(options)
        guard let findings, !model.isAdded else {
            return isDetailed
                ? try models.openInDetail(model, knownAt: knownAt)
                : try models.open(model, knownAt: knownAt)
        }
        let last = min(knownAt ?? findings.kept.last, findings.kept.last)
        // In detail it is told once for all who share it.
        let open =
            isDetailed
            ? findings.hasOthers ? nil : try models.openFilesInDetail(model, knownAt: last)
            : try models.openFiles(model, knownAt: last)
        if let open { return open }
        return try OpenModel(
            findings.kept.told(model, isDetailed: isDetailed, through: last) {
                try models.told(model, isDetailed: isDetailed, through: last)
            })
    }

    /// The event up to which a report knows; `nil` when it knows all.
    func position(_ options: ReportOptions) throws -> Int? {
        switch options.knownAt {
        case nil: nil
        case .seq(let seq): seq
        case .instant(let instant): try ledger.log.lastRecorded(by: instant)
        }
    }

    /// Finds out about the area asked for, in temporary tables of the open model.
    ///
    /// Only who opened the model may, or else finds the former area again: others read from it later.
    func findArea(
        _ open: OpenModel, _ options: ReportOptions, _ extent: AreaExtent = .asAsked
    ) throws {
        try open.makeTemporary("area", AreaScope.tables(isEverywhere: options.isEverywhere))
        let fills =
            extent == .followed && options.canBeFollowed
            ? Movement.lineFills : AreaScope.fills(isEverywhere: options.isEverywhere)
        for fill in fills {
            _ = try open.table(fill, options.parameters(from: options.from))
        }
    }

    /// The parts that every report has in common, its figures still to come.
    func frame(
        _ name: String, _ open: OpenModel, _ options: ReportOptions, from model: ReadModel
    ) throws -> Report {
        let models = model.needs.compactMap(ReadModel.named) + [model]
        var report = Report(
            name: name, ledger: try identity(open.head.size), head: open.head,
            recordedAt: open.lastRecordedAt, knownThrough: try knownThrough(open, options),
            sources: models.map { .init(model: $0.name, version: $0.definitionVersion) },
            options: options, localAuthorities: try localAuthorities(open, options),
            definitions: try definitions(open, options), figures: [], groups: [], notes: [],
            quarantined: open.quarantined)
        if let programme = options.programme?.text {
            report.page.programme = try open.rows(
                "SELECT name FROM programme WHERE programme = :programme ORDER BY from_day DESC LIMIT 1",
                ["programme": .text(programme)]
            ) { $0.text(0) }.first
        }
        if let strand = options.strand?.text {
            report.page.strand = try names(.strand, open)[strand]
        }
        return report
    }

    /// The last event that a report could have counted.
    func knownThrough(_ open: OpenModel, _ options: ReportOptions) throws -> Int {
        if open.quarantined.isEmpty { return open.head.size }
        let size = try lastEvent()
        return min(try position(options) ?? size, size)
    }

    /// What the ledger is called, as known when event `last` was the last one.
    package func identity(_ last: Int) throws -> (id: String, name: String) {
        let stories = LogStories(ledger.log)
        let known = try stories.history(of: 1).filter { $0.seq <= max(1, last) }
        let reading = try stories.readings(of: known, through: last).reading(of: 1)
        guard case .ledger(.ledgerCreated(let data)) = reading?.fact else { return ("", "") }
        return (data.ledger.text, data.name)
    }

    private func localAuthorities(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> [LACode] {
        let sql = """
            SELECT DISTINCT la FROM temp.area
            WHERE from_day <= :as_of AND :as_of < to_day
                AND (:la IS NULL OR la IN (SELECT value FROM json_each(:la)))
                AND :authority IS NOT NULL
            UNION
            SELECT la FROM local_authority
            WHERE :authority IS NULL AND from_day <= :as_of AND :as_of < to_day
                AND (:la IS NULL OR la IN (SELECT value FROM json_each(:la)))
            ORDER BY la
            """
        return try open.rows(sql, options.parameters(from: nil)) { LACode($0.text(0)) }
            .compactMap(\.self)
    }

    /// The newest definition of each measure by the day reported.
    private func definitions(
        _ open: OpenModel, _ options: ReportOptions
    ) throws -> [Report.Definition] {
        let sql = """
            SELECT measure, seq, text FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY measure ORDER BY from_day DESC, seq DESC) AS age
                FROM definition WHERE from_day <= :as_of)
            WHERE age = 1 ORDER BY measure
            """
        return try open.rows(sql, options.parameters(from: nil)) {
            Report.Definition(measure: $0.text(0), seq: $0.integer(1), text: $0.text(2))
        }
    }

    /// The names of the keys of a dimension.
    func names(_ dimension: Dimension, _ open: OpenModel) throws -> [String: String] {
        let sql: String
        switch dimension {
        case .la: sql = "SELECT la, name FROM local_authority ORDER BY from_day"
        case .strand: sql = "SELECT strand, title FROM strand ORDER BY from_day"
        case .trust: sql = "SELECT trust, name FROM trust ORDER BY from_day"
        case .phase, .type, .measure: return [:]
        }
        let pairs = try open.rows(sql) { ($0.text(0), $0.text(1)) }
        return Dictionary(pairs) { _, newer in newer }
    }

    /// Builds the figures and groups of a report from the rows of its query.
    func fill(
        _ report: inout Report, _ table: Table, _ open: OpenModel,
        _ figures: (ReportRow) -> [Figure]
    ) throws {
        let rows = table.rows.map { ReportRow(table.columns, $0) }
        report.figures = rows.first { $0.dimension == "all" }.map(figures) ?? []
        for dimension in report.options.by {
            let names = try names(dimension, open)
            let groups = rows.filter { $0.dimension == dimension.rawValue }.map { row in
                Report.Group(
                    key: row.key, name: names[row.key] ?? row.key, figures: figures(row))
            }
            report.groups.append((dimension, groups))
        }
    }
}

/// One row of a report's query, by the names of its columns.
struct ReportRow {
    private let values: [String: Value]

    init(_ columns: [String], _ values: [Value]) {
        self.values = Dictionary(uniqueKeysWithValues: zip(columns, values))
    }

    var dimension: String { text("dimension") }
    var key: String { text("key") }

    /// The number in `column`; `nil` when it is missing.
    subscript(_ column: String) -> Int? {
        if case .integer(let number) = values[column] { number } else { nil }
    }

    private func text(_ column: String) -> String {
        if case .text(let text) = values[column] { text } else { "" }
    }

    func count(_ column: String) -> Figure.Value { self[column].map { .count($0) } ?? .missing }
    func pence(_ column: String) -> Figure.Value { self[column].map { .pence($0) } ?? .missing }
}

/// `a / b` times `scale`, rounded half up; `nil` when either is missing or `b` is zero.
func quotient(_ a: Int?, _ b: Int?, scale: Int) -> Int? {
    guard let a, let b, b > 0 else { return nil }
    return (2 * a * scale + b) / (2 * b)
}
