import EventLog
import Foundation
import Imports
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

    private func run(
        _ kind: String, _ bytes: [UInt8], _ options: String = ""
    ) throws -> TallyCommands.ExitStatus {
        try Data(bytes).write(to: URL(fileURLWithPath: desk.folder + "/list.csv"))
        return try desk.run("import \(kind) list.csv" + options)
    }

    @Test func everyFaultIsToldInItsCellAndNothingIsRecorded() throws {
        let head = try log.head()
        for seed in seeds {
            let file = MalformedFile(seed: seed)
            let status = try run(file.kind, file.bytes, " --dry-run")
            guard status == (file.faults.isEmpty ? .done : .refused), told() == file.faults
            else {
                keep(file.bytes, seed)
                Issue.record(
                    "seed \(seed): \(status), \(told()) for \(file.faults): \(desk.talk)")
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
            #expect(try run(file.kind, file.bytes) == .refused, "seed \(seed)")
            let kept = FileManager.default.contents(atPath: desk.folder + "/list.csv.errors.csv")
            let table = try CSVTable(Array(kept ?? Data()))
            // What is too long or too much in a row stands in this file as it was.
            let rows = (2..<table.rowCount + 2).compactMap {
                table.fields(ofRow: $0).suffix(2).first.flatMap { Int($0) }
            }
            #expect(rows == file.wrongRows.sorted(), "seed \(seed)")
            #expect(try log.head() == head, "seed \(seed)")
        }
    }

    @Test func bytesTurnedAtRandomNeverCrashAndNeverRecordHalf() throws {
        for seed in seeds {
            var random = SplitMix64(seed: seed)
            let file = MalformedFile(seed: seed)
            var bytes = file.bytes
            for _ in 0..<random.below(20) where !bytes.isEmpty {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = UInt8(random.below(256))
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8(random.below(256)), at: place)
                }
            }
            let head = try log.head()
            let status = try run(file.kind, bytes)
            #expect([.done, .refused].contains(status), "seed \(seed): \(desk.talk)")
            if status == .refused { #expect(try log.head() == head, "seed \(seed)") }
        }
    }

    /// The cells and rows that the talk names.
    private func told() -> Set<MalformedFile.Place> {
        Set(
            desk.talk.split(separator: "\n").compactMap { line in
                let place = #/tally: row ([0-9]+)(?:, column ([^:]+))?: /#
                guard let found = line.prefixMatch(of: place), let row = Int(found.output.1)
                else { return nil }
                return MalformedFile.Place(row: row, column: found.output.2.map(String.init))
            })
    }

    private func keep(_ bytes: [UInt8], _ seed: Int) {
        let place = FileManager.default.temporaryDirectory.path + "/malformed-\(seed).csv"
        #expect(FileManager.default.createFile(atPath: place, contents: Data(bytes)))
    }
}
