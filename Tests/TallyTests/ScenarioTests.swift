import CanonicalJSON
import Foundation
import Testing

/// The acceptance scenarios: facts in, figures out, through the executable.
///
/// They stand in `../shared/data/scenarios` beside the package; `TALLY_SHARED` may name another `shared`.
@Suite(
    .enabled(
        if: !Scenario.all.isEmpty, "there are no scenarios in \(Scenario.folder); see TALLY_SHARED")
)
struct ScenarioTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: Scenario.all)
    func comesOutAsTheEvaluatorSays(_ scenario: Scenario) throws {
        try scratch.expect(["init", scratch.ledger, "--from", scenario.factsPath])
        for check in try scenario.checks() {
            let found = try figure(check)
            #expect(normalised(found) == normalised(check["expect"]), "\(check.compact)")
        }
    }

    @Test(arguments: Scenario.all)
    func addsNothingWhenItsFactsComeAgain(_ scenario: Scenario) throws {
        try scratch.expect(["init", scratch.ledger, "--from", scenario.factsPath])
        let before = try scratch.expect(["export"]).output
        let again = try scratch.write("again.ndjson", scenario.factsWithoutTimes())
        let receipt = try scratch.expect(["import", "facts", again, "--json"]).json()
        #expect(receipt["recorded"] == .array([]))
        #expect(try scratch.expect(["export"]).output == before)
    }

    @Test(arguments: Scenario.all)
    func opensEveryFigureItChecks(_ scenario: Scenario) throws {
        try scratch.expect(["init", scratch.ledger, "--from", scenario.factsPath])
        for check in try scenario.checks() {
            let name = check["figure"]?.text ?? ""
            guard !["currentUrn", "memberAuthorities"].contains(name) else { continue }
            let run = try scratch.expect(["explain", name] + options(check))
            let explained = try run.json()
            #expect(
                normalised(explained["value"]) == normalised(check["expect"]), "\(check.compact)")
            let isSum = explained["parts"] == nil
            #expect(!isSum || explained["sum"] == explained["value"], "\(check.compact)")
        }
    }

    /// The round of calls is exactly what the report leaves out, for every area that there is.
    @Test(arguments: Scenario.all)
    func leavesOutOfTheReportWhatItListsAsNotEngaged(_ scenario: Scenario) throws {
        try scratch.expect(["init", scratch.ledger, "--from", scenario.factsPath])
        var asked = try scenario.checks().map(options)
        for day in Set(asked.compactMap { $0.after("--as-of") }).sorted() {
            for (list, member, option) in [
                ("authorities", "authority", "--authority"), ("local-authorities", "la", "--la"),
            ] {
                let names = try codes(list, member, on: day)
                asked += names.map { ["--json", "--as-of", day, option, $0] }
            }
        }
        var listed = 0
        for options in Set(asked) {
            // A list is of a day; only a report has a period.
            let options = options.without("--from")
            let figures = try scratch.expect(["report", "engagement"] + options).json()["figures"]
            let eligible = try #require(figures?["eligibleSchools"]?.integer)
            let engaged = try #require(figures?["engagedEligibleSchools"]?.integer)
            let round = try scratch.tally(["not-engaged"] + options)
            #expect(round.status == (eligible == engaged ? 9 : 0), "\(options)")
            let count = try round.json()["notEngaged"]?.elements?.count
            #expect(count == eligible - engaged, "\(options)")
            listed += count ?? 0
        }
        #expect(listed > 0 || allReached.contains(scenario.name), "\(scenario)")
    }

    /// The names of what a list has on a day; an empty list is nothing found.
    private func codes(_ list: String, _ member: String, on day: String) throws -> [String] {
        let run = try scratch.tally(["list", list, "--as-of", day, "--json"])
        let what = list == "authorities" ? "authorities" : "localAuthorities"
        return try (run.json()[what]?.elements ?? []).compactMap { $0[member]?.text }
    }

    /// The options that a check names, and the form it is read in.
    private func options(_ check: JSONValue) -> [String] {
        var options = ["--json"]
        for (member, option) in [
            ("asOf", "--as-of"), ("knownAt", "--known-at"), ("from", "--from"),
            ("authority", "--authority"), ("la", "--la"),
        ] {
            if let text = check[member]?.text { options += [option, text] }
        }
        return options
    }

    /// What the executable answers to a check.
    private func figure(_ check: JSONValue) throws -> JSONValue? {
        let name = check["figure"]?.text ?? ""
        let options = options(check)
        if name == "currentUrn" {
            let urn = check["urn"]?.text ?? ""
            return try scratch.expect(["show", "school", urn] + options).json()["urn"]
        }
        let report = try scratch.expect(["report", "engagement"] + options).json()
        guard name == "memberAuthorities" else { return report["figures"]?[name] }
        return report["scope"]?["localAuthorities"]
    }
}

/// One scenario: a file of facts, and one of checks.
struct Scenario: CustomTestStringConvertible {
    let name: String

    static let folder =
        (ProcessInfo.processInfo.environment["TALLY_SHARED"] ?? packageFolder + "/../shared")
        + "/data/scenarios"

    static let all: [Scenario] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".ndjson") }.sorted()
            .map { Scenario(name: String($0.dropLast(7))) }
    }()

    var testDescription: String { name }
    var factsPath: String { Self.folder + "/\(name).ndjson" }

    func checks() throws -> [JSONValue] {
        let data = try #require(bytes(Self.folder + "/\(name).checks.json"))
        return try #require(JSONValue(parsing: [UInt8](data))["checks"]?.elements)
    }

    /// The facts as an officer would import them, who cannot say when they were recorded.
    func factsWithoutTimes() throws -> String {
        let data = try #require(bytes(factsPath))
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        return try lines.map { line in
            let members = try JSONValue(parsing: String(line)).members ?? []
            return JSONValue.object(members.filter { $0.name != "recordedAt" }).compact + "\n"
        }.joined()
    }
}

/// Those in which no school that is eligible is left out, on any day and in any area asked about.
private let allReached: Set = ["S02", "S06"]

extension [String] {
    /// What follows an option.
    fileprivate func after(_ option: String) -> String? {
        firstIndex(of: option).flatMap { $0 + 1 < count ? self[$0 + 1] : nil }
    }

    /// The words without an option and what follows it.
    fileprivate func without(_ option: String) -> [String] {
        guard let place = firstIndex(of: option) else { return self }
        return Array(self[..<place] + dropFirst(place + 2))
    }
}

/// A figure in a form that can be compared: `75.0` and `75.00` are one number.
private func normalised(_ value: JSONValue?) -> String {
    switch value {
    case .integer(let number): "\(Decimal(number))"
    case .number(let digits): Decimal(string: digits).map { "\($0)" } ?? digits
    case .array(let elements): "\(elements.map(normalised).sorted())"
    case let other?: other.compact
    case nil: "absent"
    }
}
