import Foundation
import Testing

@testable import TallyCommands

/// Every bit of a proof file, one after the other.
@Suite struct ProofBitsTests {
    private let desk: Desk

    init() throws {
        desk = try Desk()
        for measure in ["a", "b", "c"] {
            let line = "record MeasureDefined measure=\(measure) definition=x --key \(measure)"
            try #require(try desk.run(line) == .done)
        }
    }

    /// The origin and the size are what a signature vouches for; all else the proof shows by itself.
    @Test(arguments: ["prove inclusion 2", "prove consistency 2 4"])
    func aChangedBitIsRefused(_ line: String) throws {
        try #require(try desk.run(line) == .done)
        let proof = Array(desk.output.utf8)
        let loose = try signedBytes(of: desk.output)
        let file = URL(fileURLWithPath: desk.folder + "/proof")
        for bit in 0..<proof.count * 8 {
            var bytes = proof
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            try Data(bytes).write(to: file)
            let status = try desk.run("verify-proof proof")
            let isRefused = status == .integrity && desk.output == ""
            #expect(isRefused || loose.contains(bit / 8), "bit \(bit): \(status)")
        }
        try Data(proof).write(to: file)
        #expect(try desk.run("verify-proof proof") == .done)
    }

    /// Where the origins and the sizes stand in a proof.
    private func signedBytes(of text: String) throws -> Set<Int> {
        var (found, start): (Set<Int>, Int) = ([], 0)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "tallystick.local/north" || Int(line) != nil {
                found.formUnion(start..<start + line.utf8.count)
            }
            start += line.utf8.count + 1
        }
        return found
    }
}
