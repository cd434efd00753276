internal import CSHA256

/// SHA-256 by the processor's own instructions, several times as fast as the portable code.
///
/// All that calls into C is in this file. The portable code beside it defines what is right: tests
/// hold the two equal.
enum SHA256Instructions {
    /// Whether this processor has them; if not, nothing else here may be called.
    static let areAvailable = tally_sha256_is_available()

    /// SHA-256(first ‖ message), the message being numbers as they lie in memory.
    static func hash<Number: FixedWidthInteger & BitwiseCopyable>(
        _ first: UInt8, _ message: borrowing Span<Number>
    ) -> Hash {
        var words = InlineArray<8, UInt32>(repeating: 0)
        var output = words.mutableSpan
        // C reads the bytes and writes eight words, and keeps neither pointer.
        unsafe message.bytes.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe tally_sha256_hash(first, input.baseAddress, input.count, output.baseAddress)
            }
        }
        return SHA256State(words: words).hash
    }

    /// Absorbs the whole blocks that `bytes` are.
    static func absorb(_ bytes: borrowing Span<UInt8>, into state: inout SHA256State) {
        var words = state.words
        var output = words.mutableSpan
        unsafe bytes.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe tally_sha256_absorb(output.baseAddress, input.baseAddress, input.count / 64)
            }
        }
        state = SHA256State(words: words)
    }

    /// Puts the digest of `first` and both hashes in the place of each two neighbours of `hashes`,
    /// which are even in number.
    static func hashPairs(_ first: UInt8, _ hashes: inout [Hash]) {
        let count = hashes.count / 2
        // A hash is four numbers as they lie in memory, which C reads two at a time before it writes
        // one.
        unsafe hashes.withUnsafeMutableBytes { bytes in
            let numbers = unsafe bytes.assumingMemoryBound(to: UInt64.self)
            unsafe tally_sha256_hash_pairs(
                first, numbers.baseAddress, count, numbers.baseAddress)
        }
        hashes.removeLast(count)
    }
}

/// Short messages that are copied, padded and then hashed side by side.
///
/// Only for a processor that has the instructions.
struct PaddedMessages {
    /// The whole blocks of the messages, one after the other; what is beyond them is rubbish.
    private var blocks = [UInt8](repeating: 0, count: blockBytes * blocksMaximum)
    /// How many blocks each message has.
    private var counts: [Int] = []
    private var blockCount = 0
    private var digests = [UInt64](repeating: 0, count: 4 * messagesMaximum)

    /// Adds the message `first` followed by `bytes`; false when there is no room for it.
    mutating func append(_ first: UInt8, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard counts.count < messagesMaximum,
            bytes.count < (blocksMaximum - blockCount - 2) * blockBytes
        else { return false }
        let start = blockCount * blockBytes
        // C reads the bytes, writes at most two blocks more than they fill, and keeps neither pointer.
        let count = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe blocks.withUnsafeMutableBufferPointer { output in
                unsafe tally_sha256_pad(
                    first, input.baseAddress, input.count,
                    output.baseAddress.map { unsafe $0 + start })
            }
        }
        counts.append(count)
        blockCount += count
        return true
    }

    /// Appends the digests of the messages to `hashes`, and forgets the messages.
    mutating func takeHashes(into hashes: inout [Hash]) {
        // C reads as many blocks as the counts add up to, and writes four numbers for each.
        unsafe digests.withUnsafeMutableBufferPointer { digests in
            unsafe tally_sha256_hash_padded(blocks, counts, counts.count, digests.baseAddress)
        }
        for start in stride(from: 0, to: 4 * counts.count, by: 4) {
            hashes.append(
                Hash(digests[start], digests[start + 1], digests[start + 2], digests[start + 3]))
        }
        counts.removeAll(keepingCapacity: true)
        blockCount = 0
    }
}

private let blockBytes = 64
/// So many that the lanes of a processor that has sixteen are seldom empty, and so few that they stay
/// in its nearer memory.
private let blocksMaximum = 1536
private let messagesMaximum = 224
