// Proofs that a tree has a leaf, and that it only grew: made from tiles as RFC 6962 section 2.1
// defines them, checked as RFC 9162 sections 2.1.3.2 and 2.1.4.2 tell a client to. Making and
// checking share nothing but the hash of a node.

/// The audit path of the leaf at `index` in the tree of `size` leaves (RFC 6962 section 2.1.1).
///
/// `tile` may read the tiles of a larger tree. The leaf must be in the tree.
package func inclusionProof<E>(
    index: Int, size: Int, tile: TileSource<E>
) throws(E) -> [Hash] {
    precondition(0 <= index && index < size, "leaf \(index) is not among \(size)")
    var proof: [Hash] = []
    var rest = 0..<size
    while rest.count > 1 {
        let (left, right) = halves(of: rest)
        let isLeft = left.contains(index)
        proof.append(try root(of: isLeft ? right : left, tile: tile))
        rest = isLeft ? left : right
    }
    return proof.reversed()
}

/// The proof that the tree of `new` leaves starts with that of `old` (RFC 6962 section 2.1.2).
///
/// It is empty when the trees are the same or the old one has no leaves. `tile` may read the
/// tiles of a larger tree. The old tree must not be the larger one.
package func consistencyProof<E>(
    old: Int, new: Int, tile: TileSource<E>
) throws(E) -> [Hash] {
    precondition(0 <= old && old <= new, "a tree of \(new) leaves cannot start with \(old)")
    if old == 0 { return [] }
    var proof: [Hash] = []
    var rest = 0..<new
    while rest.upperBound > old {
        let (left, right) = halves(of: rest)
        let endsLeft = old <= left.upperBound
        proof.append(try root(of: endsLeft ? right : left, tile: tile))
        rest = endsLeft ? left : right
    }
    // A subtree at the left edge is the whole old tree, whose root the verifier has.
    if rest.lowerBound > 0 { proof.append(try root(of: rest, tile: tile)) }
    return proof.reversed()
}

/// Whether `proof` shows that the tree of `size` leaves and root `root` has a leaf of hash `leaf`
/// at `index` (RFC 9162 section 2.1.3.2).
package func verifyInclusion(
    leaf: Hash, index: Int, size: Int, proof: [Hash], root: Hash
) -> Bool {
    guard 0 <= index, index < size else { return false }
    var path = PathToRoot(node: index, last: size - 1)
    var result = leaf
    for sibling in proof {
        switch path.climb() {
        case .above: return false
        case .right: result = nodeHash(sibling, result)
        case .left: result = nodeHash(result, sibling)
        }
    }
    return path.isAtRoot && result == root
}

/// Whether `proof` shows that the tree of `new` leaves starts with that of `old`, each by its
/// root (RFC 9162 section 2.1.4.2).
///
/// The standard leaves out what needs no proof: a tree is consistent with itself and with the
/// tree without leaves, and the proof is then empty.
package func verifyConsistency(
    old: Int, oldRoot: Hash, new: Int, newRoot: Hash, proof: [Hash]
) -> Bool {
    guard 0 <= old, old <= new, old > 0 || oldRoot == emptyRoot else { return false }
    if old == new { return proof.isEmpty && oldRoot == newRoot }
    if old == 0 { return proof.isEmpty }

    var path = PathToRoot(node: old - 1, last: new - 1)
    path.climbWhileRight()
    // The first node both trees have is the old root itself when the old tree is complete.
    let isComplete = old.nonzeroBitCount == 1
    guard let start = isComplete ? oldRoot : proof.first else { return false }
    var (oldResult, newResult) = (start, start)
    for sibling in proof.dropFirst(isComplete ? 0 : 1) {
        switch path.climb() {
        case .above: return false
        case .right:
            oldResult = nodeHash(sibling, oldResult)
            newResult = nodeHash(sibling, newResult)
        case .left: newResult = nodeHash(newResult, sibling)
        }
    }
    return path.isAtRoot && oldResult == oldRoot && newResult == newRoot
}

// MARK: - Making

/// The two parts RFC 6962 splits a tree into: the left has the largest power of two of leaves
/// that leaves some for the right.
private func halves(of leaves: Range<Int>) -> (Range<Int>, Range<Int>) {
    let leftCount = 1 << (Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount)
    let middle = leaves.lowerBound + leftCount
    return (leaves.lowerBound..<middle, middle..<leaves.upperBound)
}

/// The root of the tree over `leaves`, which are one of the parts a larger tree splits into.
private func root<E>(of leaves: Range<Int>, tile: TileSource<E>) throws(E) -> Hash {
    guard leaves.count.nonzeroBitCount > 1 else {
        return try completeRoot(of: leaves, tile: tile)
    }
    let (left, right) = halves(of: leaves)
    return nodeHash(try root(of: left, tile: tile), try root(of: right, tile: tile))
}

/// The root of the complete subtree over `leaves`, from the one tile that has all of it.
private func completeRoot<E>(of leaves: Range<Int>, tile: TileSource<E>) throws(E) -> Hash {
    let tileHeight = Tile.capacity.trailingZeroBitCount
    let (level, height) = leaves.count.trailingZeroBitCount
        .quotientAndRemainder(dividingBy: tileHeight)
    let (index, first) = (leaves.lowerBound >> (level * tileHeight))
        .quotientAndRemainder(dividingBy: Tile.capacity)
    let end = first + (1 << height)
    let hashes = try tile(TileAddress(level: level, index: index), end)
    precondition(hashes.count >= end, "a tile source returns what it is asked for")
    return CompactRange(hashes[first..<end]).root
}

// MARK: - Checking

/// The way from a node up to the root; `node` and `last` are `fn` and `sn` of RFC 9162.
private struct PathToRoot {
    /// Which child of its parent the path came from, or that it was at the root already.
    enum Step { case left, right, above }

    /// The place of the node in its level.
    private var node: Int
    /// The place of the last node of that level.
    private var last: Int

    init(node: Int, last: Int) {
        self.node = node
        self.last = last
    }

    var isAtRoot: Bool { last == 0 }

    /// Goes up to the parent, past the levels where the last node has no sibling.
    mutating func climb() -> Step {
        if isAtRoot { return .above }
        let isRight = node & 1 == 1 || node == last
        if isRight {
            while node & 1 == 0 && node != 0 { rise() }
        }
        rise()
        return isRight ? .right : .left
    }

    /// Goes up as long as the node is a right child.
    mutating func climbWhileRight() {
        while node & 1 == 1 { rise() }
    }

    private mutating func rise() {
        node >>= 1
        last >>= 1
    }
}
