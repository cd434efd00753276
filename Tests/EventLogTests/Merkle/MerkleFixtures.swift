import EventLog

/// The published test leaves of Certificate Transparency
/// (<https://github.com/google/certificate-transparency/blob/master/cpp/merkletree/merkle_tree_test.cc>).
let publishedLeaves: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    Array(0x50...0x57), Array(0x60...0x6f),
]

/// The published roots of the trees over the first one to eight of those leaves.
let publishedRoots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

/// `count` different leaf hashes, always the same.
func someLeaves(_ count: Int) -> [Hash] {
    (0..<count).map { SHA256.hash("leaf \($0)") }
}

/// RFC 6962's definition of the Merkle tree hash, word for word.
///
/// It is what the clever ways of computing that hash are compared with; all it adds is to
/// remember what it has worked out.
struct NaiveTree {
    let leaves: [Hash]
    private var known: [Range<Int>: Hash] = [:]

    init(_ leaves: [Hash]) { self.leaves = leaves }

    /// MTH(D[n]), with n given as a range so that it can be any part of the leaves.
    mutating func root(_ part: Range<Int>) -> Hash {
        if part.isEmpty { return SHA256.hash([]) }
        if part.count == 1 { return leaves[part.lowerBound] }
        if let root = known[part] { return root }
        var split = 1
        while split * 2 < part.count { split *= 2 }
        let middle = part.lowerBound + split
        let left = root(part.lowerBound..<middle)
        let right = root(middle..<part.upperBound)
        let root = SHA256.hash([0x01] + left.bytes + right.bytes)
        known[part] = root
        return root
    }
}

/// Tiles kept as bytes, as a database would.
struct TileStore {
    /// No such tile, or one that is too short.
    struct Missing: Error { let address: TileAddress }

    private(set) var blobs: [TileAddress: [UInt8]] = [:]

    mutating func write(_ tiles: [Tile]) {
        for tile in tiles {
            var blob: [UInt8] = []
            for hash in tile.hashes { hash.append(to: &blob) }
            blobs[tile.address] = blob
        }
    }

    func read(_ address: TileAddress, _ width: Int) throws(Missing) -> [Hash] {
        guard let blob = blobs[address] else { throw Missing(address: address) }
        let hashes = stride(from: 0, to: blob.count, by: Hash.byteCount)
            .compactMap { Hash(blob.span, at: $0) }
        guard hashes.count >= width else { throw Missing(address: address) }
        return hashes
    }

    /// The tiles of the tree over `leaves`.
    init(_ leaves: [Hash] = []) {
        var tree = TreeTiles()
        for leaf in leaves { tree.append(leaf) }
        write(tree.takeChanges())
    }
}

/// SplitMix64 (<https://prng.di.unimi.it/splitmix64.c>), so that a seed repeats a run.
struct SeededRandom: RandomNumberGenerator {
    /// One seed that never changes, and one that is new in every run.
    static let seeds: [UInt64] = [1, .random(in: 2...(.max))]

    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
