import TallyTestSupport
import Testing

@testable import CanonicalJSON

/// Sixty-four bytes looked at together say what each of them says alone.
@Suite struct SixtyFourBytesTests {
    /// Every byte at every place, beside such as could deceive.
    @Test(arguments: [0x21, 0x22, 0x5C, 0x20, 0x1F, 0xA2, 0xFF] as [UInt8])
    func everyByteIsSeenAtEveryPlace(_ neighbour: UInt8) {
        for place in 0..<64 {
            for byte in UInt8.min...UInt8.max {
                var bytes = [UInt8](repeating: neighbour, count: 64)
                bytes[place] = byte
                expectAgreement(bytes, at: 0)
            }
        }
    }

    @Test(arguments: 0..<10) func agreeWithEachByte(_ seed: Int) {
        var random = SplitMix64(seed: seed)
        for count in 64..<200 {
            let usual: [UInt8] = [0x22, 0x23, 0x21, 0x61, 0x20, 0x7F]
            let bytes = (0..<count).map { _ in
                random.chance(98) ? random.one(of: usual) : UInt8(random.below(256))
            }
            expectAgreement(bytes, at: random.below(count - 63))
        }
    }

    private func expectAgreement(_ bytes: [UInt8], at place: Int) {
        let found = SixtyFourBytes(bytes.span, at: place)
        let looked = bytes[place..<place + 64]
        let quotes = looked.reversed().reduce(UInt64(0)) { $0 << 1 | ($1 == 0x22 ? 1 : 0) }
        #expect(found.quotes == quotes, "\(looked)")
        #expect(found.hasUnusual == looked.contains { $0 < 0x20 || $0 == 0x5C }, "\(looked)")
        #expect(found.hasOther == looked.contains { $0 >= 0x80 }, "\(looked)")
    }
}
