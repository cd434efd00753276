import CanonicalJSON
import Foundation
import Testing

/// The acceptance scenarios once more: what the evaluator expects is what the script finds by itself.
@Suite(
    .enabled(
        if: !Scenario.all.isEmpty, "there are no scenarios in \(Scenario.folder); see TALLY_SHARED"),
    .enabled(if: Auditor.tools != nil, "there is no python3, or no ssh-keygen"))
struct SecondVerifierTests {
    @Test(arguments: Scenario.all)
    func findsWhatTheEvaluatorExpects(_ scenario: Scenario) throws {
        let scratch = try Scratch()
        try scratch.expect(["init", scratch.ledger, "--from", scenario.factsPath])
        let export = try scratch.write("export.ndjson", scratch.expect(["export"]).text)
        let types = try scratch.write("types.json", Self.types)
        var files: [String] = []
        for check in try scenario.checks() {
            guard let claim = try claim(check, scratch) else { continue }
            files.append(try scratch.write("claim-\(files.count).json", claim.pretty))
        }
        try #require(!files.isEmpty)
        let python = try #require(Auditor.tools?["python3"])
        let script = packageFolder + "/scripts/verify-export.py"
        let run = try execute(
            python, [script, export, "--types", types, "--report"] + files, in: scratch.folder)
        #expect(run.status == 0, "\(run.text) \(run.talk)")
    }

    /// A report that states nothing but what the evaluator expects; `nil` for other checks.
    private func claim(_ check: JSONValue, _ scratch: Scratch) throws -> JSONValue? {
        let name = check["figure"]?.text ?? ""
        guard !["currentUrn", "memberAuthorities"].contains(name) else { return nil }
        var options = ["report", "engagement", "--json"]
        for (member, option) in [
            ("asOf", "--as-of"), ("knownAt", "--known-at"), ("from", "--from"),
            ("authority", "--authority"), ("la", "--la"),
        ] {
            if let text = check[member]?.text { options += [option, text] }
        }
        let report = try scratch.expect(options).json()
        let members = (report.members ?? []).filter { $0.name != "figures" }
        let figure = JSONMember(name, check["expect"] ?? .null)
        return .object(members + [JSONMember("figures", .object([figure]))])
    }

    /// The groups that the rules of the scenarios name.
    private static let types = """
        {"Academies": ["Academy converter", "Academy sponsor led"],
         "Local authority maintained schools": ["Community school", "Voluntary aided school"]}
        """
}
