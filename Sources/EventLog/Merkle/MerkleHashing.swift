// The hashes of a Merkle tree over a log (RFC 6962 section 2.1,
// <https://www.rfc-editor.org/rfc/rfc6962#section-2.1>). The first byte keeps a leaf from ever
// passing for an inner node, or the other way round.

/// The root of the tree without leaves: the digest of no bytes.
package let emptyRoot = Hash(
    0xe3b0_c442_98fc_1c14, 0x9afb_f4c8_996f_b924, 0x27ae_41e4_649b_934c, 0xa495_991b_7852_b855)

/// What a leaf begins with when it is hashed, and what a node does.
let leafPrefix: UInt8 = 0x00
private let nodePrefix: UInt8 = 0x01

/// The hash of a leaf: SHA-256(0x00 ‖ leaf).
package func leafHash(_ leaf: borrowing Span<UInt8>) -> Hash {
    SHA256.hash(leafPrefix, leaf)
}

/// The hash of a leaf: SHA-256(0x00 ‖ leaf).
package func leafHash(_ leaf: [UInt8]) -> Hash {
    leafHash(leaf.span)
}

/// The hash of the node above `left` and `right`: SHA-256(0x01 ‖ left ‖ right).
package func nodeHash(_ left: Hash, _ right: Hash) -> Hash {
    guard SHA256Instructions.areAvailable else { return portableNodeHash(left, right) }
    let words: InlineArray<8, UInt64> = [
        left.first.bigEndian, left.second.bigEndian, left.third.bigEndian, left.fourth.bigEndian,
        right.first.bigEndian, right.second.bigEndian, right.third.bigEndian,
        right.fourth.bigEndian,
    ]
    return SHA256Instructions.hash(nodePrefix, words.span)
}

/// Puts the node above each two neighbours of `hashes`, which are even in number, in their place.
func hashPairs(_ hashes: inout [Hash]) {
    if SHA256Instructions.areAvailable {
        SHA256Instructions.hashPairs(nodePrefix, &hashes)
    } else {
        hashes = stride(from: 0, to: hashes.count, by: 2).map {
            portableNodeHash(hashes[$0], hashes[$0 + 1])
        }
    }
}

/// The same as ``nodeHash(_:_:)`` in Swift alone.
///
/// The message always has 65 bytes, so its two blocks are put together from whole words.
func portableNodeHash(_ left: Hash, _ right: Hash) -> Hash {
    let messageBits: UInt32 = 65 * 8
    var state = SHA256State()
    state.absorb([
        0x0100_0000 | low(left.first >> 40), low(left.first >> 8),
        low(left.first << 24 | left.second >> 40), low(left.second >> 8),
        low(left.second << 24 | left.third >> 40), low(left.third >> 8),
        low(left.third << 24 | left.fourth >> 40), low(left.fourth >> 8),
        low(left.fourth << 24 | right.first >> 40), low(right.first >> 8),
        low(right.first << 24 | right.second >> 40), low(right.second >> 8),
        low(right.second << 24 | right.third >> 40), low(right.third >> 8),
        low(right.third << 24 | right.fourth >> 40), low(right.fourth >> 8),
    ])
    state.absorb([
        low(right.fourth << 24) | 0x0080_0000, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, messageBits,
    ])
    return state.hash
}

private func low(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word) }
