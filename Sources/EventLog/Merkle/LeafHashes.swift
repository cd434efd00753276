/// The hashes of leaves that are added one after the other: the same as ``leafHash(_:)`` gives of
/// each, several worked out together.
package struct LeafHashes {
    /// Those of the leaves added before ``finish()`` was last called, in their order.
    package private(set) var hashes: [Hash] = []
    /// Leaves that wait; `nil` where the processor has no instructions for SHA-256.
    private var waiting: PaddedMessages?

    /// - Parameter count: How many leaves there will be.
    package init(expecting count: Int) { self.init(expecting: count, isPortable: false) }

    /// - Parameter isPortable: Do without the processor's own instructions, as where it has none.
    init(expecting count: Int, isPortable: Bool) {
        hashes.reserveCapacity(count)
        if !isPortable, SHA256Instructions.areAvailable { waiting = PaddedMessages() }
    }

    package mutating func add(_ leaf: borrowing Span<UInt8>) {
        if waiting?.append(leafPrefix, leaf) == true { return }
        finish()
        // What found no room among others finds some now, unless it is too long to wait at all.
        if waiting?.append(leafPrefix, leaf) == true { return }
        hashes.append(SHA256.hash(leafPrefix, leaf, isPortable: waiting == nil))
    }

    /// Hashes what waits.
    package mutating func finish() { waiting?.takeHashes(into: &hashes) }
}
