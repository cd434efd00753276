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
