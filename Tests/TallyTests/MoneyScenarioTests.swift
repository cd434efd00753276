import CanonicalJSON
import Foundation
import Testing

/// Cases of money: facts in, figures out of `report … --json`, through the executable.
@Suite struct MoneyScenarioTests {
    /// Worked by hand, and kept here.
    @Test(arguments: ownMoneyCases)
    func everyCaseOfOursComesOut(_ example: MoneyCase) throws { try expect(example) }

    /// Those of `../shared/data/vfm-scenarios.json`, where that is.
    @Test(arguments: sharedMoneyCases)
    func everySharedCaseComesOut(_ example: MoneyCase) throws { try expect(example) }

    @Test func everySharedCaseIsKnownHere() throws {
        let named = sharedScenarios.compactMap { $0["id"]?.text }
        #expect(sharedMoneyCases.map(\.name) == named)
    }

    private func expect(_ example: MoneyCase) throws {
        let scratch = try Scratch()
        try scratch.makeLedger(example.facts)
        for check in example.checks {
            let words = check.words.split(separator: " ").map(String.init)
            let report = try scratch.expect(["report"] + words + ["--json"]).json()
            let found = try number(at: check.place, in: report)
            #expect(
                Decimal(string: found) == Decimal(string: check.digits)
                    && (found == "null") == (check.digits == "null"),
                "\(example.name), \(check.words), \(check.place): \(found), not \(check.digits)")
        }
    }

    @Test(arguments: ownMoneyCases)
    func everyFigureOfACaseOpensToItsEvents(_ example: MoneyCase) throws {
        let scratch = try Scratch()
        try scratch.makeLedger(example.facts)
        for check in example.checks where check.digits != "null" {
            let words = check.words.split(separator: " ").map(String.init)
            let place = check.place.split(separator: "/").map(String.init)
            let name = place.count == 2 ? place[1] : place[0] + "/" + place[1]
            let opened = try scratch.expect(
                ["explain", name, "--report"] + words + ["--json"]
            ).json()
            // A row adds up to its first number, another figure to itself.
            if place.count == 2 {
                let value = opened["value"]?.compact ?? ""
                #expect(
                    Decimal(string: value) == Decimal(string: check.digits),
                    "\(example.name), \(name): \(value)")
            }
            if opened["parts"] == nil {
                #expect(opened["sum"] == opened["value"], "\(example.name), \(name)")
            }
        }
    }

    /// A figure, or a cell of a table, as digits.
    private func number(at place: String, in report: JSONValue) throws -> String {
        let parts = place.split(separator: "/").map(String.init)
        let value: JSONValue?
        if parts.count == 2 {
            value = report["figures"]?[parts[1]]
        } else {
            let table = report["tables"]?.elements?.first { $0["name"]?.text == parts[0] }
            let row = table?["rows"]?.elements?.first { $0["key"]?.text == parts[1] }
            value = row?["cells"]?[parts[2]]
        }
        return try #require(value, "\(place) is not in the report").compact
    }
}

let sharedScenarios: [JSONValue] = {
    let folder =
        ProcessInfo.processInfo.environment["TALLY_SHARED"] ?? packageFolder + "/../shared"
    let data = bytes(folder + "/data/vfm-scenarios.json")
    let document = data.flatMap { try? JSONValue(parsing: [UInt8]($0)) }
    return document?["scenarios"]?.elements ?? []
}()

private let sharedMoneyCases = sharedScenarios.compactMap(moneyCase)
