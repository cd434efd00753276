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
        let hash = UInt64(bitPattern: Int64(key.hashValue))
        let mask = UInt64(words.count * 64 - 1)
        return (Int(hash & mask), Int(hash >> 32 & mask))
    }
}

private let keysFew = 4096
