import EventLog
import Testing

/// Four full tiles, and a few leaves more.
private let leaves = someLeaves(1_030)

@Suite struct TreeTilesTests {
    @Test func agreesWithTheDefinitionAtEverySize() throws {
        var naive = NaiveTree(leaves)
        var tree = TreeTiles()
        var store = TileStore()
        for size in 0...leaves.count {
            let root = naive.root(0..<size)
            #expect(tree.size == size)
            #expect(tree.root == root, "\(size) leaves")
            #expect(try TreeTiles.root(size: size, tile: store.read) == root, "\(size) leaves")
            if size < leaves.count { tree.append(leaves[size]) }
            store.write(tree.takeChanges())
        }
    }

    @Test func theTilesOfALargerTreeGiveTheRootOfEverySmallerOne() throws {
        var naive = NaiveTree(leaves)
        let store = TileStore(leaves)
        for size in 0...leaves.count {
            let root = try TreeTiles.root(size: size, tile: store.read)
            #expect(root == naive.root(0..<size), "\(size) leaves")
        }
    }

    @Test(arguments: SeededRandom.seeds)
    func goesOnFromItsTilesAfterEveryBatch(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var naive = NaiveTree(leaves)
        var store = TileStore()
        var size = 0
        while size < leaves.count {
            let most = Bool.random(using: &random) ? 5 : 600
            let end = min(leaves.count, size + Int.random(in: 0...most, using: &random))
            var tree = try TreeTiles(size: size, tile: store.read)
            #expect(tree.takeChanges().isEmpty)
            for leaf in leaves[size..<end] { tree.append(leaf) }
            let before = store.blobs
            let changes = tree.takeChanges()
            store.write(changes)
            let changed = store.blobs.filter { before[$0.key] != $0.value }.map(\.key)
            #expect(Set(changes.map(\.address)) == Set(changed), "seed \(seed)")
            #expect(changes.count == changed.count, "a tile is written once; seed \(seed)")
            #expect(tree.takeChanges().isEmpty)
            size = end
            #expect(tree.size == size)
            #expect(tree.root == naive.root(0..<size), "seed \(seed), \(size) leaves")
        }
        #expect(store.blobs == TileStore(leaves).blobs, "seed \(seed)")
    }

    /// Entry i of level 1 is the root over the 256 leaves from 256 i on.
    @Test func hasTheTilesOfTheStandard() throws {
        var naive = NaiveTree(leaves)
        let store = TileStore(leaves)
        let addresses = (0...4).map { TileAddress(level: 0, index: $0) }
        #expect(Set(store.blobs.keys) == Set(addresses + [TileAddress(level: 1, index: 0)]))
        for address in addresses {
            let start = address.index * 256
            #expect(try store.read(address, 6) == Array(leaves[start...].prefix(256)))
        }
        #expect(
            try store.read(TileAddress(level: 1, index: 0), 4)
                == (0..<4).map { naive.root($0 * 256..<$0 * 256 + 256) })
    }

    @Test func reachesTheThirdLevel() throws {
        let leaves = (0..<65_536 + 300).map { _ in emptyRoot }
        let store = TileStore(leaves)
        #expect(try store.read(TileAddress(level: 2, index: 0), 1).count == 1)
        #expect(try store.read(TileAddress(level: 1, index: 1), 1).count == 1)
        var range = CompactRange()
        for leaf in leaves {
            range.append(leaf)
            guard range.size % 16_411 == 0 || range.size >= 65_535 else { continue }
            #expect(try TreeTiles.root(size: range.size, tile: store.read) == range.root)
        }
    }

    @Test func passesOnWhatItsSourceThrows() {
        #expect(throws: TileStore.Missing.self) {
            try TreeTiles(size: 300, tile: TileStore(leaves.dropLast(1_000)).read)
        }
    }

    @Test func aCopyLeftBehindIsWhatItWas() {
        var tree = TreeTiles()
        for leaf in leaves.prefix(255) { tree.append(leaf) }
        let (root, copy) = (tree.root, tree)
        for leaf in leaves.dropFirst(255) { tree.append(leaf) }
        _ = tree.takeChanges()
        #expect(copy.size == 255)
        #expect(copy.root == root)
    }
}
