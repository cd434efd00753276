/// The sixteen big-endian words of one 64-byte block of a message.
typealias SHA256Block = InlineArray<16, UInt32>

/// The eight words SHA-256 carries from block to block, and the function that absorbs a block
/// (FIPS 180-4 section 6.2.2).
struct SHA256State: Sendable {
    // The first 32 bits of the fractional parts of the square roots of the first eight primes
    // (section 5.3.3).
    private var a: UInt32 = 0x6a09_e667
    private var b: UInt32 = 0xbb67_ae85
    private var c: UInt32 = 0x3c6e_f372
    private var d: UInt32 = 0xa54f_f53a
    private var e: UInt32 = 0x510e_527f
    private var f: UInt32 = 0x9b05_688c
    private var g: UInt32 = 0x1f83_d9ab
    private var h: UInt32 = 0x5be0_cd19

    /// The state before the first block.
    init() {}

    init(words: InlineArray<8, UInt32>) {
        (a, b, c, d) = (words[0], words[1], words[2], words[3])
        (e, f, g, h) = (words[4], words[5], words[6], words[7])
    }

    var words: InlineArray<8, UInt32> { [a, b, c, d, e, f, g, h] }

    /// The digest, once the last, padded block is absorbed.
    var hash: Hash {
        Hash(a.followed(by: b), c.followed(by: d), e.followed(by: f), g.followed(by: h))
    }

    /// Absorbs one block.
    mutating func absorb(_ block: SHA256Block) {
        // Sixteen words of the message schedule at a time, replaced in place by the next sixteen.
        var words = block
        var next = self
        next.sixteenRounds(words, constantsFrom: 0)
        var first = 16
        while first < roundConstants.count {
            words.extendSchedule()
            next.sixteenRounds(words, constantsFrom: first)
            first &+= 16
        }
        a &+= next.a
        b &+= next.b
        c &+= next.c
        d &+= next.d
        e &+= next.e
        f &+= next.f
        g &+= next.g
        h &+= next.h
    }

    @inline(__always)
    private mutating func sixteenRounds(_ words: SHA256Block, constantsFrom first: Int) {
        eightRounds(words, from: 0, constantsFrom: first)
        eightRounds(words, from: 8, constantsFrom: first &+ 8)
    }

    // Each round would move every variable one letter on; the letters move instead, and after
    // eight rounds they are back in their places.
    @inline(__always)
    private mutating func eightRounds(
        _ words: SHA256Block, from word: Int, constantsFrom first: Int
    ) {
        round(a, b, c, &d, e, f, g, &h, words[word] &+ roundConstants[first])
        round(h, a, b, &c, d, e, f, &g, words[word &+ 1] &+ roundConstants[first &+ 1])
        round(g, h, a, &b, c, d, e, &f, words[word &+ 2] &+ roundConstants[first &+ 2])
        round(f, g, h, &a, b, c, d, &e, words[word &+ 3] &+ roundConstants[first &+ 3])
        round(e, f, g, &h, a, b, c, &d, words[word &+ 4] &+ roundConstants[first &+ 4])
        round(d, e, f, &g, h, a, b, &c, words[word &+ 5] &+ roundConstants[first &+ 5])
        round(c, d, e, &f, g, h, a, &b, words[word &+ 6] &+ roundConstants[first &+ 6])
        round(b, c, d, &e, f, g, h, &a, words[word &+ 7] &+ roundConstants[first &+ 7])
    }
}

/// One round, with `h` taking the part of both temporary words T1 and T2.
@inline(__always)
private func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ input: UInt32
) {
    let choice = g ^ e & (f ^ g)
    // The majority of each bit of a, b and c; the next round needs a ^ b again, as its b ^ c.
    let majority = b ^ (a ^ b) & (b ^ c)
    h &+= (e.rotated(6) ^ e.rotated(11) ^ e.rotated(25)) &+ choice &+ input
    d &+= h
    h &+= (a.rotated(2) ^ a.rotated(13) ^ a.rotated(22)) &+ majority
}

extension SHA256Block {
    /// The block at `offset` of `bytes`.
    @inline(__always)
    init(_ bytes: borrowing Span<UInt8>, at offset: Int) {
        let block = bytes.extracting(offset..<offset + 64)
        self.init(repeating: 0)
        for index in 0..<16 {
            let first = index &* 4
            self[index] =
                UInt32(block[first]) << 24 | UInt32(block[first &+ 1]) << 16
                | UInt32(block[first &+ 2]) << 8 | UInt32(block[first &+ 3])
        }
    }

    // Written out because a loop is not unrolled, and runs a quarter slower.
    @inline(__always)
    fileprivate mutating func extendSchedule() {
        extend(0, 1, 9, 14)
        extend(1, 2, 10, 15)
        extend(2, 3, 11, 0)
        extend(3, 4, 12, 1)
        extend(4, 5, 13, 2)
        extend(5, 6, 14, 3)
        extend(6, 7, 15, 4)
        extend(7, 8, 0, 5)
        extend(8, 9, 1, 6)
        extend(9, 10, 2, 7)
        extend(10, 11, 3, 8)
        extend(11, 12, 4, 9)
        extend(12, 13, 5, 10)
        extend(13, 14, 6, 11)
        extend(14, 15, 7, 12)
        extend(15, 0, 8, 13)
    }

    /// Replaces word t-16 by word t, from the words t-15, t-7 and t-2.
    @inline(__always)
    private mutating func extend(_ t16: Int, _ t15: Int, _ t7: Int, _ t2: Int) {
        let (old, recent) = (self[t15], self[t2])
        self[t16] &+= old.rotated(7) ^ old.rotated(18) ^ old &>> 3
        self[t16] &+= self[t7]
        self[t16] &+= recent.rotated(17) ^ recent.rotated(19) ^ recent &>> 10
    }
}

extension UInt32 {
    @inline(__always)
    fileprivate func rotated(_ places: UInt32) -> UInt32 {
        self &>> places | self &<< (32 &- places)
    }

    fileprivate func followed(by low: UInt32) -> UInt64 {
        UInt64(self) << 32 | UInt64(low)
    }
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes
/// (section 4.2.2).
private let roundConstants: InlineArray<64, UInt32> = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
]
