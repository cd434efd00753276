import CanonicalJSON
import Foundation
import Testing

/// Many processes on one ledger, and processes killed in the middle of their work.
@Suite struct ConcurrencyTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    @Test func eightProcessesLoseNothing() throws {
        let (writers, appends) = (8, 25)
        let processes = try (1...writers).map { try start(writer: $0, appends: appends) }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        var acknowledged: [Int: String] = [:]
        for writer in 1...writers {
            let receipts = try #require(bytes(scratch.path("\(writer)")))
            for line in String(decoding: receipts, as: UTF8.self).split(separator: "\n") {
                let event = try JSONValue(parsing: String(line))["recorded"]?.elements?.first
                acknowledged[try #require(event?["seq"]?.integer)] = event?["key"]?.text
            }
        }
        let events = try scratch.expect(["export"]).text.split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }
        #expect(events.compactMap { $0["seq"]?.integer } == Array(1...15 + writers * appends))
        #expect(Set(events.compactMap { $0["key"]?.text }).count == events.count)
        #expect(acknowledged.count == writers * appends)
        for (seq, key) in acknowledged { #expect(events[seq - 1]["key"]?.text == key) }
        try scratch.expect(["verify"])
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/env"),
            "the crash test is a script"))
    func fiveKillsLoseNothing() throws {
        let run = try execute(
            "/usr/bin/env",
            [
                packageFolder + "/scripts/crash-test", "--tally", toolPath, "--rounds", "5",
                "--lines", "300", "--writers", "4", "--appends", "5", "--seed", "1",
            ], in: scratch.folder, environment: ProcessInfo.processInfo.environment)
        #expect(run.status == 0, "\(run.text)\(run.talk)")
        #expect(run.text.contains("seed 1"))
        #expect(run.text.contains("5 kills"))
    }

    /// Starts a shell that records one fact after another and keeps the receipts in a file.
    private func start(writer: Int, appends: Int) throws -> Process {
        let script = """
            for n in $(seq \(appends)); do
              "$0" record MeasureDefined measure=m-\(writer)-$n definition=x --json || exit 1
            done > \(writer)
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, toolPath]
        process.currentDirectoryURL = URL(fileURLWithPath: scratch.folder)
        process.environment = [
            "TALLY_LEDGER": scratch.ledger, "TALLY_ACTOR": "officer:\(writer)",
            "PATH": "/usr/bin:/bin",
        ]
        try process.run()
        return process
    }
}
