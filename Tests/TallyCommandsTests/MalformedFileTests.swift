import EventLog
import Foundation
import TallyTestSupport
import Testing

@testable import TallyCommands

/// The seeds of the malformed files that are tried: 300, or as many as `TALLY_HISTORIES` says, from
/// the one that `TALLY_FIRST_SEED` says.
private let seeds: Range<Int> = {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["TALLY_FIRST_SEED"].flatMap { Int($0) } ?? 0
    return first..<first + (environment["TALLY_HISTORIES"].flatMap { Int($0) } ?? 300)
}()

/// Files that are wrong in every way that could be thought of.
@Suite struct MalformedFileTests {
    private let desk: Desk
    private let log: EventLog

    init() throws {
        desk = try Desk(facts: listFacts)
        log = try EventLog(folder: desk.folder + "/north.tally")
    }

    private func run(_ bytes: [UInt8], _ options: String = "") throws -> TallyCommands.ExitStatus {
        try Data(bytes).write(to: URL(fileURLWithPath: desk.folder + "/list.csv"))
        return try desk.run("import opt-ins list.csv" + options)
    }

    @Test func everyFaultIsToldOnItsRowAndNothingIsRecorded() throws {
        let head = try log.head()
        for seed in seeds {
            let file = MalformedFile(seed: seed)
            let status = try run(file.bytes, " --dry-run")
            guard status == (file.wrongRows.isEmpty ? .done : .refused), told() == file.wrongRows
            else {
                keep(file.bytes, seed)
                Issue.record(
                    "seed \(seed): \(status), \(told()) for \(file.wrongRows): \(desk.talk)")
                return
            }
            #expect(
                desk.talk.unicodeScalars.allSatisfy {
                    $0 == "\n" || (0x20...0x7E).contains($0.value) || $0.value >= 0xA0
                }, "seed \(seed)")
        }
        #expect(try log.head() == head)
    }

    @Test func aFaultyFileThatIsMeantLeavesTheHeadAndTheRowsThatAreWrong() throws {
        let head = try log.head()
        for seed in seeds where seed % 3 == 0 {
            let file = MalformedFile(seed: seed)
            guard !file.wrongRows.isEmpty else { continue }
            #expect(try run(file.bytes) == .refused, "seed \(seed)")
            let kept = desk.folder + "/list.csv.errors.csv"
            #expect(FileManager.default.fileExists(atPath: kept), "seed \(seed)")
            #expect(try log.head() == head, "seed \(seed)")
        }
    }

    @Test func bytesTurnedAtRandomNeverCrashAndNeverRecordHalf() throws {
        for seed in seeds {
            var random = SplitMix64(seed: seed)
            var bytes = MalformedFile(seed: seed).bytes
            for _ in 0..<random.below(20) where !bytes.isEmpty {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = UInt8(random.below(256))
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8(random.below(256)), at: place)
                }
            }
            let head = try log.head()
            let status = try run(bytes)
            #expect([.done, .refused].contains(status), "seed \(seed): \(desk.talk)")
            if status == .refused { #expect(try log.head() == head, "seed \(seed)") }
        }
    }

    /// The rows that the talk names.
    private func told() -> Set<Int> {
        Set(
            desk.talk.split(separator: "\n").compactMap { line in
                guard line.hasPrefix("tally: row ") else { return nil }
                return Int(line.dropFirst("tally: row ".count).prefix { $0.isNumber })
            })
    }

    private func keep(_ bytes: [UInt8], _ seed: Int) {
        let place = FileManager.default.temporaryDirectory.path + "/malformed-\(seed).csv"
        #expect(FileManager.default.createFile(atPath: place, contents: Data(bytes)))
    }
}
