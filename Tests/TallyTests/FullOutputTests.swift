import Foundation
import Testing

/// An answer that nobody can be given, because the disk it goes to is full.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
struct FullOutputTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    private func run(_ line: String) throws -> Run {
        try execute(
            "/bin/sh", ["-c", "exec '\(toolPath)' \(line)"], in: scratch.folder,
            environment: ["TALLY_LEDGER": scratch.ledger])
    }

    @Test(arguments: ["--version", "help", "log", "export", "report value-for-money"])
    func isSaid(_ line: String) throws {
        let run = try run(line + " >/dev/full")
        #expect(run.status == 8)
        #expect(
            run.talk == """
                tally: standard output cannot be written: No space left on device
                  what was recorded stays: see 'tally log'

                """)
    }

    @Test func whatWasRecordedStays() throws {
        let run = try run("opt-in 900002 --from 2023-09-01 >/dev/full")
        #expect(run.status == 8, "\(run.talk)")
        #expect(try scratch.expect(["verify", "--quick"]).text.contains("Events 1 to 16"))
    }

    /// Nobody can be told, and what was asked for is done all the same.
    @Test func talkThatIsLostStopsNothing() throws {
        #expect(try run("opt-in 900002 --from 2023-09-01 2>/dev/full").status == 0)
        #expect(try run("nonsense 2>/dev/full").status == 2)
    }
}
