import CanonicalJSON
import Events
import Ledger
import Programme
import Testing

@testable import Imports

struct LinksImportTests {
    @Test(arguments: successions + mergers + others)
    func findsWhatBecomesOfALink(_ example: LinkCase) throws {
        let plan = try plan(example.links)
        #expect(plan.entries.map(shown) == example.entries)
        let findings = plan.findings.map { finding in
            finding.rows.map(String.init).joined(separator: " ") + ": " + finding.class.rawValue
        }
        #expect(findings == example.findings)
        let rows = plan.entries.flatMap(\.rows) + plan.findings.flatMap(\.rows)
        #expect(rows.sorted() == Array(2..<(2 + example.links.count)))
        #expect(plan.rowCount == example.links.count)
    }

    /// Whatever is planned can be recorded, whatever order the rows are in.
    @Test(arguments: successions + mergers + others)
    func theLedgerTakesWhatIsPlanned(_ example: LinkCase) throws {
        for links in [example.links, example.links.reversed()] {
            let bench = try ImportBench()
            _ = try bench.record(schools)
            let (plan, tally) = try bench.importLinks(linkFile(links), fileName: "links.csv")
            #expect(tally == ImportBench.Tally(recorded: plan.entries.count + 1))
            #expect(plan.entries.count == example.entries.count)
            let (again, second) = try bench.importLinks(linkFile(links), fileName: "links.csv")
            #expect(second == ImportBench.Tally(repeated: 1))
            #expect(again.entries.isEmpty)
            #expect(again.rowCounts[.recorded, default: 0] == plan.plannedRowCount)
            #expect(again.closing().members == plan.closing().members)
        }
    }

    private func plan(_ links: [String]) throws -> LinksPlan {
        var readings: [Reading] = []
        for (index, school) in schools.enumerated() {
            let fact = try Fact(type: school.type, data: .object(school.members))
            readings.append(
                Reading(
                    seq: index + 1, validFrom: school.validFrom ?? day("2019-09-01"), fact: fact))
        }
        return try LinksImport(
            fileName: "links.csv", extractDate: day("2025-04-22"),
            register: KnownRegister(readings: readings)
        ).plan(linkFile(links))
    }

    private func shown(_ planned: PlannedEntry) -> String {
        let data = JSONValue.object(planned.entry.members)
        let rows = planned.rows.map(String.init).joined(separator: " ")
        let day = planned.entry.validFrom?.text ?? "-"
        if planned.entry.type == "SchoolsMerged" {
            let absorbed = data["absorbed"]?.elements?.compactMap(\.text) ?? []
            let survivor = data["survivor"]?.text ?? ""
            return "\(rows): \(absorbed.joined()) into \(survivor) from \(day)"
        }
        let (old, new) = (data["oldUrn"]?.text ?? "", data["newUrn"]?.text ?? "")
        return "\(rows): \(old) to \(new) from \(day), \(data["change"]?.text ?? "")"
    }
}

/// A file of links as GIAS offers it, from links without the names.
func linkFile(_ links: [String]) -> [UInt8] {
    let lines = links.map { link in
        var fields = link.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if fields.count == 4 { fields.insert("", at: 2) }
        return fields.map { "\"\($0)\"" }.joined(separator: ",")
    }
    let header = "\"URN\",\"LinkURN\",\"LinkName\",\"LinkType\",\"LinkEstablishedDate\""
    return Array(([header] + lines).joined(separator: "\r\n").utf8)
}

/// The entries that make the register of the link cases.
let schools: [Entry] =
    [
        Entry(
            type: "LocalAuthorityRegistered", validFrom: day("2019-09-01"),
            members: [
                JSONMember("la", .string("391")), JSONMember("name", .string("Newcastle")),
                JSONMember("onsCode", .string("E08000021")),
            ])
    ]
    + (1...9).map { number in
        Entry(
            type: "SchoolRegistered", validFrom: day(number == 9 ? "2022-09-01" : "2019-09-01"),
            members: [
                JSONMember("la", .string("391")), JSONMember("name", .string("School \(number)")),
                JSONMember("phase", .string("primary")),
                JSONMember(
                    "schoolType", .string(number == 7 ? "Academy converter" : "Community school")),
                JSONMember("urn", .string("90000\(number)")),
            ])
    }
