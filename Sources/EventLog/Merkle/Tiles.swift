/// Where a tile lies: its level, counted from the leaves up, and its place in that level.
///
/// The geometry is that of C2SP tlog-tiles (<https://c2sp.org/tlog-tiles>). Entry i of level L is
/// the root of the complete subtree over the 256^L leaves from i × 256^L on, and each level is
/// cut into tiles of 256 entries.
package struct TileAddress: Hashable, Sendable {
    package let level: Int
    package let index: Int

    package init(level: Int, index: Int) {
        self.level = level
        self.index = index
    }
}

/// A tile: 256 hashes, or fewer in the last tile of a level.
package struct Tile: Hashable, Sendable {
    /// How many hashes a full tile holds.
    package static let capacity = 256

    package let address: TileAddress
    package let hashes: [Hash]
    /// The hashes one after the other, as they are stored.
    let bytes: [UInt8]
}

/// Reads the tile at an address, of which the first `width` hashes are needed.
///
/// It returns at least that many. What it cannot find or does not trust it reports by throwing,
/// since only the store can say what is wrong; fewer hashes are a programming error.
package typealias TileSource<E: Error> =
    (_ address: TileAddress, _ width: Int) throws(E) -> [Hash]
