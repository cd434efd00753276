import Foundation
import Testing

/// Backups while others write, and backups and restores that are killed.
@Suite struct BackupUnderLoadTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    @Test func whileEightWriteEachIsATruePrefix() throws {
        let (writers, appends) = (8, 10)
        let processes = try (1...writers).map { try start(writer: $0, appends: appends) }
        var copies: [String] = []
        while copies.count < 6 || processes.contains(where: \.isRunning) {
            let copy = scratch.path("copy-\(copies.count)")
            try scratch.expect(["backup", copy])
            copies.append(copy)
        }
        for process in processes { #expect(process.terminationStatus == 0) }
        let all = try scratch.expect(["export"]).output
        let heads = Set(try lines(scratch.headsPath))
        var sizes: Set<Int> = []
        for copy in copies {
            try scratch.expect(["verify", "--quick", "--ledger", copy])
            let exported = try scratch.expect(["export", "--ledger", copy]).output
            #expect(all.starts(with: exported))
            let size = exported.count { $0 == UInt8(ascii: "\n") }
            sizes.insert(size)
            let kept = try lines(copy + "/heads")
            #expect(heads.isSuperset(of: kept))
            for line in kept {
                #expect(try #require(Int(line.prefix { $0 != " " })) <= size)
            }
        }
        // Otherwise nobody wrote meanwhile, and this has shown nothing.
        #expect(sizes.count > 3, "\(sizes)")
        try scratch.expect(["verify"])
    }

    @Test(arguments: 1...3) func aKilledBackupLeavesTheOlderOne(seed: Int) throws {
        let copy = scratch.path("copy")
        try scratch.expect(["backup", copy])
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        var chance = Chance(seed)
        for _ in 1...6 {
            try kill(["backup", copy], after: chance.microseconds)
            let run = try scratch.tally(["verify", "--quick", "--ledger", copy])
            #expect(run.status == 0, "seed \(seed): \(run.talk)")
        }
        try scratch.expect(["backup", copy])
        try #expect(
            scratch.expect(["export", "--ledger", copy]).output
                == scratch.expect(["export"]).output)
        let strays = try scratch.names().filter { $0.hasPrefix("copy.") }
        // One that was killed when it was whole is left for people to look at.
        for stray in strays {
            try scratch.expect(["verify", "--quick", "--ledger", scratch.path(stray)])
        }
    }

    @Test(arguments: 1...3) func aKilledRestoreLeavesOneWholeLedger(seed: Int) throws {
        let copy = scratch.path("copy")
        try scratch.expect(["backup", copy])
        let history = try scratch.expect(["export"]).output
        var chance = Chance(seed)
        for _ in 1...6 {
            try kill(["restore", copy, scratch.ledger], after: chance.microseconds)
            #expect(try scratch.expect(["export"]).output == history, "seed \(seed)")
            let run = try scratch.tally(["verify", "--quick"])
            #expect(run.status == 0, "seed \(seed): \(run.talk)")
        }
        try scratch.expect(["restore", copy, scratch.ledger])
        // Whatever was replaced is there still, and nothing half made is.
        let others = try scratch.names().filter { $0.hasPrefix("ledger.tally.") }
        #expect(!others.isEmpty)
        for other in others {
            try scratch.expect(["verify", "--quick", "--ledger", scratch.path(other)])
        }
    }

    /// Starts a command and kills it so many microseconds later.
    private func kill(_ words: [String], after microseconds: UInt32) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: toolPath)
        process.arguments = words
        process.environment = ["TALLY_LEDGER": scratch.ledger]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(microseconds)
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Starts a shell that records one fact after another.
    private func start(writer: Int, appends: Int) throws -> Process {
        let script = """
            for n in $(seq \(appends)); do
              "$0" record MeasureDefined measure=m-\(writer)-$n definition=x || exit 1
            done > /dev/null
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, toolPath]
        process.currentDirectoryURL = URL(fileURLWithPath: scratch.folder)
        process.environment = ["TALLY_LEDGER": scratch.ledger, "PATH": "/usr/bin:/bin"]
        try process.run()
        return process
    }
}

/// Random moments that are the same in every run of a seed.
private struct Chance {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) }

    /// Up to the time a small backup takes.
    var microseconds: UInt32 {
        mutating get {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt32(state >> 33) % 60_000
        }
    }
}
