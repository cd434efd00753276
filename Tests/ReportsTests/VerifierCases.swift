import CanonicalJSON
import EventLog
import Events
import Foundation
import Ledger
import Reports
import TallyTestSupport
import Testing

/// A folder in which the script runs once, over many command lines.
final class VerifierFolder {
    let path = FileManager.default.temporaryDirectory.path + "/tally-" + UUID().uuidString
    private(set) var lines: [[String]] = []

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try write("types.json", SchoolType.groupsJSON.pretty)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
        return path + "/" + name
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

    /// Adds a command line to those that are to run; gives its number.
    @discardableResult
    func add(_ words: [String]) -> Int {
        lines.append(words + ["--types", path + "/types.json"])
        return lines.count - 1
    }

    /// Runs the script over every command line, in one process.
    func run() throws -> [(status: Int, text: String)] {
        let commands = JSONValue.array(
            lines.map { line in .array(line.map { word in .string(word) }) })
        try write("commands.json", commands.compact)
        try write("loader.py", loader)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", path + "/loader.py", scriptPath, path + "/commands.json"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try #require(try output.fileHandleForReading.readToEnd())
        process.waitUntilExit()
        let answers = try #require(JSONValue(parsing: Array(data)).elements)
        return try answers.map { answer in
            (try #require(answer["status"]?.integer), answer["text"]?.text ?? "")
        }
    }
}

/// Whether there is a Python to run the script with.
let hasPython = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: $0 + "/python3") }

private let scriptPath = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../scripts/verify-export.py").path

private let loader = """
    import contextlib, importlib.util, io, json, sys
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("verifier", sys.argv[1])
    verifier = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(verifier)
    answers = []
    for words in json.load(open(sys.argv[2])):
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            status = verifier.main(words)
        answers.append({"status": status, "text": text.getvalue()})
    print(json.dumps(answers))
    """

extension Ledger {
    /// The leaves, as `tally export` writes them.
    func leaves() throws -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        try log.scan { event in
            leaves.append(event.leaf)
            return true
        }
        return leaves
    }

    /// Records rules with every kind of test, where the programme is there to have them.
    func addRules(_ choices: inout SplitMix64) throws {
        for _ in 0..<choices.below(4) {
            var members: [(String, JSONValue?)] = [
                ("programme", .string(choices.one(of: ["ei", "ep"]))),
                ("rationale", .string("Decision")),
            ]
            let urns = (1...6).map { "90000\($0)" }
            for name in ["excluded", "included"] where choices.chance(60) {
                members.append((name, list(choices.some(of: urns).prefix(2))))
            }
            if choices.chance(50) {
                let groups = ["Academies", "Local authority maintained schools", "Colleges"]
                members.append(("typeGroups", list(choices.some(of: groups))))
            }
            if choices.chance(30) {
                members.append(("schoolTypes", list(["Community school", "Further education"])))
            }
            if choices.chance(30) { members.append(("phases", list(["primary"]))) }
            let entry = Entry(
                type: "EligibilityRuleSet",
                validFrom: choices.one(of: ["2020-01-01", "2021-09-01", "2024-01-01"]),
                members: JSONValue.object(members).members ?? [])
            // A programme that is not there has no rule, which is a case too.
            _ = try? record([entry], testAct)
        }
    }
}

private func list(_ texts: some Sequence<String>) -> JSONValue {
    .array(texts.map { .string($0) })
}

/// A checkpoint over the first `size` leaves.
func checkpoint(_ leaves: [[UInt8]], size: Int) throws -> String {
    var tree = CompactRange()
    for leaf in leaves.prefix(size) { tree.append(leafHash(leaf)) }
    let origin = try leaves.first.map { try JSONValue(parsing: $0) }?["data"]?["origin"]?.text
    return "\(origin ?? "example.org/random")\n\(size)\n\(tree.root.base64)\n"
}

/// A proof that event `seq` is among the first `size`, which fit into one tile.
func proof(_ leaves: [[UInt8]], of seq: Int, size: Int) throws -> String {
    let hashes = leaves.map { leafHash($0) }
    try #require(hashes.count <= Tile.capacity)
    let proof = inclusionProof(index: seq - 1, size: size) { _, _ throws(Never) in hashes }
    return "c2sp.org/tlog-proof@v1\nindex \(seq - 1)\n"
        + proof.map { $0.base64 + "\n" }.joined() + "\n" + (try checkpoint(leaves, size: size))
}
