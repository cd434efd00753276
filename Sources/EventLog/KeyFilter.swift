/// Says of most keys that they are certainly not among those seen, in as much memory for a million
/// keys as for ten thousand: a Bloom filter (<https://doi.org/10.1145/362686.362692>).
struct KeyFilter: Sendable {
    /// The keys themselves, as long as they are few.
    private var few: Set<String> = []
    /// Two bits are set for each key, of four million bytes, so that of a million keys hardly one in
    /// three hundred others is taken for one of them; empty as long as the keys are few.
    private var words: [UInt64] = []

    /// Takes `key` among those seen.
    mutating func insert(_ key: String) {
        if words.isEmpty {
            few.insert(key)
            guard few.count > keysFew else { return }
            words = [UInt64](repeating: 0, count: 1 << 19)
            for key in few { setBits(of: key) }
            few = []
        } else {
            setBits(of: key)
        }
    }

    /// Whether `key` may be among those seen; now and then it says so of one that is not.
    func mayHold(_ key: String) -> Bool {
        guard !words.isEmpty else { return few.contains(key) }
        let (one, other) = places(of: key)
        return words[one >> 6] >> UInt64(one & 63) & 1 == 1
            && words[other >> 6] >> UInt64(other & 63) & 1 == 1
    }

    private mutating func setBits(of key: String) {
        let (one, other) = places(of: key)
        words[one >> 6] |= 1 << UInt64(one & 63)
        words[other >> 6] |= 1 << UInt64(other & 63)
    }

    /// The numbers of the two bits of a key.
    private func places(of key: String) -> (Int, Int) {
        let hash = hash(of: key.utf8.span)
        let mask = UInt64(words.count * 64 - 1)
        return (Int(hash & mask), Int(hash >> 32 & mask))
    }

    /// A hash of the bytes, eight at a time, folded as in wyhash
    /// (<https://github.com/wangyi-fudan/wyhash>).
    ///
    /// Whoever chose keys that collide would have them looked for, as they would be without this.
    private func hash(of bytes: borrowing Span<UInt8>) -> UInt64 {
        var hash = UInt64(bytes.count)
        var place = 0
        while place + 8 <= bytes.count {
            hash = folded(hash ^ word(bytes.extracting(place..<place + 8)))
            place += 8
        }
        var rest: UInt64 = 0
        for index in place..<bytes.count { rest = rest << 8 | UInt64(bytes[index]) }
        return folded(hash ^ rest)
    }

    /// Eight bytes as one number; spelt out, because the compiler then reads them as one.
    private func word(_ bytes: borrowing Span<UInt8>) -> UInt64 {
        precondition(bytes.count == 8)
        let high =
            UInt64(bytes[0]) << 56 | UInt64(bytes[1]) << 48 | UInt64(bytes[2]) << 40
            | UInt64(bytes[3]) << 32
        return high | UInt64(bytes[4]) << 24 | UInt64(bytes[5]) << 16 | UInt64(bytes[6]) << 8
            | UInt64(bytes[7])
    }

    private func folded(_ word: UInt64) -> UInt64 {
        let product = (word ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        return product.high ^ product.low
    }
}

private let keysFew = 4096
