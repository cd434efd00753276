import Events
import Foundation
import Ledger
import Testing

@testable import Imports

/// The nine extracts of real links, imported one after another into the real list of 2019.
@Suite(.enabled(if: sharedDataIsHere, "../shared/data is not beside the package"))
struct RealReplayTests {
    private let links = "ne_gias_links_bitemporal.csv"
    private let extracts = [
        "2023-04-21", "2023-08-17", "2023-09-18", "2024-01-29", "2024-03-12", "2024-05-24",
        "2024-07-17", "2025-01-09", "2025-04-22",
    ]

    @Test func everySchoolHasTheURNOfTodayOrItIsSaidWhyNot() throws {
        let bench = try ImportBench()
        let list = "ne_state_funded_2019_20.csv"
        _ = try bench.importRegister(
            RegisterImport(fileName: list, from: day("2019-09-01")).plan(shared(list)))
        var revisions: [String] = []
        for extract in extracts {
            let (plan, tally) = try bench.importLinks(shared(links), fileName: links, on: extract)
            #expect(tally.refusals.isEmpty)
            revisions += plan.entries.map(\.entry).filter { $0.reason != nil }
                .map { "\($0.type): \($0.reason ?? "")" }
            // The same extract again says nothing new.
            let again = try bench.importLinks(shared(links), fileName: links, on: extract)
            #expect(again.0.entries.isEmpty)
        }
        #expect(
            revisions == [
                "EventCorrected: the GIAS links of 2024-03-12 have 114109 giving way to 149475 from "
                    + "2024-04-01, not 2022-12-01",
                "EventRetracted: the GIAS links of 2025-04-22 no longer have 108606 giving way to "
                    + "151643",
                "EventRetracted: the GIAS links of 2025-04-22 no longer have 132771 giving way to "
                    + "150704",
            ])
        let known = try bench.known()
        var today = LinksImport(fileName: links, register: known)
        today.absence = .keep
        let match = try RegisterMatch(
            known, on: day("2026-01-30"), with: shared("ne_open_2026_01.csv"),
            links: today.plan(shared(links)).findings)
        #expect(match.items.count == 846)
        #expect(match.count(.same) == 600)
        #expect(match.count(.later) + match.count(.merged) == 223)
        #expect(match.items.filter { !$0.standing.isMatch }.allSatisfy { !$0.reason.isEmpty })
        // An independent walk along the rows comes to the same URN for every school.
        let walk = try LinkWalk(
            shared(links), last: "2025-04-22", listed: Set(match.items.map(\.school.text)))
        let differing = match.items.filter { walk.end(of: $0.school.text) != $0.urn.text }
        #expect(differing.map(\.school.text) == [])
    }
}

/// The links of the whole of England, as GIAS offers them.
@Suite(.enabled(if: sharedDataIsHere, "../shared/data is not beside the package"))
struct EnglandTests {
    private let name = "links_edubasealldata20250422.csv"

    /// The part of it that was cut out for seven local authorities says the same of their schools.
    @Test func theWholeOfEnglandSaysWhatItsPartSays() throws {
        let bytes = try unpacked("gias_links_edubasealldata20250422.csv.gz")
        let bench = try ImportBench()
        let list = "ne_state_funded_2019_20.csv"
        _ = try bench.importRegister(
            RegisterImport(fileName: list, from: day("2019-09-01")).plan(shared(list)))
        let part = "ne_gias_links_bitemporal.csv"
        _ = try bench.importLinks(shared(part), fileName: part)
        let plan = try LinksImport(fileName: name, register: bench.known()).plan(bytes)
        #expect(plan.extract.date == day("2025-04-22"))
        #expect(plan.rowCount == 33_801)
        #expect(plan.entries.isEmpty)
        #expect(plan.rowCounts[.recorded] == 454)
        #expect(plan.rowCounts[.unreadable] == nil)
        #expect(plan.findings.flatMap(\.rows).sorted() == Array(2...33_802))
    }

    private func unpacked(_ file: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", dataFolder + "/" + file]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }
}

/// Follows the rows of one extract from URN to URN, without any of the import's own reading.
private struct LinkWalk {
    /// By the old URN and the new one: the days of its old end, of its new end, and its types.
    private var links: [String: [String: (old: [String], new: [String], types: Set<String>)]] = [:]
    private let listed: Set<String>

    init(_ bytes: [UInt8], last: String, listed: Set<String>) throws {
        self.listed = listed
        let table = try CSVTable(bytes)
        for record in table.records {
            let row = Dictionary(
                zip(table.header, record.fields), uniquingKeysWith: { first, _ in first })
            guard row["last_seen_extract"] == last, let type = row["link_type"]?.lowercased(),
                let urn = row["urn"], let link = row["link_urn"]
            else { continue }
            let date = row["link_established_date"].map { $0.isEmpty ? [] : [$0] } ?? []
            if type.hasPrefix("successor") {
                links[urn, default: [:]][link, default: ([], [], [])].old += date
                links[urn]?[link]?.types.insert(type)
            } else if type.hasPrefix("predecessor") {
                links[link, default: [:]][urn, default: ([], [], [])].new += date
                links[link]?[urn]?.types.insert(type)
            }
        }
    }

    func end(of first: String) -> String {
        var (urn, since) = (first, "2019-09-01")
        for _ in 0..<20 {
            let next = (links[urn] ?? [:]).compactMap { new, link in
                day(of: link).map { (new: new, day: $0, types: link.types) }
            }
            let later = next.filter { $0.day > since && $0.day <= "2026-01-30" }
            let stale = next.filter {
                urn == first && $0.day <= since && !listed.contains($0.new)
                    && $0.types.isSubset(of: ["successor", "predecessor"])
            }
            if later.isEmpty, stale.count == 1 {
                urn = stale[0].new
            } else if later.count == 1, !later[0].types.contains(where: { $0.contains("split") }) {
                (urn, since) = (later[0].new, later[0].day)
            } else {
                return urn
            }
        }
        return urn
    }

    private func day(of link: (old: [String], new: [String], types: Set<String>)) -> String? {
        if let new = link.new.max() { return max(new, link.old.max() ?? new) }
        guard let old = link.old.max(), let day = Day(old) else { return nil }
        return (day + 1).civil.day == 1 ? (day + 1).text : old
    }
}
