import Testing

@testable import EventLog

/// Leaves hashed together have the hashes that each has alone.
@Suite struct LeafHashesTests {
    /// Two neighbours of every length, because they are hashed side by side.
    @Test(arguments: [false, true]) func everyPairOfLengths(isPortable: Bool) {
        var random = SeededRandom(1)
        let leaves = (0...300).map { random.bytes($0) }
        let expected = leaves.map { SHA256.hash(0, $0.span, isPortable: true) }
        // The portable way hashes each alone, so a few pairs tell as much.
        for first in leaves.indices where !isPortable || first % 50 == 0 {
            var hashing = LeafHashes(expecting: 2 * leaves.count, isPortable: isPortable)
            for second in leaves.indices {
                for index in [first, second] {
                    let leaf = leaves[index]
                    hashing.add(leaf.span)
                }
                hashing.finish()
            }
            let found = hashing.hashes
            #expect(found.count == 2 * leaves.count)
            for second in leaves.indices {
                #expect(
                    found[2 * second] == expected[first]
                        && found[2 * second + 1] == expected[second], "\(first) and \(second)")
            }
        }
    }

    /// Leaves of every length among others, which begin and end where those do not.
    @Test(arguments: SeededRandom.seeds) func everyLengthAmongOthers(seed: UInt64) {
        var random = SeededRandom(seed)
        let leaves = (0...300).shuffled(using: &random).map { random.bytes($0) }
        var hashing = LeafHashes(expecting: leaves.count)
        for leaf in leaves { hashing.add(leaf.span) }
        hashing.finish()
        let expected = leaves.map { SHA256.hash(0, $0.span, isPortable: true) }
        #expect(hashing.hashes == expected, "seed \(seed)")
    }

    /// Any number of leaves, some of them too long to wait for others.
    @Test(arguments: SeededRandom.seeds) func anyNumberOfLeaves(seed: UInt64) {
        var random = SeededRandom(seed)
        for count in 0..<150 {
            var hashing = LeafHashes(expecting: count)
            let leaves = (0..<count).map { _ in
                let longest = Int.random(in: 0..<20, using: &random) == 0 ? 70_000 : 1_000
                return random.bytes(Int.random(in: 0...longest, using: &random))
            }
            for leaf in leaves { hashing.add(leaf.span) }
            hashing.finish()
            #expect(hashing.hashes == leaves.map { leafHash($0) }, "seed \(seed), \(count)")
        }
    }

    @Test func pairsHaveTheHashOfTheNodeAboveThem() {
        var random = SeededRandom(2)
        for count in 0..<70 {
            let leaves = (0..<2 * count).map { SHA256.hash(random.bytes($0)) }
            var pairs = leaves
            hashPairs(&pairs)
            let expected = (0..<count).map {
                portableNodeHash(leaves[2 * $0], leaves[2 * $0 + 1])
            }
            #expect(pairs == expected, "\(count)")
        }
    }

    @Test func aTreeByLevelIsTheTreeLeafByLeaf() {
        let leaves = (0..<600).map { SHA256.hash("leaf \($0)") }
        for count in leaves.indices {
            #expect(CompactRange(byLevel: leaves[..<count]) == CompactRange(leaves[..<count]))
        }
        #expect(CompactRange(byLevel: leaves[100..<356]) == CompactRange(leaves[100..<356]))
    }
}
