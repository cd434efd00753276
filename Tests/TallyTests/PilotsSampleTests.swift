import CanonicalJSON
import Foundation
import Testing

/// The second sample: the localities of three pilots side by side.
@Suite struct PilotsSampleTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        let made = try scratch.tally(["demo", scratch.ledger, "--sample", "localed-pilots"])
        try #require(made.status == 0, "\(made.talk)")
        #expect(made.text.contains("The localities side by side"))
    }

    @Test func nineLocalitiesStandSideBySide() throws {
        let rows = try report("localities").rows("localities")
        #expect(
            rows.map(\.name).sorted() == [
                "authority:neca-2024", "la:331", "la:354", "la:384", "la:865",
                "partnership:ealing-partnership", "partnership:milton-keynes-partnership",
                "partnership:sheffield-partnership", "partnership:surrey-partnership",
            ])
    }

    @Test func ealingHasFiveClustersOfSixtyNineSchools() throws {
        let ealing = try row("partnership:ealing-partnership")
        #expect(ealing("localities", "schools") == 69)
        #expect(ealing("schoolsTogether", "clusters") == 5)
        #expect(ealing("schoolsTogether", "triads") == 23)
    }

    @Test func aHundredAndSixtySchoolsOfSurreyAdoptedAFramework() throws {
        let surrey = try row("partnership:surrey-partnership")
        #expect(surrey("schoolsTogether", "frameworks") == 1)
        #expect(surrey("schoolsTogether", "frameworkSchools") == 160)
    }

    @Test func everyReportAgreesWithItsAudit() throws {
        let audit = try scratch.tally(["projections", "audit", "--as-of", "2024-07-31"])
        #expect(audit.status == 0, "\(audit.talk)")
        #expect(audit.text.contains("evidence: "))
    }

    @Test func aFactOfALocalityOpensARow() throws {
        let first = try #require(try report("localities").rows("adoptions").first)
        let event = try #require(first.value["events"]?.elements?.first?.integer)
        let opened = try scratch.tally([
            "explain", "adoptions/\(first.name)", "--report", "localities", "--as-of",
            "2024-07-31",
        ])
        #expect(opened.status == 0 && opened.text.contains("event \(event)"), "\(opened.talk)")
        let figure = try scratch.tally([
            "explain", "clustersFormed", "--report", "localities", "--as-of", "2024-07-31",
        ])
        #expect(figure.status == 0 && figure.text.contains("Ealing"), "\(figure.talk)")
    }

    /// What a fact is invented, documented or taken from a register, it says itself.
    @Test func everyFactSaysWhereItIsFrom() throws {
        let path = packageFolder + "/events/samples/localed-pilots.ndjson"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let facts = try lines.map { try JSONValue(parsing: Array($0.utf8)) }
        // In a file of facts, the source of an approval is where its money comes from.
        let kinds = facts.filter { $0["type"]?.text != "FundingApproved" }
            .map { $0["source"]?["kind"]?.text }
        #expect(Set(kinds) == ["synthetic", "publication", "register"])
    }

    /// The sample is what its script writes.
    @Test(.enabled(if: hasPython, "python3 is not installed"))
    func theScriptWritesTheSameBytes() throws {
        let written = scratch.path("again.ndjson")
        let run = try execute(
            "/bin/sh", ["-c", "scripts/make-pilots-sample \(written)"], in: packageFolder)
        #expect(run.status == 0, "\(run.talk)")
        let path = packageFolder + "/events/samples/localed-pilots.ndjson"
        #expect(
            FileManager.default.contents(atPath: written)
                == FileManager.default.contents(atPath: path))
    }

    private func report(_ name: String) throws -> ReportedTables {
        let run = try scratch.tally(["report", name, "--as-of", "2024-07-31", "--json"])
        try #require(run.status == 0, "\(run.talk)")
        return ReportedTables(json: try JSONValue(parsing: Array(run.text.utf8)))
    }

    /// The cells of a locality by table and column.
    private func row(_ locality: String) throws -> (_ table: String, _ column: String) -> Int? {
        let report = try report("localities")
        return { table, column in
            let row = report.rows(table).first { $0.name == locality }
            return row?.value["cells"]?[column]?.integer
        }
    }
}

private struct ReportedTables {
    let json: JSONValue

    /// The rows of a table by their keys.
    func rows(_ table: String) -> [JSONMember] {
        let found = json["tables"]?.elements?.first { $0["name"]?.text == table }
        return (found?["rows"]?.elements ?? []).map { row in
            JSONMember(row["key"]?.text ?? "", row)
        }
    }
}

private let hasPython =
    (try? execute("/bin/sh", ["-c", "command -v python3"], in: "/"))?.status == 0
