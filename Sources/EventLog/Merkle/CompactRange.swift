/// The state of a growing tree that is needed to grow it further: the roots of the largest
/// complete subtrees that its leaves fill, one for each bit set in its size.
///
/// RFC 6962 section 2.1 splits a tree of n leaves at the largest power of two below n; followed
/// down the right edge, that leaves exactly these subtrees.
package struct CompactRange: Equatable, Sendable {
    /// How many leaves the tree has.
    package private(set) var size = 0
    /// The roots of the complete subtrees, the largest first.
    package private(set) var subtrees: [Hash] = []

    /// The tree without leaves.
    package init() {}

    /// The tree over the leaf hashes `leaves`.
    package init(_ leaves: some Sequence<Hash>) {
        for leaf in leaves { append(leaf) }
    }

    /// The same, worked out level by level: quicker than leaf by leaf.
    package init(byLevel leaves: ArraySlice<Hash>) {
        size = leaves.count
        var rest = leaves
        while !rest.isEmpty {
            // The largest complete subtree that the rest fills.
            let width = 1 << (Int.bitWidth - 1 - rest.count.leadingZeroBitCount)
            var level = Array(rest.prefix(width))
            while level.count > 1 { hashPairs(&level) }
            subtrees += level
            rest = rest.dropFirst(width)
        }
    }

    /// The tree of `size` leaves whose complete subtrees have the roots `subtrees`, the largest
    /// first; `nil` when a tree of that size does not have that many.
    package init?(size: Int, subtrees: [Hash]) {
        guard size >= 0, subtrees.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.subtrees = subtrees
    }

    /// Adds a leaf on the right, by its hash.
    ///
    /// Half of all leaves cost no hash, a quarter one, and so on: less than one on average.
    package mutating func append(_ leaf: Hash) {
        var root = leaf
        for _ in 0..<(~size).trailingZeroBitCount {
            root = nodeHash(subtrees.removeLast(), root)
        }
        subtrees.append(root)
        size += 1
    }

    /// Adds the leaves of `right` on the right.
    ///
    /// - Precondition: the number of leaves so far is a multiple of a power of two that `right` does
    ///   not exceed, so that the subtrees of `right` are subtrees of the whole.
    package mutating func append(_ right: CompactRange) {
        var rest = right.size
        for subtree in right.subtrees {
            let level = Int.bitWidth - 1 - rest.leadingZeroBitCount
            precondition(size & (1 << level - 1) == 0, "a subtree must begin where one can begin")
            var root = subtree
            for _ in 0..<(~(size >> level)).trailingZeroBitCount {
                root = nodeHash(subtrees.removeLast(), root)
            }
            subtrees.append(root)
            size += 1 << level
            rest &= ~(1 << level)
        }
    }

    /// The root of the tree.
    package var root: Hash {
        joined(to: nil) ?? emptyRoot
    }

    /// The root of this tree with a smaller tree of root `right` on its right; `nil` when
    /// neither has a leaf.
    package func joined(to right: Hash?) -> Hash? {
        subtrees.reversed().reduce(right) { right, left in
            right.map { nodeHash(left, $0) } ?? left
        }
    }
}
