import EventLog
import Testing

@Suite struct HashTests {
    private let hash = SHA256.hash("abc")
    private let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    private let base64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="

    @Test func isWrittenInHexadecimalAndBase64() {
        #expect(hash.hex == hex)
        #expect("\(hash)" == hex)
        #expect(hash.base64 == base64)
    }

    @Test(arguments: SeededRandom.seeds)
    func isReadBackFromEveryForm(seed: UInt64) {
        var random = SeededRandom(seed)
        for _ in 1...200 {
            let bytes = random.bytes(Hash.byteCount)
            let hash = Hash(bytes: bytes)
            #expect(hash?.bytes == bytes)
            #expect(hash.flatMap { Hash(hex: $0.hex) } == hash)
            #expect(hash.flatMap { Hash(hex: $0.hex.uppercased()) } == hash)
            #expect(hash.flatMap { Hash(base64: $0.base64) } == hash)
        }
    }

    // The last two: unused bits that are not zero, which would give the digest a second spelling.
    @Test(arguments: [
        "", "=", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0", "AAAA",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0==",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa==",
        "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAF a=",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFé=",
        " ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa1=",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa2=",
    ])
    func refusesOtherBase64(text: String) {
        #expect(Hash(base64: text) == nil)
    }

    @Test(arguments: [
        "", "ba78", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0",
        "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a\u{e9}",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
    ])
    func refusesOtherHexadecimal(text: String) {
        #expect(Hash(hex: text) == nil)
    }

    @Test func isReadWhereItStandsAmongOtherBytes() {
        var bytes: [UInt8] = [1, 2, 3]
        hash.append(to: &bytes)
        bytes.append(4)
        #expect(Hash(bytes.span, at: 3) == hash)
        #expect(Hash(bytes.span, at: 4) != hash)
        #expect(Hash(bytes.span, at: 5) == nil)
        #expect(Hash(bytes.span, at: -1) == nil)
        #expect(Hash(bytes.span, at: .max) == nil)
        #expect(Hash(bytes: bytes) == nil)
        #expect(Hash(bytes: []) == nil)
    }
}
