import TallyTestSupport
import Testing

@testable import CanonicalJSON

/// Eight bytes looked at together say what each of them says alone.
@Suite struct EightBytesTests {
    /// Bytes on both sides of every border, and where a borrow can deceive.
    private static let borders: [UInt8] = [
        0x00, 0x01, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x61, 0x7E, 0x7F, 0x80, 0xA2,
        0xFF,
    ]

    @Test(arguments: 0..<10) func agreeWithEachByte(_ seed: Int) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<5_000 {
            let bytes = (0..<10).map { _ in random.one(of: Self.borders) }
            let found = EightBytes(bytes.span, at: 1)
            let eight = try #require(found)
            let looked = bytes[1..<9]
            let isEnd = { (byte: UInt8) in byte == 0x22 || byte == 0x5C }
            #expect(eight.countOfPlain == looked.prefix { !isEnd($0) }.count, "\(looked)")
            let plain = looked.prefix { !isEnd($0) && (0x20..<0x80).contains($0) }
            #expect(eight.countOfPlainASCII == plain.count, "\(looked)")
        }
    }

    @Test func fewerThanEightAreNone() {
        let bytes = [UInt8](repeating: 0x61, count: 9)
        let found = [0, 1, 2, 9].map { EightBytes(bytes.span, at: $0) != nil }
        #expect(found == [true, true, false, false])
    }
}
