import CanonicalJSON
import EventLog
import Events
import Foundation
import Ledger
import ProjectionEngine
import Reports
import TallyTestSupport
import Testing

/// A report says the same in every form.
@Suite struct ReportPageTests {
    @Test(arguments: 0..<histories(6))
    func everyFormHasTheSameFigures(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 30, isBusy: true))
        let builder = ReportBuilder(random.ledger)
        var choices = SplitMix64(seed: seed + 3_000_000)
        for name in ["engagement", "value-for-money", "movement"] {
            var options = choices.explanationOptions(size: random.size)
            if name == "engagement" { options.by = [.la, .strand] }
            if name == "value-for-money" { options.by = [.strand] }
            let report = try #require(try builder.make(name, options) as? Report)
            let page = try builder.printed(report, as: .html)
            let sheets = try builder.printed(report, as: .fods)
            for figure in report.figures {
                let context = "seed \(seed), \(name), \(figure.name)"
                let words = figure.value.words.replacing("-", with: "−")
                #expect(row(figure.label, in: page, "th", "td")?.first == words, "\(context)")
                let cell = row(figure.name, in: sheets, "table:table-cell", "table:table-cell")
                #expect(cell?.dropFirst().first == figure.value.digits ?? "[x]", "\(context)")
            }
            let lines = report.csvText.split(whereSeparator: \.isNewline).map(fields)
            #expect(lines.allSatisfy { $0.count == lines[0].count }, "seed \(seed), \(name)")
            for (dimension, group) in report.groups.flatMap({ entry in
                entry.groups.map { (entry.dimension, $0) }
            }) where name != "movement" {
                let line = try #require(lines.first { $0[11...13].contains(group.key) })
                for figure in group.figures {
                    let place = try #require(lines[0].firstIndex(of: figure.name))
                    #expect(line[place] == figure.value.digits ?? "", "\(figure.name)")
                }
                let isShared = name == "value-for-money" && group.key == "shared"
                let isCoded = dimension == .la && group.name != group.key
                let label =
                    isShared
                    ? "Shared, of no one strand"
                    : isCoded ? "\(group.name) (\(group.key))" : group.name
                let cells = try #require(row(label, in: page, "th", "td"), "\(label)")
                let words = group.figures.map { $0.value.words.replacing("-", with: "−") }
                #expect(cells.filter { $0 != "[z]" } == words, "\(label)")
            }
        }
    }

    @Test func partsOfOneNameAreToldApartByTheirKeys() throws {
        let test = try TestLedger(
            laRegistered("391"), registered("900001"), programmeOpened(),
            strandOpened("s1", title: "Reading"), strandOpened("s2", title: "Reading"),
            strandOpened("s3", title: "Mathematics"), optedIn("900001"),
            enrolled("900001", "s1"), enrolled("900001", "s2"), enrolled("900001", "s3"))
        var options = ReportOptions(asOf: "2024-03-01", today: "2024-03-01")
        options.by = [.strand]
        let builder = ReportBuilder(test.ledger)
        let page = try builder.printed(builder.engagement(options), as: .html)
        for label in ["Reading (s1)", "Reading (s2)", "Mathematics"] {
            #expect(row(label, in: page, "th", "td") != nil, "\(label)")
        }
    }

    @Test func everyFigureHasADefinition() throws {
        let random = try RandomLedger(RandomHistory(seed: 3, proposals: 30, isBusy: true))
        var options = ReportOptions(asOf: "2024-03-31", today: "2025-01-01")
        options.from = "2023-04-01"
        for standard in StandardReport.all {
            let made = try ReportBuilder(random.ledger).make(standard.name, options)
            guard let report = made as? Report else { continue }
            let undefined = report.figures.map(\.name).filter {
                FigureMeaning.of($0, models: report.definingPages) == nil
            }
            #expect(undefined == [], "\(standard.name)")
        }
    }

    /// People read labels: the names that programs know figures by stand in code alone.
    @Test(arguments: 0..<histories(3))
    func noPageShowsTheNameOfAMember(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 60, isBusy: true))
        let builder = ReportBuilder(random.ledger)
        var plain = ReportOptions(asOf: "2024-03-31", today: "2025-01-01")
        plain.from = "2023-04-01"
        var (ofArea, ofStrand) = (plain, plain)
        ofArea.localAuthorities = ["391"]
        ofStrand.strand = "no-such-strand"
        for options in [plain, ofArea, ofStrand] {
            for standard in StandardReport.all {
                guard let report = try? builder.make(standard.name, options) else { continue }
                let page = try builder.printed(report, as: .html)
                let said = page.replacing(/<style>.*?<\/style>/.dotMatchesNewlines(), with: "")
                    .replacing(/<code.*?<\/code>/.dotMatchesNewlines(), with: "")
                    .replacing(/<[^>]*>/, with: "\n")
                let members = said.matches(of: /\b[a-z]+[A-Z][A-Za-z]*/).map { String($0.output) }
                #expect(members == [], "seed \(seed), \(standard.name)")
            }
        }
    }

    @Test func aPageIsMadeAgainByteForByte() throws {
        let random = try RandomLedger(RandomHistory(seed: 3, proposals: 30, isBusy: true))
        var options = ReportOptions(asOf: "2024-03-31", today: "2025-01-01")
        options.by = [.la]
        for format in ReportFormat.allCases {
            let builder = ReportBuilder(random.ledger)
            let report = try builder.engagement(options)
            var known = options
            known.knownAt = .seq(report.head.size)
            let again = try ReportBuilder(random.ledger, use: .none).engagement(known)
            #expect(
                try builder.printed(report, as: format) == builder.printed(again, as: format))
        }
    }

    /// What is drawn over time ends with what the report says.
    @Test(arguments: 0..<histories(20))
    func theLastPointOfTheSeriesIsTheFigure(seed: Int) throws {
        let random = try RandomLedger(RandomHistory(seed: seed, proposals: 40, isBusy: true))
        let builder = ReportBuilder(random.ledger)
        for day: Day in ["2023-03-31", "2024-03-31", "2024-10-01"] {
            let options = ReportOptions(asOf: day, today: "2025-01-01")
            let report = try builder.engagement(options)
            let tables = try builder.layout(of: report).tables
            guard let series = tables.first(where: { $0.name == "engagementOverTime" }) else {
                #expect(report.figure("pointsOfContact")?.value == .count(0))
                continue
            }
            for row in series.rows {
                var then = options
                then.asOf = try #require(Day(row.key))
                let figures = try builder.engagement(then)
                let names = ["engagedSchools", "pointsOfContact"]
                let expected = names.map { figures.figure($0)?.value ?? .missing }
                #expect(row.cells == expected.map { .number($0) }, "seed \(seed), \(row.key)")
            }
            #expect(series.rows.last?.key == day.text)
        }
    }

    @Test func theSchemaHasEveryMember() throws {
        let random = try RandomLedger(RandomHistory(seed: 5, proposals: 60, isBusy: true))
        let builder = ReportBuilder(random.ledger)
        for standard in StandardReport.all {
            var options = ReportOptions(asOf: "2024-03-31", today: "2025-01-01")
            options.from = "2023-04-01"
            if standard.name == "engagement" { options.by = [.la, .strand] }
            let made = try builder.make(standard.name, options)
            let report = try #require(made)
            expect(report.json, isCoveredBy: report.schema, standard.name)
        }
    }

    /// Every member of a document is described, and every one that must be there is.
    private func expect(_ value: JSONValue, isCoveredBy schema: JSONValue, _ place: String) {
        if let members = value.members, let properties = schema["properties"] {
            for member in members {
                let property = properties[member.name]
                #expect(property != nil, "\(place): \(member.name) is not described")
                if let property {
                    expect(member.value, isCoveredBy: property, "\(place).\(member.name)")
                }
            }
            for name in schema["required"]?.elements ?? [] {
                #expect(value[name.text ?? ""] != nil, "\(place): \(name) is not there")
            }
        }
        for (index, element) in (value.elements ?? []).enumerated() {
            let prefix = schema["prefixItems"]?.elements
            let items = prefix.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            if let items = items ?? schema["items"] {
                expect(element, isCoveredBy: items, "\(place)[\(index)]")
            }
        }
    }

    @Test func theMetadataNamesTheColumns() throws {
        let random = try RandomLedger(RandomHistory(seed: 5, proposals: 60, isBusy: true))
        let builder = ReportBuilder(random.ledger)
        for standard in StandardReport.all {
            var options = ReportOptions(asOf: "2024-03-31", today: "2025-01-01")
            options.from = "2023-04-01"
            let report = try #require(try builder.make(standard.name, options))
            let line = report.csvText.split(whereSeparator: \.isNewline)[0]
            let header = line.split(separator: ",", omittingEmptySubsequences: false)
                .map(String.init)
            let metadata = report.csvMetadata(header: header).json(for: "a.csv")
            let columns = metadata["tableSchema"]?["columns"]?.elements ?? []
            #expect(columns.map { $0["titles"]?.elements?.first?.text } == header)
        }
    }

    /// The fields of a line of CSV.
    private func fields(_ line: Substring) -> [String] {
        line.matches(of: /(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/).map { field in
            String(field.output.1 ?? field.output.2 ?? "").replacing("\"\"", with: "\"")
        }
    }

    /// The text of the cells after the one that says `label`.
    private func row(
        _ label: String, in document: String, _ first: String, _ others: String
    ) -> [String]? {
        let rows = document.components(separatedBy: first == "th" ? "<tr>" : "<table:table-row>")
        for row in rows {
            let cells = row.components(separatedBy: "<\(first)").count > 1 ? texts(row) : []
            if cells.first == label { return Array(cells.dropFirst()) }
        }
        return nil
    }

    /// What stands in each cell of a row, without its tags.
    private func texts(_ row: String) -> [String] {
        row.matches(of: /<(t[hd]|table:table-cell)\b[^>]*>(.*?)<\/\1>/).map { cell in
            String(cell.output.2).replacing(/<[^>]*>/, with: "")
                .replacing("&#39;", with: "'").replacing("&lt;", with: "<")
                .replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
                .replacing("&amp;", with: "&")
        }
    }
}
