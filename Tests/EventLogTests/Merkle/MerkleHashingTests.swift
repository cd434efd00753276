import Testing

@testable import EventLog

@Suite struct MerkleHashingTests {
    @Test func theEmptyTreeHasTheDigestOfNoBytes() {
        #expect(emptyRoot == SHA256.hash([]))
    }

    @Test func theFirstByteTellsALeafFromANode() {
        let (left, right) = (SHA256.hash("left"), SHA256.hash("right"))
        let both = left.bytes + right.bytes
        #expect(leafHash(both) == SHA256.hash([0x00] + both))
        #expect(nodeHash(left, right) == SHA256.hash([0x01] + both))
        #expect(nodeHash(right, left) != nodeHash(left, right))
    }

    @Test(arguments: SeededRandom.seeds)
    func aNodeIsTheDigestOfItsSixtyFiveBytes(seed: UInt64) throws {
        var random = SeededRandom(seed)
        for _ in 1...200 {
            let bytes = random.bytes(64)
            let left = try #require(Hash(bytes: Array(bytes[..<32])))
            let right = try #require(Hash(bytes: Array(bytes[32...])))
            #expect(nodeHash(left, right) == SHA256.hash([0x01] + bytes), "seed \(seed)")
            #expect(nodeHash(left, right) == portableNodeHash(left, right), "seed \(seed)")
        }
    }

    @Test(arguments: 1...8)
    func givesThePublishedRoots(size: Int) throws {
        let leaves = publishedLeaves.prefix(size).map { leafHash($0) }
        let published = publishedRoots[size - 1]
        var naive = NaiveTree(leaves)
        #expect(naive.root(0..<size).hex == published)
        #expect(CompactRange(leaves).root.hex == published)
        #expect(try TreeTiles.root(size: size, tile: TileStore(leaves).read).hex == published)
    }
}
