import CanonicalJSON
import Foundation
import Testing

/// Options of the engagement report, as typed.
private let manyOptions = [
    "--as-of 2024-03-31",
    "--as-of 2025-01-30 --authority neca-2024 --from 2024-09-01",
    "--as-of 2025-01-30 --authority neca-2024 --known-at 4000",
    "--as-of 2024-05-07 --boundary ntca@2024-05-06",
    "--as-of 2023-06-30 --authority neca-2024 --boundary current",
    "--as-of 2023-12-31 --la 391,392 --strand school-improvement",
]

/// The restatements and explanations of the sample's figures.
extension SampleTests {
    @Test(arguments: manyOptions)
    func everyReportAgreesWithItsAudit(_ options: String) throws {
        let run = try sample("projections audit " + options)
        let verdicts = run.text.split(separator: "\n")
        #expect(verdicts.count == 4)
        #expect(verdicts.allSatisfy { $0.hasSuffix("audit agrees") }, "\(run.text)")
    }

    @Test(
        .enabled(if: sqliteShell != nil, "the sqlite3 shell is not installed"),
        arguments: [
            (authority: "ntca", day: "2024-03-31"), ("neca-2024", "2025-01-30"),
        ])
    func thePlainShellGivesTheSameFigures(authority: String, day: String) throws {
        let options = "--authority \(authority) --as-of \(day) --by la"
        let report = try sample("report engagement \(options) --json").json()
        let rows = try shell(["as_of": day, "authority": authority, "by": "la"])
        let groups = try #require(report["by"]?["la"]?.elements)
        try #require(rows.count == 1 + groups.count)
        try expectSame(try #require(report["figures"]), rows[0])
        for (group, row) in zip(groups, rows.dropFirst()) {
            #expect(group["key"] == row["key"])
            try expectSame(try #require(group["figures"]), row)
        }
    }

    @Test(arguments: manyOptions.suffix(4))
    func explanationsAddUpToTheFigures(_ options: String) throws {
        let report = try sample("report engagement \(options) --json").json()
        let figures = (report["figures"]?.members ?? []).filter { $0.value.integer != nil }
        #expect(figures.count == 7)
        for figure in figures {
            let explained = try sample("explain \(figure.name) \(options) --json").json()
            #expect(explained["value"] == figure.value, "\(figure.name)")
            #expect(explained["sum"] == figure.value, "\(figure.name)")
            let counted = try #require(explained["counted"]?.elements)
            let sum = counted.compactMap { $0["adds"]?.integer }.reduce(0, +)
            #expect(sum == figure.value.integer, "\(figure.name)")
            #expect(counted.allSatisfy { $0["events"]?.elements?.isEmpty == false })
        }
    }

    @Test(arguments: [
        "--as-of 2024-03-31 --authority ntca --from 2023-04-01",
        "--as-of 2025-01-30 --authority neca-2024 --known-at 4000",
    ])
    func explanationsOfMoneyAddUpToTheFigures(_ options: String) throws {
        let report = try sample("report value-for-money \(options) --json").json()
        for figure in try #require(report["figures"]?.members) {
            let explained = try sample(
                "explain \(figure.name) --report value-for-money \(options) --json"
            ).json()
            #expect(explained["value"] == figure.value, "\(figure.name)")
            if let parts = explained["parts"]?.elements {
                try expectToOpen(parts)
            } else {
                #expect(explained["sum"] == figure.value, "\(figure.name)")
            }
        }
    }

    /// Each command a quotient names opens the part it is named for.
    private func expectToOpen(_ parts: [JSONValue]) throws {
        for part in parts {
            let command = try #require(part["command"]?.text)
            let run = try sample("\(command.dropFirst("tally ".count)) --json")
            #expect(try run.json()["value"] == part["value"], "\(command)")
        }
    }

    /// Every figure of the audit's row, which has no quotients, is the report's.
    private func expectSame(
        _ figures: JSONValue, _ row: JSONValue, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let counts = try #require(row.members).filter { $0.name != "dimension" && $0.name != "key" }
        try #require(counts.count == 7, sourceLocation: location)
        for count in counts {
            #expect(count.value == figures[count.name], "\(count.name)", sourceLocation: location)
        }
    }

    /// Runs the engagement audit in SQLite's shell, as its file says.
    private func shell(_ parameters: [String: String]) throws -> [JSONValue] {
        let scratch = try #require(SampleLedger.current).scratch
        let sql = try #require(bytes(packageFolder + "/projections/engagement/audit.sql"))
        let words = parameters.sorted { $0.key < $1.key }
            .flatMap { ["-cmd", ".parameter set :\($0.key) \"'\($0.value)'\""] }
        let run = try execute(
            try #require(sqliteShell), ["-readonly", "-json"] + words + ["log.db"],
            in: scratch.ledger, input: String(decoding: sql, as: UTF8.self))
        #expect(run.talk == "")
        return try run.json().elements ?? []
    }
}
