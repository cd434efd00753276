import CanonicalJSON
import Events
import Foundation
import Ledger
import Reports
import TallyTestSupport
import Testing

/// The second verifier: a script written from the description of the format alone, which must
/// agree with the program on everything and notice every change.
@Suite(.enabled(if: hasPython, "there is no python3 to run scripts/verify-export.py with"))
struct VerifierTests {
    @Test func agreesWithTheProgramAndNoticesEveryChange() throws {
        let folder = try VerifierFolder()
        var expected: [(what: String, statuses: [Int])] = []
        for seed in 0..<100 {
            var choices = SplitMix64(seed: seed + 3_000_000)
            let random = try RandomLedger(RandomHistory(seed: seed, proposals: 90))
            try random.ledger.addRules(&choices)
            let one = try VerifierCase(random.ledger, "\(seed)", &choices, folder)
            expected += try one.add(to: folder, &choices).map { ("seed \(seed), \($0)", $1) }
        }
        try expect(folder, expected)
    }

    /// Schools that close, merge, split and come back on the same day, again and again.
    @Test func agreesWhenEverythingHappensAtOnce() throws {
        let folder = try VerifierFolder()
        var expected: [(what: String, statuses: [Int])] = []
        for seed in 0..<histories(40) {
            var choices = SplitMix64(seed: seed + 4_000_000)
            let busy = try BusyLedger(seed: seed)
            try busy.ledger.addRules(&choices)
            let one = try VerifierCase(busy.ledger, "\(seed)", &choices, folder)
            one.addUnchanged(to: folder)
            expected.append(("seed \(seed)", [0]))
        }
        try expect(folder, expected)
    }

    private func expect(
        _ folder: VerifierFolder, _ expected: [(what: String, statuses: [Int])]
    ) throws {
        let answers = try folder.run()
        try #require(answers.count == expected.count)
        for (answer, (what, statuses)) in zip(answers, expected) {
            #expect(statuses.contains(answer.status), "\(what): \(answer)")
        }
    }
}

/// A ledger, what is claimed about it, and what becomes of it when somebody meddles.
private struct VerifierCase {
    let name: String
    let leaves: [[UInt8]]
    let export: String
    let head: String
    let proof: String
    let reports: [(text: String, path: String)]

    init(
        _ ledger: Ledger, _ name: String, _ choices: inout SplitMix64,
        _ folder: VerifierFolder
    ) throws {
        self.name = name
        leaves = try ledger.leaves()
        export = try folder.write("\(name).ndjson", lines(leaves))
        head = try folder.write("\(name).head", checkpoint(leaves, size: leaves.count))
        let size = 1 + choices.below(leaves.count)
        let seq = 1 + choices.below(size)
        proof = try folder.write(
            "\(name).tlog-proof", ReportsTests.proof(leaves, of: seq, size: size))
        let builder = ReportBuilder(ledger)
        var reports: [(text: String, path: String)] = []
        for number in 0..<3 {
            var options = choices.reportOptions(size: leaves.count)
            options.by = Dimension.allCases
            let text = try builder.engagement(options).json.pretty
            reports.append((text, try folder.write("\(name).\(number).json", text)))
        }
        self.reports = reports
    }

    /// Adds the case as it is.
    func addUnchanged(to folder: VerifierFolder) {
        folder.add(
            [export, "--checkpoint", head, "--proof", proof]
                + reports.flatMap { ["--report", $0.path] })
    }

    /// Adds the case as it is, and with every kind of change; gives what each must come to.
    func add(
        to folder: VerifierFolder, _ choices: inout SplitMix64
    ) throws -> [(String, [Int])] {
        func changed(_ kind: String, _ bytes: [UInt8]) throws -> [String] {
            [try folder.write("\(name).\(kind).ndjson", bytes), "--checkpoint", head]
        }
        let whole = [export, "--checkpoint", head]
        addUnchanged(to: folder)
        var expected = [("unchanged", [0])]

        var bytes = lines(leaves)
        bytes[choices.below(bytes.count)] ^= UInt8(1 << choices.below(8))
        folder.add(try changed("byte", bytes))
        expected.append(("a byte changed", [5, 6]))

        var fewer = leaves
        fewer.remove(at: choices.below(leaves.count))
        folder.add(try changed("fewer", lines(fewer)))
        expected.append(("a line removed", [5, 6]))

        let first = choices.below(leaves.count - 1)
        var swapped = leaves
        swapped.swapAt(first, first + 1 + choices.below(leaves.count - first - 1))
        folder.add(try changed("swapped", lines(swapped)))
        expected.append(("two lines swapped", [5]))

        let report = choices.one(of: reports).text
        let figure = choices.one(of: ["engagedSchools", "schoolDays", "trustsEngaged"])
        let place = try #require(report.range(of: "\"\(figure)\": "))
        let changed = report.replacingCharacters(in: place, with: "\"\(figure)\": 1")
        let path = try folder.write("\(name).changed.json", changed)
        folder.add(whole + ["--report", path])
        expected.append(("the figure \(figure) changed", [5]))

        let other = try String(contentsOfFile: proof, encoding: .utf8)
            .replacingOccurrences(of: "index ", with: "index 1")
        folder.add(whole + ["--proof", try folder.write("\(name).other.tlog-proof", other)])
        expected.append(("a proof of another event", [5]))
        return expected
    }

}

private func lines(_ leaves: [[UInt8]]) -> [UInt8] {
    leaves.flatMap { $0 + [UInt8(ascii: "\n")] }
}
