/// A Merkle tree that grows on the right and keeps its tiles up to date (RFC 6962 section 2.1,
/// C2SP tlog-tiles).
///
/// It holds the unfinished tile of each level and what is not written yet. To follow a
/// transaction, append to a copy, write the tiles `takeChanges` returns, and keep the copy once
/// the transaction is committed.
package struct TreeTiles: Sendable {
    /// How many leaves the tree has.
    package private(set) var size = 0
    /// The unfinished tile of each level, that of the leaves first.
    private var unfinished: [UnfinishedTile] = []
    /// The tiles filled since changes were last taken.
    private var filled: [Tile] = []

    /// The tree without leaves.
    package init() {}

    /// The tree of the first `size` leaves of a tree that has its tiles in `tile`.
    ///
    /// Reads at most one tile of each level.
    package init<E>(size: Int, tile: TileSource<E>) throws(E) {
        precondition(size >= 0, "a tree cannot have \(size) leaves")
        self.size = size
        var entries = size
        while entries > 0 {
            let (index, width) = entries.quotientAndRemainder(dividingBy: Tile.capacity)
            let address = TileAddress(level: unfinished.count, index: index)
            let hashes = width > 0 ? try tile(address, width) : []
            precondition(hashes.count >= width, "a tile source returns what it is asked for")
            unfinished.append(UnfinishedTile(address, hashes.prefix(width)))
            entries = index
        }
    }

    /// The root of the tree whose first `size` leaves have their tiles in `tile`.
    package static func root<E>(size: Int, tile: TileSource<E>) throws(E) -> Hash {
        try TreeTiles(size: size, tile: tile).root
    }

    /// The root of the tree.
    package var root: Hash {
        let root = unfinished.reduce(nil) { root, tile in tile.range.joined(to: root) }
        return root ?? emptyRoot
    }

    /// Adds a leaf on the right, by its hash.
    package mutating func append(_ leaf: Hash) {
        size += 1
        var entry = leaf
        for level in 0... {
            if level == unfinished.count {
                unfinished.append(UnfinishedTile(TileAddress(level: level, index: 0), []))
            }
            unfinished[level].append(entry)
            guard unfinished[level].isFull else { return }
            filled.append(unfinished[level].tile)
            entry = unfinished[level].range.root
            unfinished[level].startNext()
        }
    }

    /// Returns each tile that changed since this was last called, once, and forgets that it did.
    package mutating func takeChanges() -> [Tile] {
        let changes = filled + unfinished.filter(\.isChanged).map(\.tile)
        filled = []
        for level in unfinished.indices { unfinished[level].isChanged = false }
        return changes
    }
}

/// The last tile of a level, as long as it has room.
private struct UnfinishedTile: Sendable {
    private(set) var address: TileAddress
    private(set) var hashes: [Hash]
    private var bytes: [UInt8] = []
    /// The tree over the hashes of this tile alone.
    private(set) var range: CompactRange
    var isChanged = false

    init(_ address: TileAddress, _ hashes: ArraySlice<Hash>) {
        self.address = address
        self.hashes = Array(hashes)
        range = CompactRange(hashes)
        bytes.reserveCapacity(Tile.capacity * Hash.byteCount)
        for hash in hashes { hash.append(to: &bytes) }
    }

    var tile: Tile { Tile(address: address, hashes: hashes, bytes: bytes) }

    var isFull: Bool { hashes.count == Tile.capacity }

    mutating func append(_ hash: Hash) {
        hashes.append(hash)
        hash.append(to: &bytes)
        range.append(hash)
        isChanged = true
    }

    mutating func startNext() {
        self = UnfinishedTile(TileAddress(level: address.level, index: address.index + 1), [])
    }
}
